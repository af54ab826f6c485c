"""Traffic as data: factors on daytime driving by ring around a centre, kind of day and clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tourplanner.errors import GoalError, UnknownIdError
from tourplanner.model import Provenance
from tourplanner.travel.geodesic import EARTH_RADIUS_M
from tourplanner.travel.traffic.days import usual_kind

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
USUAL = "workday"
"""The kind of day that every traffic has, and that others it lacks are driven as."""
DAY_S = 86_400
FASTEST, SLOWEST = 0.2, 5.0
"""A factor beyond is a slip of the pen, not traffic."""


@dataclass(frozen=True, slots=True)
class DayKind:
    """
    The factors of one kind of day.

    ``factors`` has a row for each ring, from the centre outwards, and in it a number for each clock: what a driving
    time by day is multiplied by.
    """

    name: str
    factors: tuple[tuple[float, ...], ...]
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True)
class Traffic:
    """
    How much longer or shorter driving takes than by day, depending on where, on what kind of day and when.

    Parameters
    ----------
    title
        What it describes, as "Hà Nội".
    centre
        Latitude and longitude in degrees.
    rings_m
        Radii around the centre in metres, ascending; r of them make r + 1 rings, the last without end. A point exactly
        on a radius belongs to the ring outside.
    clocks
        Seconds from midnight, ascending. Factors are linear between them, constant before the first and after the last.
    kinds
        Kinds of day, "workday" among them.
    dates
        Dates of which the operator says what kind they are, ascending.
    spread
        About nine trips in ten stay within their time plus or minus this share of it.
    basis
        In Vietnamese and English: what the factors rest on, as documents print it.

    Raises
    ------
    GoalError
        If these do not fit together, with everything that is wrong.
    """

    title: str
    centre: tuple[float, float]
    rings_m: tuple[float, ...]
    clocks: tuple[int, ...]
    kinds: tuple[DayKind, ...]
    dates: tuple[tuple[date, str], ...] = ()
    spread: float = 0.25
    basis: tuple[str, str] = ("giờ cao điểm: ước tính", "by the hour: estimate")

    def __post_init__(self) -> None:
        if faults := list(self.faults()):
            raise GoalError(f"traffic: {'; '.join(faults)}")

    @classmethod
    def packaged(cls, region: str = "hanoi") -> Traffic:
        """The traffic that comes with a packaged region; raises UnknownIdError if it has none."""
        from tourplanner.travel.traffic.file import packaged_traffic

        return packaged_traffic(region)

    @classmethod
    def load(cls, path: Path | str) -> Traffic:
        """The traffic in a file; raises DataError with all faults of the file."""
        from tourplanner.travel.traffic.file import load_traffic

        return load_traffic(path)

    def save(self, path: Path | str) -> None:
        """Write it to a file that ``load`` reads, whole or not at all."""
        from tourplanner.travel.traffic.file import save_traffic

        save_traffic(self, path)

    def faults(self) -> Iterator[str]:
        """What is wrong with the numbers, if anything."""
        lat, lon = self.centre
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            yield f"centre {lat:g}, {lon:g} is no place; give latitude and longitude in degrees"
        if list(self.rings_m) != sorted({each for each in self.rings_m if 0 < each < 1e7}):
            yield f"rings_m {list(self.rings_m)} are no ascending radii in metres"
        if not self.clocks or list(self.clocks) != sorted({each for each in self.clocks if 0 <= each <= DAY_S}):
            yield f"clocks {[clock_text(each) for each in self.clocks]} do not ascend from 00:00 to 24:00 at most"
        if not 0 <= self.spread < 1:
            yield f"spread {self.spread:g} is no share from 0 to below 1"
        names = [kind.name for kind in self.kinds]
        if USUAL not in names or len(set(names)) < len(names):
            yield f'kinds of day {names} need different names, and "{USUAL}" among them'
        for day, name in self.dates:
            if name not in names:
                yield f"dates: {day} is said to be {name!r}, which is none of {', '.join(names)}"
        for kind in self.kinds:
            yield from self._kind_faults(kind)

    def _kind_faults(self, kind: DayKind) -> Iterator[str]:
        shape = len(self.rings_m) + 1, len(self.clocks)
        if len(kind.factors) != shape[0] or any(len(row) != shape[1] for row in kind.factors):
            given = [len(row) for row in kind.factors]
            yield f"{kind.name}: {shape[0]} rows of {shape[1]} factors are needed, not rows of {given}"
        for row, factors in enumerate(kind.factors, 1):
            for at, factor in enumerate(factors):
                if not (isfinite(factor) and FASTEST <= factor <= SLOWEST):
                    when = clock_text(self.clocks[at]) if at < len(self.clocks) else f"place {at + 1}"
                    yield f"{kind.name}, ring {row}, {when}: {factor:g} is no factor from {FASTEST:g} to {SLOWEST:g}"

    def of(self, name: str) -> DayKind:
        """A kind of day by name; raises UnknownIdError."""
        found = {kind.name: kind for kind in self.kinds}
        if name not in found:
            raise UnknownIdError("kind of day", name, tuple(found))
        return found[name]

    def kind(self, day: date) -> str:
        """
        What kind of day a date is: as the operator says, else by calendar; "workday" where that kind has no factors.
        """
        said = dict(self.dates).get(day)
        if said is not None:
            return said
        usual = usual_kind(day)
        return usual if any(kind.name == usual for kind in self.kinds) else USUAL

    def with_days(self, dates: Mapping[date, str]) -> Traffic:
        """The same, with some dates said to be of some kind, as ``{date(2027, 2, 20): "festival"}``."""
        return replace(self, dates=tuple(sorted((dict(self.dates) | dict(dates)).items())))

    def table(self, name: str, exposure: float = 1.0) -> Floats:
        """
        The factors of a kind of day, rings x clocks.

        ``exposure`` is the share of the delays that a vehicle meets: 1 all, 0 none.
        """
        return 1 + exposure * (np.array(self.of(name).factors, float) - 1)

    def rings(self, lat: Any, lon: Any) -> Ints:
        """For points in degrees the number of the ring each lies in, 0 around the centre."""
        found: Ints = np.searchsorted(self.rings_m, self.away_m(lat, lon), side="right").astype(np.int64)
        return found

    def away_m(self, lat: Any, lon: Any) -> Floats:
        """Great-circle metres from the centre, in whole centimetres."""
        (phi, lam), (phi0, lam0) = np.radians([lat, lon]), np.radians(self.centre)
        half = np.sin((phi - phi0) / 2) ** 2 + np.cos(phi) * np.cos(phi0) * np.sin((lam - lam0) / 2) ** 2
        metres: Floats = np.round(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half)), 2)
        return metres

    def ring_names(self) -> tuple[str, ...]:
        """ "< 6 km", "6–12 km", "> 12 km"."""
        km = [f"{each / 1000:g}" for each in self.rings_m]
        between = [f"{one}–{other} km" for one, other in pairwise(km)]
        return (f"< {km[0]} km", *between, f"> {km[-1]} km") if km else ("everywhere",)


def clock_text(second: int) -> str:
    """Seconds from midnight as "07:30"."""
    return f"{second // 3600:02}:{second // 60 % 60:02}"
