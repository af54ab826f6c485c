"""OSRM's library over contracted files, made here of the extract with OSRM's own profile for cars: its own speeds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.peers.roads import Case, Step, made, matrix


def steps(case: Case) -> Iterator[Step]:
    import osrm

    profile = Path(osrm.__file__).parent / "share" / "profiles" / "car.lua"
    with TemporaryDirectory() as folder:
        files = Path(folder) / "region.osrm"
        extract = files.with_suffix(".osm.pbf")
        extract.symlink_to(Path(case.extract).resolve())
        yield made("extract, once", lambda: _tool("extract", "-p", str(profile), str(extract)))[1]
        yield made("contract, once", lambda: _tool("contract", str(files)))[1]

        def ready() -> Any:
            return osrm.OSRM(
                algorithm="CH", storage_config=str(files), use_shared_memory=False, max_locations_distance_table=-1
            )

        library, step = made("load", ready)
        yield step
        for count in case.sizes:
            places = case.coordinates(count)
            yield matrix("matrix", count, lambda places=places: _seconds(library, places))  # type: ignore[misc]


def _tool(name: str, *options: str) -> None:
    command = [sys.executable, "-m", "osrm", name, "--threads", "1", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def _seconds(library: Any, places: list[tuple[float, float]]) -> Any:
    import osrm

    answer = library.Table(osrm.TableParameters(coordinates=places, annotations=["duration"]))
    return np.array([list(row) for row in answer["durations"]], float)
