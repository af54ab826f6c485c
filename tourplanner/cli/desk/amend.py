"""``tourplanner desk amend``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.booking import Booking
from tourplanner.cli.desk import found, told
from tourplanner.cli.desk.key import key, said_before
from tourplanner.cli.desk.ledger import opened
from tourplanner.errors import GoalError
from tourplanner.model import Party


def run(args: Namespace) -> int:
    """Change party, sessions, day or price, all of it or nothing. The key is made of the booking and all of these."""
    asked = (args.party, args.children, args.language, args.move, args.on, args.price)
    if all(each in (None, []) for each in asked):
        raise GoalError("what is to change? Give --party, --children, --language, --move, --on or --price")
    with opened(args) as desk:
        before = found.booking(desk, args.booking)
        name = key(args, before.id, *asked)
        said_before(desk, before.id, name)
        desk.amend(before.id, key=name, party=_party(args, before), moves=dict(args.move), on=args.on, price=args.price)
        told.booking(desk.booking(before.id), as_json=args.json)
    return 0


def _party(args: Namespace, before: Booking) -> Party | None:
    """The whole new party: what is not named stays as it is."""
    if args.party is None and args.children is None and not args.language:
        return None
    now = before.party
    return Party(
        adults=now.adults if args.party is None else args.party,
        children=now.children if args.children is None else args.children,
        languages=tuple(args.language) or now.languages,
    )
