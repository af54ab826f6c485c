"""The engine: who goes where by CP-SAT, one worker, no clock. Five objectives, one after the other, each kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tourplanner.errors import StoppedError
from tourplanner.planning.crews.problem import KINDS, CrewProblem, Pair
from tourplanner.rules.crew.case import Kind
from tourplanner.rules.law import DriverHours

PEOPLE: tuple[Kind, ...] = ("guide", "driver")
Going = Mapping[Kind, tuple[int, ...]]
"""For one departure, the numbers of those who go."""


@dataclass(frozen=True, slots=True)
class Found:
    """Who goes on each departure that is served; ``most`` is a bound on the priorities served."""

    going: Mapping[int, Going]
    most: int
    proven: bool


def solve(problem: CrewProblem, *, work: float) -> Found:
    """
    The best assignment by all five objectives.

    ``work`` is the most of CP-SAT's deterministic time for each of them, the same on every machine.
    """
    model = _Model(problem)
    stages = (-model.served_points(), model.rides(), model.spare_seats(), model.spread(), model.positioning())
    proven, most = True, 0
    for number, stage in enumerate(stages):
        value, bound = model.minimise(stage, work)
        proven = proven and value == bound
        most = -bound if number == 0 else most
        model.model.add(stage <= value)
    return Found(model.going(), most, proven)


def served_with(problem: CrewProblem, wanted: Sequence[int], *, work: float) -> frozenset[int] | None:
    """
    The departures served if those ``wanted`` must be and as much as can be besides.

    None if that is impossible, or was not found within the work.
    """
    model = _Model(problem)
    for number in wanted:
        model.model.add(model.served[number] == 1)
    try:
        model.minimise(-model.served_points(), work)
    except StoppedError:
        return None
    return frozenset(model.going())


class _Model:
    """Yes or no for each departure, and for each who could go on it."""

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
        self.values: list[bool] = []
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
        self.model.add(sum(vehicles.values()) >= served)
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

    def _apart(self, kind: Kind) -> None:
        """Nobody is on two departures that clash: those under way at one moment together, other pairs by themselves."""
        needs, apart, goes = self.problem.needs, self.problem.apart[kind], self.goes[kind]
        at_once = [[other for other, each in enumerate(needs) if each.begin <= need.begin < each.end] for need in needs]
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
        for number, assigned in self.problem.kept.items():
            self.model.add(self.served[number] == 1)
            named = {"guide": assigned.guides, "driver": assigned.drivers, "vehicle": assigned.vehicles}
            for kind in KINDS:
                ids = self.problem.members[kind]
                for member, goes in self.goes[kind][number].items():
                    self.model.add(goes == (ids[member] in named[kind]))

    # What is counted

    def served_points(self) -> Any:
        return sum(served * need.priority for served, need in zip(self.served, self.problem.needs, strict=True))

    def rides(self) -> Any:
        return sum(goes for each in self.goes["vehicle"] for goes in each.values())

    def spare_seats(self) -> Any:
        """Seats beside the drivers' that no guest or guide sits in."""
        kinds = [unit.vehicle for unit in self.problem.case.vehicles.values()]
        seats = sum(goes * (kinds[unit].seats - 1) for each in self.goes["vehicle"] for unit, goes in each.items())
        people = sum(
            served * (need.party.size + need.guides)
            for served, need in zip(self.served, self.problem.needs, strict=True)
            if need.driven
        )
        return seats - people

    def spread(self) -> Any:
        """The sum of squares of days of work: the k-th day of a person adds 2k - 1."""
        total: Any = 0
        for days in self.working.values():
            for working in filter(None, days):
                steps = [self._new() for _ in working]
                self.model.add(sum(steps) == sum(working.values()))
                for step, following in pairwise(steps):
                    self.model.add_implication(following, step)
                total += sum(step * (2 * number + 1) for number, step in enumerate(steps))
        return total

    def positioning(self) -> Any:
        """Seconds of empty ways of the vehicles."""
        return sum(
            variable * seconds
            for unit in range(len(self.problem.members["vehicle"]))
            for _, seconds, variable in [*self._empty("vehicle", unit), *self._depot(unit)]
        )

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

    def _depot(self, unit: int) -> Iterator[tuple[Any, int, Any]]:
        """Ways from the depot to the first pick-up of a day, and from the last return to it."""
        depot = list(self.problem.case.vehicles.values())[unit].depot
        goes, follows, transfers = self.goes["vehicle"], self.problem.follows, self.problem.case.transfers
        for number, need in enumerate(self.problem.needs):
            if depot is None or unit not in goes[number]:
                continue
            before = [goes[one][unit] for one, other in follows if other == number and unit in goes[one]]
            after = [goes[other][unit] for one, other in follows if one == number and unit in goes[other]]
            out = need.first, transfers.seconds(depot, need.pickup, need.begin), before
            back = need.last, transfers.seconds(need.back, depot, need.end), after
            for on, seconds, others in (out, back):
                gone = self._new()
                self.model.add(gone >= goes[number][unit] - sum(others))
                yield on, seconds, gone

    # Solving

    def minimise(self, what: Any, work: float) -> tuple[int, int]:
        """
        The least value of what is counted that was found, and a bound below it.

        Raises
        ------
        StoppedError
            If nothing was found within the work, or there is nothing.
        """
        solver = self.cp.CpSolver()
        solver.parameters.random_seed, solver.parameters.num_workers = 1, 1
        solver.parameters.max_deterministic_time = work
        self.model.minimize(what)
        self._hint()
        status = solver.solve(self.model)
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            raise StoppedError(f"no assignment was found: CP-SAT says {solver.status_name(status)}; give it more work")
        self.values = [bool(solver.value(variable)) for variable in self.variables]
        return round(solver.objective_value), round(solver.best_objective_bound)

    def _hint(self) -> None:
        """Begin with what was found before."""
        self.model.clear_hints()
        for variable, value in zip(self.variables, self.values, strict=False):
            self.model.add_hint(variable, value)

    def going(self) -> dict[int, Going]:
        """Who goes on each departure that is served."""
        return {
            number: {kind: tuple(member for member, goes in self.goes[kind][number].items() if self._is(goes))
                     for kind in KINDS}
            for number, served in enumerate(self.served)
            if self._is(served)
        }  # fmt: skip

    def _is(self, variable: Any) -> bool:
        return self.values[variable.index]
