"""
What `import tourplanner` costs beside `import pydantic, networkx`, in one run on one machine.

    python -m benchmarks.importtime [runs]

Fresh interpreters take turns; the median of each is taken, less the median of an interpreter that imports nothing.
"front door" adds the values and the catalogue that a first line of work touches.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

SUBJECTS = {
    "nothing": "pass",
    "pydantic, networkx": "import pydantic, networkx",
    "tourplanner": "import tourplanner",
    "front door": "import tourplanner; tourplanner.Goal, tourplanner.Catalogue, tourplanner.DataError",
}


def seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main(runs: int) -> None:
    taken: dict[str, list[float]] = {name: [] for name in SUBJECTS}
    for _ in range(runs + 1):
        for name, code in SUBJECTS.items():
            taken[name].append(seconds(code))
    # The first round fills the file cache.
    medians = {name: statistics.median(each[1:]) for name, each in taken.items()}
    base = medians["pydantic, networkx"] - medians["nothing"]
    for name, median in medians.items():
        own = median - medians["nothing"]
        print(f"{name:20} {1000 * own:7.1f} ms   {own / base:5.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
