"""``tourplanner desk duty``: which households of a cooperative take guests on which days."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, time, timedelta

from tourplanner.booking import Desk, Duty
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.told import dump
from tourplanner.errors import GoalError
from tourplanner.model import HANOI
from tourplanner.model.tables import text_table


def run(args: Namespace) -> int:
    """Put a household on duty from one day to another, both included, or take it off and deal its guests anew."""
    last = args.until or args.since
    begin, end = (datetime.combine(day, time(), HANOI) for day in (args.since, last + timedelta(days=1)))
    if last < args.since:
        raise GoalError(f"--until {last} is before --since {args.since}")
    with opened(args) as desk:
        if args.off:
            return _off(args, desk, begin, end)
        desk.on_duty(args.pool, [Duty(household=args.household, begin=begin, end=end, places=args.places)])
    if args.json:
        dump([])
    else:
        print(f"{args.household} takes up to {args.places} guests at a time from {args.since} to {last}")
    return 0


def _off(args: Namespace, desk: Desk, begin: datetime, end: datetime) -> int:
    moved = desk.drop_out(args.pool, args.household, begin=begin, end=end)
    rows = [(booking, *part) for booking, parts in moved.items() for part in parts]
    if args.json:
        dump([dict(zip(("booking", "session", "household", "guests"), row, strict=True)) for row in rows])
    elif rows:
        known = {id: desk.booking(id).reference or id[:8] for id in moved}
        shown = [(known[booking], *rest) for booking, *rest in rows]
        print(text_table(("booking", "session", "goes to", "guests"), shown, right=(3,)))
    else:
        print(f"{args.household} is off duty; it had no guests to deal anew")
    return 0
