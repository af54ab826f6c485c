"""From rows to model values: given facts over those of the base, honest assumptions where nobody said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any, TypeVar

from pydantic import ValidationError

from tourplanner.catalogue.cells import Fault, Priced
from tourplanner.catalogue.fixes import Angle, Gazetteer, angle, check_point, pair
from tourplanner.catalogue.gridpoint import COLUMNS, read_grid
from tourplanner.catalogue.rows import Log, Row
from tourplanner.model import Commune, Confidence, Opening, Place, Price, Provenance, Recorded, Text

ASSUMED = "assumed"
"""Source key of facts nobody gave: a default of the library, to be asked for."""

ASSUMPTION = Provenance(
    sources=(ASSUMED,), confidence="estimate", note="giả định, dữ liệu không nói / assumed, not in the data"
)
STALE_YEARS = 5
Kept = TypeVar("Kept", bound=Recorded)

ROLE_OF_KIND = {
    "workshop": "production",
    "class": "training",
    "showroom": "trade",
    "market": "trade",
    "museum": "culture",
    "heritage site": "culture",
    "performance": "culture",
    "meal": None,
}
HOST_OF_KIND = {"museum": "museum", "market": "market", "heritage site": "site", "performance": "site"}


def assumed(provenance: Provenance | None) -> bool:
    """Whether a value was not given by anybody but filled in by the library."""
    return provenance is not None and ASSUMED in provenance.sources


def experience_defaults(kind: str | None) -> dict[str, Any]:
    """What an experience is taken to be where its data is silent."""
    return {
        "kind": kind or "workshop",
        "role": ROLE_OF_KIND[kind or "workshop"],
        "minutes": 60,
        "capacity": 20,
        "opening": Opening.daily(time(8), time(17)),
        "languages": ("vi",),
        "lead_days": 1,
    }


def origin(row: Row, on: date, log: Log) -> Provenance:
    """The provenance the row states for its facts; a source without a word on confidence counts as sourced."""
    sources, as_of = row.values.get("source", ()), row.values.get("as_of")
    if as_of and as_of > on:
        log.fault(row, "as_of", Fault("date-future", f"this day is after {on}", "the day the fact was true or read"))
        as_of = None
    elif as_of and as_of.year < on.year - STALE_YEARS:
        log.warn(row, "as_of", Fault("fact-stale", f"more than {STALE_YEARS} years old", "ask again"))
    confidence: Confidence = row.values.get("confidence") or ("sourced" if sources else "unknown")
    return Provenance(sources=sources, as_of=as_of, confidence=confidence)


def complete(
    model: type[Kept],
    row: Row,
    given: Mapping[str, Any],
    origins: Mapping[str, Provenance],
    defaults: Mapping[str, Any],
    base: Kept | None,
    log: Log,
) -> Kept | None:
    """A record from what the row gives, else what the base has, else what is assumed; None if a needed cell is bad."""
    fields: dict[str, Any] = dict(defaults)
    provenance = dict.fromkeys(defaults, ASSUMPTION)
    if base is not None:
        fields = {name: getattr(base, name) for name in type(base).model_fields}
        provenance = dict(base.provenance)
    fields |= given
    provenance |= {name: origins[name] for name in given}
    fields |= {"id": row.id, "provenance": provenance}
    if any(info.is_required() and name not in fields for name, info in model.model_fields.items()):
        return None
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        report_invalid(error, row, log)
        return None


def report_invalid(error: ValidationError, row: Row, log: Log) -> None:
    """What the model itself rejects, told at its column."""
    for each in error.errors():
        column = str(each["loc"][0]) if each["loc"] else ""
        log.fault(row, column, Fault("value-invalid", each["msg"], ""))


def read_name(row: Row, base: Recorded | None) -> Text | None:
    """The name in the languages the row has; what it leaves out stays as in the base, unless the Vietnamese changes."""
    known: Text | None = getattr(base, "name", None)
    given = in_languages(row.values, "name")
    if "vi" not in given and not (given and known):
        return None
    kept = known.model_dump() if known and given.get("vi", known.vi) == known.vi else {}
    return Text(**kept | given)


def in_languages(values: Mapping[str, Any], text: str) -> dict[str, str]:
    """What a row has in the columns ``name_vi``, ``name_en`` and so on of a text, by language."""
    return {language: found for language in Text.model_fields if (found := values.get(f"{text}_{language}"))}


def read_place(row: Row, log: Log) -> Place | None:
    """The point of a row in degrees, else in metres of VN-2000; None if there is none or it is faulty."""
    if row.cells.keys().isdisjoint(("lat", "lon", "point")) and not row.cells.keys().isdisjoint(COLUMNS):
        return read_grid(row, log)
    texts = {name: row.cells[name] for name in ("lat", "lon") if name in row.cells}
    if len(texts) < 2 and "point" in row.cells:
        try:
            texts = dict(zip(("lat", "lon"), pair(row.cells["point"]), strict=True))
        except Fault as fault:
            log.fault(row, "point", fault)
            return None
    if len(texts) == 1:
        log.missing(row, "lat" if "lon" in texts else "lon")
    angles: dict[str, Angle] = {}
    for name, text in texts.items():
        column = name if name in row.cells else "point"
        try:
            angles[name] = angle(text)
        except Fault as fault:
            log.fault(row, column, fault)
            continue
        if angles[name].comma:
            log.warn(row, column, Fault("decimal-comma", "read with a decimal point", f"{angles[name].degrees}"))
    return _checked(row, angles["lat"], angles["lon"], log) if len(angles) == 2 else None


def _checked(row: Row, lat: Angle, lon: Angle, log: Log) -> Place | None:
    fault = check_point(lat.degrees, lon.degrees)
    if fault:
        log.fault(row, "lat" if "lat" in row.cells else "point", fault)
        return None
    accuracy = row.values.get("accuracy_m")
    return Place(
        lat=lat.degrees,
        lon=lon.degrees,
        accuracy_m=max(lat.accuracy_m, lon.accuracy_m) if accuracy is None else accuracy,
    )


def read_price(row: Row, base: Price, on: date, log: Log) -> Price | None:
    """The price a row gives over the one of the base; None if it says nothing about price."""
    names = ("price", "child_price", "price_per", "price_year", "includes_lunch")
    values = {name: row.values[name] for name in names if name in row.values}
    if not values:
        return None
    fields = {name: getattr(base, name) for name in Price.model_fields}
    adult: Priced | None = values.get("price")
    child: Priced | None = values.get("child_price")
    if adult:
        fields |= {"adult": adult.money, "per": adult.per or "person"}
        fields |= {} if child else {"child": None}
    fields |= {"child": child.money} if child else {}
    fields |= {"per": values["price_per"]} if "price_per" in values else {}
    fields |= {"year": values["price_year"]} if "price_year" in values else {}
    fields |= {"includes_lunch": values["includes_lunch"]} if "includes_lunch" in values else {}
    year = values.get("price_year")
    if year and year < on.year - STALE_YEARS:
        log.warn(row, "price_year", Fault("price-stale", f"more than {STALE_YEARS} years old", "ask again"))
    return Price(**fields)


def read_communes(
    row: Row, gazetteer: Gazetteer, base: tuple[Commune, ...], on: date, log: Log
) -> tuple[Commune, ...] | None:
    """The dated communes of a village row, oldest first; None if it names none."""
    name, before = row.values.get("commune"), row.values.get("commune_before")
    province, district = row.values.get("province"), row.values.get("district")
    if province and not before:
        _report(row, "province", gazetteer.check_province(province), log)
    if not name and not before:
        return None
    old = tuple(commune for commune in base if not commune.in_force(on))
    if before:
        last_day = date(2025, 7, 1)
        old = (Commune(name=before, district=district, province=province or gazetteer.main_province, until=last_day),)
    if not name:
        return old
    _report(row, "commune", gazetteer.check(name, district), log)
    known = gazetteer.current(name, None if "province" in row.bad else province)
    # The district level ended with the old communes, so a new name has none.
    return (*old, known or Commune(name=name, province=province or gazetteer.main_province))


def _report(row: Row, column: str, fault: Fault | None, log: Log) -> None:
    if fault:
        log.fault(row, column, fault)
