"""``tourplanner desk manifest``: who travels on a departure."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping

from tourplanner.booking import Booking, Desk
from tourplanner.booking.asked import sessions_asked
from tourplanner.booking.papers import Departure, Guest, Pickup, Table, manifest
from tourplanner.cli.asked import region
from tourplanner.cli.desk.departures import SOLD
from tourplanner.cli.desk.guests import read_guests, reference
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.route import route
from tourplanner.cli.desk.told import dump, vnd
from tourplanner.model import Itinerary
from tourplanner.model.tables import safe, text_table

BOOKINGS = ("Mã đặt chỗ / Booking", "Người lớn / Adults", "Trẻ em / Children", "Ngôn ngữ / Language", "Còn trả / Due")


def run(args: Namespace) -> int:
    """
    The guests of a list of yours, checked against the ledger, which is not told of them.

    Without a list, the guests that are noted in the ledger; where none is, the bookings, by their references.
    """
    tour = route(args, region(args))
    with opened(args) as desk:
        booked = _travelling(desk, tour)
        table = _named(args, tour, booked) if args.guests else _noted(desk, tour, booked) or _counted(tour, booked)
    if args.out:
        print(table.save(args.out))
    elif args.json:
        dump([dict(zip(table.headings, row, strict=True)) for row in table.rows])
    else:
        print(f"{safe(table.title)}\n\n{text_table(table.headings, table.rows)}")
    return 0


def _travelling(desk: Desk, tour: Itinerary) -> list[Booking]:
    """The confirmed bookings of the route that have a session of it, by when they were made."""
    sessions = sessions_asked(tour)
    found = {b.id: b for session in sessions for b in desk.bookings(session=session)}
    going = [b for b in found.values() if b.status in SOLD and b.itinerary == tour.id]
    there = [b for b in going if any(item.session in sessions and not item.cancelled for item in b.items)]
    return sorted(there, key=lambda b: (b.created, b.id))


def _noted(desk: Desk, tour: Itinerary, booked: list[Booking]) -> Table | None:
    """Those the ledger may name; the others by number, so that the count is right."""
    names = {b.id: len(desk.noted(b.id)) for b in booked}
    if not any(names.values()):
        return None
    _warn({reference(b): (names[b.id], b.party.size) for b in booked})
    return manifest(desk.guest_list(tour, pickups=None, rooms=None))


def _counted(tour: Itinerary, booked: list[Booking]) -> Table:
    rows = tuple(
        (reference(b), str(b.party.adults), str(b.party.children), ", ".join(b.party.languages), vnd(b.due_vnd))
        for b in booked
    )
    guests = sum(b.party.size for b in booked)
    return Table("Đặt chỗ", f"{tour.name.vi} · {tour.days[0].date} · {guests} khách / guests", BOOKINGS, rows)


def _named(args: Namespace, tour: Itinerary, booked: list[Booking]) -> Table:
    guests = read_guests(args.guests, booked)
    counted = Counter(guest.booking for guest in guests)
    for each in booked:
        if each.id != reference(each):
            counted[reference(each)] += counted[each.id]
    _warn({reference(each): (counted[reference(each)], each.party.size) for each in booked})
    return manifest(_departure(tour, guests))


def _warn(named: Mapping[str, tuple[int, int]]) -> None:
    for booking, (there, guests) in named.items():
        if there < guests:
            print(f"{booking}: {there} of {guests} guests are named", file=sys.stderr)


def _departure(tour: Itinerary, guests: tuple[Guest, ...]) -> Departure:
    begins = tour.days[0].depart
    named = dict.fromkeys(guest.pickup for guest in guests if guest.pickup)
    pickups = tuple(Pickup(name=name, at=begins) for name in named)
    return Departure(id=tour.id, title=tour.name, begins=begins, guests=guests, pickups=pickups)
