"""The law: rules of the package, of installed extensions and of operators, and what of it is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TypeVar

from tourplanner.errors import UnknownIdError
from tourplanner.model import Text
from tourplanner.rules.law.access import Access
from tourplanner.rules.law.coach_ban import CoachBan
from tourplanner.rules.law.driver_hours import DriverHours
from tourplanner.rules.law.holidays import Holidays
from tourplanner.rules.law.low_emission import LowEmissionZone
from tourplanner.rules.law.pack import parse_pack, read_pack
from tourplanner.rules.law.rule import Confirmation, Rule, in_force
from tourplanner.rules.law.working_hours import WorkingHours

Kind = TypeVar("Kind", bound=Rule)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A rule whose knowledge ends before a day: it may have changed by then."""

    rule: Rule
    day: date

    @property
    def message(self) -> Text:
        last, title = self.rule.known_until, self.rule.title
        return Text(
            vi=f"{title.vi}: chỉ biết đến {last}, chưa rõ quy định ngày {self.day}",
            en=f"{title.get('en')}: known until {last} only, not for {self.day}",
        )


@dataclass(frozen=True, slots=True)
class LawOfDay:
    """The rules in force on a day, by kind, and what lies beyond knowledge."""

    day: date
    rules: tuple[Rule, ...]

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The rules of one kind."""
        return tuple(rule for rule in self.rules if isinstance(rule, kind))

    @property
    def coach_bans(self) -> tuple[CoachBan, ...]:
        return self.of(CoachBan)

    @property
    def driver_hours(self) -> tuple[DriverHours, ...]:
        return self.of(DriverHours)

    @property
    def working_hours(self) -> tuple[WorkingHours, ...]:
        return self.of(WorkingHours)

    @property
    def low_emission_zones(self) -> tuple[LowEmissionZone, ...]:
        return self.of(LowEmissionZone)

    @property
    def access(self) -> tuple[Access, ...]:
        return self.of(Access)

    @property
    def holidays(self) -> tuple[Holidays, ...]:
        return self.of(Holidays)

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """Rules in force that nobody has looked up for so late a day."""
        return tuple(Unknown(rule, self.day) for rule in self.rules if rule.unknown(self.day))


@dataclass(frozen=True, slots=True)
class Law:
    """
    Dated rules, each id once.

    ``law + own`` adds the rules of ``own``; those with an id that is there already take its place, and what ``own``
    confirms is confirmed. ``confirmations`` are those still waiting for their rule.
    """

    rules: tuple[Rule, ...]
    confirmations: tuple[Confirmation, ...] = ()

    @classmethod
    def packaged(cls) -> Law:
        """The rules that come with the package."""
        return _packaged()

    @classmethod
    def installed(cls) -> Law:
        """
        The packaged rules with those of installed extensions (entry points of the group ``tourplanner.rules``).

        Raises
        ------
        DataError
            If extensions cannot be used: all faults of all of them, each under its name.
        """
        from tourplanner.rules.law.extensions import installed

        return installed()

    @classmethod
    def load(cls, path: str | Path) -> Law:
        """
        The rules and confirmations in a file, by themselves: add them to others.

        Raises
        ------
        DataError
            With every fault of the file.
        """
        pack = read_pack(Path(path))
        own = {rule.id for rule in pack.rules}
        waiting = tuple(each for each in pack.confirmations if each.id not in own)
        return cls(pack.rules, waiting)._confirmed(each for each in pack.confirmations if each.id in own)

    def __add__(self, own: Law) -> Law:
        merged = {rule.id: rule for rule in (*self.rules, *own.rules)}
        both = Law(tuple(merged.values()))
        return both._confirmed((*self.confirmations, *own.confirmations))

    def confirmed(self, *ids: str, by: str, on: date) -> Law:
        """
        The same law, with rules somebody has made sure of: their breaches are errors where they were warnings.

        Raises
        ------
        UnknownIdError
            If there is no rule with such an id.
        """
        return self._confirmed(Confirmation(id=id, by=by, on=on) for id in ids)

    def _confirmed(self, confirmations: Iterable[Confirmation]) -> Law:
        rules = {rule.id: rule for rule in self.rules}
        for each in confirmations:
            rules[each.id] = self.rule(each.id).replace(confirmed=each)
        return replace(self, rules=tuple(rules.values()))

    def rule(self, id: str) -> Rule:
        """The rule with this id; ``UnknownIdError`` if there is none."""
        found = next((rule for rule in self.rules if rule.id == id), None)
        if found is None:
            raise UnknownIdError("rule", id, get_close_matches(id, [rule.id for rule in self.rules]))
        return found

    def on(self, day: date) -> LawOfDay:
        """What is in force on a day: a departure is judged by the law of its date."""
        return LawOfDay(day, in_force(self.rules, day))


@cache
def _packaged() -> Law:
    folder = resources.files("tourplanner.rules.law.data")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml"))
    packs = [parse_pack((folder / name).read_text(encoding="utf-8"), name) for name in names]
    return Law(tuple(rule for pack in packs for rule in pack.rules))
