"""``tourplanner desk promote``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk import told
from tourplanner.cli.desk.ledger import opened


def run(args: Namespace) -> int:
    """Offer what came free to those who wait; the holds that were made."""
    with opened(args) as desk:
        told.places([desk.place(id) for id in desk.promote()], as_json=args.json)
    return 0
