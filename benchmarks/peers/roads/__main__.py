"""One peer in this process: its steps as JSON, or why it is not here."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.peers.roads import Case
from benchmarks.peers.roads.running import MISSING

if __name__ == "__main__":
    name, case = sys.argv[1:]
    try:
        steps = list(import_module(f"benchmarks.peers.roads.{name}").steps(Case.read(Path(case))))
    except ModuleNotFoundError as error:
        print(error, file=sys.stderr)
        sys.exit(MISSING)
    print(json.dumps([asdict(each) for each in steps]))
