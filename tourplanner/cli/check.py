"""``tourplanner check``: an operator's programme on a day."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from tourplanner.cli.asked import law, region
from tourplanner.errors import GoalError
from tourplanner.model import Party, vehicles
from tourplanner.programme import Programme, read_programme
from tourplanner.programme.reported import report_text

ERRORS = 4
"""Exit code if the programme has errors."""


def run(args: Namespace) -> int:
    """Read, check and print; 4 if there are errors."""
    programme = read(args)
    report = programme.check(args.on, **terms(args), guide=args.guide, walk_m=args.walk_metres)
    if args.json:
        print(json.dumps(report.data(), ensure_ascii=False, indent=1))
    else:
        print(f"{programme}\n" if not args.quiet else "", end="\n" if not args.quiet else "")
        print(report_text(report, args.text))
    return ERRORS if report.errors else 0


def read(args: Namespace) -> Programme:
    """The programme in a file, or on standard input for "-"."""
    text = sys.stdin.read() if str(args.source) == "-" else None
    return read_programme(args.source if text is None else f"{text}\n\n", region(args))


def terms(args: Namespace) -> dict[str, Any]:
    """Guests, vehicles, the day of booking and the law, as ``Programme.check`` takes them."""
    known = {vehicle.id: vehicle for vehicle in vehicles.ALL}
    unknown = [name for name in args.vehicle if name not in known]
    if unknown:
        raise GoalError(f"--vehicle: there is no {', '.join(unknown)}; there are {', '.join(known)}")
    party = Party(adults=args.pax, children=args.children, languages=tuple(args.language) or ("vi",))
    return {
        "party": party, "vehicle": tuple(known[name] for name in args.vehicle) or None, "booked": args.booked,
        "law": law(args),
    }  # fmt: skip
