"""The assignment as numbers: departures, people and vehicles by their place in what was given, times in seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import TypeVar

from tourplanner.model import Assigned, CrewNeeds, Member, licence_rank
from tourplanner.planning.crews.bars import Bar, driver_bar, guide_bar, vehicle_bar
from tourplanner.rules.crew.case import CrewCase, Kind
from tourplanner.rules.law import DriverHours
from tourplanner.rules.law.finding import drives

Pair = tuple[int, int]
Able = tuple[tuple[int, ...], ...]
"""For each departure the people or vehicles that could go, were there no other departures."""
Some = TypeVar("Some", bound=Member)
KINDS: tuple[Kind, ...] = ("guide", "driver", "vehicle")


@dataclass(frozen=True, slots=True)
class Window:
    """Dates that are counted together, and the most of what is counted on them."""

    dates: frozenset[date]
    most: int


@dataclass(frozen=True)
class CrewProblem:
    """
    What the engine is told.

    ``able`` is by kind. ``apart`` are pairs of departures (earlier, later) that no one of a kind can both go on.
    ``follows`` are pairs that may be on one day, one after the other, with the seconds of the empty way between them.
    ``kept`` are the departures decided already, by their number.
    """

    case: CrewCase
    needs: tuple[CrewNeeds, ...]
    able: Mapping[Kind, Able]
    apart: Mapping[Kind, frozenset[Pair]]
    follows: Mapping[Pair, int]
    kept: Mapping[int, Assigned]

    @cached_property
    def members(self) -> Mapping[Kind, tuple[str, ...]]:
        """The ids of each kind, in the order given."""
        case = self.case
        return {"guide": tuple(case.guides), "driver": tuple(case.drivers), "vehicle": tuple(case.vehicles)}

    @cached_property
    def ranks(self) -> Mapping[Kind, tuple[int, ...]]:
        """Licences by rank: what drivers have and vehicles take."""
        case = self.case
        return {
            "driver": tuple(licence_rank(each.licence) for each in case.drivers.values()),
            "vehicle": tuple(licence_rank(each.licence) for each in case.vehicles.values()),
        }

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """All dates of any departure, in order."""
        return tuple(sorted({day.date for need in self.needs for day in need.days}))

    @cached_property
    def work(self) -> tuple[dict[date, int], ...]:
        """Seconds of work on each date of each departure."""
        return tuple(dict(need.work) for need in self.needs)

    @cached_property
    def driven(self) -> tuple[dict[date, int], ...]:
        """Seconds at the wheel on each date of each departure."""
        return tuple({day.date: sum(leg.seconds for leg, _, _ in drives(day)) for day in need.days}
                     for need in self.needs)  # fmt: skip

    @cached_property
    def at_once(self) -> tuple[tuple[int, ...], ...]:
        """Departures that are all under way at one moment; every two that overlap are in one of these groups."""
        groups = {
            frozenset(number for number, each in enumerate(self.needs) if each.begin <= need.begin < each.end)
            for need in self.needs
        }
        largest = [group for group in groups if len(group) > 1 and not any(group < other for other in groups)]
        return tuple(sorted(tuple(sorted(group)) for group in largest))

    def work_windows(self) -> list[Window]:
        """Days and weeks with the most seconds anybody may work in them."""
        found = []
        for on in self.dates:
            limits = self.case.limits(on)
            found += [Window(frozenset([on]), limits.work_s)] if limits.work_s is not None else []
            found += [Window(_week(on), limits.week_s)] if limits.week_s is not None else []
        return found

    def day_windows(self) -> list[Window]:
        """Weeks with the most days anybody may work in them."""
        found = ((on, self.case.limits(on).days) for on in self.dates)
        return [Window(_week(on), days) for on, days in found if days is not None]

    def driving_windows(self) -> list[Window]:
        """Days and weeks with the most seconds anybody may drive in them."""
        found = []
        for rule in (rule for rule in self.case.law.rules if isinstance(rule, DriverHours)):
            dates = [on for on in self.dates if rule.in_force(on)]
            if rule.limit != "stretch":
                windows = [frozenset([on]) if rule.limit == "day" else _week(on) & set(dates) for on in dates]
                found += [Window(frozenset(window), 60 * rule.minutes) for window in windows]
        return found


def crew_problem(case: CrewCase, kept: Sequence[Assigned] = ()) -> CrewProblem:
    """What the engine is told of a case."""
    needs = tuple(case.departures.values())
    decided = {each.departure: each for each in kept}
    return CrewProblem(
        case=case,
        needs=needs,
        able={
            "guide": tuple(_able(need, case.guides, guide_bar, case) for need in needs),
            "driver": tuple(_able(need, case.drivers, driver_bar, case) for need in needs),
            "vehicle": tuple(_able(need, case.vehicles, vehicle_bar, case) for need in needs),
        },
        apart={kind: _apart(case, needs, kind) for kind in KINDS},
        follows={
            (one, other): case.way_s(needs[one], needs[other])
            for one, other in _ordered(needs)
            if needs[one].last == needs[other].first and needs[one].end <= needs[other].begin
        },
        kept={number: decided[need.departure] for number, need in enumerate(needs) if need.departure in decided},
    )


def _week(last: date) -> frozenset[date]:
    return frozenset(last - timedelta(days=back) for back in range(7))


def _able(need: CrewNeeds, members: Mapping[str, Some], bar: object, case: CrewCase) -> tuple[int, ...]:
    assert callable(bar)
    found: list[Bar | None] = [bar(case, need, member) for member in members.values()]
    return tuple(number for number, each in enumerate(found) if each is None)


def _ordered(needs: Sequence[CrewNeeds]) -> list[Pair]:
    """All pairs, the earlier one first."""
    numbered = sorted((need.begin, need.end, need.departure, number) for number, need in enumerate(needs))
    return [(one[-1], other[-1]) for one, other in combinations(numbered, 2)]


def _apart(case: CrewCase, needs: Sequence[CrewNeeds], kind: Kind) -> frozenset[Pair]:
    return frozenset(pair for pair in _ordered(needs) if not _both(case, needs[pair[0]], needs[pair[1]], kind))


def _both(case: CrewCase, earlier: CrewNeeds, later: CrewNeeds, kind: Kind) -> bool:
    """Whether one of a kind can go on both."""
    gap = (later.begin - earlier.end).total_seconds()
    if gap < 0:
        return False
    rest = 0 if kind == "vehicle" or earlier.last == later.first else case.limits(later.first).rest_s
    return gap >= max(rest, case.way_s(earlier, later) + case.turnaround_s(kind, earlier))
