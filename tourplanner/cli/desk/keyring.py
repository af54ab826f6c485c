"""The office's keys, which sign tickets and answers."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from tourplanner.booking.tickets import Keyring, load_keyring, save_keyring
from tourplanner.cli.desk.ledger import where
from tourplanner.cli.desk.options import KEYS
from tourplanner.errors import GoalError


def keyring(args: Namespace) -> Keyring:
    """
    The keys in the file that is named, or in that beside the ledger; made if there are none and the office is named.

    Raises
    ------
    GoalError
        If no file is named and the ledger is none, or it is not there and no office is named.
    """
    path = _file(args)
    if path.exists():
        return load_keyring(path)
    if not args.office:
        raise GoalError(f"there is no keyring {path}; make it with --office NAME")
    ring = Keyring.new(args.office)
    save_keyring(ring, path)
    return ring


def _file(args: Namespace) -> Path:
    named = args.keys or os.environ.get(KEYS)
    if named:
        return Path(named)
    ledger = where(args).removeprefix("sqlite:///")
    if "://" in ledger:
        raise GoalError(f"which keyring? Give --keys FILE, or set the variable {KEYS}")
    return Path(ledger).with_suffix(".keys.json")
