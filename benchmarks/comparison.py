"""What runs of several solvers on the same instances come to: lines as they come, tables, and JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.report import Report, Row, table

OURS = "tourplanner"
HEAD = "instance            m solver        seed    score    known   gap %  best at   cpu s"


@dataclass(frozen=True, slots=True)
class Run:
    """
    One solver once on one instance. ``score`` is the judge's, 0 if it found ``faults``; None if the solver ``cannot``.
    ``routes`` are vertices by their numbers in the file, for each tour in order.
    """

    file: str
    instance: str
    family: str
    tours: int
    solver: str
    seed: int
    score: Decimal | None
    known: Decimal | None
    source: str
    bound: Decimal | None
    best_at_s: float | None
    spent_s: float | None
    work: int | None
    routes: dict[int, list[int]]
    faults: tuple[str, ...]
    cannot: str

    @property
    def gap(self) -> float | None:
        """Percent below the best known value; below 0 where it is beaten, None where one of them is missing."""
        if self.score is None or not self.known:
            return None
        return float(100 * (self.known - self.score) / self.known)

    def line(self) -> str:
        words = [f"{self.instance:18} {self.tours:2} {self.solver:13} {self.seed:4} {said(self.score):>8}"]
        words += [f"{said(self.known):>8} {_fraction(self.gap, 2):>7}"]
        words += [f"{_fraction(self.best_at_s, 2):>8} {_fraction(self.spent_s, 2):>7}"]
        proven = self.score is not None and self.score == self.bound
        words += ["proven"] * proven + [f"cannot: {self.cannot}"] * bool(self.cannot)
        return " ".join([*words, *(f"INVALID: {fault}" for fault in self.faults[:1])])


def said(value: Decimal | None) -> str:
    """Whole where it is whole."""
    return "–" if value is None else f"{value.normalize():f}"


def _fraction(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


@dataclass
class Comparison(Report):
    """All runs of a benchmark; ``rows`` is their summary."""

    runs: list[Run] = field(default_factory=list)
    settings: Row = field(default_factory=dict)
    seeds: tuple[int, ...] = ()

    def sown(self) -> str:
        return f"seed{'s' * (len(self.seeds) > 1)} {', '.join(map(str, self.seeds))}"

    def document(self) -> dict[str, Any]:
        runs = [asdict(run) | {"gap": run.gap} for run in self.runs]
        self.rows = summary(self.runs)
        return super().document() | {"settings": self.settings, "runs": runs}

    def keep(self, path: Path) -> None:
        """Write everything so far; the file is whole at any moment."""
        unfinished = path.with_name(path.name + ".part")
        words = json.dumps(self.document(), ensure_ascii=False, indent=1, default=_plain)
        unfinished.write_text(words + "\n", encoding="utf-8")
        os.replace(unfinished, path)

    def text(self) -> str:
        """Summary, mean gaps by family and number of routes, and every case, as Markdown."""
        self.rows = summary(self.runs)
        parts = [*table(self.rows), "", "Mean gap to the best known value, in percent:", "", *table(gaps(self.runs))]
        parts += ["", "<details><summary>Every case</summary>", "", *table(cases(self.runs)), "", "</details>", ""]
        return "\n".join([*parts, *self.remarks()])


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    raise TypeError(f"{value!r} is no JSON")


def summary(runs: Sequence[Run]) -> list[Row]:
    """A row per solver over all, over each number of routes and over each family."""
    groups = [("all", [*runs])]
    groups += [(f"m = {m}", [run for run in runs if run.tours == m]) for m in _seen(run.tours for run in runs)]
    groups += [(name, [run for run in runs if run.family == name]) for name in _seen(run.family for run in runs)]
    return [
        _row(name, solver, [run for run in group if run.solver == solver])
        for name, group in groups
        for solver in _seen(run.solver for run in runs)
    ]


def _row(group: str, solver: str, runs: Sequence[Run]) -> Row:
    done = [run for run in runs if run.score is not None]
    gaps = [run.gap for run in done if run.gap is not None]
    points = [run.score for run in done if run.score is not None]
    found = [run.best_at_s for run in done if run.best_at_s is not None]
    spent = [run.spent_s for run in done if run.spent_s is not None]
    return {
        "instances": group,
        "solver": solver,
        "runs": len(done),
        "mean score": _mean(map(float, points)),
        "mean gap %": _mean(gaps),
        "worst gap %": max(gaps, default=None),
        "best known reached %": _mean(100.0 * (gap <= 0) for gap in gaps),
        "better": sum(gap < 0 for gap in gaps),
        "invalid": sum(bool(run.faults) for run in runs),
        "best at s": _mean(found),
        "processor s": _mean(spent),
    }


def gaps(runs: Sequence[Run]) -> list[Row]:
    """A row per family and number of routes, a column per solver."""
    keys = _seen((run.family, run.tours) for run in runs)
    rows: list[Row] = []
    for family, tours in keys:
        here = [run for run in runs if (run.family, run.tours) == (family, tours)]
        row: Row = {"family": family, "m": tours}
        for solver in _seen(run.solver for run in runs):
            row[solver] = _mean(run.gap for run in here if run.solver == solver and run.gap is not None)
        rows.append(row)
    return rows


def cases(runs: Sequence[Run]) -> list[Row]:
    """A row per instance and number of routes: each solver's score (of several seeds, the mean) and gap."""
    rows: list[Row] = []
    for instance, tours in _seen((run.instance, run.tours) for run in runs):
        here = [run for run in runs if (run.instance, run.tours) == (instance, tours)]
        row: Row = {"instance": instance, "m": tours, "best known": said(here[0].known)}
        for solver in _seen(run.solver for run in runs):
            row |= _columns(solver, [run for run in here if run.solver == solver])
        rows.append(row)
    return rows


def _columns(solver: str, runs: Sequence[Run]) -> Row:
    scores = [float(run.score) for run in runs if run.score is not None]
    gap = _mean(run.gap for run in runs if run.gap is not None)
    score = _fraction(_mean(scores), 1).removesuffix(".0")
    columns = {solver: score if gap is None else f"{score} ({gap:.1f} %)"}
    if solver == OURS:
        columns["best at s"] = _fraction(_mean(run.best_at_s for run in runs if run.best_at_s is not None), 1)
    return columns


def _mean(values: Iterable[float]) -> float | None:
    all_of_them = [*values]
    return fmean(all_of_them) if all_of_them else None


def _seen(values: Iterable[Any]) -> list[Any]:
    """Each once, in the order of first sight."""
    return [*dict.fromkeys(values)]
