"""``tourplanner desk confirm``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk import found, told
from tourplanner.cli.desk.key import key, said_before
from tourplanner.cli.desk.ledger import opened


def run(args: Namespace) -> int:
    """Turn a hold into a booking. The key is made of the booking."""
    with opened(args) as desk:
        id = found.booking(desk, args.booking).id
        name = key(args, id)
        said_before(desk, id, name)
        desk.confirm(id, key=name)
        told.booking(desk.booking(id), as_json=args.json)
    return 0
