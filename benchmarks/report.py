"""What every benchmark shares: where it ran, how it is timed, and how its figures are printed and kept."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("tourplanner", "ortools", "numpy", "pydantic", "networkx", "folium", "typst", "icalendar")
Row = dict[str, Any]


@dataclass
class Clock:
    """Seconds that something took: by the clock on the wall, and of processor time in this process."""

    wall: float = 0.0
    processor: float = 0.0


@contextmanager
def timed() -> Iterator[Clock]:
    clock = Clock()
    wall, processor = time.perf_counter(), time.process_time()
    yield clock
    clock.wall, clock.processor = time.perf_counter() - wall, time.process_time() - processor


def peak_mb() -> float:
    """Most memory that this process, or one that it started, held, in millions of bytes."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if (status := Path("/proc/self/status")).is_file():
        # Linux counts in what the process that started this one held then.
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8"))
        own = int(found[1]) if found else own
    return max(own, started) * unit / 1e6


def apart(module: str, size: int, seed: int) -> Row:
    """The row that ``python -m module --one SIZE`` prints as JSON, from a process of its own."""
    command = [sys.executable, "-m", module, "--one", str(size), "--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module}, size {size}: {done.stderr}")
    row: Row = json.loads(done.stdout)
    return row


@dataclass
class Report:
    """The figures of one benchmark, each row with the same headings, and what is to be said about them."""

    name: str
    seed: int
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    packages: tuple[str, ...] = PACKAGES

    def add(self, row: Row) -> None:
        """Keep a row and say it at once on stderr: a benchmark may take minutes."""
        self.rows.append(row)
        print("  ".join(f"{name} {shown(value)}" for name, value in row.items()), file=sys.stderr, flush=True)

    def sown(self) -> str:
        """What chance was seeded with."""
        return f"seed {self.seed}"

    def document(self) -> dict[str, Any]:
        where = machine(self.packages)
        return {"benchmark": self.name, "machine": where, "seed": self.seed, "rows": self.rows, "notes": self.notes}

    def text(self) -> str:
        """Everything as Markdown: one table, then notes and the machine."""
        return "\n".join([*table(self.rows), "", *self.remarks()])

    def remarks(self) -> list[str]:
        """Notes and the machine, a line each."""
        notes = [f"- {note}" for note in self.notes]
        where = machine(self.packages)
        versions = ", ".join(f"{name} {number}" for name, number in where["packages"].items())
        notes += [
            f"- Measured on {where['date']}, {where['cores']} cores ({where['processor']}), {where['system']}, "
            f"Python {where['python']}, {versions}; {self.sown()}; load when it ended: {where['load']}."
        ]
        return notes


def table(rows: Sequence[Row]) -> list[str]:
    """Rows with the same headings as lines of Markdown."""
    head = list(rows[0]) if rows else []
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(shown(row[name]) for name in head) + " |" for row in rows]


def shown(value: Any) -> str:
    """A figure as it is printed: fractions short, lists with commas, nothing as a dash."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def machine(packages: Sequence[str] = PACKAGES) -> dict[str, Any]:
    """Date, machine and versions."""
    return {
        "date": date.today().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown",
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in packages},
    }


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or "unknown processor"


def _version(name: str) -> str:
    if name == "tourplanner":
        from tourplanner import __version__

        return __version__
    return version(name)


def parser(doc: str | None) -> ArgumentParser:
    """Options common to all benchmarks."""
    options = ArgumentParser(description=(doc or "").strip().splitlines()[0])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", type=Path, metavar="FILE", help="keep the figures as JSON")
    options.add_argument("--markdown", type=Path, metavar="FILE", help="put the table between its marks in this page")
    return options


def main(options: ArgumentParser, measure: Callable[[Namespace], Report], words: Sequence[str] | None = None) -> Report:
    """Measure, print, and keep where asked to."""
    args = options.parse_args(words)
    report = measure(args)
    print(report.text())
    if args.json:
        args.json.write_text(json.dumps(report.document(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if args.markdown:
        put(args.markdown, report)
    return report


def put(page: Path, report: Report) -> None:
    """Replace what stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``."""
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- begin {report.name} -->", f"<!-- end {report.name} -->"
    if begin not in text or end not in text:
        raise SystemExit(f"{page} has no {begin} and {end}")
    before, after = text.split(begin)[0], text.split(end)[1]
    page.write_text(f"{before}{begin}\n{report.text()}\n{end}{after}", encoding="utf-8")
