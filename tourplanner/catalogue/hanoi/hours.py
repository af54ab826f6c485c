"""Opening times from raw rows: weekly columns, lunar days, and what corrections add to them."""

from __future__ import annotations

import re
from datetime import time

from tourplanner.catalogue.hanoi.corrections import Corrections
from tourplanner.catalogue.hanoi.sources import CONFIDENCE, Sources
from tourplanner.catalogue.hanoi.table import Row
from tourplanner.model import LunarDay, Opening, Provenance, Season, Text, TimeRange

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
APPOINTMENT = "by appointment"
_RANGE = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_PERIOD = re.compile(r"(\d{1,2})/(\d{1,2})-(\d{1,2})/(\d{1,2})")
TET = Season(
    first=(12, 25), last=(1, 6), calendar="lunar", reason=Text(vi="Nghỉ Tết (ước tính)", en="Tết rest (estimate)")
)
"""Workshops are idle around Tết; when exactly differs from house to house, so this is an estimate."""


def hours_of(row: Row, sources: Sources, corrections: Corrections) -> tuple[Opening, Provenance]:
    """
    When an experience is open, and how sure that is.

    The hours carry the row's confidence; corrected hours carry the correction's. A season or a closure narrows the
    hours and is named in the note with its source, without making estimated hours surer than they are.
    """
    id = row["id"]
    corrected = corrections.take(id, "hours") or corrections.take(id, "appointment_hours")
    season, closed = corrections.take(id, "season_lunar"), corrections.take(id, "closed_lunar")
    confidence = row.choice("hours_prov", CONFIDENCE)
    keys = sources.of(row)
    if corrected:
        confidence, keys = corrected.choice("confidence", CONFIDENCE), sources.of(corrected, "source")
    rests = confidence == "estimate" and row["kind"] in ("workshop", "class") and not (season or closed)
    opening = Opening(
        weekly=_weekly(row, corrected),  # type: ignore[arg-type]
        lunar_days=_lunar_days(row),
        seasons=_periods(season),
        closures=(TET,) if rests else _periods(closed),
        by_appointment=any(row[f"open_{day}"] == APPOINTMENT for day in DAYS),
    )
    notes = [_because(each) for each in (corrected, season, closed) if each]
    if rests:
        notes.append("closed from lunar 25/12 to 6/1: an estimate")
    provenance = sources.provenance(confidence, keys, "; ".join(notes))
    cited = dict.fromkeys(key for each in (corrected, season, closed) if each for key in sources.of(each, "source"))
    return opening, provenance.replace(sources=tuple(dict.fromkeys((*provenance.sources, *cited))))


def _because(correction: Row) -> str:
    source = f" ({correction['source']})" if correction["source"] else ""
    return f"{correction['reason']}{source}"


def _weekly(row: Row, corrected: Row | None) -> tuple[tuple[TimeRange, ...], ...]:
    if corrected:
        return (ranges(corrected, "value"),) * 7
    if any(row[f"open_{day}"] in ("", APPOINTMENT) for day in DAYS):
        row.fault("open_mon", "hours-missing", "has no hours, and no correction gives them")
        return ((),) * 7
    return tuple(ranges(row, f"open_{day}") for day in DAYS)


def ranges(row: Row, column: str) -> tuple[TimeRange, ...]:
    """The ranges in a cell such as ``07:30-11:30 13:30-17:00``; ``closed`` has none."""
    if row[column] == "closed":
        return ()
    found = []
    for part in row[column].split():
        match = _RANGE.fullmatch(part)
        if match is None or match[1] >= match[2] or max(match[1], match[2]) > "23:59":
            row.fault(column, "hours-unreadable", "is not a range like 08:00-17:00")
            continue
        found.append(TimeRange(open=time.fromisoformat(match[1]), close=time.fromisoformat(match[2])))
    return tuple(found)


def _lunar_days(row: Row) -> tuple[LunarDay, ...]:
    """Days of every month (``4``) or of one month (``14/3``, day before month)."""
    days = []
    for part in row.words("open_lunar_days"):
        day, _, month = part.partition("/")
        if not day.isdecimal() or not (month or "1").isdecimal():
            row.fault("open_lunar_days", "no-lunar-day", f"{part!r} is no lunar day")
            continue
        days.append(LunarDay(day=int(day), month=int(month) if month else None))
    return tuple(days)


def _periods(correction: Row | None) -> tuple[Season, ...]:
    """Lunar periods such as ``25/12-10/1``, day before month, both ends inclusive."""
    if correction is None:
        return ()
    seasons = []
    for part in correction.words("value"):
        match = _PERIOD.fullmatch(part)
        if match is None:
            correction.fault("value", "no-period", f"{part!r} is no period like 25/12-10/1")
            continue
        first_day, first_month, last_day, last_month = map(int, match.groups())
        seasons.append(Season(first=(first_month, first_day), last=(last_month, last_day), calendar="lunar"))
    return tuple(seasons)
