"""
Team orienteering with time windows: any file in the format of Solomon's and Cordeau's adapted instances.

    python -m benchmarks.toptw FILES… [--routes 1 2 3 4] [--seconds 10] [--json out.json] [--versus pyvrp ortools vroom]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks.instances.toptw import read
from benchmarks.orienteering_run import Family, main

FAMILY = Family("toptw", read, (1, 2, 3, 4))


def run(words: Sequence[str] | None = None) -> int:
    return main(FAMILY, __doc__, words)


if __name__ == "__main__":
    sys.exit(run())
