"""What makes an assignment possible, told to CP-SAT: yes or no for each departure, and for each who could go on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tourplanner.planning.crews.problem import KINDS, CrewProblem, Pair
from tourplanner.rules.crew.case import Kind
from tourplanner.rules.law import DriverHours

PEOPLE: tuple[Kind, ...] = ("guide", "driver")


class CrewModel:
    """
    The variables and what they must keep.

    The first ``decided`` of the ``variables`` say who goes where; all others follow from them.
    """

    def __init__(self, problem: CrewProblem) -> None:
        from ortools.sat.python import cp_model

        self.cp, self.problem = cp_model, problem
        self.model: Any = cp_model.CpModel()
        self.variables: list[Any] = []
        self.served = [self._new() for _ in problem.needs]
        self.goes: dict[Kind, list[dict[int, Any]]] = {
            kind: [{member: self._new() for member in able} for able in problem.able[kind]]
            for kind in KINDS
        }
        self.decided = len(self.variables)
        for number in range(len(problem.needs)):
            self._guided(number)
            self._driven(number)
        for kind in KINDS:
            self._apart(kind)
        self.working = {kind: self._working(kind) for kind in PEOPLE}
        self._hours()
        self._keep()

    def _new(self) -> Any:
        """A yes or no."""
        self.variables.append(self.model.new_bool_var(""))
        return self.variables[-1]

    def _guided(self, number: int) -> None:
        """As many guides as wanted, who speak all of the party's languages."""
        need, served, guides = self.problem.needs[number], self.served[number], self.goes["guide"][number]
        self.model.add(sum(guides.values()) == need.guides * served)
        known = list(self.problem.case.guides.values())
        for tag in dict.fromkeys(need.party.languages) if need.guides else ():
            self.model.add(sum(goes for guide, goes in guides.items() if tag in known[guide].languages) >= served)

    def _driven(self, number: int) -> None:
        """Enough seats, a driver for each vehicle, and licences that can be matched."""
        need, served = self.problem.needs[number], self.served[number]
        vehicles, drivers = self.goes["vehicle"][number], self.goes["driver"][number]
        self.model.add(sum(drivers.values()) == sum(vehicles.values()))
        if not need.driven:
            self.model.add(sum(vehicles.values()) == 0)
            return
        kinds = [unit.vehicle for unit in self.problem.case.vehicles.values()]
        for goes in vehicles.values():
            self.model.add_implication(goes, served)
        self._one_or_several(number, [unit.seats - 1 for unit in kinds], [unit.guests for unit in kinds])
        beside = sum(goes * (kinds[unit].seats - 1) for unit, goes in vehicles.items())
        self.model.add(beside >= (need.party.size + need.guides) * served)
        if need.comfort:
            comfortable = sum(goes * kinds[unit].guests for unit, goes in vehicles.items())
            self.model.add(comfortable >= need.party.size * served)
        # Licences are nested: they can be matched if, above every rank, there are drivers enough (Hall).
        ranks = self.problem.ranks
        for rank in sorted(set(ranks["vehicle"])):
            able = sum(goes for driver, goes in drivers.items() if ranks["driver"][driver] >= rank)
            self.model.add(able >= sum(goes for unit, goes in vehicles.items() if ranks["vehicle"][unit] >= rank))

    def _one_or_several(self, number: int, beside: Sequence[int], comfortable: Sequence[int]) -> None:
        """
        A vehicle that is too small goes with others or not at all.

        The seats alone say so too, but not to a linear relaxation: with this it knows how many vehicles are needed.
        """
        need, served, vehicles = self.problem.needs[number], self.served[number], self.goes["vehicle"][number]
        alone = self._new()
        self.model.add(sum(vehicles.values()) >= 2 * served - alone)
        self.model.add_implication(alone, served)
        for unit, goes in vehicles.items():
            crowded = need.comfort and comfortable[unit] < need.party.size
            if crowded or beside[unit] < need.party.size + need.guides:
                self.model.add_implication(alone, goes.negated())

    def _apart(self, kind: Kind) -> None:
        """Nobody is on two departures that clash: those under way at one moment together, other pairs by themselves."""
        apart, goes, at_once = self.problem.apart[kind], self.goes[kind], self.problem.at_once
        covered = {(one, other) for group in at_once for one in group for other in group}
        for member in range(len(self.problem.members[kind])):
            for group in at_once:
                self.model.add_at_most_one(goes[each][member] for each in group if member in goes[each])
            for one, other in sorted(apart - covered):
                if member in goes[one] and member in goes[other]:
                    self.model.add_at_most_one(goes[one][member], goes[other][member])

    def _working(self, kind: Kind) -> list[dict[Any, Any]]:
        """For each person and date they could work on, whether they do."""
        days: list[dict[Any, Any]] = [{} for _ in self.problem.members[kind]]
        for goes, work in zip(self.goes[kind], self.problem.work, strict=True):
            for member, variable in goes.items():
                for on in work:
                    if on not in days[member]:
                        days[member][on] = self._new()
                    self.model.add_implication(variable, days[member][on])
        return days

    def _hours(self) -> None:
        """Hours and days of work, hours at the wheel; limits that cannot be reached are not stated."""
        for kind, days in self.working.items():
            for member, working in enumerate(days):
                terms = self._on(kind, member, self.problem.work)
                for window in self.problem.work_windows():
                    self._most([(goes, seconds) for on, seconds, goes in terms if on in window.dates], window.most)
                for window in self.problem.day_windows():
                    self._most([(each, 1) for on, each in working.items() if on in window.dates], window.most)
        limits = self.problem.driving_windows()
        for member in range(len(self.problem.members["driver"])) if limits else ():
            terms = [*self._on("driver", member, self.problem.driven), *self._empty("driver", member)]
            for window in limits:
                self._most([(goes, seconds) for on, seconds, goes in terms if on in window.dates], window.most)
        self._no_long_ways()

    def _on(self, kind: Kind, member: int, seconds: Sequence[Mapping[Any, int]]) -> list[tuple[Any, int, Any]]:
        return [
            (on, each, goes[member])
            for goes, own in zip(self.goes[kind], seconds, strict=True)
            if member in goes
            for on, each in own.items()
        ]

    def _most(self, terms: Sequence[tuple[Any, int]], most: int) -> None:
        if sum(weight for _, weight in terms) > most:
            self.model.add(sum(variable * weight for variable, weight in terms) <= most)

    def _no_long_ways(self) -> None:
        """No empty way that is longer than a stretch of driving may be."""
        hours = (rule for rule in self.problem.case.law.rules if isinstance(rule, DriverHours))
        rules = [rule for rule in hours if rule.limit == "stretch"]
        for member in range(len(self.problem.members["driver"])):
            for pair, way in self.problem.follows.items():
                on = self.problem.needs[pair[0]].last
                if any(rule.in_force(on) and way > 60 * rule.minutes for rule in rules):
                    self.model.add(self._direct("driver", member, pair) <= 0)

    def _keep(self) -> None:
        """Departures decided already stay as they are."""
        for number in self.problem.kept:
            self.model.add(self.served[number] == 1)
            for kind in KINDS:
                ids, named = self.problem.members[kind], self.kept_of(number, kind)
                for member, goes in self.goes[kind][number].items():
                    self.model.add(goes == (ids[member] in named))

    def kept_of(self, number: int, kind: Kind) -> tuple[str, ...]:
        """The ids of one kind on a departure that stays as it is."""
        kept = self.problem.kept[number]
        return {"guide": kept.guides, "driver": kept.drivers, "vehicle": kept.vehicles}[kind]

    def _empty(self, kind: Kind, member: int) -> Iterator[tuple[Any, int, Any]]:
        """Empty ways between two departures of a day: the date, the seconds, and at least 1 if it is gone."""
        for pair, way in self.problem.follows.items():
            if way and all(member in self.goes[kind][each] for each in pair):
                gone = self._new()
                self.model.add(gone >= self._direct(kind, member, pair))
                yield self.problem.needs[pair[0]].last, way, gone

    def _direct(self, kind: Kind, member: int, pair: Pair) -> Any:
        """1 if somebody is on both departures and on none between them, else 0 or less."""
        goes, follows = self.goes[kind], self.problem.follows
        if any(member not in goes[each] for each in pair):
            return 0
        between = [
            goes[each][member]
            for each in range(len(goes))
            if member in goes[each] and (pair[0], each) in follows and (each, pair[1]) in follows
        ]
        return goes[pair[0]][member] + goes[pair[1]][member] - 1 - sum(between)
