"""From bookings and dossiers to a departure on paper: who comes, and of each no more than may be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tourplanner.booking.asked import checked
from tourplanner.booking.guest_data import on_paper
from tourplanner.booking.journal import Row
from tourplanner.booking.papers.people import Departure, Guest, Pickup, Room
from tourplanner.booking.personal.dossier import Dossier
from tourplanner.booking.personal.purposes import Purpose
from tourplanner.booking.record import Record
from tourplanner.errors import BookingError
from tourplanner.model import Text


@dataclass(frozen=True, slots=True)
class Roll:
    """Who is on a departure: its bookings, their named guests in order of number, and what is known about them."""

    records: Sequence[Record]
    named: Mapping[str, Sequence[Row]]
    dossiers: Mapping[str, Dossier]
    at: datetime
    purposes: Sequence[Purpose]
    identity: bool

    def guests(self) -> tuple[Guest, ...]:
        """All guests, named or not. BookingError if more are named than come."""
        return tuple(guest for record in self.records for guest in self._of(record))

    def _of(self, record: Record) -> list[Guest]:
        named = self.named.get(record.id, ())
        if len(named) > record.pax:
            hint = "take out who cancelled: remove_guest(…)"
            raise BookingError(
                f"the guests of booking {record.id}", f"{len(named)} are named and {record.pax} come", hint
            )
        known = {row["number"]: self._guest(record, row) for row in named}
        children = max(0, record.head["children"] - sum(guest.child for guest in known.values()))
        free = [number for number in range(1, record.pax + 1) if number not in known]
        free = free[: record.pax - len(known)]
        for place, number in enumerate(free):
            is_child = place >= len(free) - children
            known[number] = Guest(**_unnamed(record, number), child=is_child)
        return [known[number] for number in sorted(known)]

    def _guest(self, record: Record, row: Row) -> Guest:
        rest = _unnamed(record, row["number"])
        dossier = self.dossiers[row["person"]]
        return on_paper(dossier, self.at, rest, identity=self.identity, purposes=self.purposes)


def _unnamed(record: Record, number: int) -> dict[str, Any]:
    spoken = [code for code in record.head["languages"].split() if len(code) == 2]
    return {
        "name": f"Khách {number} / Guest {number}",
        "booking": record.head["reference"][:60] or record.id,
        "language": spoken[0] if spoken else "en",
    }


def departure(
    roll: Roll,
    *,
    id: str,
    title: Text,
    begins: datetime,
    pickups: Sequence[Pickup] | None,
    rooms: Sequence[Room] | None,
) -> Departure:
    """The departure on paper; what does not fit together in it in one GoalError. None: as the guests were noted."""
    guests = roll.guests()
    met = _pickups(guests, begins) if pickups is None else tuple(pickups)
    sleeping = _rooms(guests) if rooms is None else tuple(rooms)
    values = {"id": id, "title": title, "begins": begins, "pickups": met, "rooms": sleeping}
    made: Departure = checked("the guest list", Departure, guests=guests, **values)
    return made


def _pickups(guests: Sequence[Guest], begins: datetime) -> tuple[Pickup, ...]:
    return tuple(Pickup(name=name, at=begins) for name in dict.fromkeys(guest.pickup for guest in guests) if name)


def _rooms(guests: Sequence[Guest]) -> tuple[Room, ...]:
    inside = Counter(guest.room for guest in guests if guest.room)
    return tuple(Room(name=name, sleeps=sleepers) for name, sleepers in inside.items())
