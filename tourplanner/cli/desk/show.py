"""``tourplanner desk show``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk import found, told
from tourplanner.cli.desk.ledger import opened


def run(args: Namespace) -> int:
    """A booking as it stands."""
    with opened(args) as desk:
        told.booking(found.booking(desk, args.booking), as_json=args.json)
    return 0
