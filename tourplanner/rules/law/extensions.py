"""Rules of installed packages: entry points of the group ``tourplanner.rules``."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from tourplanner.errors import DataError, Problem, TourplannerError
from tourplanner.rules.law.law import Law

GROUP = "tourplanner.rules"


@cache
def installed() -> Law:
    """See ``Law.installed``; looked for once in a process (``installed.cache_clear()`` looks again)."""
    law, problems = Law.packaged(), list[Problem]()
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            law = law + _law_of(point.load())
        except DataError as error:
            problems += [_named(point, problem) for problem in error.problems]
        # An extension is somebody else's code: whatever goes wrong in it is told under its name.
        except Exception as error:
            problems.append(_fault(point, error))
    if problems:
        raise DataError(problems)
    return law


def _law_of(found: Any) -> Law:
    """A law, the path of a rule pack, or a function that returns one of them."""
    if isinstance(found, Law):
        return found
    if isinstance(found, str | Path):
        return Law.load(found)
    if callable(found):
        return _law_of(found())
    raise TypeError(f"is a {type(found).__name__}, neither a Law, nor a path, nor a function that returns one")


def _name(point: EntryPoint) -> str:
    package = f" of {point.dist.name}" if point.dist else ""
    return f"entry point {point.name}{package}"


def _named(point: EntryPoint, problem: Problem) -> Problem:
    return Problem(f"{_name(point)}, {problem.file}", problem.row, problem.column, problem.value, problem.code,
                   problem.message, problem.fix)  # fmt: skip


def _fault(point: EntryPoint, error: Exception) -> Problem:
    message = str(error) if isinstance(error, TourplannerError) else f"{type(error).__name__}: {error}"
    return Problem(_name(point), None, "", point.value, "extension", message, "mend or uninstall that package")
