"""``tourplanner repair``: the nearest valid programme."""

from __future__ import annotations

import json
from argparse import Namespace

from tourplanner.cli.check import read, terms


def run(args: Namespace) -> int:
    """Read, repair and print the difference and the programme."""
    found = read(args).repair(
        args.keep, args.max_changes, args.on, **terms(args), **({"day": args.day} if args.day else {})
    )
    print(json.dumps(found.data(), ensure_ascii=False, indent=1) if args.json else found)
    return 0
