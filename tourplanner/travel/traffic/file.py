"""Traffic as a TOML file, ``*.traffic.toml``: read with all faults at once, written whole or not at all."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from importlib import resources
from json import dumps
from pathlib import Path
from typing import Any, get_args

from tourplanner.errors import DataError, GoalError, Problem, UnknownIdError
from tourplanner.model import Confidence, Provenance
from tourplanner.travel.traffic.traffic import DayKind, Traffic, clock_text

SCHEMA = 1
PACKAGED = ("hanoi",)


@lru_cache(maxsize=2)
def packaged_traffic(region: str) -> Traffic:
    """The traffic that comes with a packaged region; raises UnknownIdError if it has none."""
    if region not in PACKAGED:
        raise UnknownIdError("packaged traffic", region, PACKAGED)
    name = f"{region}.traffic.toml"
    return from_toml((resources.files(__package__ or "") / "data" / name).read_text(encoding="utf-8"), name)


def load_traffic(path: Path | str) -> Traffic:
    """
    The traffic in a file.

    Raises
    ------
    DataError
        If there is none, or what is there is no traffic: with everything that is wrong.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _bad(path, "missing", "there is no such file", "give the path of a .traffic.toml") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(path, "unreadable", f"cannot be read: {error}", "give the path of a .traffic.toml") from None
    return from_toml(text, str(path))


