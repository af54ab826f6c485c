"""When one arrives, as a function of when one leaves: the steps of a timetable, alone or with another source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tourplanner.travel.times import Whole
from tourplanner.travel.timetable.connections import Ride
from tourplanner.travel.timetable.days import DAY_S
from tourplanner.travel.timetable.doors import Door
from tourplanner.travel.timetable.ground import Way

NEVER = np.int64(1 << 40)
WEEK_S = 7 * DAY_S


@dataclass(frozen=True, slots=True)
class Journey:
    """By one door to a ride and from its last stop by another door; ``leave`` at the latest, ``arrive``."""

    leave: int
    arrive: int
    door: Door
    ride: Ride


def journeys(
    doors: Sequence[Door], found: dict[str, list[Ride]], ahead_s: int, step_s: int
) -> list[Journey]:
    """
    Those worth leaving for, the earliest first: none leaves earlier than another and arrives later.

    One leaves at whole ``step_s``, rounded down, and has to be at the stop ``ahead_s`` before departure.
    """
    every: list[Journey] = []
    for door in doors:
        for ride in found.get(door.stop, ()):
            leave = door.way.leave(ride.depart - ahead_s)
            every.append(Journey(leave - leave % step_s, ride.arrive, door, ride))
    kept: list[Journey] = []
    # From the last on: what leaves earlier has to arrive earlier.
    for each in sorted(every, key=lambda each: (-each.leave, each.arrive, each.door.stop)):
        if each.leave >= 0 and (not kept or each.arrive < kept[-1].arrive):
            kept.append(each)
    return kept[::-1]


@dataclass(frozen=True, slots=True)
class Steps:
    """Arrivals by timetable: ``arrives[k]`` for who leaves by ``leaves[k]``, ascending; ``NEVER`` after the last."""

    leaves: Whole
    arrives: Whole

    @classmethod
    def of(cls, found: Sequence[Journey]) -> Steps:
        return cls(*(np.array([getattr(each, name) for each in found], np.int64) for name in ("leave", "arrive")))

    @classmethod
    def without_end(cls, found: Sequence[Journey]) -> Steps:
        """
        The same, to the end of the day: after the last journey of the day one waits for the first of a later one.

        Where none is known, it is the first of this day a week later.
        """
        steps = cls.of(found)
        within = steps.leaves < DAY_S
        beyond = steps.arrives[~within]
        last = beyond[0] if len(beyond) else steps.arrives[0] + WEEK_S
        return cls(np.append(steps.leaves[within], DAY_S), np.append(steps.arrives[within], last))

    def arrival(self, departs: Whole) -> Whole:
        """When one arrives."""
        arrives = np.append(self.arrives, NEVER)
        result: Whole = arrives[np.searchsorted(self.leaves, departs, side="left")]
        return result

    @property
    def hours(self) -> set[int]:
        """The seconds between which one waits: all others lie on straight lines between them."""
        inside = self.leaves[self.leaves < DAY_S]
        return {*inside.tolist(), *(inside + 1).tolist()}


@dataclass(frozen=True, slots=True)
class Timed:
    """A pair travelled by timetable alone."""

    steps: Steps

    @property
    def hours(self) -> set[int]:
        return self.steps.hours

    def arrival(self, departs: Whole) -> Whole:
        return self.steps.arrival(departs)


@dataclass(frozen=True, slots=True)
class UntilLast:
    """
    A pair travelled by timetable while there are trips, afterwards by another source.

    Who takes the other source is not there before those who took the last trip.
    """

    steps: Steps
    way: Way

    @property
    def hours(self) -> set[int]:
        level = self.way.leave(int(self.steps.arrives[-1]))
        return self.steps.hours | {hour for hour in (level, level + 1) if int(self.steps.leaves[-1]) < hour < DAY_S}

    def arrival(self, departs: Whole) -> Whole:
        timed = self.steps.arrival(departs)
        other = np.maximum(self.steps.arrives[-1], departs + self.way.at(departs))
        return np.where(timed < NEVER, timed, other)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A pair travelled by whichever is there earlier; by the other source where both are."""

    steps: Steps
    way: Way
    turns: Whole
    """For each step the last second, whole ``step_s``, up to which the other source is no later."""

    @classmethod
    def of(cls, steps: Steps, way: Way, step_s: int) -> Earlier:
        turns = np.array([way.leave(arrive) for arrive in steps.arrives.tolist()], np.int64)
        return cls(steps, way, turns - turns % step_s)

    @property
    def ever(self) -> bool:
        """Whether the timetable is earlier at all."""
        return bool((self.turns < self.steps.leaves).any())

    @property
    def hours(self) -> set[int]:
        since = np.append(-1, self.steps.leaves[:-1])
        real = self.turns[(self.turns > since) & (self.turns < self.steps.leaves) & (self.turns < DAY_S)]
        return self.steps.hours | {*real.tolist(), *(real + 1).tolist()}

    def arrival(self, departs: Whole) -> Whole:
        step = np.searchsorted(self.steps.leaves, departs, side="left")
        turns = np.append(self.turns, NEVER)[step]
        return np.where(departs > turns, self.steps.arrival(departs), departs + self.way.at(departs))
