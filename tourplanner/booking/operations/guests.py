"""
Guests of bookings, and what is known about them.

Nothing here goes through the journal. The log is kept for good and tells what happened to a booking's guest of some
number; names, diets and even the ids of persons stay out of it, so that who is forgotten is nowhere. The log rebuilds
the rest of the ledger all the same, because no sum and no place depends on these tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from tourplanner.booking import tables as t
from tourplanner.booking.guest_tables import consent, datum, guest, person
from tourplanner.booking.instants import moment, seconds
from tourplanner.booking.journal import Row
from tourplanner.booking.locking import Work
from tourplanner.booking.look import chunks, live
from tourplanner.booking.operations.enquire import records_of
from tourplanner.booking.personal.dossier import Consent, Datum, Dossier, Entry
from tourplanner.booking.record import Record, lock_record
from tourplanner.booking.states import TRY_NEXT, Status
from tourplanner.errors import BookingError, GoalError, TransitionError, UnknownIdError
from tourplanner.model import Money

PARTS = (datum, consent)


def load(connection: Connection, subjects: Sequence[str], now: int) -> dict[str, Dossier]:
    """The dossiers of some persons, by id."""
    children = {row.id: row.child for row in _of(connection, person, person.c.id, subjects)}
    data, consents = (_by_person(_of(connection, part, part.c.person, subjects)) for part in PARTS)
    links = _by_person(_of(connection, guest, guest.c.person, subjects))
    records = records_of(connection, {row.booking for rows in links.values() for row in rows})
    ends = _ends(connection, records, now)
    return {
        id: Dossier(
            subject=id,
            child=child,
            data=tuple(_datum(row, [ends[link.booking] for link in links[id]]) for row in data[id]),
            consents=tuple(map(_consent, consents[id])),
            entries=tuple(_entry(records[link.booking], link.pays, now) for link in links[id]),
        )
        for id, child in children.items()
    }


def _of(connection: Connection, table: Table, column: Any, ids: Sequence[str]) -> list[Any]:
    queries = (select(table).where(column.in_(part)).order_by(*table.primary_key) for part in chunks(sorted(ids)))
    return [row for query in queries for row in connection.execute(query)]


def _by_person(rows: Iterable[Any]) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person].append(row)
    return found


def _ends(connection: Connection, records: dict[str, Record], now: int) -> dict[str, int]:
    """When the last session of each booking ends; nought where nobody goes any more."""
    alive = [record for record in records.values() if record.standing(now) not in (Status.CANCELLED, Status.EXPIRED)]
    sessions = {session for record in alive for session in record.sessions}
    end_of = {row.id: row.end_utc for row in _of(connection, t.slot, t.slot.c.id, list(sessions))}
    last = {record.id: max((end_of[id] for id in record.sessions), default=0) for record in alive}
    return dict.fromkeys(records, 0) | last


def _datum(row: Any, ends: Sequence[int]) -> Datum:
    """A tour that was moved is a reason to keep what it needs for longer."""
    until = moment(max([row.last_needed_utc, *ends]), "UTC")
    return Datum(name=row.name, value=row.value, purpose=row.purpose, last_needed=until)


def _consent(row: Any) -> Consent:
    withdrawn = None if row.withdrawn_utc is None else moment(row.withdrawn_utc, "UTC")
    given = moment(row.given_utc, "UTC")
    return Consent(purpose=row.purpose, given=given, proof=row.proof, by=row.by, withdrawn=withdrawn)


def _entry(record: Record, pays: bool, now: int) -> Entry:
    """One guest of a booking; with its money for who pays, so that over all persons nothing counts twice."""
    owed = record.owed_vnd if pays else 0
    status = record.standing(now).value
    return Entry(booking=record.id, date=record.departs, guests=1, amount=Money(amount=owed), status=status)


def swap(work: Work, old: Dossier, new: Dossier) -> bool:
    """
    Put ``new`` in the place of ``old`` unless it has changed.

    Raises
    ------
    GoalError
        If the entries are others: they are the ledger's.
    """
    if new.entries != old.entries:
        raise GoalError("the entries of a dossier come from the bookings: change those")
    work.lock(person, [old.subject])
    there = load(work.connection, [old.subject], work.now)
    if there.get(old.subject) != old:
        return False
    _replace(work.connection, old.subject, new)
    return True


def _replace(connection: Connection, subject: str, new: Dossier) -> None:
    for part in PARTS:
        connection.execute(delete(part).where(part.c.person == subject))
    if new.subject == subject:
        connection.execute(update(person).where(person.c.id == subject).values(child=new.child))
    else:
        connection.execute(insert(person).values(id=new.subject, child=new.child))
        connection.execute(update(guest).where(guest.c.person == subject).values(person=new.subject))
        connection.execute(delete(person).where(person.c.id == subject))
    _fill(connection, new)


def _fill(connection: Connection, new: Dossier) -> None:
    _check_texts([*((each.name, each.value) for each in new.data), *(("proof", each.proof) for each in new.consents)])
    data = [
        {
            "person": new.subject, "number": number, "name": each.name, "value": each.value, "purpose": each.purpose,
            "last_needed_utc": seconds(each.last_needed),
        }
        for number, each in enumerate(new.data, 1)
    ]  # fmt: skip
    consents = [
        {
            "person": new.subject, "number": number, "purpose": each.purpose, "given_utc": seconds(each.given),
            "proof": each.proof, "by": each.by,
            "withdrawn_utc": None if each.withdrawn is None else seconds(each.withdrawn),
        }
        for number, each in enumerate(new.consents, 1)
    ]  # fmt: skip
    if data:
        connection.execute(insert(datum), data)
    if consents:
        connection.execute(insert(consent), consents)


def _check_texts(texts: Iterable[tuple[str, str]]) -> None:
    """No database keeps these characters. The text is not repeated: errors end in logs."""
    for name, text in texts:
        bad = next((char for char in text if char == "\0" or "\ud800" <= char <= "\udfff"), None)
        if bad is not None:
            raise GoalError(f"the {name} holds the character U+{ord(bad):04X}: leave out what cannot be printed")


def lock_booking(work: Work, id: str, number: int) -> Record:
    """
    A booking that guests can be named for, locked.

    Raises
    ------
    TransitionError, BookingError
        If nobody goes on it any more, or not so many.
    """
    record = lock_record(work, id)
    status = record.standing(work.now)
    if status in (Status.CANCELLED, Status.EXPIRED):
        raise TransitionError(id, "naming guests", status.value, (), TRY_NEXT[status])
    if number > record.pax:
        hint = "amend the party first, or remove_guest who does not come"
        raise BookingError(f"guest {number} of booking {id}", f"it is for {record.pax} guests", hint)
    return record


def last_end(work: Work, record: Record) -> int:
    return _ends(work.connection, {record.id: record}, work.now)[record.id]


def person_of(connection: Connection, booking: str, number: int) -> str | None:
    query = select(guest.c.person).where(guest.c.booking == booking, guest.c.number == number)
    return connection.execute(query).scalar()


def is_guest(connection: Connection, booking: str, number: int, subject: str, pays: bool) -> bool:
    """Whether a guest of a booking is this person already, who pays or not."""
    query = select(guest).where(guest.c.booking == booking, guest.c.number == number)
    row = connection.execute(query).first()
    return row is not None and (row.person, row.pays) == (subject, pays)


def put(work: Work, booking: str, number: int, dossier: Dossier, *, pays: bool) -> None:
    """Make a person, or what is known of one, that of a guest of a booking. Who pays is one guest alone."""
    if work.lock(person, [dossier.subject]):
        _replace(work.connection, dossier.subject, dossier)
    else:
        work.connection.execute(insert(person).values(id=dossier.subject, child=dossier.child))
        _fill(work.connection, dossier)
    unlink(work, booking, number)
    if pays:
        work.connection.execute(update(guest).where(guest.c.booking == booking).values(pays=False))
    row = {"booking": booking, "number": number, "person": dossier.subject, "pays": pays}
    work.connection.execute(insert(guest).values(**row))


def unlink(work: Work, booking: str, number: int) -> bool:
    """Whether there was such a guest, who is one no more."""
    those = delete(guest).where(guest.c.booking == booking, guest.c.number == number)
    return work.connection.execute(those).rowcount == 1


def drop_empty(work: Work) -> int:
    """Take out persons of whom nothing is held and who are no guest of anything; how many."""
    held = [person.c.id.not_in(select(table.c.person)) for table in (*PARTS, guest)]
    empty = list(work.connection.execute(select(person.c.id).where(*held)).scalars())
    work.lock(person, empty)
    # Looked at again under the locks: somebody may have become a guest while we waited.
    gone = (work.connection.execute(delete(person).where(person.c.id.in_(part), *held)) for part in chunks(empty))
    return sum(each.rowcount for each in gone)


def everybody(connection: Connection) -> list[str]:
    return [row.id for row in connection.execute(select(person.c.id).order_by(person.c.id))]


def named(connection: Connection, bookings: Sequence[str]) -> dict[str, list[Row]]:
    """The named guests of some bookings, in the order of their numbers."""
    found: dict[str, list[Row]] = {}
    for row in _of(connection, guest, guest.c.booking, bookings):
        found.setdefault(row.booking, []).append(row._mapping)
    return found


def too_many_named(connection: Connection, now: int) -> list[tuple[Record, int]]:
    """Live bookings that name more guests than come, with how many."""
    count = func.count(guest.c.number)
    query = (
        select(guest.c.booking, count.label("named"))
        .join(t.booking, t.booking.c.id == guest.c.booking)
        .where(live(now))
        .group_by(guest.c.booking, t.booking.c.adults, t.booking.c.children)
        .having(count > t.booking.c.adults + t.booking.c.children)
        .order_by(guest.c.booking)
    )
    rows = connection.execute(query).all()
    records = records_of(connection, [row.booking for row in rows])
    return [(records[row.booking], row.named) for row in rows]


def lock_person(work: Work, subject: str) -> Dossier:
    """
    One dossier, so that nobody changes it meanwhile.

    Raises
    ------
    UnknownIdError
        If nobody has that id.
    """
    work.lock(person, [subject])
    return known(work.connection, subject, work.now)


def known(connection: Connection, subject: str, now: int) -> Dossier:
    """One dossier. UnknownIdError if nobody has that id."""
    found = load(connection, [subject], now)
    if not found:
        raise UnknownIdError("person", subject)
    return found[subject]