def save_traffic(traffic: Traffic, path: Path | str) -> None:
    """Write it, whole or not at all; the same traffic gives the same bytes."""
    path = Path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(to_toml(traffic), encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


def to_toml(traffic: Traffic) -> str:
    """The file's text."""
    lines = [
        f"schema = {SCHEMA}", f"title = {_text(traffic.title)}", f"centre = {list(traffic.centre)}",
        f"rings_m = {list(traffic.rings_m)}", f"clocks = {_text([clock_text(each) for each in traffic.clocks])}",
        f"spread = {traffic.spread}", f"basis_vi = {_text(traffic.basis[0])}", f"basis_en = {_text(traffic.basis[1])}",
    ]  # fmt: skip
    for kind in traffic.kinds:
        known = kind.provenance
        lines += ["", f"[kinds.{_text(kind.name)}]", f"confidence = {_text(known.confidence)}"]
        lines += [f"as_of = {known.as_of}"] if known.as_of else []
        lines += [f"sources = {_text(list(known.sources))}", f"note = {_text(known.note)}", "factors = ["]
        lines += [*(f"    {list(row)}," for row in kind.factors), "]"]
    if traffic.dates:
        lines += ["", "[dates]", *(f"{day} = {_text(name)}" for day, name in traffic.dates)]
    return "\n".join([*lines, ""])


def from_toml(text: str, name: str) -> Traffic:
    """The traffic in a text; ``name`` is the file's in errors."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(name, "no-toml", f"is no TOML: {error}", "compare it with `tourplanner traffic show`") from None
    reader = _Reader(name)
    traffic = reader.traffic(document)
    if traffic is None:
        raise DataError(reader.problems)
    return traffic


class _Reader:
    """Reads fields, noting what is wrong instead of stopping."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def traffic(self, document: dict[str, Any]) -> Traffic | None:
        fields = {
            "title": self.field(document, "title", _string, "a text"),
            "centre": self.field(document, "centre", _pair, "[latitude, longitude] in degrees"),
            "rings_m": self.field(document, "rings_m", _numbers, "radii in metres, as [6000, 12000]"),
            "clocks": self.field(document, "clocks", _clocks, 'clocks, as ["06:30", "07:30"]'),
            "spread": self.field(document, "spread", _number, "a share, as 0.25"),
            "kinds": self.kinds(document.get("kinds")),
            "dates": self.field(document | {"dates": document.get("dates", {})}, "dates", _dates, 'days and kinds, as '
                                '2027-02-20 = "festival"'),
            "basis": tuple(self.field(document, f"basis_{each}", _string, "a text") for each in ("vi", "en")),
        }  # fmt: skip
        if document.get("schema") != SCHEMA:
            self.note("schema", document.get("schema"), "schema", f"is no schema this version reads; {SCHEMA} is")
        known = {"schema", "basis_vi", "basis_en", *fields} - {"basis"}
        for name in sorted(set(document) - known):
            self.note(name, document[name], "unknown", "is no field of traffic", f"use {', '.join(sorted(known))}")
        if self.problems:
            return None
        try:
            return Traffic(**fields)
        except GoalError as error:
            for fault in str(error).removeprefix("traffic: ").split("; "):
                self.note("", "", "values", fault)
        return None

    def kinds(self, given: Any) -> tuple[DayKind, ...]:
        if not isinstance(given, dict) or not given:
            self.note("kinds", given, "kinds", "kinds of day are missing", "give at least [kinds.workday]")
            return ()
        return tuple(filter(None, (self.kind(name, each) for name, each in given.items())))

    def kind(self, name: str, given: Any) -> DayKind | None:
        where = f"kinds.{name}"
        if not isinstance(given, dict):
            self.note(where, given, "kind", "is no table", "give confidence, note and factors")
            return None
        factors = self.field(given, "factors", _rows, "rows of numbers, one for each ring", where)
        self.field(given, "confidence", _confidence, f"one of {', '.join(get_args(Confidence))}", where)
        for extra in sorted(set(given) - {"confidence", "as_of", "sources", "note", "factors"}):
            self.note(f"{where}.{extra}", given[extra], "unknown", "is no field of a kind of day")
        try:
            known = Provenance(**{key: given[key] for key in ("confidence", "as_of", "note") if key in given},
                               sources=tuple(given.get("sources", ())))  # fmt: skip
        except (TypeError, ValueError):
            self.note(where, "", "provenance", "as_of is a day, sources are a list of texts, note is a text")
            return None
        return DayKind(name, factors, known) if factors else None

    def field(self, given: dict[str, Any], name: str, read: Callable[[Any], Any], what: str, where: str = "") -> Any:
        path = f"{where}.{name}" if where else name
        if name not in given:
            self.note(path, "", "missing", "is missing", f"give {what}")
            return None
        try:
            return read(given[name])
        except (TypeError, ValueError):
            self.note(path, given[name], "value", f"is not {what}")
            return None

    def note(self, column: str, value: Any, code: str, message: str, fix: str = "") -> None:
        shown = "" if value in ("", None) else str(value)
        self.problems.append(Problem(self.file, None, column, shown, code, message, fix))


def _string(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return float(value)


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(_number(each) for each in _list(values))


def _rows(values: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(_numbers(row) for row in _list(values))


def _pair(values: Any) -> tuple[float, float]:
    one, other = _numbers(values)
    return one, other


def _clocks(values: Any) -> tuple[int, ...]:
    return tuple(_clock(each) for each in _list(values))


def _clock(value: Any) -> int:
    hour, minute = _string(value).split(":")
    if not (len(minute) == 2 and 0 <= int(hour) <= 24 and 0 <= int(minute) < 60):
        raise ValueError
    return int(hour) * 3600 + int(minute) * 60


def _confidence(value: Any) -> str:
    if value not in get_args(Confidence):
        raise ValueError
    return str(value)


def _dates(values: Any) -> tuple[tuple[date, str], ...]:
    return tuple(sorted((date.fromisoformat(day), _string(kind)) for day, kind in dict(values).items()))


def _list(values: Any) -> list[Any]:
    if not isinstance(values, list):
        raise TypeError
    return values


def _text(value: Any) -> str:
    """A string or a list of strings as TOML writes them; JSON's escapes are TOML's too."""
    return dumps(value, ensure_ascii=False)


def _bad(path: Path | str, code: str, message: str, fix: str) -> DataError:
    return DataError([Problem(str(path), None, "", "", code, message, fix)])
