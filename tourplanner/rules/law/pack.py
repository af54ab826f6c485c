"""Rule packs: TOML files of areas, rules with their test cases, and confirmations. All faults of a file at once."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from tourplanner.errors import DataError, Problem
from tourplanner.model import Text, Value
from tourplanner.rules.law.area import Area, Circle
from tourplanner.rules.law.kinds import KINDS
from tourplanner.rules.law.rule import Confirmation, Rule

TABLES = {"areas": "[areas.NAME]", "rule": "[[rule]]", "confirm": "[[confirm]]"}
NOWHERE = Area(name=Text(vi="?"), circle=Circle(lat=0.0, lon=0.0, radius_m=1))
"""In place of an area that is not drawn, so that the rest of its rule is read too; the file is refused all the same."""
Made = TypeVar("Made", bound=Value)


@dataclass(frozen=True, slots=True)
class Pack:
    """What a file holds, in its order."""

    rules: tuple[Rule, ...]
    confirmations: tuple[Confirmation, ...]


def read_pack(path: Path) -> Pack:
    """
    A rule pack from a file.

    Raises
    ------
    DataError
        With every fault: its file, rule and field, the value, and what to do.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fix = "give a TOML file of rules in UTF-8"
        raise DataError([Problem(path.name, None, "", "", "unreadable", str(error), fix)]) from None
    return parse_pack(text, path.name)


def parse_pack(text: str, name: str) -> Pack:
    """The same from the text of a file; ``name`` is what problems call it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fix = "see https://toml.io for how dates, times and texts are written"
        raise DataError([Problem(name, None, "", "", "not-toml", str(error), fix)]) from None
    reading = _Reading(name)
    pack = reading.pack(tables)
    if reading.problems:
        raise DataError(reading.problems)
    return pack


class _Reading:
    """One file being read, with the faults found so far."""

    def __init__(self, name: str) -> None:
        self.name, self.problems = name, list[Problem]()

    def fault(self, where: str, value: object, code: str, message: str, fix: str) -> None:
        told = "" if isinstance(value, dict | list | tuple) or value is None else str(value)
        self.problems.append(Problem(self.name, None, where, told, code, message, fix))

    def pack(self, tables: Mapping[str, Any]) -> Pack:
        for key in tables.keys() - TABLES.keys():
            self.fault(key, "", "unknown-table", "is no table of a rule pack", f"write {', '.join(TABLES.values())}")
        areas = dict(self._areas(tables.get("areas", {})))
        rules = [rule for row in self._rows(tables, "rule") if (rule := self._rule(row, areas))]
        confirmations = [self._made(Confirmation, row, f"confirm {row.get('id', '?')}")
                         for row in self._rows(tables, "confirm")]  # fmt: skip
        for id, times in Counter(rule.id for rule in rules).items():
            if times > 1:
                self.fault(id, "", "twice", f"stands in the file {times} times", "give each rule an id of its own")
        return Pack(tuple(rules), tuple(each for each in confirmations if each))

    def _rows(self, tables: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
        rows = tables.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fault(key, "", "not-a-list", "is not a list of tables", f"write {TABLES[key]} over each")
            return
        yield from rows

    def _areas(self, tables: Any) -> Iterator[tuple[str, Area]]:
        for name, table in tables.items() if isinstance(tables, dict) else ():
            area = self._made(Area, table, f"areas {name}")
            if area:
                yield name, area

    def _rule(self, row: dict[str, Any], areas: Mapping[str, Area]) -> Rule | None:
        where = str(row.get("id", "rule without id"))
        kind = row.get("kind")
        if kind not in KINDS:
            self.fault(f"{where} kind", kind, "unknown-kind", "is no kind of rule", f"write {', '.join(KINDS)}")
            return None
        named = row.get("area")
        if isinstance(named, str):
            if named not in areas:
                fix = f"draw it under [areas.{named}]" + (f", or write {' or '.join(areas)}" if areas else "")
                self.fault(f"{where} area", named, "unknown-area", "is no area of this file", fix)
            row = row | {"area": areas.get(named, NOWHERE)}
        return self._made(KINDS[kind], row, where)

    def _made(self, kind: type[Made], table: Any, where: str) -> Made | None:
        try:
            return kind.model_validate(_frozen(table))
        except ValidationError as error:
            found = error.errors(include_url=False)
            for each in found:
                # A list whose entries are at fault is called too short as well.
                inner = any(len(other["loc"]) > len(each["loc"]) and other["loc"][: len(each["loc"])] == each["loc"]
                            for other in found)  # fmt: skip
                if not inner:
                    self._invalid(kind, where, each["loc"], each)
            return None

    def _invalid(self, kind: type[Value], where: str, loc: tuple[int | str, ...], error: Any) -> None:
        place = " ".join([where, *(str(part + 1) if isinstance(part, int) else part for part in loc)])
        message = error["msg"].removeprefix("Value error, ").replace("Input should", "should")
        fix = {
            "missing": "add it", "extra_forbidden": f"take it out; there are {', '.join(kind.model_fields)}",
            "date_type": "write a date without quotes: 2027-03-20",
            "time_type": "write a time without quotes: 06:30:00",
        }.get(error["type"], "")  # fmt: skip
        value = None if error["type"] == "missing" else error["input"]
        self.fault(place, value, error["type"].replace("_", "-"), message[:1].lower() + message[1:], fix)


def _frozen(value: Any) -> Any:
    """Lists as tuples, all the way down: values are strict."""
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
