"""``tourplanner desk``: quote, offer, hold, confirm, cancel and keep the books. One file for each of its commands."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module


def run(args: Namespace) -> int:
    """The command that was named."""
    code: int = import_module(f"tourplanner.cli.desk.{args.what}").run(args)
    return code
