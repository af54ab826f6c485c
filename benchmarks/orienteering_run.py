"""
Solve instances of a family of files one after another, judge every solution by its file, and say how near it is to the
best known value; peers, if asked for, solve the same case in the same run with the same processor seconds, one thread.
"""

from __future__ import annotations

import signal
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks.comparison import HEAD, OURS, Comparison, Run
from benchmarks.instances.instance import Instance, orienteering
from benchmarks.instances.sheet import MalformedError
from benchmarks.known import Known, Table
from benchmarks.peers import PEERS, CannotError, Found, MissingError, Peer, Routes, Task, peer
from benchmarks.report import put
from benchmarks.verify import verify
from tourplanner.planning.orienteering import Orienteering

INVALID, MALFORMED, INTERRUPTED = 1, 2, 130
"""Exit codes: a solution of ours broke a rule; an input cannot be used; ended by the user."""


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of file: its name, its reader, and for how many routes it is solved if nobody says (None: as it says)."""

    kind: str
    read: Callable[[Path], Instance]
    routes: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An instance with a number of tours."""

    instance: Instance
    tours: int
    known: Known | None


@dataclass(frozen=True, slots=True)
class Solved:
    """What a solver came back with; ``bound`` and ``work`` only ours has."""

    found: Found
    bound: int | None = None
    work: int | None = None


Solver = Callable[[Orienteering, int], Solved]
"""From a problem and a seed."""


def main(family: Family, doc: str | None, words: Sequence[str] | None = None) -> int:
    """Everything from the command line to the exit code."""
    args = options(family, doc).parse_args(words)
    try:
        _ways_out(args)
        cases, solvers = _cases(family, args), _solvers(args)
    except (MalformedError, MissingError) as error:
        print(error, file=sys.stderr)
        return MALFORMED
    report = Comparison(args.table, args.seeds[0], seeds=tuple(args.seeds))
    report.packages = ("tourplanner", "ortools", "numpy", "numba", *_packages(args.versus))
    limit = f"{args.work} units of work" if args.work else f"{args.seconds:g} processor seconds"
    report.settings = {"seconds": args.seconds, "work": args.work, "solvers": [*solvers], "seeds": args.seeds}
    report.notes.append(f"One thread, {limit} per run; every solution recomputed from its file.")
    interrupted = _run(family, cases, solvers, args, report)
    if report.runs:
        _close(report, args, interrupted)
    if interrupted:
        return INTERRUPTED
    return INVALID if any(run.faults for run in report.runs if run.solver == OURS) else 0


def options(family: Family, doc: str | None) -> ArgumentParser:
    """The command line of a family."""
    first, *_ = (doc or "").strip().splitlines()
    given = ArgumentParser(prog=f"python -m benchmarks.{family.kind}", description=first)
    given.add_argument("files", nargs="+", type=Path, metavar="FILE")
    default = " ".join(map(str, family.routes)) if family.routes else "as many as the file asks for"
    given.add_argument("--routes", nargs="+", type=_positive, metavar="M", default=family.routes, help=f"({default})")
    given.add_argument("--seconds", type=_seconds, default=10.0, help="processor seconds for each run (10)")
    given.add_argument("--work", type=_positive, help="stop ours by work instead: the same answer on every machine")
    given.add_argument("--seeds", nargs="+", type=_seed, default=[1], metavar="SEED")
    given.add_argument("--versus", nargs="+", default=[], choices=[*PEERS], metavar="PEER", help=", ".join(PEERS))
    given.add_argument("--bks", type=Path, metavar="FILE", help="best known values (bks.csv beside each instance)")
    given.add_argument("--json", type=Path, metavar="FILE", help="keep every run, written anew after each")
    given.add_argument("--markdown", type=Path, metavar="FILE", help="put the tables between their marks in this page")
    given.add_argument("--table", default=family.kind, metavar="NAME", help=f"the marks' name ({family.kind})")
    return given


