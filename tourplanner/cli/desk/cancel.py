"""``tourplanner desk cancel``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk import found, told
from tourplanner.cli.desk.key import key, said_before
from tourplanner.cli.desk.ledger import opened
from tourplanner.model import Party


def run(args: Namespace) -> int:
    """Cancel all of a booking, or guests or sessions of it. The key is made of booking, guests and sessions."""
    some = args.guests or args.children
    guests = Party(adults=args.guests or 0, children=args.children) if some else None
    with opened(args) as desk:
        id = found.booking(desk, args.booking).id
        name = key(args, id, args.guests or 0, args.children, sorted(args.session))
        said_before(desk, id, name)
        desk.cancel(id, key=name, guests=guests, sessions=args.session)
        told.booking(desk.booking(id), as_json=args.json)
    return 0
