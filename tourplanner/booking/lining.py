"""
The desk's waiting list.

Places that come free belong to the line: whoever takes places first sees whether somebody in the line is due, and if
so lets the line move up before trying again. So nobody passes the line, whether or not anybody has called ``promote``
since the places came free.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection

from tourplanner.booking.asked import MOST_GUESTS, checked_number
from tourplanner.booking.counter import Change, Counter
from tourplanner.booking.instants import seconds
from tourplanner.booking.line import TurnOfOthersError, Waiter, due, in_line, waiters
from tourplanner.booking.line_values import ScheduledDeparture, Waiting
from tourplanner.booking.locking import Work
from tourplanner.booking.operations import wait as waits
from tourplanner.booking.operations.hold import asked_hold
from tourplanner.booking.places import place, places
from tourplanner.booking.requests import checked_text, claim
from tourplanner.booking.terms import Terms
from tourplanner.booking.values import Booking
from tourplanner.errors import StoreError
from tourplanner.model import Itinerary, Money, Party

A_DAY = timedelta(days=1)
FREES = {"amend", "cancel", "call off", "decline", "expire", "follow", "join", "offer", "on duty", "reopen", "share"}
"""Operations after which there may be more places than before."""
TURNS = 10
"""How often the line is let move up before somebody who wants to take places is told to come again."""
T = TypeVar("T")
V = TypeVar("V", Waiting, ScheduledDeparture)


class Lining(Counter):
    """Joining the line, moving it up, leaving it."""

    def wait(
        self,
        itinerary: Itinerary | Sequence[str],
        party: Party | int,
        *,
        key: str,
        until: datetime | None = None,
        ttl: timedelta = A_DAY,
        price: Money | int | None = None,
        terms: Terms = Terms(),  # noqa: B008
        reference: str = "",
    ) -> Waiting:
        """
        Hold places in all sessions of an itinerary if they are to be had, or else wait for them.

        Who waits is offered all places at once, as a hold with the id of the place in the line and a message, as soon
        as they are free and nobody who came before wants one of them and could be served. A hold that lapses is
        offered to the next; who let it lapse is out of the line.

        Parameters
        ----------
        itinerary, party, key, price, terms, reference
            As for ``hold``.
        until
            How long to wait, not included; never beyond the end of selling of any of the sessions.
        ttl
            How long places are held once they are offered; never beyond the first session.

        Raises
        ------
        UnavailableError
            If waiting cannot help: a session is not offered, its selling has ended, or its rules keep the party out.
        KeyConflictError
            If the key stands for another request.
        """
        asked = asked_hold(
            itinerary, party, key=key, ttl=ttl, longest=self.longest_hold, price=price, terms=terms, reference=reference
        )
        end = None if until is None else seconds(until)
        wanted = {**asked.plain(), "until": end}
        return self._keyed("wait", key, asked.id, wanted, lambda work: waits.wait(work, asked, end), Waiting)

    def leave(self, place: str, *, key: str) -> Waiting:
        """
        Give up a place in the line.

        Raises
        ------
        BookingError
            If places were offered already (cancel that booking), or it has ended otherwise.
        """
        return self._keyed("leave", key, place, {}, lambda work: waits.leave(work, place), Waiting)

    def place(self, id: str) -> Waiting:
        """A place in the line as it stands. UnknownIdError if there is none."""
        with self.store.reading() as connection:
            return place(connection, checked_text("the place in the line", id, 200), seconds(self.clock()))

    def waiting(self) -> tuple[Waiting, ...]:
        """Who is in the line, in order of arrival."""
        now = seconds(self.clock())
        with self.store.reading() as connection:
            return places(connection, in_line(now), now)

    def promote(self, *, most: int = 1000) -> tuple[str, ...]:
        """
        Offer places that are free to those who wait for them, in order of arrival; the ids of the new holds.

        Done by itself after every operation that may free places, and before anybody takes places that somebody in the
        line could have. Call it now and then all the same: a hold that expires frees places without an operation.
        """
        most = checked_number("the most", most, 1, MOST_GUESTS)
        promoted: list[str] = []
        while len(promoted) < most and (id := self._first_served()) is not None:
            promoted.append(id)
        return tuple(promoted)

    def _first_served(self) -> str | None:
        """Serve the first in the line who can be; its id, None if nobody can."""
        with self.store.reading() as connection:
            now = seconds(self.clock())
            found = list(due(connection, waiters(connection, now), now))
        for waiter in found:
            with suppress(TurnOfOthersError):
                if self.store.run(lambda connection, waiter=waiter: self._served(waiter, connection)):  # type: ignore[misc]
                    return waiter.id
        return None

    def _served(self, waiter: Waiter, connection: Connection) -> bool:
        work = self._work(connection)
        at = waits.promote(work, waiter)
        if at is not None:
            work.journal.close(operation="promote", subject=waiter.id, at=at)
        return at is not None

    def _move_up(self, operation: str) -> None:
        """What was done is done, whether or not the line moves up now: its places are nobody else's meanwhile."""
        if operation in FREES:
            with suppress(StoreError):
                self.promote()

    def _in_turn(self, take: Callable[[], T]) -> T:
        """What ``take`` returns, once nobody in the line before it is due."""
        for _ in range(TURNS):
            try:
                return take()
            except TurnOfOthersError:
                self.promote()
        raise StoreError("a request that takes places", "the line before it keeps moving", "send it again, same key")

    def _once(self, operation: str, key: str, id: str, asked: Mapping[str, Any], change: Change) -> Booking:
        booking = self._in_turn(lambda: super(Lining, self)._once(operation, key, id, asked, change))
        self._move_up(operation)
        return booking

    def _write(self, operation: str, subject: str, change: Callable[[Work], T]) -> T:
        answer = super()._write(operation, subject, change)
        self._move_up(operation)
        return answer

    def _keyed(
        self,
        operation: str,
        key: str,
        subject: str,
        asked: Mapping[str, Any],
        change: Callable[[Work], V],
        kind: type[V],
    ) -> V:
        """As ``_once``, for what is no booking."""
        name = checked_text("the key", key, 200)
        checked_text("the id", subject, 200)

        def run(connection: Connection) -> V:
            work = self._work(connection)
            answered = claim(work, name, operation, {"subject": subject, **asked}, subject)
            if answered is not None:
                return kind.model_validate_json(answered)
            value = change(work)
            answer = value.model_dump_json()
            work.journal.close(operation=operation, subject=subject, at=work.now, key=name, answer=answer)
            return value

        answer = self._in_turn(lambda: self.store.run(run))
        self._move_up(operation)
        return answer
