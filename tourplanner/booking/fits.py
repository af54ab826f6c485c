"""Whether a party fits into sessions: every reason why not, all sessions at once."""

from __future__ import annotations

from collections.abc import Mapping

from tourplanner.booking.instants import moment
from tourplanner.booking.room import Room, Slot
from tourplanner.errors import Shortage

Dealt = dict[str, list[tuple[str, int]]]
"""By session, who of its pool receives how many."""
MAY_CHANGE = ("SOLD_OUT", "CLOSED")
"""What keeps a party out today and may not tomorrow; all else is no reason to wait."""


def fit(room: Room, wanted: Mapping[str, int]) -> tuple[list[Shortage], Dealt]:
    """
    What keeps a party from sessions, and how its guests are dealt out to pools where nothing does.

    ``wanted`` are guests by session, in the order of dealing. Takes the places of those that fit from ``room``,
    because sessions of one itinerary may share a resource.
    """
    found: list[Shortage] = []
    dealt: Dealt = {}
    for id, pax in wanted.items():
        shortage = lacking(room, id, pax)
        if shortage is not None:
            found.append(shortage)
        else:
            dealt[id] = room.take(id, pax)
    return found, dealt


def lacking(room: Room, id: str, pax: int) -> Shortage | None:
    """What keeps a party from one session, None if nothing does; takes no places."""
    slot = room.slots.get(id)
    return _missing(id, pax) if slot is None else _rules(slot, pax, room.now) or _places(room, slot, pax)


def _missing(id: str, pax: int) -> Shortage:
    return Shortage(id, "NOT_OFFERED", pax, 0, "nobody offers this session: publish it, or choose another")


def _rules(slot: Slot, pax: int, now: int) -> Shortage | None:
    """The first rule that a party breaks, whatever places there are."""
    if slot.closed:
        return Shortage(slot.id, "CLOSED", pax, 0, f"closed: {slot.closed}")
    if now >= slot.cutoff:
        ended = moment(slot.cutoff, slot.zone)
        return Shortage(slot.id, "PAST_BOOKING_CUTOFF", pax, 0, f"selling ended at {ended:%Y-%m-%d %H:%M}")
    if pax < slot.party_min:
        return Shortage(slot.id, "PARTY_TOO_SMALL", pax, slot.party_min, f"{slot.party_min} guests at least")
    if pax > slot.most:
        return Shortage(slot.id, "PARTY_TOO_LARGE", pax, slot.most, f"{slot.most} guests at most in one booking")
    return None


def _places(room: Room, slot: Slot, pax: int) -> Shortage | None:
    left = room.vacancies(slot.id)
    if left >= pax:
        return None
    return Shortage(slot.id, "SOLD_OUT", pax, left, f"{left} of {slot.capacity} places are left")
