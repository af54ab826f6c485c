"""
A tighter completion bound: it learns what to remember, and gets a price on what every route has to add up to.

The bound ignores that a route needs, say, three roles and a certain village. Each of these sums gets a price instead,
found by subgradient steps on the best relaxed route (Held, Wolfe & Crowder 1974; with state-space relaxation
Christofides, Mingozzi & Toth 1981). A bound under any prices that are not below 0 is valid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from tourplanner.model import ROLES
from tourplanner.planning.bound import Bounder, Completion, Prices
from tourplanner.planning.kernels.labels import Ground
from tourplanner.planning.problem import Floats, Ints, Problem

UNLIMITED = 1 << 60
"""At least this much is no limit."""

PATIENCE, SHORTEST = 2, 0.1
"""After so many steps without a lower bound they are halved; when they are this short, it is over."""

ASSUMED_GAP = 0.2
"""How far a bound is taken to be off, as a share of it, where nobody says what is wanted."""

LESSONS = 8
"""Most relaxed routes that are learnt from at a time."""

ROOM, MORE_ROOM, LONG = 2, 4, 8
"""How many states a visit the memory may have: the second where so many steps or more are asked for."""


@dataclass(frozen=True, slots=True)
class Tight:
    """
    A completion bound under penalties.

    ``completion`` is tabulated under points less the penalties; a half-built route hopes for its own points, less what
    it has paid for its visits and villages, plus the table, plus ``ahead``, which the penalties hand out in advance.
    No route is worth more than ``most``; ``paths`` are relaxed routes that are worth so much or little less.
    """

    completion: Completion
    visit: Floats
    village: Floats
    ahead: float
    most: float
    paths: list[Ints]


class Penalties:
    """The prices of one shift's sums. They are kept from call to call: points change little from round to round."""

    def __init__(self, problem: Problem, ground: Ground) -> None:
        rows = [*_sums(problem, ground)]
        scale = [float(max(1, np.abs(visits).max(initial=0), np.abs(villages).max(initial=0)))
                 for visits, villages, _, _ in rows]  # fmt: skip
        self.of_visits = _table([each[0] for each in rows], scale, len(problem.visits))
        self.of_villages = _table([each[1] for each in rows], scale, len(problem.villages))
        low = [_limit(each[2], by) for each, by in zip(rows, scale, strict=True)]
        high = [_limit(each[3], by) for each, by in zip(rows, scale, strict=True)]
        # At most the high sums, at least the low ones.
        self.allowed = np.array([*high, *(-each for each in low)])
        self.stated = np.isfinite(self.allowed)
        self.price = np.zeros(len(self.allowed))
        self.village = problem.village

    def __call__(self, bounder: Bounder, prices: Prices, *, above: float, steps: int) -> Tight:
        """
        The lowest bound seen in so many steps.

        Parameters
        ----------
        above
            Routes worth no more than this are of no interest: the search ends when there are no others.
        """
        room = MORE_ROOM if steps >= LONG else ROOM
        best = found = self.tight(bounder, prices, above)
        kept, length, waited = self.price, 1.0, 0
        for _ in range(steps):
            slope = self.slope(found)
            learnt = bounder.memory.learn(found.paths, room)
            if best.most <= above or length < SHORTEST or not (learnt or slope.any()):
                break
            if slope.any():
                aim = above if above > -np.inf else found.most - ASSUMED_GAP * abs(found.most)
                self.price = np.maximum(self.price - length * (found.most - aim) / float(slope @ slope) * slope, 0.0)
            found = self.tight(bounder, prices, above)
            if found.most <= best.most:
                best, kept, waited = found, self.price, 0
            else:
                waited += 1
                if waited >= PATIENCE:
                    found, self.price, length, waited = best, kept, length / 2, 0
        self.price = kept
        return best

    def tight(self, bounder: Bounder, prices: Prices, above: float) -> Tight:
        """The bound under the prices in force."""
        high, low = np.split(self.price, 2)
        visit, village = (high - low) @ self.of_visits, (high - low) @ self.of_villages
        ahead = float(self.price[self.stated] @ self.allowed[self.stated])
        bent = replace(prices, visit=prices.visit - visit, village=prices.village - village)
        completion = bounder(bent)
        most, paths = bounder.best(bent, completion, above - ahead, LESSONS)
        return Tight(completion, visit, village, ahead, most + ahead, paths)

    def slope(self, tight: Tight) -> Floats:
        """How the bound grows with each price; 0 for prices that would fall below 0."""
        slope = np.zeros(len(self.price))
        for path in tight.paths[:1]:
            visited = self.village[path]
            entered = visited[np.concatenate([[True], visited[1:] != visited[:-1]])]
            sums = self.of_visits[:, path].sum(axis=1) + self.of_villages[:, entered].sum(axis=1)
            slope = np.where(self.stated, self.allowed - np.concatenate([sums, -sums]), 0.0)
        slope[(slope > 0) & (self.price == 0)] = 0.0
        return slope


def _sums(problem: Problem, ground: Ground) -> Iterator[tuple[Ints, Ints, float, float]]:
    """What every route adds up to: weights of its visits, and of the villages it enters, least and most."""
    limits, n, v = problem.limits, len(problem.visits), len(problem.villages)
    nowhere, nothing = np.zeros(v, np.int64), np.zeros(n, np.int64)
    for weights, low, high in zip(ground.conditions, ground.lows.tolist(), ground.highs.tolist(), strict=True):
        yield weights, nowhere, low, high
    if limits.stops[0] > 1:
        yield nothing + 1, nowhere, limits.stops[0], UNLIMITED
    if limits.villages[0] > 1:
        yield nothing, nowhere + 1, limits.villages[0], UNLIMITED
    if limits.satellites:
        anchored = np.zeros(v, np.int64)
        anchored[problem.village] = problem.anchor
        yield nothing, 1 - anchored, limits.satellites, UNLIMITED
    # To have r of four roles is to have one of any 5 - r of them.
    for roles in combinations(range(len(ROLES)), len(ROLES) + 1 - limits.roles) if limits.roles else ():
        yield (problem.role & sum(1 << role for role in roles) != 0).astype(np.int64), nowhere, 1, UNLIMITED
    if limits.per_craft is not None:
        for craft in range(len(problem.crafts)):
            yield (problem.craft == craft).astype(np.int64), nowhere, -UNLIMITED, limits.per_craft


def _table(rows: list[Ints], scale: list[float], width: int) -> Floats:
    return np.array([row / by for row, by in zip(rows, scale, strict=True)], dtype=float).reshape(len(rows), width)


def _limit(value: float, scale: float) -> float:
    return value / scale if abs(value) < UNLIMITED else float(np.copysign(np.inf, value))
