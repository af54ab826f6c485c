"""``tourplanner desk hold``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.booking import Status, Terms
from tourplanner.booking.asked import sessions_asked
from tourplanner.booking.requests import booking_id
from tourplanner.cli.asked import region
from tourplanner.cli.desk import told
from tourplanner.cli.desk.key import key, said_before
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.route import route
from tourplanner.errors import BookingError
from tourplanner.model import Party


def run(args: Namespace) -> int:
    """
    Hold all sessions of a route, or none.

    The key is made of sessions, party and reference. Another price, other terms or another time to live for the same
    are a conflict, not a second booking.
    """
    tour = route(args, region(args))
    guests = party(args)
    name = key(args, sessions_asked(tour), guests.model_dump(), args.reference)
    with opened(args) as desk:
        before = said_before(desk, booking_id(name), name)
        made = desk.hold(
            tour, guests, key=name, ttl=args.hold_for, price=args.price, terms=terms(args), reference=args.reference
        )
        now = desk.booking(made.id)
    if before and now.status in (Status.EXPIRED, Status.CANCELLED):
        raise BookingError(f"hold {tour.id}", f"booking {now.id} was held under this key and is {now.status.value}",
                           "give another --key to hold anew")  # fmt: skip
    told.booking(now, as_json=args.json)
    return 0


def party(args: Namespace) -> Party:
    """For whom."""
    return Party(adults=args.party, children=args.children, languages=tuple(args.language) or ("vi",))


def terms(args: Namespace) -> Terms:
    """On what terms of cancellation."""
    return Terms(steps=tuple(args.terms)) if args.terms else Terms()
