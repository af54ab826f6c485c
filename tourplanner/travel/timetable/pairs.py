"""How each pair of places is travelled: by the base, by timetable, or by both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tourplanner.errors import NoRouteError
from tourplanner.model import Place
from tourplanner.travel.timetable.connections import Connection, Ride, connections, rides
from tourplanner.travel.timetable.days import DAY_S, Day
from tourplanner.travel.timetable.doors import Door, Near
from tourplanner.travel.timetable.ground import Ground, Way, named
from tourplanner.travel.timetable.steps import Earlier, Journey, Steps, Timed, UntilLast, journeys

if TYPE_CHECKING:
    from tourplanner.travel.timetable.travel import TimetableTravel

Doors = Mapping[str, Door]


@dataclass(frozen=True, slots=True)
class Trek:
    """The quickest journey of a day, and the door it ends by."""

    journey: Journey
    out: Door

    @property
    def seconds(self) -> int:
        return self.journey.arrive - self.journey.leave


@dataclass(frozen=True, slots=True)
class Leg:
    """
    A pair: ``timed`` where it rides at some hour, and ``way`` where the base or a walk leads at some hour.

    ``trek`` is what line, metres and padding are taken from, None for those of ``way``.
    """

    way: Way | None = None
    timed: Timed | UntilLast | Earlier | None = None
    trek: Trek | None = None


class Pairs:
    """The pairs of some places on one day."""

    def __init__(self, travel: TimetableTravel, day: Day, places: Sequence[Place]) -> None:
        self.travel, self.places = travel, places
        self.trips, self._day = day.today + day.later, day
        self.stops = {stop.id: stop for stop in travel.timetable.stops}
        self.near = Near(travel.afoot, places, travel.timetable.stops, self.trips)
        self.ground = Ground(travel.ground, places)
        islands = set(travel.islands)
        nearest = map(self.near.nearest, range(len(places)))
        self._island = [stop if stop in islands else None for stop in nearest]
        self._found: dict[tuple[int, tuple[str, ...], bool], dict[str, list[Ride]]] = {}

    def leg(self, origin: int, target: int) -> Leg:
        """
        One pair.

        Raises
        ------
        NoRouteError
            If there is no way.
        """
        island = self._island[origin]
        if island != self._island[target]:
            return self._ridden(origin, target)
        if island is not None:
            return Leg(self.near.way(origin, target))
        way = self.ground.way(origin, target)
        pair = self._by(origin, target)
        if pair is not None:
            return self._paired(origin, target, pair, way)
        if way is None:
            return self._ridden(origin, target)
        return self._earlier(origin, target, way) if self.travel.everywhere else Leg(way)

    def _by(self, origin: int, target: int) -> tuple[Doors, Doors] | None:
        """The doors of the first pair of stops near the two places."""
        here, there = self.near.afoot[origin], self.near.afoot[target]
        pairs = ((a, b) for a, b in self.travel.by if a in here and b in there)
        return next((({a: here[a]}, {b: there[b]}) for a, b in pairs), None)

    def _paired(self, origin: int, target: int, doors: tuple[Doors, Doors], way: Way | None) -> Leg:
        found = self._journeys(*doors, target, later=way is None)
        if way is not None:
            return Leg(way, UntilLast(Steps.of(found), way), self._trek(found, doors[1])) if found else Leg(way)
        if not found:
            raise self._no_way(origin, target)
        return Leg(None, Timed(Steps.without_end(found)), self._trek(found, doors[1]))

    def _ridden(self, origin: int, target: int) -> Leg:
        doors = self._all_doors[origin], self._all_doors[target]
        found = self._journeys(*doors, target, later=True)
        if not found:
            raise self._no_way(origin, target)
        return Leg(None, Timed(Steps.without_end(found)), self._trek(found, doors[1]))

    def _earlier(self, origin: int, target: int, way: Way) -> Leg:
        doors = self.near.afoot[origin], self.near.afoot[target]
        found = self._journeys(*doors, target, later=False)
        timed = Earlier.of(Steps.of(found), way, self.travel.step_s) if found else None
        if timed is None or not timed.ever:
            return Leg(way)
        trek = self._trek(found, doors[1])
        return Leg(way, timed, trek if trek.seconds < way.least_s else None)

    def _journeys(self, here: Doors, there: Doors, target: int, *, later: bool) -> list[Journey]:
        if not here or not there:
            return []
        key = target, tuple(there), later
        if key not in self._found:
            scanned = self._everything if later else self._today
            arrivals = {stop: _arrival(door.way.back) for stop, door in there.items()}
            self._found[key] = rides(scanned, arrivals, self.travel.transfer_s)
        return journeys(list(here.values()), self._found[key], self.travel.ahead_s, self.travel.step_s)

    @cached_property
    def _today(self) -> list[Connection]:
        return connections(self._day.today)

    @cached_property
    def _everything(self) -> list[Connection]:
        return connections(self.trips)

    def _trek(self, found: Sequence[Journey], there: Doors) -> Trek:
        today = [each for each in found if each.leave < DAY_S] or found[:1]
        quickest = min(today, key=lambda each: each.arrive - each.leave)
        last = quickest.ride
        while last.then is not None:
            last = last.then
        return Trek(quickest, there[self.trips[last.trip].calls[last.alight].stop])

    @cached_property
    def _all_doors(self) -> list[Doors]:
        """On foot, and with the base where it is quicker; on an island on foot alone."""
        quays = [each for each in self.travel.drive_to or () if each not in self.travel.islands]
        if self.travel.base is None or not quays:
            return list(self.near.afoot)
        ground = Ground(self.travel.base, [*self.places, *(self.stops[quay].place for quay in quays)])
        return [self._with_driven(place, quays, ground) for place in range(len(self.places))]

    def _with_driven(self, place: int, quays: Sequence[str], ground: Ground) -> Doors:
        doors = dict(self.near.afoot[place])
        if self._island[place] is not None:
            return doors
        for at, quay in enumerate(quays):
            way = ground.way(place, len(self.places) + at)
            if way is not None and (quay not in doors or way.least_s < doors[quay].way.least_s):
                doors[quay] = Door(quay, way, driven=True)
        return doors

    def _no_way(self, origin: int, target: int) -> NoRouteError:
        return NoRouteError(
            named(self.places[origin]), named(self.places[target]),
            f"no road or path of the base, and no trip of this date or of the next day of service, from and to stops "
            f"within {self.travel.reach_m:g} m or those of drive_to; add a trip or a stop, or raise reach_m",
        )  # fmt: skip


def _arrival(way: Way) -> Callable[[int], int]:
    """When one is there from a second at the stop, rounded up to whole minutes."""
    return lambda second: -(-way.there(second) // 60) * 60
