"""Which bookings travel together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from tourplanner.booking import tables as t
from tourplanner.booking.asked import sessions_asked
from tourplanner.booking.instants import moment
from tourplanner.booking.operations.enquire import records_of
from tourplanner.booking.record import Record
from tourplanner.booking.requests import checked_text
from tourplanner.booking.room import Slot
from tourplanner.booking.states import TRY_NEXT, Status
from tourplanner.errors import TransitionError, UnknownIdError
from tourplanner.model import Itinerary, Text

GOING = (Status.CONFIRMED, Status.REDEEMED)


def records(connection: Connection, tour: Itinerary | Sequence[str], now: int) -> list[Record]:
    """The confirmed bookings of an itinerary, or those of some ids, by when they were made."""
    if isinstance(tour, Itinerary):
        of_tour = t.item.c.slot.in_(sessions_asked(tour)) & ~t.item.c.cancelled
        ids = connection.execute(select(t.item.c.booking).where(of_tour).distinct()).scalars().all()
        found = [each for each in records_of(connection, ids).values() if each.head["itinerary"] == tour.id]
        return _by_age(each for each in found if each.standing(now) in GOING)
    known = records_of(connection, [checked_text("the booking", id, 200) for id in tour])
    for id in tour:
        if id not in known:
            raise UnknownIdError("booking", id)
        status = known[id].standing(now)
        if status not in GOING:
            raise TransitionError(id, "a guest list", status.value, (), TRY_NEXT[status])
    return _by_age(known.values())


def _by_age(found: Iterable[Record]) -> list[Record]:
    return sorted(found, key=lambda record: (record.head["created_utc"], record.id))


def heading(tour: Itinerary | Sequence[str], slots: Mapping[str, Slot], now: datetime) -> tuple[str, Text, datetime]:
    """The id, the name and the begin of what is travelled: the tour's own, or the first session's."""
    if isinstance(tour, Itinerary):
        first = tour.days[0]
        return f"{tour.id}/{first.date}", tour.name, first.depart
    begins = min((moment(slot.begin, slot.zone) for slot in slots.values()), default=now)
    return f"tour/{begins.date()}", Text(vi="Chuyến đi", en="Tour"), begins
