"""
A time zone that a file defines, as a table of when its clocks are changed.

Not icalendar's: it keeps the zones that files define by name for the whole process, so that the "Customized Time Zone"
of one file would be read by the rules of another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo

from tourplanner.publish.calendars.reading.lines import Block, Line
from tourplanner.publish.calendars.reading.rules import Work, rule_of
from tourplanner.publish.calendars.reading.values import parsed, parts_of

Change = tuple[datetime, timedelta, timedelta]
"""When clocks are changed, on the clock before; the offset from UTC before and after."""
NO_TIME = timedelta(0)


class DefinedZone(tzinfo):
    """Clocks that are changed at some moments. A time that is skipped is read by the clock before, as RFC 5545 asks."""

    def __init__(self, name: str, changes: list[Change]) -> None:
        changes = sorted(changes)
        self.name, self.offsets = name, [changes[0][1], *(after for _, _, after in changes)]
        self.walls = [at + max(NO_TIME, after - before) for at, before, after in changes]
        self.instants = [at - before for at, before, _ in changes]

    def utcoffset(self, dt: datetime | None) -> timedelta:
        return self.offsets[-1] if dt is None else self.offsets[bisect_right(self.walls, dt.replace(tzinfo=None))]

    def dst(self, dt: datetime | None) -> timedelta:  # noqa: ARG002
        return NO_TIME

    def tzname(self, dt: datetime | None) -> str:  # noqa: ARG002
        return self.name

    def fromutc(self, dt: datetime) -> datetime:
        return dt + self.offsets[bisect_right(self.instants, dt.replace(tzinfo=None))]


def defined_zone(name: str, block: Block, end: datetime, work: Work) -> tzinfo | None:
    """The zone of a VTIMEZONE until ``end``; None, noted, if it cannot be understood."""
    changes: list[Change] = []
    try:
        for inner in block.inner:
            changes += _changes(inner, end, work)
        if name and changes:
            return DefinedZone(name, changes)
        message = "this time zone has no name, or no rule"
    except (ValueError, KeyError, OverflowError) as error:
        message = f"this time zone cannot be understood: {error}"
    fix = "use a zone by its name, such as Asia/Ho_Chi_Minh"
    work.faults.add(block.number, "TZID", name, "bad-time-zone", message, fix)
    return None


def _changes(block: Block, end: datetime, work: Work) -> Iterator[Change]:
    once, several = dict[str, str](), list[tuple[Line, str]]()
    for line in block.lines:
        if line.name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
            once[line.name] = parts_of(line)[1]
        elif line.name in ("RRULE", "RDATE"):
            several.append((line, parts_of(line)[1]))
    before, after = _offset(once["TZOFFSETFROM"]), _offset(once["TZOFFSETTO"])
    yield _wall(once["DTSTART"]), before, after
    for line, value in several:
        for at in _times(line, value, _wall(once["DTSTART"]), before, end, work):
            yield at, before, after


def _times(
    line: Line, value: str, first: datetime, before: timedelta, end: datetime, work: Work
) -> Iterator[datetime]:
    if line.name == "RDATE":
        yield from (_wall(each) for each in value.split(","))
        return
    rule = rule_of(line, value, work.faults)
    if rule is not None and rule.freq != "YEARLY":
        raise ValueError(f"clocks are changed once a year, not by {value[:80]}")
    if rule is not None and first < end:
        yield from rule.starts(first, timezone(before), end, work)


def _wall(value: str) -> datetime:
    found = parsed(value.strip())
    if not isinstance(found, datetime) or found.tzinfo is not None or not 1500 <= found.year <= 9000:
        raise ValueError(f"{value[:80]} is no time of a change")
    return found


def _offset(value: str) -> timedelta:
    from icalendar.prop import vUTCOffset

    offset: timedelta = vUTCOffset.from_ical(value.strip())  # type: ignore[no-untyped-call]
    return offset
