"""Sessions that are closed while their host is busy, and sold again when that is over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from tourplanner.booking import tables as t
from tourplanner.booking.counter import Counter
from tourplanner.booking.instants import days, seconds
from tourplanner.booking.locking import Work
from tourplanner.booking.look import chunks
from tourplanner.booking.operations import offer
from tourplanner.booking.requests import checked_text
from tourplanner.booking.room import Slot
from tourplanner.errors import GoalError
from tourplanner.model import HANOI, BusySpan, Value

BUSY = "xưởng bận theo lịch riêng / busy by the workshop's own calendar"


class CloseOuts(Value):
    """
    What following a calendar changed: ids of sessions that were ``shut``, and ``reopened``.

    ``booked`` are sessions at busy times that guests have booked: they keep their places, somebody must call.
    """

    shut: tuple[str, ...]
    reopened: tuple[str, ...]
    booked: tuple[str, ...]


class Busy(Counter):
    """Following the calendars of hosts."""

    def follow(
        self,
        experiences: Iterable[str],
        busy: Iterable[BusySpan],
        *,
        first: date,
        last: date,
        zone: ZoneInfo = HANOI,
        reason: str = BUSY,
    ) -> CloseOuts:
        """
        Close the sessions of some experiences that fall into busy times, and sell again those that no longer do.

        Only sessions closed for this very ``reason`` are reopened; what was shut by hand stays so. Follow again, with
        the busy times read anew, as often as you like.

        Parameters
        ----------
        experiences
            Those the calendar is about, as a rule all of one host.
        busy
            All times from ``first`` to ``last``, days of ``zone``, both included, when the host is busy.

        Raises
        ------
        GoalError
            If no experience is named, or ``last`` is before ``first``.
        """
        ids = sorted({checked_text("the experience", id, 200) for id in experiences})
        why = checked_text("the reason", reason, 200)
        if not ids or last < first:
            raise GoalError("follow a calendar: name at least one experience, and days in order")
        spans = _merged((seconds(span.begin), seconds(span.end)) for span in busy)
        span = days(first, last, zone)
        return self._write("follow", ", ".join(ids)[:200], lambda work: _followed(work, ids, spans, span, why))


def _followed(
    work: Work, experiences: Sequence[str], busy: list[tuple[int, int]], span: tuple[int, int], reason: str
) -> CloseOuts:
    locked = work.lock_slots(_sessions(work, experiences, span))
    clashing = [id for id, slot in locked.slots.items() if _overlaps(busy, slot)]
    shut = [id for id in clashing if not locked.slots[id].closed]
    free = locked.slots.keys() - set(clashing)
    reopened = sorted(id for id in free if locked.slots[id].closed == reason)
    taken = locked.room(only=clashing).taken
    offer.close(work, shut, reason)
    offer.close(work, reopened, "")
    booked = tuple(id for id in clashing if taken.get(id))
    return CloseOuts(shut=tuple(shut), reopened=tuple(reopened), booked=booked)


def _sessions(work: Work, experiences: Sequence[str], span: tuple[int, int]) -> list[str]:
    during = and_(t.slot.c.begin_utc >= span[0], t.slot.c.begin_utc < span[1])
    queries = [select(t.slot.c.id).where(t.slot.c.experience.in_(part), during) for part in chunks(experiences)]
    return [row.id for query in queries for row in work.connection.execute(query)]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order and apart from each other."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif begin < end:
            merged.append((begin, end))
    return merged


def _overlaps(busy: list[tuple[int, int]], slot: Slot) -> bool:
    at = bisect_left(busy, (slot.end,))
    return at > 0 and busy[at - 1][1] > slot.begin
