"""``tourplanner desk extend``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk import found, told
from tourplanner.cli.desk.key import key, said_before
from tourplanner.cli.desk.ledger import opened


def run(args: Namespace) -> int:
    """Let a hold run on from now. The key is made of booking, length and when the hold ends so far."""
    with opened(args) as desk:
        held = found.booking(desk, args.booking)
        name = key(args, held.id, args.hold_for, held.expires)
        said_before(desk, held.id, name)
        desk.extend(held.id, key=name, ttl=args.hold_for)
        told.booking(desk.booking(held.id), as_json=args.json)
    return 0
