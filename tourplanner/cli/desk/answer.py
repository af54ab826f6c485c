"""``tourplanner desk answer``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk.key import fresh
from tourplanner.cli.desk.keyring import keyring
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.told import dump


def run(args: Namespace) -> int:
    """Note a supplier's yes or no from the code that came back; the last one in time counts."""
    with opened(args) as desk:
        said = desk.answer("".join(args.code), keyring(args), key=args.key or fresh(args), by=args.by)
    if args.json:
        dump(said.model_dump(mode="json"))
    else:
        who = said.household or "the host"
        print(f"{who} {'takes' if said.accepts else 'cannot take'} {said.guests} guests: {said.session}")
    return 0
