"""The compiled loops against the same loops run as plain Python: same routes, same values, same work."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from planning_cases import Case, prices_for, tiny

from tourplanner.errors import TourplannerError
from tourplanner.planning.kernels.jit import PLAIN, ready
from tourplanner.planning.kernels.labels import grown
from tourplanner.planning.price import Pricer
from tourplanner.planning.rows import Master
from tourplanner.planning.search import search

CASES = [
    (seed, case, beam)
    for seed in range(12)
    for case in (
        Case(visits=(4, 6)),
        Case(visits=(4, 6), lunch=True, apart=True, odd_seconds=True),
        Case(visits=(4, 6), apart=True, odd_seconds=True, hourly=True),
    )
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


def test_a_line_of_progress_says_that_loops_are_compiled(monkeypatch):
    said = []
    problem = tiny(1)
    assert ready(grown) or not grown.signatures
    for known in (True, False):
        monkeypatch.setattr("tourplanner.planning.search.ready", lambda _, known=known: known)
        with suppress(TourplannerError):
            search(problem, Master((), ()), progress=lambda what, *_: said.append(what))
        assert ("compiling, once on this machine" in said) is not known


def test_kernels_kept_on_disk_are_known(tmp_path, monkeypatch):
    class Fake:
        signatures, __module__, __name__ = (), "some.where", "loop"
        stats = SimpleNamespace(cache_path=str(tmp_path))

    monkeypatch.setattr("tourplanner.planning.kernels.jit.PLAIN", False)
    assert not ready(Fake())
    (tmp_path / "where.loop-12.py311.nbi").touch()
    assert ready(Fake())


if __name__ == "__main__":
    assert PLAIN
    print(json.dumps([priced(*case) for case in CASES]))
