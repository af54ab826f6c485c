"""``tourplanner desk waiting``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk import told
from tourplanner.cli.desk.ledger import opened


def run(args: Namespace) -> int:
    """Who is in the line, in order of arrival."""
    with opened(args) as desk:
        told.places(desk.waiting(), as_json=args.json)
    return 0
