"""Faults that only a look at the map or the gazetteer shows, each with its fix: coordinates and communes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tourplanner.catalogue.cells import Fault
from tourplanner.catalogue.search import fold
from tourplanner.model import Commune, Village

LAT = (6.5, 23.5)
LON = (102.0, 118.0)
"""Vietnam with its islands, in degrees."""

LEAST_ACCURACY_M = 100
"""Assumed radius where an operator gives a point but not how exact it is; fewer decimals make it larger."""

_DEGREES = re.compile(
    r"(?P<deg>\d{1,3})\s*°\s*(?P<min>\d{1,2})\s*['’′]\s*(?:(?P<sec>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|”|″|''))?"
)


@dataclass(frozen=True, slots=True)
class Angle:
    """A latitude or longitude as read, with the accuracy its decimals allow, in metres."""

    degrees: float
    accuracy_m: int
    comma: bool = False


def angle(text: str) -> Angle:
    """
    Degrees from ``20.9747``, ``20,9747`` or ``20°58'28.9"N``.

    Raises
    ------
    Fault
        ``coordinates-unreadable``
    """
    written = re.sub(r"(?i)[\s°]*(?:[NE]|vĩ độ bắc|kinh độ đông|độ)$", "", text.strip())
    sexagesimal = _DEGREES.fullmatch(written)
    if sexagesimal:
        seconds = float((sexagesimal["sec"] or "0").replace(",", "."))
        degrees = int(sexagesimal["deg"]) + int(sexagesimal["min"]) / 60 + seconds / 3600
        return Angle(round(degrees, 7), LEAST_ACCURACY_M if sexagesimal["sec"] else 2000)
    if not re.fullmatch(r"[+-]?\d+([.,]\d+)?", written):
        raise Fault("coordinates-unreadable", "this is not a number of degrees", "write it like 20.9747")
    decimals = len(re.split(r"[.,]", written)[1]) if re.search(r"[.,]", written) else 0
    # One degree of latitude is 111 km: the last decimal written bounds what can be known.
    accuracy = max(LEAST_ACCURACY_M, round(111_000 / 10**decimals))
    return Angle(float(written.replace(",", ".")), accuracy, "," in written)


def pair(text: str) -> tuple[str, str]:
    """The latitude and longitude of one cell, as texts: ``20.9747, 105.9127`` or ``20,9747; 105,9127``."""
    parts = re.split(r"\s*;\s*|,\s+|\s+", text.strip()) if not re.fullmatch(r"[\d.]+,[\d.]+", text) else text.split(",")
    if len(parts) != 2:
        raise Fault("coordinates-unreadable", "this is not one point", "write latitude, longitude: 20.9747, 105.9127")
    return parts[0], parts[1]


def check_point(lat: float, lon: float) -> Fault | None:
    """What is wrong with a point that should lie in Vietnam, or None."""
    if _inside(lat, lon):
        return None
    if _inside(lon, lat):
        return Fault("coordinates-swapped", "latitude and longitude are swapped", f"lat {lon}, lon {lat}")
    if _projected(lat, lon) or _projected(lon, lat):
        return Fault(
            "coordinates-projected",
            "these are metres of a VN-2000 or UTM grid (easting and northing), not degrees",
            "put metres of VN-2000 under vn2000_x (north) and vn2000_y (east), or give WGS 84 degrees",
        )
    repaired = _with_point(lat, 2), _with_point(lon, 3)
    if lat.is_integer() and lon.is_integer() and _inside(*repaired):
        fix = f"lat {repaired[0]}, lon {repaired[1]}"
        return Fault("coordinates-point-lost", "the decimal points are missing", fix)
    return Fault("coordinates-outside", "this point is not in Vietnam", "lat is about 21, lon about 105.8 around Hanoi")


def _inside(lat: float, lon: float) -> bool:
    return LAT[0] <= lat <= LAT[1] and LON[0] <= lon <= LON[1]


def _projected(northing: float, easting: float) -> bool:
    return 900_000 <= northing <= 2_700_000 and 100_000 <= easting <= 900_000


def _with_point(value: float, digits: int) -> float:
    figures = str(int(abs(value)))
    return float(f"{figures[:digits]}.{figures[digits:] or 0}")


def far_from(lat: float, lon: float, villages: Sequence[Village], margin: float = 0.5) -> bool:
    """Whether a point lies more than ``margin`` degrees outside the box around the villages."""
    if not villages:
        return False
    lats = [village.place.lat for village in villages]
    lons = [village.place.lon for village in villages]
    return not (min(lats) - margin <= lat <= max(lats) + margin and min(lons) - margin <= lon <= max(lons) + margin)


def commune_key(name: str) -> str:
    """A commune's name without its kind: "Xã Hồng Vân", "x. Hồng Vân" and "hong van" are one."""
    return re.sub(r"^(xa|phuong|thi tran|thi xa|x|p|tt)\s+(?=\S)", "", fold(name))


