"""An assignment turned round: for each person and vehicle the departures they are on, in order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from tourplanner.model import Assigned, Assignment, CrewNeeds, Member
from tourplanner.rules.crew.case import CrewCase, Kind


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """One member's departures."""

    kind: Kind
    member: Member
    departures: tuple[CrewNeeds, ...]

    @property
    def neighbours(self) -> Iterator[tuple[CrewNeeds, CrewNeeds]]:
        """Each departure with the next."""
        return pairwise(self.departures)

    @property
    def pairs(self) -> Iterator[tuple[CrewNeeds, CrewNeeds]]:
        """Each departure with each later one."""
        return combinations(self.departures, 2)

    @property
    def work(self) -> dict[date, int]:
        """Seconds of work on each date."""
        seconds: dict[date, int] = defaultdict(int)
        for each in self.departures:
            for day, worked in each.work:
                seconds[day] += worked
        return seconds


def rosters(case: CrewCase, plan: Assignment) -> list[Roster]:
    """Of all that are known and on any departure, guides first, then drivers, then vehicles."""
    found: dict[tuple[Kind, str], list[CrewNeeds]] = defaultdict(list)
    members: dict[Kind, dict[str, Member]] = {
        "guide": dict(case.guides), "driver": dict(case.drivers), "vehicle": dict(case.vehicles),
    }  # fmt: skip
    for need, assigned in served(case, plan):
        for kind, id in named(assigned):
            if id in members[kind]:
                found[kind, id].append(need)
    return [
        Roster(kind, members[kind][id], tuple(sorted(needs, key=lambda need: (need.begin, need.end, need.departure))))
        for (kind, id), needs in sorted(found.items(), key=lambda item: (list(members).index(item[0][0]), item[0][1]))
    ]


def served(case: CrewCase, plan: Assignment) -> Iterator[tuple[CrewNeeds, Assigned]]:
    """The departures that are assigned and known."""
    for assigned in plan.assigned:
        if assigned.departure in case.departures:
            yield case.departures[assigned.departure], assigned


def named(assigned: Assigned) -> Iterator[tuple[Kind, str]]:
    """Everybody and everything on a departure."""
    yield from (("guide", id) for id in assigned.guides)
    yield from (("driver", id) for id in assigned.drivers)
    yield from (("vehicle", id) for id in assigned.vehicles)
