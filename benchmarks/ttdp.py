"""
Tourist trip design with opening hours per weekday and several tours: any TTDP file.

    python -m benchmarks.ttdp FILES… [--seconds 10] [--json out.json] [--versus pyvrp ortools vroom]

Each file says how many tours it wants; ``--routes`` overrides that, and then no best known value applies.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks.instances.ttdp import read
from benchmarks.orienteering_run import Family, main

FAMILY = Family("ttdp", read)


def run(words: Sequence[str] | None = None) -> int:
    return main(FAMILY, __doc__, words)


if __name__ == "__main__":
    sys.exit(run())
