"""
OSRM's library over contracted files of the extract, with OSRM's own profile for cars: its own speeds.

The files are made here, which takes most of the time, unless OSRM_FILES says what the names of some begin with, as
/tmp/hanoi.osrm.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.peers.roads import Case, Step, made, matrix


def steps(case: Case) -> Iterator[Step]:
    import osrm

    if "OSRM_FILES" in os.environ:
        yield from _asked("load files made before", Path(os.environ["OSRM_FILES"]), case)
        return
    profile = Path(osrm.__file__).parent / "share" / "profiles" / "car.lua"
    with TemporaryDirectory() as folder:
        files = Path(folder) / "region.osrm"
        extract = files.with_suffix(".osm.pbf")
        extract.symlink_to(case.extract)
        yield made("extract, once", lambda: _tool("extract", "-p", str(profile), str(extract)))[1]
        yield made("contract, once", lambda: _tool("contract", str(files)))[1]
        yield from _asked("load", files, case)


def _asked(loading: str, files: Path, case: Case) -> Iterator[Step]:
    import osrm

    options = {"use_shared_memory": False, "max_locations_distance_table": -1}
    library, step = made(loading, lambda: osrm.OSRM(algorithm="CH", storage_config=str(files), **options))
    yield step
    for count in case.sizes:
        yield matrix("matrix", count, partial(_seconds, library, case.coordinates(count)))


def _tool(name: str, *options: str) -> None:
    command = [sys.executable, "-m", "osrm", name, "--threads", "1", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def _seconds(library: Any, places: list[tuple[float, float]]) -> Any:
    import osrm

    answer = library.Table(osrm.TableParameters(coordinates=places, annotations=["duration"]))
    return np.array([list(row) for row in answer["durations"]], float)
