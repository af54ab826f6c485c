"""Reading a calendar file as busy times."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tourplanner.errors import GoalError
from tourplanner.model import HANOI, BusySpan
from tourplanner.publish.calendars.reading.entries import Reader
from tourplanner.publish.calendars.reading.lines import MOST_BYTES, Block, EnoughError, Faults, blocks
from tourplanner.publish.calendars.reading.rules import Work
from tourplanner.publish.calendars.reading.series import Window, series_of
from tourplanner.publish.calendars.reading.zones import Zones

MOST_SPANS = 20_000
MOST_DAYS = 1_100


def read_busy(
    source: bytes | Path,
    *,
    first: date,
    last: date,
    zone: ZoneInfo = HANOI,
    domain: str = "tourplanner",
    file: str = "calendar.ics",
) -> tuple[BusySpan, ...]:
    """
    When somebody is busy by their own calendar, from day ``first`` to day ``last``, both included, by begin.

    Recurrences (RRULE, RDATE, EXDATE, changed and cancelled occurrences) are counted out, on the clocks of the zones
    that the file names or defines. What is TRANSPARENT or CANCELLED, or takes no time, is left out; what is TENTATIVE
    counts, and so do the periods of VFREEBUSY. The file is not trusted: its size, depth and number of events, and the
    work of counting out, are bounded.

    Parameters
    ----------
    source
        The bytes of an iCalendar file, or its path. Fetching it from an address is the caller's.
    first, last
        Days of ``zone``, at most 1100.
    zone
        Where whole days and times without a zone are.
    domain
        The office's own, as in its feeds. Entries that came from there are left out: what the desk has booked it
        counts itself.
    file
        Its name in errors, for bytes.

    Returns
    -------
    tuple[BusySpan, ...]
        In UTC, each occurrence by itself; they may overlap. What reaches beyond the days is cut.

    Raises
    ------
    DataError
        If something in the file is wrong or beyond the bounds: all of it, each by its line.
    GoalError
        If ``last`` is before ``first`` or too far away.
    """
    if not 0 <= (last - first).days < MOST_DAYS:
        raise GoalError(f"busy times from {first} to {last}: give days in order, at most {MOST_DAYS}")
    begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    window = Window(begin.astimezone(UTC), end.astimezone(UTC))
    faults = Faults(source.name if isinstance(source, Path) else file)
    spans: list[BusySpan] = []
    with suppress(EnoughError):
        spans = _spans(_bytes(source), window, zone, domain, faults)
    faults.check()
    return tuple(sorted(spans, key=lambda span: (span.begin, span.end, span.title)))


def _bytes(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source
    with source.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _spans(data: bytes, window: Window, zone: ZoneInfo, domain: str, faults: Faults) -> list[BusySpan]:
    spans: list[BusySpan] = []
    work, found = Work(faults), blocks(data, faults)
    readers = [(calendar, _reader(calendar, window, zone, work)) for calendar in found]
    entries = [entry for calendar, reader in readers for entry in reader.entries(calendar)]
    if faults.problems:
        raise EnoughError
    for series in series_of(entry for entry in entries if not entry.uid.endswith(f"@{domain}")):
        for span in series.spans(window, work):
            spans.append(span)
            if len(spans) > MOST_SPANS:
                line = (series.masters or series.changed)[0].line
                message, fix = f"there are more than {MOST_SPANS} busy times in these days", "ask for fewer days"
                raise faults.stop(line.number, "", span.title, "too-many", message, fix)
    return spans


def _reader(calendar: Block, window: Window, zone: ZoneInfo, work: Work) -> Reader:
    end = window.end.replace(tzinfo=None) + timedelta(days=2)
    return Reader(Zones(calendar.named("VTIMEZONE"), end, work), zone, work.faults)
