"""Running the peers one after the other, and their rows beside ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.report import Row

OURS = "tourplanner"
PEERS = {
    OURS: "packaged",
    "scipy, Dijkstra": "scipy_dijkstra",
    "routingkit-cch": "routingkit",
    "OSRM, contracted": "osrm_table",
}
"""What the rows call it, and its module here."""
PYTHON = {"osrm_table": "OSRM_PYTHON"}
"""The variable that may name another interpreter, for a package that does not install on every one."""
MISSING = 3
"""The exit code where a peer's package is not installed."""
ROOT = Path(__file__).parents[3]


def rows(case: Path) -> Iterator[Row]:
    """
    Every peer's steps over one case, ours first.

    ``times ours`` compares processor seconds of the same step between as many places.
    """
    ours: dict[tuple[str, int], float] = {}
    for name, module in PEERS.items():
        steps = apart(module, case)
        if steps is None:
            yield _row(name, {"step": "not installed"}, None)
        for step in steps or ():
            what = step["step"], step["places"]
            if name == OURS:
                ours[what] = step["processor_s"]
            yield _row(name, step, step["processor_s"] / ours[what] if what in ours else None)


def apart(module: str, case: Path) -> list[dict[str, Any]] | None:
    """A peer's steps, measured in a process of its own; None where its package is not installed."""
    python = os.environ.get(PYTHON.get(module, ""), sys.executable)
    command = [python, "-m", "benchmarks.peers.roads", module, str(case.resolve())]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode == MISSING:
        return None
    if done.returncode:
        raise SystemExit(f"{module}: {done.stderr}")
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _row(name: str, step: dict[str, Any], ratio: float | None) -> Row:
    places = step.get("places")
    return {
        "router": name, "step": step["step"], "from × to": None if places is None else f"{places} × {places}",
        "seconds": step.get("seconds"), "processor seconds": step.get("processor_s"), "times ours": ratio,
        "peak MB so far": step.get("peak_mb"), "mean minutes": step.get("mean_minutes"),
    }  # fmt: skip
