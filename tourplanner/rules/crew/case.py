"""Everything an assignment is judged by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar

from tourplanner.errors import GoalError
from tourplanner.model import Assignment, CrewNeeds, CrewTerms, Driver, Guide, Member, Place, VehicleUnit
from tourplanner.rules.crew.limits import Limits, limits_on
from tourplanner.rules.crew.transfers import Transfers
from tourplanner.rules.finding import Finding
from tourplanner.rules.law import Law
from tourplanner.travel import TravelTimes

Kind = Literal["guide", "driver", "vehicle"]
Named = TypeVar("Named", bound=Member)


@dataclass(frozen=True, slots=True, eq=False)
class CrewCase:
    """Departures, everybody and everything there is for them, the ways in between, and the law."""

    departures: Mapping[str, CrewNeeds]
    guides: Mapping[str, Guide]
    drivers: Mapping[str, Driver]
    vehicles: Mapping[str, VehicleUnit]
    transfers: Transfers
    law: Law
    terms: CrewTerms
    known: dict[date, Limits] = field(default_factory=dict)

    def limits(self, day: date) -> Limits:
        """What the law of a day allows."""
        if day not in self.known:
            self.known[day] = limits_on(self.law, day)
        return self.known[day]

    def way_s(self, earlier: CrewNeeds, later: CrewNeeds) -> int:
        """Seconds from the return of one departure to the pick-up of another."""
        return self.transfers.seconds(earlier.back, later.pickup, earlier.end)

    def turnaround_s(self, kind: Kind, earlier: CrewNeeds) -> int:
        """
        Seconds between two departures beside the way.

        A driver rests before the way and after it, so that no stretch of driving runs on from one to the other.
        """
        own = 60 * self.terms.turnaround_minutes
        return max(own, 2 * self.limits(earlier.last).pause_s) if kind == "driver" else own


CrewRule = Callable[[CrewCase, Assignment], Iterator[Finding]]


def crew_case(
    departures: Sequence[CrewNeeds],
    guides: Sequence[Guide],
    drivers: Sequence[Driver],
    vehicles: Sequence[VehicleUnit],
    travel: TravelTimes | None,
    law: Law | None,
    terms: CrewTerms,
) -> CrewCase:
    """
    The case of all these together.

    Raises
    ------
    GoalError
        If two departures, guides, drivers or vehicles have one id; names all of them.
    """
    ids = {
        "departure": [each.departure for each in departures],
        "guide": [each.id for each in guides],
        "driver": [each.id for each in drivers],
        "vehicle": [each.id for each in vehicles],
    }
    twice = [f"{kind} {id!r}" for kind, named in ids.items() for id, times in Counter(named).items() if times > 1]
    if twice:
        raise GoalError(f"named twice: {', '.join(twice)}; give each an id of its own")
    return CrewCase(
        departures={each.departure: each for each in departures},
        guides=_by_id(guides),
        drivers=_by_id(drivers),
        vehicles=_by_id(vehicles),
        transfers=Transfers(travel, _places(departures, vehicles), 60 * terms.transfer_minutes),
        law=law or Law.installed(),
        terms=terms,
    )


def _by_id(members: Sequence[Named]) -> dict[str, Named]:
    return {each.id: each for each in members}


def _places(departures: Sequence[CrewNeeds], vehicles: Sequence[VehicleUnit]) -> Iterator[Place]:
    for each in departures:
        yield from (each.pickup, each.back)
    yield from (each.depot for each in vehicles if each.depot is not None)
