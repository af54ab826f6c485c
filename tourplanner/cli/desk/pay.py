"""``tourplanner desk pay``."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.desk import found, told
from tourplanner.cli.desk.key import key, said_before
from tourplanner.cli.desk.ledger import opened


def run(args: Namespace) -> int:
    """
    Record money. The key is made of booking, kind, amount and reference.

    Two payments of the same amount need two references.
    """
    kind = "refund" if args.refund else "deposit" if args.deposit else "payment"
    with opened(args) as desk:
        id = found.booking(desk, args.booking).id
        name = key(args, id, kind, args.amount, args.reference)
        said_before(desk, id, name)
        if args.refund:
            desk.refund(id, args.amount, key=name, reference=args.reference)
        else:
            desk.pay(id, args.amount, key=name, deposit=args.deposit, reference=args.reference)
        told.booking(desk.booking(id), as_json=args.json)
    return 0