class Gazetteer:
    """Commune names with their dates, taken from the villages that lie in them."""

    def __init__(self, villages: Iterable[Village], on: date) -> None:
        self.on = on
        self._current: dict[str, list[Commune]] = {}
        self._successors: dict[str, list[tuple[Commune, Commune]]] = {}
        self._provinces: dict[str, str] = {}
        self._old_provinces: dict[str, str] = {}
        for village in villages:
            self._add(village)
        for province in self._provinces:
            self._old_provinces.pop(province, None)

    def _add(self, village: Village) -> None:
        current = village.commune(self.on)
        if current is None:
            return
        known = self._current.setdefault(commune_key(current.name), [])
        if current not in known:
            known.append(current)
        self._provinces[fold(current.province)] = current.province
        for old in village.communes:
            if old.until is not None and old.until <= self.on:
                self._successors.setdefault(commune_key(old.name), []).append((old, current))
                self._old_provinces.setdefault(fold(old.province), current.province)

    def current(self, name: str, province: str | None) -> Commune | None:
        """The commune of this name in force, or None if it is not known (or more than one is meant)."""
        found = self._current.get(commune_key(name), [])
        if province is not None:
            found = [commune for commune in found if fold(commune.province) == fold(province)]
        exact = [commune for commune in found if fold(commune.name) == fold(name)]
        distinct = {(commune.name, commune.province): commune for commune in exact or found}
        return next(iter(distinct.values())) if len(distinct) == 1 else None

    def check(self, name: str, district: str | None) -> Fault | None:
        """The fault of a commune name that is no longer in force, with what it became; None if all is well."""
        key = commune_key(name)
        if key in self._current or key not in self._successors:
            return None
        changes = self._successors[key]
        same_district = [each for each in changes if district and fold(each[0].district or "") == fold(district)]
        became = {
            f"{new.name}{f', {new.province}' if new.province != old.province else ''}"
            f"{f' (since {new.since})' if new.since else ''}": old
            for old, new in same_district or changes
        }
        if len(became) > 1:
            fix = " or ".join(f"{text} [was in {old.district or old.province}]" for text, old in sorted(became.items()))
        else:
            fix = next(iter(became))
        until = changes[0][0].until
        return Fault("commune-abolished", f"there has been no such commune since {until}", fix)

    def check_province(self, name: str) -> Fault | None:
        """The fault of a province name that is no longer in force."""
        became = self._old_provinces.get(fold(name))
        if became is None:
            return None
        return Fault("province-abolished", "there has been no such province since 2025-07-01", became)

    @property
    def main_province(self) -> str:
        """The province most of the villages lie in, "Hà Nội" where there are none."""
        counts: dict[str, int] = {}
        for communes in self._current.values():
            for commune in communes:
                counts[commune.province] = counts.get(commune.province, 0) + 1
        return max(counts, key=lambda province: counts[province], default="Hà Nội")