def _positive(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise ArgumentTypeError(f"need a whole number from 1, got {word!r}")
    return int(word)


def _seed(word: str) -> int:
    if not word.isdecimal():
        raise ArgumentTypeError(f"need a whole number from 0, got {word!r}")
    return int(word)


def _seconds(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise ArgumentTypeError(f"need a number of seconds above 0, got {word!r}")
    return value


def _ways_out(args: Namespace) -> None:
    """Hours of work are not to end at a folder that is not there."""
    faults = []
    if args.json and not args.json.parent.is_dir():
        faults.append(f"--json {args.json}: there is no folder {args.json.parent}")
    if args.markdown:
        page = args.markdown.read_text(encoding="utf-8") if args.markdown.is_file() else ""
        faults += [
            f"--markdown {args.markdown}: has no {mark}"
            for mark in (f"<!-- begin {args.table} -->", f"<!-- end {args.table} -->")
            if mark not in page
        ]
    if faults:
        raise MalformedError(faults)


def _cases(family: Family, args: Namespace) -> list[Case]:
    """All instances of the call, read before the first is solved; every fault of every file at once."""
    faults: list[str] = []
    instances: list[Instance] = []
    for path in args.files:
        try:
            instances.append(family.read(path))
        except MalformedError as error:
            faults.append(str(error))
    table = Table(args.bks)
    cases = []
    for instance in instances:
        for tours in args.routes or (instance.tours or 1,):
            try:
                cases.append(Case(instance, tours, table.of(instance, tours)))
            except MalformedError as error:
                faults.append(str(error))
    if faults:
        raise MalformedError([*dict.fromkeys(faults)])
    return cases


def _solvers(args: Namespace) -> dict[str, Solver]:
    solvers: dict[str, Solver] = {OURS: lambda problem, seed: _ours(problem, seed, args)}
    for name in args.versus:
        solvers[name] = _theirs(peer(name), args.seconds)
    return solvers


def _ours(problem: Orienteering, seed: int, args: Namespace) -> Solved:
    from tourplanner.planning.orienteering import orienteer
    from tourplanner.planning.stop import Seconds, Work

    since = time.process_time()
    answer = orienteer(problem, stop=Work(args.work) if args.work else Seconds(args.seconds), seed=seed)
    found = Found(answer.routes, answer.found_at_s, time.process_time() - since)
    return Solved(found, answer.bound, answer.work)


def _theirs(solve: Peer, seconds: float) -> Solver:
    return lambda problem, seed: Solved(solve(Task(problem, seconds, seed)))


def _packages(names: Sequence[str]) -> list[str]:
    return [package for name, package in (("pyvrp", "pyvrp"), ("vroom", "pyvroom")) if any(name in n for n in names)]


def _run(family: Family, cases: list[Case], solvers: dict[str, Solver], args: Namespace, report: Comparison) -> bool:
    """Run all; whether the user ended it. A solver that catches the interruption itself returns, and is the last."""
    asked = []

    def interrupt(number: int, _: object) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        _warm(cases[0])
        print(HEAD, flush=True)
        for run in _runs(family, cases, solvers, args.seeds):
            report.runs.append(run)
            print(run.line(), flush=True)
            if args.json:
                report.keep(args.json)
            if asked:
                break
    except KeyboardInterrupt:
        asked.append(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    return bool(asked)


def _warm(case: Case) -> None:
    """Compile, or fetch what was compiled before, so that it is not counted on the first case."""
    from tourplanner.planning.orienteering import orienteer
    from tourplanner.planning.stop import Work

    print("preparing compiled loops …", file=sys.stderr, flush=True)
    orienteer(orienteering(case.instance, case.tours), stop=Work(1))


def _runs(family: Family, cases: list[Case], solvers: dict[str, Solver], seeds: list[int]) -> Iterator[Run]:
    for case in cases:
        problem = orienteering(case.instance, case.tours)
        for seed in seeds:
            for name, solve in solvers.items():
                yield _judged(family, case, name, seed, *_tried(solve, problem, seed))


def _tried(solve: Solver, problem: Orienteering, seed: int) -> tuple[Solved, tuple[str, ...], str]:
    """What a solver finds, what went wrong, and why it cannot."""
    nothing = Solved(Found((), None, 0.0))
    try:
        return solve(problem, seed), (), ""
    except CannotError as error:
        return nothing, (), str(error)
    except Exception as error:  # A solver's crash is its result, and hours of other runs go on.
        return nothing, (f"{type(error).__name__}: {error}",), ""


def _judged(
    family: Family, case: Case, solver: str, seed: int, solved: Solved, faults: tuple[str, ...], cannot: str
) -> Run:
    """A row of the table, by what the judge says of the routes."""
    instance, unit = case.instance, case.instance.points_unit()
    routes = _by_tour(instance, solved.found.routes)
    verdict = verify(instance.path, family.kind, [*routes.items()], most=case.tours, decimals=instance.decimals)
    faults += verdict.faults
    return Run(
        file=str(instance.path),
        instance=instance.path.stem,
        family=instance.family,
        tours=case.tours,
        solver=solver,
        seed=seed,
        score=None if cannot else Decimal(0) if faults else verdict.score,
        known=case.known.value if case.known else None,
        source=case.known.source if case.known else "",
        bound=None if solved.bound is None else Decimal(solved.bound) / unit,
        best_at_s=solved.found.found_at_s,
        spent_s=None if cannot else solved.found.spent_s,
        work=solved.work,
        routes=routes,
        faults=faults,
        cannot=cannot,
    )


def _by_tour(instance: Instance, routes: Routes) -> dict[int, list[int]]:
    """Routes under the numbers of their tours, visits as vertices of the file."""
    made: dict[int, list[int]] = {}
    nth: dict[int, int] = {}
    for kind, visits in routes:
        tour = instance.tour(kind, nth.setdefault(kind, 0))
        nth[kind] += 1
        made[tour] = [instance.stops[visit].number for visit in visits]
    return dict(sorted(made.items()))


def _close(report: Comparison, args: Namespace, interrupted: bool) -> None:
    if interrupted:
        report.notes.append("Ended by the user before the last case.")
    reasons = dict.fromkeys((run.solver, run.cannot) for run in report.runs if run.cannot)
    report.notes += [f"{solver} cannot: {why}." for solver, why in reasons]
    if args.json:
        report.keep(args.json)
    print(f"\n{report.text()}")
    if args.markdown and not interrupted:
        put(args.markdown, report)
