"""``tourplanner desk init``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.booking import init
from tourplanner.cli.desk.ledger import discreet, where


def run(args: Namespace) -> int:
    """Make the tables, or bring those of an older version up to date."""
    with discreet():
        store = init(where(args))
        store.close()
    print(f"the ledger is ready: {store.url}")
    return 0
