"""What an assignment is compared by, as sums over the engine's variables; stated when they are asked for."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from tourplanner.planning.crews.model import CrewModel


class Counted(CrewModel):
    """The five objectives."""

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
        return sum(self._ways(unit) for unit in range(len(self.problem.members["vehicle"])))

    def _ways(self, unit: int) -> Any:
        """
        Seconds of empty ways of a vehicle: it comes to each of its departures from the depot or from another of the
        day, and leaves it for the depot or for another.
        """
        goes = {number: own[unit] for number, own in enumerate(self.goes["vehicle"]) if unit in own}
        needs, total = self.problem.needs, 0
        comes: dict[int, list[Any]] = {number: [self._new()] for number in goes}
        leaves: dict[int, list[Any]] = {number: [self._new()] for number in goes}
        for number in goes:
            out, back = self._depot_s(unit, number)
            total += comes[number][0] * out + leaves[number][0] * back
        for (one, other), way in self.problem.follows.items():
            if one in goes and other in goes:
                direct = self._new()
                leaves[one].append(direct)
                comes[other].append(direct)
                total += direct * way
        for number, own in goes.items():
            self.model.add(sum(comes[number]) == own)
            self.model.add(sum(leaves[number]) == own)
        # One round a day: from the depot once, and not at all where a departure of the day before ends.
        for on in sorted({needs[number].first for number in goes}):
            begun = [comes[number][0] for number in goes if needs[number].first == on]
            under_way = [own for number, own in goes.items() if needs[number].first < on == needs[number].last]
            self.model.add(sum(begun) + sum(under_way) <= 1)
        return total

    def _depot_s(self, unit: int, number: int) -> tuple[int, int]:
        """Seconds from the depot to a departure's pick-up, and from its return to the depot; nought without one."""
        depot, need = list(self.problem.case.vehicles.values())[unit].depot, self.problem.needs[number]
        if depot is None:
            return 0, 0
        transfers = self.problem.case.transfers
        return transfers.seconds(depot, need.pickup, need.begin), transfers.seconds(need.back, depot, need.end)
