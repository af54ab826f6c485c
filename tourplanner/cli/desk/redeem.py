"""``tourplanner desk redeem``: the guests have come."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.booking import Desk
from tourplanner.cli.desk import found, told
from tourplanner.cli.desk.key import fresh, key, said_before
from tourplanner.cli.desk.keyring import keyring
from tourplanner.cli.desk.ledger import opened
from tourplanner.errors import GoalError


def run(args: Namespace) -> int:
    """
    Let guests in on a ticket, or without one on their booking.

    Each scan has a key of its own: a ticket shown again is refused, saying when and where it was used.
    """
    if bool(args.code) is bool(args.booking):
        raise GoalError("give the code on a ticket, or --booking of guests who have lost theirs; not both")
    with opened(args) as desk:
        if args.booking:
            _without_ticket(args, desk)
            return 0
        ring, name = keyring(args), args.key or fresh(args)
        came = desk.redeem_ticket("".join(args.code), ring, key=name, by=args.by, session=args.session)
    if args.json:
        told.dump(came.model_dump(mode="json"))
    else:
        print(f"{came.guests} guests of {came.reference or came.booking[:8]} are in: {came.session}")
    return 0


def _without_ticket(args: Namespace, desk: Desk) -> None:
    """By the booking: one session, or all that are left. The key is made of both."""
    id = found.booking(desk, args.booking).id
    name = key(args, id, args.session)
    said_before(desk, id, name)
    desk.redeem(id, key=name, session=args.session)
    told.booking(desk.booking(id), as_json=args.json)
