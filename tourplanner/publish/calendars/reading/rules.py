"""Counting out recurrences, within a bound on the work for a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from tourplanner.publish.calendars.reading.lines import Faults, Line

MOST_STEPS = 1_000_000
MOST_TIMES_A_DAY = 100
LONGEST = 2_000
NO_END = 100_000
"""What a rule that never comes about again is counted for: it was looked for over centuries."""
DAYS_A_STEP = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 15, "YEARLY": 36}
"""How much of a calendar is counted out in the time that a day takes in a daily rule, as measured."""
CENTURIES = 400
"""After so many years the Gregorian calendar is the same to the weekday."""
LAST_YEAR = 9990
BY_DAY = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS")
BY_CLOCK = ("BYHOUR", "BYMINUTE", "BYSECOND")
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "RSCALE", *BY_DAY, *BY_CLOCK})


@dataclass(slots=True)
class Work:
    """What is left of the work for one file."""

    faults: Faults
    left: int = MOST_STEPS

    def spend(self, steps: int, line: Line) -> None:
        self.left -= steps
        if self.left < 0:
            message, fix = "counting out the recurrences takes too long", "end old series, or export fewer of them"
            raise self.faults.stop(line.number, line.name, line.text, "too-often", message, fix)


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule: ``text`` without its end, and the end, ``until`` included."""

    line: Line
    text: str
    freq: str
    count: int | None
    until: date | datetime | None

    def starts(self, first: datetime, zone: tzinfo, end: datetime, work: Work) -> Iterator[datetime]:
        """
        Wall-clock starts from ``first`` on, before ``end``; both on the clock of ``zone`` and without it.

        dateutil looks for the next start until the year 9999. So that this is never far, it is asked about the same
        days a multiple of 400 years later.
        """
        from dateutil.rrule import rrulestr

        later = (LAST_YEAR - max(first.year, end.year)) // CENTURIES * CENTURIES
        work.spend(max(0, (end - first).days) // DAYS_A_STEP[self.freq], self.line)
        rule = rrulestr(self.text, dtstart=first.replace(year=first.year + later))
        for number, found in enumerate(rule, 1):
            start = found.replace(year=found.year - later)
            work.spend(1, self.line)
            if start >= end or self._over(start, zone, number):
                return
            yield start
        work.spend(NO_END, self.line)

    def _over(self, start: datetime, zone: tzinfo, number: int) -> bool:
        if self.count is not None and number > self.count:
            return True
        if isinstance(self.until, datetime):
            if self.until.tzinfo is None:
                return start > self.until
            return start.replace(tzinfo=zone).astimezone(UTC) > self.until
        return self.until is not None and start.date() > self.until


def rule_of(line: Line, value: str, faults: Faults) -> Rule | None:
    """The rule in a line; None, noted, if it is none or repeats within the day."""
    from icalendar.prop import vRecur

    try:
        if len(value) > LONGEST:
            raise ValueError(f"it has more than {LONGEST} letters")
        parts = dict(vRecur.from_ical(value))
        checked = _checked(parts)
        if not checked:
            freq, count, until = parts["FREQ"][0], parts.get("COUNT"), parts.get("UNTIL")
            kept = [part for part in value.upper().split(";") if not re.match(r"COUNT=|UNTIL=|RSCALE=", part)]
            rule = Rule(line, ";".join(kept), freq, count and count[0], _end(until))
            _try(rule)
            return rule
    except (ValueError, KeyError, IndexError, TypeError, OverflowError, AttributeError) as error:
        checked = f"this rule cannot be understood: {error}"
    faults.add(line.number, line.name, value, "bad-recurrence", checked, "set the series up anew in the calendar")
    return None


def _try(rule: Rule) -> None:
    """Raises what dateutil has against a rule."""
    from dateutil.rrule import rrulestr

    rrulestr(rule.text, dtstart=datetime(LAST_YEAR, 1, 1))


def _end(until: Any) -> date | datetime | None:
    end: date | datetime | None = until[0] if until else None
    if isinstance(end, time):
        raise ValueError("it ends at a time without a day")
    return end


def _checked(parts: Mapping[str, Any]) -> str:
    """What is wrong with a rule's parts; "" if nothing."""
    if len(parts.get("FREQ", ())) != 1 or parts["FREQ"][0] not in DAYS_A_STEP:
        return "a series repeats by days, weeks, months or years, and by one of them"
    if unknown := sorted(set(parts) - PARTS):
        return f"unknown parts: {', '.join(unknown)}"
    if [str(each).upper() for each in parts.get("RSCALE", ())] not in ([], ["GREGORIAN"]):
        return "it counts by another calendar than the Gregorian"
    if any(not 1 <= each <= 10_000 for name in ("INTERVAL", "COUNT") for each in parts.get(name, ())):
        return "interval and count are whole numbers from 1 to 10000"
    times = 1
    for name in BY_CLOCK:
        times *= max(1, len(parts.get(name, ())))
    return "it begins too often a day" if times > MOST_TIMES_A_DAY else ""
