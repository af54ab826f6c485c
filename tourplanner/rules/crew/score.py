"""How good an assignment is, counted from the assignment alone."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.model import Assignment, CrewScore, VehicleUnit
from tourplanner.rules.crew.case import CrewCase
from tourplanner.rules.crew.roster import Roster, rosters, served


def crew_score(case: CrewCase, plan: Assignment) -> CrewScore:
    """The score of an assignment whose departures, people and vehicles are all known."""
    all_rosters = rosters(case, plan)
    rides = [(need, assigned, case.vehicles[id].vehicle) for need, assigned in served(case, plan)
             for id in assigned.vehicles]  # fmt: skip
    people = sum(
        need.party.size + len(assigned.guides) + len(assigned.rides)
        for need, assigned in served(case, plan)
        if assigned.rides
    )
    return CrewScore(
        served=sum(need.priority for need, _ in served(case, plan)),
        vehicles=len(rides),
        spare_seats=max(0, sum(vehicle.seats for _, _, vehicle in rides) - people),
        spread=sum(len(roster.work) ** 2 for roster in all_rosters if roster.kind != "vehicle"),
        positioning_s=sum(seconds for roster in all_rosters for seconds in _empty_ways(case, roster)),
    )


def _empty_ways(case: CrewCase, roster: Roster) -> Iterator[int]:
    """From the depot, between departures of one day, back to the depot; of a vehicle."""
    unit = roster.member
    if not isinstance(unit, VehicleUnit):
        return
    direct = {earlier.departure: later.departure for earlier, later in roster.neighbours if earlier.last == later.first}
    for need in roster.departures:
        if unit.depot is not None and need.departure not in direct.values():
            yield case.transfers.seconds(unit.depot, need.pickup, need.begin)
        if unit.depot is not None and need.departure not in direct:
            yield case.transfers.seconds(need.back, unit.depot, need.end)
    for earlier, later in roster.neighbours:
        if earlier.departure in direct:
            yield case.way_s(earlier, later)
