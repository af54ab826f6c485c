"""``tourplanner desk todo``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.told import at, dump
from tourplanner.model.tables import text_table


def run(args: Namespace) -> int:
    """What needs a human, by when it begins."""
    with opened(args) as desk:
        found = desk.to_do()
    if args.json:
        dump([each.model_dump(mode="json") for each in found])
    elif found:
        rows = [
            (at(each.begins), each.reference or each.booking[:8], each.session, each.code,
             f"{each.text.vi} / {each.text.en}")
            for each in found
        ]  # fmt: skip
        print(text_table(("begins", "booking", "session", "what", "why"), rows))
    else:
        print("nothing needs you")
    return 0
