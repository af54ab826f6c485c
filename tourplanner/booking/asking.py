"""The desk's side towards suppliers: asking them, hearing them, and saying what is not settled."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import Connection

from tourplanner.booking.asked import checked_span
from tourplanner.booking.counter import Counter, slots_of
from tourplanner.booking.instants import moment, seconds
from tourplanner.booking.journal import Row
from tourplanner.booking.letters import Letters
from tourplanner.booking.operations import enquire, guests
from tourplanner.booking.papers.people import Contact
from tourplanner.booking.requests import checked_text, claim
from tourplanner.booking.supplying import SupplierAnswer, SupplierLetter, ToDo
from tourplanner.booking.tickets.answer import read_answer
from tourplanner.booking.tickets.keyring import Keyring, RandomBytes
from tourplanner.booking.tickets.token import new_id
from tourplanner.booking.todo import too_many_named, unsettled
from tourplanner.booking.values import Message
from tourplanner.model import Experience

TWO_DAYS = timedelta(days=2)
LONGEST = timedelta(days=366)


class Asking(Counter):
    """Requests to suppliers and their answers."""

    def supplier_letters(
        self,
        booking: str | Message,
        keyring: Keyring,
        *,
        office: str,
        experiences: Iterable[Experience],
        within: timedelta = TWO_DAYS,
        link: str = "",
        contacts: Mapping[str, Contact] | None = None,
        notes: Mapping[str, str] | None = None,
        random: RandomBytes = secrets.token_bytes,
    ) -> tuple[SupplierLetter, ...]:
        """
        What the suppliers of a booking, or of a message of the outbox about one, are to be sent.

        Each session is asked of its host, or of each household of its cooperative with its share. Called again, the
        letters are the same with the same codes; where the booking or a share has changed, the old question is closed
        and a new one asked. Who is no longer needed, and did not say no, gets a letter that says so.

        Parameters
        ----------
        office
            Who asks.
        experiences
            Those of the sessions at least, as ``catalogue.experiences``: their names are in the texts.
        within
            How long answers are taken from when first asked; never beyond the session's begin.
        link
            The https address that takes answers, see ``papers.request_text``; without it codes are sent back.
        contacts
            Suppliers by the id of a household, host or experience.
        notes
            A note on the service by session, such as "2 ăn chay"; no names belong into it.

        Raises
        ------
        UnknownIdError
            If the booking is not known, or an experience is not given.
        """
        id = checked_text("the booking", booking.booking if isinstance(booking, Message) else booking, 200)
        span = checked_span("the time to answer", within, LONGEST)
        words = Letters(keyring, office, {each.id: each for each in experiences}, link, contacts or {}, notes or {})

        def run(connection: Connection) -> tuple[SupplierLetter, ...]:
            work = self._work(connection)
            asked = enquire.ask(work, id, span, lambda: new_id(random))
            if work.journal.changes:
                work.journal.close(operation="ask suppliers", subject=id, at=work.now)
            slots = slots_of(connection, {row["slot"] for row in (*asked.standing, *asked.withdrawn)})
            names = enquire.households_of(connection, (slot.pool for slot in slots.values()))
            return words.written(asked, slots, names, work.now)

        return self.store.run(run)

    def answer(self, code: object, keyring: Keyring, *, key: str, by: str) -> SupplierAnswer:
        """
        Take a supplier's yes or no from a code that was sent.

        The same again is no fault. Who answers otherwise before the deadline has thought better of it: the last answer
        counts, and the log has both.

        Parameters
        ----------
        key
            The name of this very answer, so that one sent again late does not undo a newer one.
        by
            Where it came from, such as "web" or a household's id. It stays in the log: no person's name.

        Raises
        ------
        TokenError
            As ``tickets.read_answer``; ``unknown``, or ``closed`` if what was asked has changed since.
        """
        said = read_answer(code, keyring, now=self.clock())
        return self._answered(said.id, said.accepts, key, by, in_time=True)

    def note_answer(self, request: str, *, accepts: bool, key: str, by: str) -> SupplierAnswer:
        """
        Note what a supplier has told the office, also after the deadline; ``request`` is the id of the letter.

        Raises
        ------
        TokenError
            ``unknown``, or ``closed`` if what was asked has changed since.
        """
        return self._answered(checked_text("the request", request, 200), accepts, key, by, in_time=False)

    def _answered(self, request: str, accepts: bool, key: str, by: str, *, in_time: bool) -> SupplierAnswer:
        name, whom = checked_text("the key", key, 200), checked_text("who answers", by, 100)

        def run(connection: Connection) -> SupplierAnswer:
            work = self._work(connection)
            before = claim(work, name, "answer", {"request": request, "accepts": accepts}, request)
            if before is not None:
                return SupplierAnswer.model_validate_json(before)
            row = enquire.answer(work, request, accepts, whom, in_time=in_time)
            value = _answer(connection, row)
            answer = value.model_dump_json()
            work.journal.close(operation="answer", subject=row["booking"], at=work.now, key=name, answer=answer)
            return value

        return self.store.run(run)

    def to_do(self) -> tuple[ToDo, ...]:
        """
        What needs a human: suppliers who said no or nothing, and bookings that name more guests than come.

        By when the session begins; what has begun is left out. It goes from the list when the booking or the share is
        changed, or the supplier says yes.
        """
        now = seconds(self.clock())
        with self.store.reading() as connection:
            found = enquire.unsettled(connection, now)
            crowded = guests.too_many_named(connection, now)
            sessions = {row["slot"] for _, row in found} | {id for record, _ in crowded for id in record.sessions}
            slots = slots_of(connection, sessions)
            names = enquire.households_of(connection, (slot.pool for slot in slots.values()))
        listed = [unsettled(record, row, slots[row["slot"]], names) for record, row in found]
        listed += [too_many_named(record, named, slots) for record, named in crowded]
        coming = [each for each in listed if seconds(each.begins) > now]
        return tuple(sorted(coming, key=lambda each: (each.begins, each.booking, each.session, each.household)))


def _answer(connection: Connection, row: Row) -> SupplierAnswer:
    zone = slots_of(connection, [row["slot"]])[row["slot"]].zone
    return SupplierAnswer(
        request=row["id"],
        booking=row["booking"],
        session=row["slot"],
        household=row["household"],
        guests=row["pax"],
        accepts=row["answer"] == "yes",
        at=moment(row["answered_utc"], zone),
        by=row["answered_by"],
    )
