"""
The electronic handbook from a hundred villages to the city's 1,350: time, memory and size.

    python -m benchmarks.handbook [--sizes 100 200 400 800 1350] [--json FILE] [--markdown FILE]

Each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import tourplanner as tp
from benchmarks.report import Report, Row, apart, main, parser, peak_mb, timed
from tourplanner.testing import synthetic_region

ADDRESS = "https://handbook.example.vn"
SECONDS = 60
"""What the city's size must stay under."""


def built(villages: int, seed: int) -> Row:
    """One size, measured in this process."""
    guide = tp.guidebook(synthetic_region(villages, seed=seed))
    with TemporaryDirectory() as folder:
        with timed() as clock:
            out = tp.handbook(guide, Path(folder) / "handbook", address=ADDRESS)
        sizes = {path: path.stat().st_size for path in out.rglob("*") if path.is_file()}
        pages = sorted(size for path, size in sizes.items() if path.parent.name == "village" and path.suffix == ".html")
    return {
        "villages": villages,
        "pages": sum(path.suffix == ".html" for path in sizes),
        "seconds": clock.wall,
        "processor seconds": clock.processor,
        "peak MB": peak_mb(),
        "folder MB": sum(sizes.values()) / 1e6,
        "kB of a village's page": pages[len(pages) // 2] / 1e3,
    }


def measure(args: Namespace) -> Report:
    report = Report("handbook", args.seed)
    for size in args.sizes:
        report.add(apart("benchmarks.handbook", size, args.seed))
    last = report.rows[-1]
    kept = "Within" if last["seconds"] < SECONDS else "NOT within"
    report.notes.append(f"{kept} {SECONDS} seconds at {last['villages']} villages.")
    report.notes.append(
        f"synthetic_region(villages, seed={args.seed}) in Vietnamese and English with a sheet for every gate, from the "
        "guidebook to the folder in its place. Of a village's pages the middle one is given."
    )
    return report


def run(words: Sequence[str] | None = None) -> None:
    options = parser(__doc__)
    options.add_argument("--sizes", nargs="+", type=int, default=[100, 200, 400, 800, 1350])
    options.add_argument("--one", type=int, metavar="SIZE", help="measure one size in this process, print JSON")
    args = options.parse_args(words)
    if args.one:
        print(json.dumps(built(args.one, args.seed)))
    else:
        main(options, measure, words)


if __name__ == "__main__":
    run()
