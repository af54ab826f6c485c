"""The desk's side towards villages: what there is to book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from tourplanner.booking.asked import checked_number
from tourplanner.booking.counter import Counter
from tourplanner.booking.instants import seconds
from tourplanner.booking.operations import offer, pool
from tourplanner.booking.requests import checked_text
from tourplanner.booking.values import Conditions, Duty, Household, Resource
from tourplanner.errors import GoalError
from tourplanner.model import HANOI, Session


class Offering(Counter):
    """Sessions, resources, cooperatives."""

    def offer(
        self,
        sessions: Iterable[Session],
        conditions: Conditions = Conditions(),  # noqa: B008
        *,
        capacity: int | None = None,
        zone: ZoneInfo = HANOI,
    ) -> int:
        """
        Publish sessions, or change those that are published; how many.

        ``capacity`` is by default each session's ``places_left``. ``zone`` is the village's, by whose clock the
        conditions count. What is changed may not contradict what guests have booked.

        Raises
        ------
        GoalError
            If a session ends before it begins, or is named twice.
        UnknownIdError
            If a resource or the pool is not known.
        BookingError
            If guests have booked what would be no more; UnavailableError where it is their places.
        """
        if capacity is not None:
            checked_number("the capacity", capacity, 0, 1_000_000)
        rows = [offer.slot_row(session, capacity, conditions, zone) for session in sessions]
        ids = [row["id"] for row in rows]
        if len(set(ids)) < len(ids):
            raise GoalError(f"sessions named twice: {', '.join(sorted({id for id in ids if ids.count(id) > 1}))}")
        return self._write("offer", f"{len(rows)} sessions", lambda work: offer.offer(work, rows, conditions.uses))

    def shut(self, sessions: Iterable[str], *, reason: str) -> int:
        """Close sessions for sale, how many were not closed so already. Who has booked keeps the places."""
        why, ids = checked_text("the reason", reason, 200), _session_ids(sessions)
        return self._write("shut", f"{len(ids)} sessions", lambda work: offer.close(work, ids, why))

    def reopen(self, sessions: Iterable[str]) -> int:
        """Sell closed sessions again; how many were closed."""
        ids = _session_ids(sessions)
        return self._write("reopen", f"{len(ids)} sessions", lambda work: offer.close(work, ids, ""))

    def share(self, resource: Resource) -> None:
        """
        Make known what several experiences share, or change it.

        Raises
        ------
        UnavailableError
            If more is booked of it than there would be.
        """
        self._write("share", resource.id, lambda work: offer.share_resource(work, resource))

    def found(self, id: str, name: str, households: Sequence[Household]) -> None:
        """Make a cooperative known as a pool of its households, or change their names and turns."""
        title = checked_text("the name", name, 200)
        checked_text("the pool", id, 120)
        self._write("found", id, lambda work: pool.found_pool(work, id, title, households))

    def on_duty(self, id: str, duties: Sequence[Duty]) -> None:
        """
        Put households of a pool on duty. A duty replaces one of the same household with the same begin.

        Raises
        ------
        UnavailableError
            If guests would lose places by that; a household that stops is dealt out by ``drop_out``.
        """
        faulty = [duty for duty in duties if duty.end <= duty.begin]
        if faulty or not duties:
            raise GoalError(f"duties that end before they begin: {faulty}" if faulty else "no duties given")
        checked_text("the pool", id, 120)
        self._write("on duty", id, lambda work: pool.add_duties(work, id, duties))

    def drop_out(
        self, id: str, household: str, *, begin: datetime, end: datetime
    ) -> dict[str, list[tuple[str, str, int]]]:
        """
        Take a household of a pool off duty from ``begin`` to ``end``, not included, and deal its guests to the others.

        Returns
        -------
        dict
            By booking: (session, household, guests) of those dealt anew.

        Raises
        ------
        UnavailableError
            If the others have no room for some; names their sessions, and nothing is changed.
        BookingError
            If duties of the household overlap that begin together then, one longer and the other with more places.
        """
        first, last = seconds(begin), seconds(end)
        checked_text("the pool", id, 120)
        return self._write("drop out", id, lambda work: pool.drop_out(work, id, household, first, last))


def _session_ids(sessions: Iterable[str]) -> list[str]:
    return [checked_text("the session", id, 200) for id in sessions]
