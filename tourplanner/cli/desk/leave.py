"""``tourplanner desk leave``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk import found, told
from tourplanner.cli.desk.key import key
from tourplanner.cli.desk.ledger import opened


def run(args: Namespace) -> int:
    """Give up a place in the line. The key is made of the place."""
    with opened(args) as desk:
        id = found.place(desk, args.place).id
        desk.leave(id, key=key(args, id))
        told.places([desk.place(id)], as_json=args.json)
    return 0
