"""``tourplanner desk pool``: a cooperative whose households share its guests."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from tourplanner.booking import Desk, Household, HouseholdShare
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.told import dump
from tourplanner.errors import GoalError, UnknownIdError
from tourplanner.model.tables import text_table


def run(args: Namespace) -> int:
    """Make a cooperative known, or change it; what each household was dealt."""
    if bool(args.name) is not bool(args.household):
        raise GoalError("a cooperative needs both its --name and its --household ID=NAME in the order of their turns")
    with opened(args) as desk:
        if args.name:
            homes = [Household(id=id, name=name, turn=turn) for turn, (id, name) in enumerate(args.household, 1)]
            desk.found(args.pool, args.name, homes)
        shares = households(desk, args.pool)
    if args.json:
        dump([share.model_dump() for share in shares])
    else:
        rows = [(share.household, share.name, share.guests, share.sessions) for share in shares]
        print(text_table(("household", "name", "guests", "sessions"), rows, right=(2, 3)))
    return 0


def households(desk: Desk, pool: str) -> Sequence[HouseholdShare]:
    """What the households of a cooperative were dealt. UnknownIdError if there is none of that id."""
    shares = desk.shares(pool)
    if not shares:
        raise UnknownIdError("pool", pool)
    return shares
