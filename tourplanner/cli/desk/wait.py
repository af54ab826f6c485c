"""``tourplanner desk wait``."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, time, timedelta

from tourplanner.booking.asked import sessions_asked
from tourplanner.booking.requests import booking_id
from tourplanner.cli.asked import region
from tourplanner.cli.desk import told
from tourplanner.cli.desk.hold import party, terms
from tourplanner.cli.desk.key import key, said_before
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.route import route
from tourplanner.model import HANOI


def run(args: Namespace) -> int:
    """Wait for places in all sessions of a route. The key is made as that of ``hold``."""
    tour, guests = route(args, region(args)), party(args)
    name = key(args, sessions_asked(tour), guests.model_dump(), args.reference)
    until = None
    if args.until is not None:
        until = datetime.combine(args.until + timedelta(days=1), time(), HANOI)
    with opened(args) as desk:
        said_before(desk, booking_id(name), name)
        made = desk.wait(tour, guests, key=name, until=until, ttl=args.hold_for, price=args.price, terms=terms(args),
                         reference=args.reference)  # fmt: skip
        told.places([desk.place(made.id)], as_json=args.json)
    return 0
