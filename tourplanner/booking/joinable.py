"""Which departures could be one, as of now and not locked: good enough to propose, joining looks again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

from sqlalchemy import Connection

from tourplanner.booking.counter import slots_of
from tourplanner.booking.line_values import Joining, ScheduledDeparture
from tourplanner.booking.look import look
from tourplanner.booking.operations.join import paired
from tourplanner.booking.room import Room


def joinable(
    connection: Connection, departures: Iterable[ScheduledDeparture], now: int, *, days: int
) -> tuple[Joining, ...]:
    """
    Pairs of departures over the same experiences, at most ``days`` days apart, of which one lacks guests.

    Of each pair the way that moves fewer guests comes first; the other only where that has no room. Sorted by whether
    both reach a minimum together, then by days apart, then by guests to move.
    """
    alive = [each for each in departures if each.state in ("open", "thin", "guaranteed")]
    slots = slots_of(connection, {session for each in alive for session in each.sessions})
    room = look(connection, slots, now) if slots else Room(now, {}, {}, {}, {})
    found: dict[frozenset[str], Joining] = {}
    for gone, stays in sorted(permutations(alive, 2), key=lambda pair: (_guests(pair[0]), pair[0].id, pair[1].id)):
        pair = frozenset((gone.id, stays.id))
        near = abs((stays.begin.date() - gone.begin.date()).days) <= days
        if pair not in found and near and gone.lacking and gone.state != "guaranteed" and _fits(gone, stays, room):
            found[pair] = _joining(gone, stays)
    return tuple(sorted(found.values(), key=lambda each: (not each.enough, abs(each.days), each.guests, each.gone)))


def _guests(departure: ScheduledDeparture) -> int:
    return departure.booked + departure.held


def _fits(gone: ScheduledDeparture, stays: ScheduledDeparture, room: Room) -> bool:
    """Whether they visit the same experiences, and there is room for all who would move, counted as one party."""
    ones, others = ([(id, room.slots[id].experience) for id in each.sessions] for each in (gone, stays))
    target = paired(ones, others)
    if target is None:
        return False
    new = [room.slots[there] for here, there in target.items() if here != there]
    return all(not slot.closed and room.now < slot.cutoff and room.vacancies(slot.id) >= _guests(gone) for slot in new)


def _joining(gone: ScheduledDeparture, stays: ScheduledDeparture) -> Joining:
    booked = gone.booked + stays.booked
    return Joining(
        gone=gone.id,
        stays=stays.id,
        guests=_guests(gone),
        booked=booked,
        days=(stays.begin.date() - gone.begin.date()).days,
        enough=booked >= stays.minimum,
    )
