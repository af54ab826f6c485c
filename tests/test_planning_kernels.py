"""The compiled loops against the same loops run as plain Python: same routes, same values, same work."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from planning_cases import Case, prices_for, tiny

from tourplanner.planning.kernels.jit import PLAIN
from tourplanner.planning.price import Pricer

CASES = [
    (seed, case, beam)
    for seed in range(12)
    for case in (Case(visits=(4, 6)), Case(visits=(4, 6), lunch=True, apart=True, odd_seconds=True))
    for beam in (3, 1000)
]


def priced(seed, case, beam):
    """What pricing finds, to the last digit."""
    problem = tiny(seed, case)
    found = Pricer(problem, 0)(prices_for(problem, seed), above=-np.inf if seed % 2 else 20.0, keep=50, beam=beam)
    routes = [[*route.visits, route.meal, route.meal_after, route.drive_min, route.dates] for route in found.routes]
    return [routes, [float(value).hex() for value in found.values], found.labels, repr(found.most), found.complete]


def test_compiled_loops_do_what_plain_ones_do():
    tests = Path(__file__).parent
    environment = os.environ | {"TOURPLANNER_PLAIN": "1", "PYTHONPATH": f"{tests.parent}{os.pathsep}{tests}"}
    plain = subprocess.run(
        [sys.executable, "-W", "error", str(Path(__file__))],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(plain.stdout) == [priced(*case) for case in CASES]


if __name__ == "__main__":
    assert PLAIN
    print(json.dumps([priced(*case) for case in CASES]))
