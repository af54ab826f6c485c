"""The events of a calendar with their times understood, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from tourplanner.publish.calendars.reading.lines import Block, Faults, Line
from tourplanner.publish.calendars.reading.rules import Rule, rule_of
from tourplanner.publish.calendars.reading.values import parsed, parts_of
from tourplanner.publish.calendars.reading.zones import Zones
from tourplanner.publish.words import clean

ONCE = ("UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "TRANSP", "SUMMARY")
SEVERAL = ("RRULE", "RDATE", "EXDATE")
A_DAY, TEN_YEARS = timedelta(days=1), timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a wall-clock time in a zone; ``zone`` of a day is the workshop's."""

    wall: datetime
    zone: tzinfo
    whole_day: bool = False

    @property
    def utc(self) -> datetime:
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)

    def at(self, wall: datetime) -> Moment:
        return Moment(wall, self.zone, self.whole_day)


@dataclass(frozen=True, slots=True)
class Length:
    """How long each occurrence lasts: so many days by the calendar, or so many hours whatever clocks do meanwhile."""

    span: timedelta
    by_calendar: bool

    def after(self, start: Moment) -> datetime:
        """The end, in UTC."""
        if self.by_calendar:
            return start.at(start.wall + self.span).utc
        return start.utc + self.span


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One VEVENT. ``replaces`` is the occurrence of its series that it stands for, ``onwards`` if for all later ones too.

    ``extra`` are further starts, each with a length of its own or None; ``without`` are starts left out.
    """

    line: Line
    uid: str
    sequence: int
    title: str
    busy: bool
    start: Moment
    length: Length
    rules: tuple[Rule, ...] = ()
    extra: tuple[tuple[Moment, Length | None], ...] = ()
    without: tuple[Moment, ...] = ()
    replaces: Moment | None = None
    onwards: bool = False


class Reader:
    """Reads the events of one file."""

    def __init__(self, zones: Zones, home: tzinfo, faults: Faults) -> None:
        self.zones, self.home, self.faults = zones, home, faults

    def entries(self, calendar: Block) -> list[Entry]:
        """All entries that can be understood."""
        events = [entry for block in calendar.named("VEVENT") if (entry := self.entry(block))]
        return events + [entry for block in calendar.named("VFREEBUSY") for entry in self.free_busy(block)]

    def free_busy(self, block: Block) -> list[Entry]:
        """The periods of a VFREEBUSY in which somebody is busy, each by itself."""
        parts = [part for line in block.lines if line.name == "FREEBUSY" and (part := self._parts(line))]
        taken = [part for part in parts if str(part[1].get("FBTYPE", "BUSY")).upper() != "FREE"]
        return [
            Entry(part[0], f"line {part[0].number} {number}", 0, "", True, start, length)
            for part in taken
            for number, (start, length) in enumerate(self._list(part))
            if length is not None
        ]

    def entry(self, block: Block) -> Entry | None:
        """The entry of a VEVENT; None if something is wrong with it, which is noted."""
        before = len(self.faults.problems)
        once, several = self._sorted(block)
        start = self._moment(once.get("DTSTART"))
        if start is None and len(self.faults.problems) == before:
            self._add(Line(block.number, ""), "", "no-begin", "this event has no DTSTART", "give it a begin")
        if start is None:
            return None
        length = self._length(once, start)
        replaces = once.get("RECURRENCE-ID")
        entry = Entry(
            line=Line(block.number, "BEGIN:VEVENT"),
            uid=_text(once, "UID") or f"line {block.number}",
            sequence=self._number(once.get("SEQUENCE")),
            title=clean(_text(once, "SUMMARY"))[:200].strip(),
            busy=_text(once, "TRANSP").upper() != "TRANSPARENT" and _text(once, "STATUS").upper() != "CANCELLED",
            start=start,
            length=length,
            rules=tuple(filter(None, (rule_of(line, value, self.faults) for line, _, value in several["RRULE"]))),
            extra=tuple(self._extra(several["RDATE"])),
            without=tuple(moment for part in several["EXDATE"] for moment, _ in self._list(part)),
            replaces=self._moment(replaces),
            onwards=replaces is not None and str(replaces[1].get("RANGE", "")).upper() == "THISANDFUTURE",
        )
        self._near(entry)
        return entry if len(self.faults.problems) == before else None

    def _near(self, entry: Entry) -> None:
        """All later occurrences move as far as the first; that cannot be centuries."""
        if entry.replaces and entry.onwards and abs(entry.start.wall - entry.replaces.wall) > TEN_YEARS:
            message, fix = "this moves the rest of a series by more than ten years", "correct RECURRENCE-ID or DTSTART"
            self._add(entry.line, "", "bad-time", message, fix)

    def _sorted(self, block: Block) -> tuple[dict[str, Part], dict[str, list[Part]]]:
        """The properties that matter, taken apart."""
        once, several = dict[str, Part](), {name: list[Part]() for name in SEVERAL}
        for line in block.lines:
            if line.name not in ONCE and line.name not in SEVERAL:
                continue
            part = self._parts(line)
            if part and line.name in once:
                self._add(line, part[2], "twice", "this event has it twice", "delete one of them")
            elif part and line.name in ONCE:
                once[line.name] = part
            elif part:
                several[line.name].append(part)
        return once, several

    def _parts(self, line: Line) -> Part | None:
        try:
            return line, *parts_of(line)
        except ValueError:
            self._add(line, line.text, "no-property", "this line is no property", "delete it")
            return None

    def _moment(self, part: Part | None) -> Moment | None:
        if part is None:
            return None
        line, params, value = part
        return self._understood(line, params, parsed(value), value)

    def _understood(self, line: Line, params: Mapping[str, Any], found: Any, value: str) -> Moment | None:
        if isinstance(found, datetime):
            zone = self._zone(line, params) if found.tzinfo is None else UTC
            return None if zone is None else self._bounded(line, Moment(found.replace(tzinfo=None), zone), value)
        if isinstance(found, date):
            return self._bounded(line, Moment(datetime.combine(found, time()), self.home, whole_day=True), value)
        fix = "write it like 20270306T083000 or 20270306"
        self._add(line, value, "bad-time", "this is neither a day nor a time", fix)
        return None

    def _bounded(self, line: Line, moment: Moment, value: str) -> Moment | None:
        """Outside these years clocks and calendars end."""
        if 1500 <= moment.wall.year <= 9000:
            return moment
        self._add(line, value, "bad-time", "this is not between the years 1500 and 9000", "correct the year")
        return None

    def _zone(self, line: Line, params: Mapping[str, Any]) -> tzinfo | None:
        """A time without a zone is the workshop's own."""
        name = params.get("TZID")
        return self.home if name is None else self.zones.zone(line, str(name))

    def _length(self, once: Mapping[str, Part], start: Moment) -> Length:
        if "DTEND" in once:
            return self._until(once["DTEND"], start)
        if "DURATION" in once:
            return self._span(once["DURATION"])
        return Length(A_DAY if start.whole_day else timedelta(0), by_calendar=True)

    def _until(self, part: Part, start: Moment) -> Length:
        end = self._moment(part)
        if end is None:
            return Length(timedelta(0), by_calendar=True)
        length = _between(start, end)
        if length.span < timedelta(0):
            self._add(part[0], part[2], "ends-before", "this event ends before it begins", "correct DTSTART or DTEND")
        return length

    def _span(self, part: Part) -> Length:
        line, _, value = part
        found = parsed(value)
        if not isinstance(found, timedelta) or not timedelta(0) <= found <= TEN_YEARS:
            self._add(line, value, "bad-duration", "this is no duration from nought to ten years", "write it like PT1H")
            return Length(timedelta(0), by_calendar=True)
        return Length(found, by_calendar=not found % A_DAY)

    def _extra(self, parts: list[Part]) -> list[tuple[Moment, Length | None]]:
        return [each for part in parts for each in self._list(part)]

    def _list(self, part: Part) -> list[tuple[Moment, Length | None]]:
        """The days, times and periods of a list."""
        line, params, texts = part
        found = []
        for each in filter(None, (text.strip() for text in texts.split(","))):
            value = parsed(each)
            first, rest = value if isinstance(value, tuple) else (value, None)
            start = self._understood(line, params, first, each)
            if start:
                found.append((start, self._rest(part, start, rest, each)))
        return found

    def _rest(self, part: Part, start: Moment, rest: Any, value: str) -> Length | None:
        """The length of a period, which ends at a time or after a duration."""
        if rest is None:
            return None
        if isinstance(rest, timedelta):
            return Length(rest, by_calendar=False)
        end = self._understood(part[0], part[1], rest, value)
        return None if end is None else _between(start, end)

    def _number(self, part: Part | None) -> int:
        if part is None:
            return 0
        if not part[2].isascii() or not part[2].isdigit() or len(part[2]) > 9:
            self._add(part[0], part[2], "bad-number", "this is no whole number", "delete the line")
            return 0
        return int(part[2])

    def _add(self, line: Line, value: str, code: str, message: str, fix: str) -> None:
        self.faults.add(line.number, line.name, value, code, message, fix)


Part = tuple[Line, Mapping[str, Any], str]
"""A line with its parameters and its value."""


def _between(start: Moment, end: Moment) -> Length:
    if start.whole_day and end.whole_day:
        return Length(end.wall - start.wall, by_calendar=True)
    return Length(end.utc - start.utc, by_calendar=False)


def _text(once: Mapping[str, Part], name: str) -> str:
    part = once.get(name)
    return "" if part is None else part[2]
