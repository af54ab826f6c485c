"""``tourplanner check-data``: everything there is to say about an operator's tables."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.catalogue import examine, load
from tourplanner.catalogue.show import counts
from tourplanner.model.tables import safe


def run(args: Namespace) -> int:
    """Print problems and warnings; 2 if there are problems."""
    reading = examine(args.source, base=load(args.region))
    for problem in reading.problems:
        print(safe(problem))
    for warning in reading.warnings:
        print(f"warning: {safe(warning)}")
    if reading.catalogue is None:
        print(f"{len(reading.problems)} to mend, {len(reading.warnings)} to look at; nothing was loaded")
        return 2
    held = ", ".join(f"{number} {kind}" for kind, number in counts(reading.catalogue))
    print(f"can be used: {held}; {len(reading.warnings)} to look at")
    return 0
