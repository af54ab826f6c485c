"""The desk's side towards guests: who they are, as long as it may be known, and lists of who travels."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from tourplanner.booking.asked import MOST_GUESTS, checked_number
from tourplanner.booking.counter import Counter, slots_of
from tourplanner.booking.guest_data import data_of, merged
from tourplanner.booking.guest_list import Roll, departure
from tourplanner.booking.instants import moment, seconds
from tourplanner.booking.locking import Work
from tourplanner.booking.operations import guests, travelling
from tourplanner.booking.papers.people import Departure, Guest, Pickup, Room
from tourplanner.booking.personal.dossier import Consent, Dossier
from tourplanner.booking.personal.purposes import PURPOSES, Purpose
from tourplanner.booking.personal.rights import Dossiers, Erasure, export_person, forget, prune, withdraw
from tourplanner.booking.personal.use import purpose_of
from tourplanner.booking.requests import checked_text
from tourplanner.booking.store import empty_log, overwriting
from tourplanner.errors import StoppedError, UnknownIdError
from tourplanner.model import Itinerary, Text

T = TypeVar("T")
A_PERSON = "a person"
"""What the log calls somebody."""
TRIES = 5


class Guestbook(Counter):
    """Guests and their data. ``purposes`` say what data is held for and how long."""

    def note_guest(
        self,
        booking: str,
        number: int,
        guest: Guest,
        *,
        consents: Sequence[Consent] = (),
        pays: bool = False,
        person: str | None = None,
    ) -> str:
        """
        Note who guest ``number`` of a booking is, from 1 to its guests; the id of the person, which says nothing.

        Noted again, what was told for the tour is replaced, so that a request without an answer can be sent again.

        Parameters
        ----------
        guest
            Each field is held for the purpose it serves (see the explanation of personal data); ``booking`` is the
            desk's own to say.
        consents
            Those given: diets, needs, and all about a child are used with a consent alone.
        pays
            Whether the money of the booking is this guest's; the name is then held for the accounts too.
        person
            The id of somebody who has been a guest before.

        Raises
        ------
        TransitionError, BookingError
            If nobody goes on the booking any more, or not so many.
        UnknownIdError
            If there is no such person.
        """
        checked_number("the guest's number", number, 1, MOST_GUESTS)
        checked_text("the booking", booking, 200)
        known = None if person is None else checked_text("the person", person, 200)

        def run(work: Work) -> str:
            record = guests.lock_booking(work, booking, number)
            subject = known or guests.person_of(work.connection, booking, number)
            fresh = subject is None
            before = Dossier(subject=_id()) if subject is None else guests.lock_person(work, subject)
            until = moment(guests.last_end(work, record), "UTC")
            after = merged(before, data_of(guest, until, pays=pays), consents, child=guest.child)
            if fresh or after != before or not guests.is_guest(work.connection, booking, number, after.subject, pays):
                guests.put(work, booking, number, after, pays=pays)
                work.journal.close(operation="note guest", subject=booking, at=work.now)
            return after.subject

        return self._personal(run)

    def remove_guest(self, booking: str, number: int) -> bool:
        """
        Take the name of a guest off a booking, as of one who cancelled; False if there was none.

        What is held about the person stays for its time: ``forget_person`` and ``prune_persons`` take it away.
        """

        checked_number("the guest's number", number, 1, MOST_GUESTS)
        checked_text("the booking", booking, 200)

        def run(work: Work) -> bool:
            guests.lock_booking(work, booking, 1)
            there = guests.unlink(work, booking, number)
            if there:
                work.journal.close(operation="remove guest", subject=booking, at=work.now)
            return there

        return self._personal(run)

    def person(self, booking: str, number: int) -> str:
        """The id of a guest. UnknownIdError if nobody of that number is named."""
        id = checked_text("the booking", booking, 200)
        with self.store.reading() as connection:
            found = guests.person_of(connection, id, checked_number("the guest's number", number, 1, MOST_GUESTS))
        if found is None:
            raise UnknownIdError(f"named guest of booking {booking}", str(number))
        return found

    def noted(self, booking: str) -> tuple[int, ...]:
        """The numbers of the guests of a booking who are named, in order."""
        id = checked_text("the booking", booking, 200)
        with self.store.reading() as connection:
            return tuple(row["number"] for row in guests.named(connection, [id]).get(id, ()))

    def dossiers(self) -> Dossiers:
        """The ledger as the place where dossiers are kept, for ``personal.forget``."""
        return LedgerDossiers(self)

    def dossier(self, person: str) -> Dossier:
        """All that is held about a person, with their bookings. UnknownIdError if nobody has that id."""
        return self.dossiers().load(person)

    def export_person(self, person: str, *, purposes: Sequence[Purpose] = PURPOSES) -> bytes:
        """The same as JSON, to be handed to the person."""
        return export_person(self.dossier(person), self.clock(), purposes)

    def give_consent(self, person: str, consent: Consent) -> Dossier:
        """Put a consent on record."""
        return self._changed(person, lambda old: old.replace(consents=(*old.consents, consent)))

    def withdraw_consent(self, person: str, purpose: str, *, purposes: Sequence[Purpose] = PURPOSES) -> Dossier:
        """A consent ends, and what may be used no more goes. UnknownIdError if there is no such person or purpose."""
        taken, at = purpose_of(purpose, purposes), self.clock()
        return self._changed(person, lambda old: withdraw(old, taken, at))

    def forget_person(self, person: str, *, purposes: Sequence[Purpose] = PURPOSES) -> Erasure:
        """
        Forget somebody: what was erased, and what a law keeps for a while. The bookings stay, and no sum changes.

        Raises
        ------
        UnknownIdError
            If nobody has that id, as after being forgotten.
        StoppedError
            If others changed the data at each try; nothing was erased.
        """
        return forget(self.dossiers(), person, self.clock(), purposes=purposes)

    def prune_persons(self, *, purposes: Sequence[Purpose] = PURPOSES) -> int:
        """Take away all data whose time is over, of everybody; of how many persons. To be run every night."""
        at, kept = self.clock(), self.dossiers()
        with self.store.reading() as connection:
            there = guests.load(connection, guests.everybody(connection), seconds(at))
        pruned = ((old, prune(old, at, purposes)) for old in there.values())
        done = sum(kept.swap(old, new) for old, new in pruned if new != old)
        self._erasing(guests.drop_empty)
        return done

    def guest_list(
        self,
        tour: Itinerary | Sequence[str],
        *,
        title: Text | None = None,
        pickups: Sequence[Pickup] | None = (),
        rooms: Sequence[Room] | None = (),
        identity: bool = False,
        purposes: Sequence[Purpose] = PURPOSES,
    ) -> Departure:
        """
        Who travels, for ``papers.manifest``, ``rooming`` and ``run_sheet``, with no more than may be used now.

        Guests who are not named, or may not be, are listed by number, so that the count is right.

        Parameters
        ----------
        tour
            An itinerary: all its confirmed bookings. Or the ids of confirmed bookings.
        pickups, rooms
            Those that guests were noted with. None: just those, met when the tour begins, with a bed for each guest.
        identity
            Nationality, passport and date of birth too: only for whoever has to register the stay.

        Raises
        ------
        GoalError
            If a pick-up or a room is not among those given, or too small.
        BookingError
            If a booking names more guests than come; TransitionError if one is not confirmed.
        """
        at = self.clock()
        with self.store.reading() as connection:
            records = travelling.records(connection, tour, seconds(at))
            named = guests.named(connection, [record.id for record in records])
            persons = {row["person"] for rows in named.values() for row in rows}
            dossiers = guests.load(connection, list(persons), seconds(at))
            slots = slots_of(connection, {session for record in records for session in record.sessions})
        roll = Roll(records, named, dossiers, at, purposes, identity)
        id, name, begins = travelling.heading(tour, slots, at)
        return departure(roll, id=id, title=title or name, begins=begins, pickups=pickups, rooms=rooms)

    def _changed(self, person: str, change: Callable[[Dossier], Dossier]) -> Dossier:
        kept = self.dossiers()
        for _ in range(TRIES):
            old = kept.load(person)
            if kept.swap(old, new := change(old)):
                return new
        raise StoppedError(f"the data was changed by others {TRIES} times in a row; nothing was changed, try again")

    def _personal(self, change: Callable[[Work], T]) -> T:
        """A transaction on personal data, in which deleting is overwriting."""

        def run(connection: Connection) -> T:
            overwriting(connection)
            return change(self._work(connection))

        return self.store.run(run)

    def _erasing(self, change: Callable[[Work], T]) -> T:
        """The same, after which nothing of what was ever deleted is left in the file's log either."""
        done = self._personal(change)
        empty_log(self.store)
        return done


class LedgerDossiers:
    """Dossiers kept in the ledger."""

    def __init__(self, book: Guestbook) -> None:
        self.book = book

    def load(self, subject: str) -> Dossier:
        id = checked_text("the person", subject, 200)
        with self.book.store.reading() as connection:
            return guests.known(connection, id, seconds(self.book.clock()))

    def swap(self, old: Dossier, new: Dossier) -> bool:
        """
        Put ``new`` in the place of ``old`` in one transaction, unless it has changed; say whether it was done.

        The log says that something about a person changed, and of one who was forgotten only the pseudonym.
        """

        def run(work: Work) -> bool:
            done = guests.swap(work, old, new)
            if done:
                forgotten = new.subject != old.subject
                operation, who = ("forget", new.subject) if forgotten else ("personal data", A_PERSON)
                work.journal.close(operation=operation, subject=who, at=work.now)
            return done

        return self.book._erasing(run)


def _id() -> str:
    return f"guest-{secrets.token_hex(10)}"
