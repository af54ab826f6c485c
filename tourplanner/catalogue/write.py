"""A catalogue as a folder of CSV tables that ``read`` reads back equal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tourplanner.catalogue.hours import write_hours
from tourplanner.catalogue.sheets import escape
from tourplanner.catalogue.tables import table
from tourplanner.model import HANOI, Experience, Money, Place, Price, Session, Text

if TYPE_CHECKING:
    from tourplanner.catalogue.catalogue import Catalogue

Cells = dict[str, Any]
NOTHING = "-"
"""A cell that lists nothing on purpose, where an empty one would be filled or missed."""


def write(catalogue: Catalogue, folder: str | Path) -> tuple[Path, ...]:
    """
    Write the tables of a catalogue into a folder, made if need be; tables without rows are not written.

    Cells that a spreadsheet would calculate (beginning with ``= + - @``) get a leading apostrophe, which ``read``
    takes away again. Same catalogue, same bytes.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in _tables(catalogue).items():
        text = _csv(name, list(rows))
        if text:
            path = target / f"{name}.csv"
            path.write_bytes(text.encode("utf-8-sig"))
            written.append(path)
    return tuple(written)


def _csv(name: str, rows: list[Cells]) -> str:
    # The table of facts is always there: with it, a field that is not listed is a field nobody vouches for.
    if not rows and name != "facts":
        return ""
    kind = table(name)
    used = {column for row in rows for column in row if _cell(row[column])} | (set(kind.needs) - {"lat", "lon"})
    columns = [column.name for column in kind.columns if column.name in used]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([escape(_cell(row.get(column))) for column in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, Money):
        whole = f"{value.amount}" if value.currency == "VND" else f"{Decimal(value.amount) / 100:.2f}"
        return f"{whole} {value.currency}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _tables(catalogue: Catalogue) -> dict[str, Iterable[Cells]]:
    return {
        "region": _region(catalogue),
        "crafts": _crafts(catalogue),
        "villages": _villages(catalogue),
        "communes": (
            {"village": village.id} | _plain(commune, name_vi=commune.name)
            for village in catalogue.villages
            for commune in village.communes
        ),
        "ocop": (
            {"village": village.id} | _plain(product) for village in catalogue.villages for product in village.ocop
        ),
        "hosts": map(_plain, catalogue.hosts),
        "experiences": map(_experience, catalogue.experiences),
        "closures": (row for experience in catalogue.experiences for row in _closures(experience)),
        "sessions": map(_session, catalogue.sessions),
        "festivals": map(_plain, catalogue.festivals),
        "starts": map(_plain, catalogue.starts),
        "routes": (
            _plain(route, source=route.sources, villages=route.villages or NOTHING) for route in catalogue.routes
        ),
        "sources": map(_plain, catalogue.sources),
        "facts": _facts(catalogue),
    }


def _plain(record: Any, **more: Any) -> dict[str, Any]:
    """The fields of a record as cells: a name in several languages and a point take several columns."""
    cells: dict[str, Any] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name == "name" and isinstance(value, Text):
            cells |= _languages("name", value)
        elif isinstance(value, Place):
            cells |= {"lat": value.lat, "lon": value.lon, "accuracy_m": value.accuracy_m}
        else:
            cells[name] = value
    return cells | more


def _region(catalogue: Catalogue) -> Iterator[Cells]:
    first = {"id": catalogue.region, "date": catalogue.as_of} | _languages("name", catalogue.name)
    lines = catalogue.attributions or ("",)
    yield first | {"attribution": lines[0]}
    for line in lines[1:]:
        yield {"id": catalogue.region, "attribution": line}


def _crafts(catalogue: Catalogue) -> Iterator[Cells]:
    for craft in catalogue.crafts:
        yield _plain(craft) | _languages("group", craft.group_name)


def _villages(catalogue: Catalogue) -> Iterator[Cells]:
    for village in catalogue.villages:
        # Communes and OCOP products have tables of their own.
        yield _plain(village, ocop=None, crafts=village.crafts or NOTHING)


def _experience(experience: Experience) -> Cells:
    price = experience.price
    cells = _plain(experience, open=write_hours(experience.opening), role=experience.role or "none")
    cells["minutes_from"] = "; ".join(f"{guests}: {minutes}" for guests, minutes in experience.minutes_from)
    # An empty cell would be filled with the village's crafts and with Vietnamese.
    cells |= {name: cells[name] or NOTHING for name in ("crafts", "languages")}
    if price == Price():
        return cells | {"price": None}
    return cells | {
        "price": price.adult,
        "child_price": price.child,
        "price_per": price.per,
        "price_year": price.year,
        "includes_lunch": price.includes_lunch,
    }


def _closures(experience: Experience) -> Iterator[Cells]:
    opening = experience.opening
    for what, seasons in (("season", opening.seasons), ("closed", opening.closures)):
        for season in seasons:
            yield {
                "experience": experience.id,
                "what": what,
                "first": _day_month(season.first),
                "last": _day_month(season.last),
                "calendar": season.calendar,
            } | _reason(season.reason)
    for each in opening.exceptions:
        yield {
            "experience": experience.id,
            "what": "dates",
            "first": each.first,
            "last": each.last,
            "open": ", ".join(f"{hours.open:%H:%M}-{hours.close:%H:%M}" for hours in each.ranges),
        } | _reason(each.reason)


def _day_month(month_day: tuple[int, int]) -> str:
    return f"{month_day[1]}/{month_day[0]}"


def _reason(reason: Text | None) -> Cells:
    return _languages("reason", reason) if reason else {}


def _languages(text: str, value: Text) -> Cells:
    """A column for every language a text has."""
    return {f"{text}_{language}": value.written(language) for language in Text.model_fields}


def _session(session: Session) -> Cells:
    begin, end = session.begin.astimezone(HANOI), session.end.astimezone(HANOI)
    return _plain(session, date=begin.date(), begin=begin.time(), end=end.time())


def _facts(catalogue: Catalogue) -> Iterator[Cells]:
    for kind in ("villages", "hosts", "experiences", "festivals", "starts"):
        for record in getattr(catalogue, kind):
            for field, why in record.provenance.items():
                yield {
                    "table": kind,
                    "record": record.id,
                    "field": field,
                    "source": why.sources,
                    "as_of": why.as_of,
                    "confidence": why.confidence,
                    "note": why.note,
                }
