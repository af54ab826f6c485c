"""The occurrences of a series, once exceptions and changed ones have been taken into account."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tourplanner.model import BusySpan
from tourplanner.publish.calendars.reading.entries import Entry, Length, Moment
from tourplanner.publish.calendars.reading.rules import Work


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for, from ``begin`` to ``end``, not included; both in UTC."""

    begin: datetime
    end: datetime

    def has(self, begin: datetime, end: datetime) -> bool:
        return begin < end and begin < self.end and self.begin < end


@dataclass(slots=True)
class Series:
    """All entries of one UID: what they repeat, and what replaces single occurrences or all from one on."""

    masters: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)

    def spans(self, window: Window, work: Work) -> Iterator[BusySpan]:
        single = [entry for entry in self.changed if not (entry.onwards and self.masters)]
        alone = set(map(id, single))
        tails = sorted((entry for entry in self.changed if id(entry) not in alone), key=_replaced)
        since = [_replaced(entry) for entry in tails]
        gone = _Gone([moment for entry in single if (moment := entry.replaces)])
        for entry in single:
            yield from _span(entry, entry.start, entry.length, window)
        for master in self.masters:
            without = _Gone(master.without)
            for start, length in _starts(master, window, work):
                if start not in gone and start not in without:
                    tail = bisect_right(since, start.utc)
                    yield from _told(master, start, length, tails[tail - 1] if tail else None, window)


def series_of(entries: Iterable[Entry]) -> list[Series]:
    """By UID in the order of the file; of several versions of an entry those with the highest sequence."""
    found: dict[str, Series] = {}
    for entry in entries:
        series = found.setdefault(entry.uid, Series())
        (series.changed if entry.replaces else series.masters).append(entry)
    for series in found.values():
        newest = max((entry.sequence for entry in series.masters), default=0)
        series.masters = [entry for entry in series.masters if entry.sequence == newest]
        latest = {_replaced(entry): entry for entry in sorted(series.changed, key=lambda entry: entry.sequence)}
        series.changed = list(latest.values())
    return list(found.values())


def _replaced(entry: Entry) -> datetime:
    return (entry.replaces or entry.start).utc


class _Gone:
    """Starts that are left out; a day leaves out all that begins on it."""

    def __init__(self, moments: Iterable[Moment]) -> None:
        moments = list(moments)
        self.moments = {moment.utc for moment in moments}
        self.days = {moment.wall.date() for moment in moments if moment.whole_day}

    def __contains__(self, start: Moment) -> bool:
        return start.utc in self.moments or start.wall.date() in self.days


def _starts(master: Entry, window: Window, work: Work) -> Iterator[tuple[Moment, Length | None]]:
    """Each start once: the first, those of the rules, and those listed."""
    first, seen = master.start, set[datetime]()
    end = window.end.astimezone(first.zone).replace(tzinfo=None)
    work.spend(len(master.extra) + len(master.without), master.line)
    listed = [*master.extra, (first, None)]
    ruled = (
        (first.at(wall), None)
        for rule in master.rules
        if first.wall < end
        for wall in rule.starts(first.wall, first.zone, end, work)
    )
    for start, length in (*listed, *ruled):
        if start.utc not in seen:
            seen.add(start.utc)
            yield start, length


def _told(
    master: Entry, start: Moment, length: Length | None, tail: Entry | None, window: Window
) -> Iterator[BusySpan]:
    """An occurrence as its series has it, or as the last change for it and all later ones."""
    if tail is None:
        yield from _span(master, start, length or master.length, window)
    else:
        replaced = tail.replaces or tail.start
        later = tail.start.wall - replaced.utc.astimezone(tail.start.zone).replace(tzinfo=None)
        wall = start.utc.astimezone(tail.start.zone).replace(tzinfo=None)
        yield from _span(tail, tail.start.at(wall + later), tail.length, window)


def _span(entry: Entry, start: Moment, length: Length, window: Window) -> Iterator[BusySpan]:
    if not entry.busy:
        return
    begin, end = start.utc, length.after(start)
    if window.has(begin, end):
        yield BusySpan(begin=max(begin, window.begin), end=min(end, window.end), title=entry.title)
