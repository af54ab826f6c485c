"""``tourplanner desk manifest``: who travels on a departure."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter

from tourplanner.booking import Booking
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
    """The guests of a list of yours, checked against the ledger; without one the bookings, by their references."""
    tour = route(args, region(args))
    with opened(args) as desk:
        on = tour.days[0].date
        booked = [b for b in desk.bookings() if b.status in SOLD and (b.itinerary, b.departs) == (tour.id, on)]
    table = _named(args, tour, booked) if args.guests else _counted(tour, booked)
    if args.out:
        print(table.save(args.out))
    elif args.json:
        dump([dict(zip(table.headings, row, strict=True)) for row in table.rows])
    else:
        print(f"{safe(table.title)}\n\n{text_table(table.headings, table.rows)}")
    return 0


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
        there = counted[reference(each)] + (counted[each.id] if each.id != reference(each) else 0)
        if there < each.party.size:
            print(f"{reference(each)}: {there} of {each.party.size} guests are named", file=sys.stderr)
    return manifest(_departure(tour, guests))


def _departure(tour: Itinerary, guests: tuple[Guest, ...]) -> Departure:
    begins = tour.days[0].depart
    named = dict.fromkeys(guest.pickup for guest in guests if guest.pickup)
    pickups = tuple(Pickup(name=name, at=begins) for name in named)
    return Departure(id=tour.id, title=tour.name, begins=begins, guests=guests, pickups=pickups)
