"""Opening hours around the times when a host is busy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from tourplanner.almanac.hours import windows
from tourplanner.model import HANOI, BusySpan, Opening, OpeningException, Text, TimeRange

BUSY = Text(vi="xưởng bận theo lịch riêng", en="busy by the workshop's own calendar")
A_DAY = timedelta(days=1)


def opening_around(opening: Opening, busy: Iterable[BusySpan], *, reason: Text = BUSY) -> Opening:
    """
    An opening without the times when its host is busy, on Hanoi's clock.

    Each day that is touched becomes an exception with what is left of its hours, closed where nothing is; days in a row
    that are left with the same hours become one. A visit that ends as a busy time begins, or begins as one ends, has
    room. ``sessions``, ``begin_windows``, planning and the judge all see it.
    """
    left: list[tuple[date, date, tuple[TimeRange, ...]]] = []
    for day, spans in sorted(_by_day(busy).items()):
        before = windows(opening, day)
        ranges = _without(before, spans)
        if ranges == before:
            continue
        if left and left[-1][1] == day - A_DAY and left[-1][2] == ranges:
            left[-1] = (left[-1][0], day, ranges)
        else:
            left.append((day, day, ranges))
    made = [OpeningException(first=first, last=last, ranges=ranges, reason=reason) for first, last, ranges in left]
    changed: Opening = opening.replace(exceptions=(*opening.exceptions, *made))
    return changed


def _by_day(busy: Iterable[BusySpan]) -> dict[date, list[tuple[time, time | None]]]:
    """From when to when somebody is busy on each day; None is the day's end."""
    found: dict[date, list[tuple[time, time | None]]] = {}
    for span in busy:
        begin, end = span.begin.astimezone(HANOI), span.end.astimezone(HANOI)
        day = begin.date()
        while datetime.combine(day, time(), HANOI) < end:
            first = begin.time() if day == begin.date() else time()
            found.setdefault(day, []).append((first, end.time() if day == end.date() else None))
            day += A_DAY
    return found


def _without(ranges: tuple[TimeRange, ...], spans: list[tuple[time, time | None]]) -> tuple[TimeRange, ...]:
    for begin, end in spans:
        ranges = tuple(part for each in ranges for part in _cut(each, begin, end))
    return ranges


def _cut(whole: TimeRange, begin: time, end: time | None) -> list[TimeRange]:
    """What is left of a range; a point of time is nothing."""
    if begin >= whole.close or (end is not None and end <= whole.open):
        return [whole]
    left = []
    if whole.open < begin:
        left.append(TimeRange(open=whole.open, close=begin))
    if end is not None and end < whole.close:
        left.append(TimeRange(open=end, close=whole.close))
    return left
