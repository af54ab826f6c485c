"""``tourplanner desk audit``."""

from __future__ import annotations

import json
from argparse import Namespace

from tourplanner.booking import Desk
from tourplanner.cli.desk import found
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.told import at, dump
from tourplanner.errors import UnknownIdError
from tourplanner.model.tables import text_table

DONE, DIFFERENT = 0, 2


def run(args: Namespace) -> int:
    """List what was done, or replay it; 2 if the ledger is not what it leads to."""
    with opened(args) as desk:
        if args.check:
            return checked(desk, as_json=args.json)
        entries = desk.audit(_subject(desk, args.booking))
    if args.json:
        dump([entry.model_dump(mode="json") | {"changes": json.loads(entry.changes)} for entry in entries])
    elif entries:
        rows = [(each.number, at(each.at), each.operation, each.subject, each.key or "") for each in entries]
        print(text_table(("no.", "at", "operation", "subject", "key"), rows, right=(0,)))
    else:
        print("nothing was done yet")
    return DONE


def checked(desk: Desk, *, as_json: bool) -> int:
    """Compare every table with what the log says."""
    entries, differ = len(desk.audit()), desk.differences()
    if as_json:
        dump({"entries": entries, "differences": differ})
    elif differ:
        print(f"somebody wrote past the desk: {', '.join(differ)} differ from the log")
    else:
        print(f"the ledger is what its {entries} entries say")
    return DIFFERENT if differ else DONE


def _subject(desk: Desk, asked: str | None) -> str | None:
    """A booking's id, or the name of what else was changed, such as a cooperative."""
    try:
        return None if asked is None else found.booking(desk, asked).id
    except UnknownIdError:
        if not desk.audit(asked):
            raise
        return asked
