"""
The cheapest way through a day in a given order: which stops stay, as what, when, and where lunch comes.

A shortest path by dynamic programming over the stops in order and the minutes of the day (a one-machine schedule with
windows, fixed order and optional jobs; Bellman 1957). Every array is over the 1,440 minutes; a cost is the number of
changes, then of drops, then of minutes moved, in one integer, so the least cost is the lexicographic optimum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tourplanner.model import Place
from tourplanner.programme.choices import Choice, Noon, StopChoices

Keys = npt.NDArray[np.int64]
MINUTES = 1440
MINUTE: Keys = np.arange(MINUTES, dtype=np.int64)
GRAIN = MINUTE % 5 == 0
"""Stops begin, and days too, at full five minutes as a timetable prints them, or when they were planned."""
CHANGE, DROP = 10**9, 10**6
"""Cost of a change and, on top, of a drop; a minute moved costs 1."""
KEPT = 10**15
"""What it costs to leave out a stop that has to stay: more than everything else together."""
NEVER = np.int64(1) << 60
BITS = 12
"""The low bits of a key hold the minute its stop begins at."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Where and when a day begins and ends: minutes planned (None: not said), and the earliest and latest allowed."""

    start: Place
    end: Place
    depart: int | None
    back: int | None
    first: int
    last: int
    waits: int = 0
    """Minutes the pick-up takes before the departure."""


@dataclass(frozen=True, slots=True)
class Roads:
    """
    When the vehicle may leave one place and when it reaches another.

    ``links(a, b)`` are two arrays of equal length: lawful minutes of leaving, rising, and the minutes of arrival.
    ``lawful(a)`` says for every minute of the day whether a vehicle may drive there.
    """

    links: Callable[[Place, Place], tuple[Keys, Keys]]
    lawful: Callable[[Place], npt.NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Path:
    """What was found: chosen stops in order with the minute each begins, lunch among them, and the cost."""

    cost: int
    depart: int
    taken: tuple[tuple[int, Choice, int], ...]
    """Number of the stop in the order given (-1 for lunch), what it becomes, when it begins."""

    @property
    def changes(self) -> int:
        return self.cost // CHANGE

    @property
    def drops(self) -> int:
        return self.cost % CHANGE // DROP

    @property
    def moved(self) -> int:
        return self.cost % DROP


@dataclass(slots=True, eq=False)
class _Node:
    """A stop as one of its choices: its cost by the minute it begins, and from where it is reached."""

    stop: int
    choice: Choice
    own: Keys
    cost: Keys
    source: npt.NDArray[np.int32]
    begun: npt.NDArray[np.int32]
    ready: Keys

    def close(self) -> None:
        """Once all ways to it are known: the best key for each minute by which it is over."""
        over = np.full(MINUTES, NEVER)
        length = self.choice.minutes
        keys = np.where(self.cost < NEVER, (self.cost << BITS) | np.arange(MINUTES), NEVER)
        if length < MINUTES:
            over[length:] = keys[: MINUTES - length]
        self.ready = np.minimum.accumulate(over)


def told_back(arrive: int, planned: int | None) -> int:
    """When a programme says that guests are back: at full five minutes, or as planned if that is when they are."""
    return arrive if arrive == planned else -(-arrive // 5) * 5


def _within(choice: Choice, low: int, high: int) -> Choice:
    cut = ((max(first, low), min(last, high)) for first, last in choice.windows)
    return replace(choice, windows=tuple((first, last) for first, last in cut if first <= last))


class Day:
    """One order of a day's stops, solved by ``best``; what costs more than ``limit`` is not looked at."""

    def __init__(
        self, stops: Sequence[StopChoices], noon: Noon | None, ends: Ends, roads: Roads, limit: int | None = None
    ) -> None:
        self.stops, self.noon, self.ends, self.roads = stops, noon, ends, roads
        self.limit = KEPT - 1 if limit is None else limit
        self.nodes: list[_Node] = []
        self.arrived: dict[tuple[int, Place], Keys] = {}
        self.skip = [0]
        for stop in stops:
            self.skip.append(self.skip[-1] + (KEPT if stop.kept else CHANGE + DROP))

    def best(self) -> Path | None:
        """The cheapest way, None if there is none."""
        plain: list[tuple[int, int]] = []
        fed: list[tuple[int, int]] = []
        for number, stop in enumerate(self.stops):
            ways = self._ways(plain, number)
            serving, others = self._split(stop.choices)
            before = self._meals(number, ways, before=True)
            here = [self._visit(number, choice, ways, begins=True) for choice in others]
            feeding = [self._visit(number, choice, ways, begins=True) for choice in serving]
            ways = self._ways(fed, number) + [(meal, 0) for meal in before]
            later = [self._visit(number, choice, ways, begins=False) for choice in others] + feeding
            after = self._meals(number, [(visit, 0) for visit in here], before=False)
            plain += [(id, number) for id in here]
            fed += [(id, number) for id in later + after]
        return self._finish(fed if self.noon else plain)

    def _split(self, choices: Sequence[Choice]) -> tuple[list[Choice], list[Choice]]:
        """Choices at hours in which lunch is part of the visit, and all choices at other hours."""
        if self.noon is None:
            return [], list(choices)
        wanted = self.noon.lunch
        earliest, latest = (each.hour * 60 + each.minute for each in (wanted.earliest, wanted.latest))
        serving, others = [], []
        for choice in choices:
            # Lunch fits in if it can begin between the earliest and the latest and end with the visit.
            low, high = earliest + wanted.minutes - choice.minutes, latest
            if not choice.experience.price.includes_lunch or choice.minutes < wanted.minutes:
                others.append(choice)
                continue
            serving.append(_within(choice, low, high))
            others += [_within(choice, 0, low - 1), _within(choice, high + 1, MINUTES)]
        return serving, others

    def _ways(self, nodes: Sequence[tuple[int, int]], number: int) -> list[tuple[int, int]]:
        """Nodes a stop may follow, with the cost of leaving out all stops between."""
        return [(id, self._skipped(above, number)) for id, above in nodes]

    def _skipped(self, above: int, number: int) -> int:
        """Cost of leaving out all stops between two, -1 being the start."""
        return self.skip[number] - self.skip[above + 1]

    def _visit(self, number: int, choice: Choice, ways: Sequence[tuple[int, int]], *, begins: bool) -> int:
        """A stop as one of its choices; ``begins`` if the day may begin with it."""
        node = self._node(number, choice, self.stops[number].begin)
        if begins:
            self._from_start(node, self._skipped(-1, number))
        for id, skipped in ways:
            self._reach(node, id, skipped)
        return self._add(node)

    def _meals(self, number: int, ways: Sequence[tuple[int, int]], *, before: bool) -> list[int]:
        """Lunch in the village of a stop, before it or after it; what the group arranges itself comes after."""
        noon = self.noon
        if noon is None or (before and noon.own) or not self.stops[number].choices:
            return []
        ids = []
        for table in noon.tables.get(self.stops[number].choices[0].experience.village, ()):
            node = self._node(-1, table, noon.begin)
            if before:
                self._from_start(node, self._skipped(-1, number))
            for id, skipped in ways:
                if not noon.own or self.nodes[id].choice.place == table.place:
                    self._reach(node, id, skipped)
            ids.append(self._add(node))
        return ids

    def _node(self, stop: int, choice: Choice, planned: int | None) -> _Node:
        own = np.full(MINUTES, NEVER)
        for low, high in choice.windows:
            own[max(low, 0) : high + 1] = CHANGE if choice.change else 0
        on_grain = GRAIN if planned is None else GRAIN | (planned == MINUTE)
        own[~on_grain] = NEVER
        if planned is not None:
            own = np.where(own < NEVER, own + np.abs(MINUTE - planned), NEVER)
        empty = np.full(MINUTES, NEVER)
        return _Node(stop, choice, own, empty, np.full(MINUTES, -2, np.int32), np.zeros(MINUTES, np.int32), empty)

    def _add(self, node: _Node) -> int:
        node.close()
        self.nodes.append(node)
        return len(self.nodes) - 1

    def _from_start(self, node: _Node, skipped: int) -> None:
        ends = self.ends
        if skipped > self.limit:
            return
        if (-1, node.choice.place) in self.arrived:
            self._improve(node, -1, self.arrived[-1, node.choice.place], skipped)
            return
        open_ = (ends.first <= MINUTE) & self.roads.lawful(ends.start)
        open_ &= GRAIN if ends.depart is None else GRAIN | (ends.depart == MINUTE)
        if ends.waits:
            open_ &= np.roll(self.roads.lawful(ends.start), ends.waits) & (ends.waits <= MINUTE)
        cost = np.abs(MINUTE - ends.depart) if ends.depart is not None else np.zeros(MINUTES, np.int64)
        leaving = np.where(open_, (cost << BITS) | MINUTE, NEVER)
        by = np.minimum.accumulate(self._arrivals(leaving, ends.start, node.choice.place))
        self.arrived[-1, node.choice.place] = by
        self._improve(node, -1, by, skipped)

    def _reach(self, node: _Node, above: int, skipped: int) -> None:
        """Better ways to begin a node, coming from another."""
        if skipped > self.limit:
            return
        source, place = self.nodes[above], node.choice.place
        if (above, place) not in self.arrived:
            arrivals = self._arrivals(source.ready, source.choice.place, place)
            self.arrived[above, place] = np.minimum.accumulate(arrivals)
        self._improve(node, above, self.arrived[above, place], skipped)

    def _improve(self, node: _Node, source: int, by: Keys, skipped: int) -> None:
        cost = np.where((by < NEVER) & (node.own < NEVER), (by >> BITS) + node.own + skipped, NEVER)
        better = cost < node.cost
        node.cost = np.where(better, cost, node.cost)
        node.source[better] = source
        node.begun[better] = (by & ((1 << BITS) - 1))[better]

    def _arrivals(self, leaving: Keys, origin: Place, target: Place) -> Keys:
        """Keys by the minute of arrival."""
        leave, reach = self.roads.links(origin, target)
        arrived = np.full(MINUTES, NEVER)
        np.minimum.at(arrived, reach, leaving[leave])
        return arrived

    def _finish(self, last: Sequence[tuple[int, int]]) -> Path | None:
        ends = self.ends
        told = np.array([told_back(minute, ends.back) for minute in range(MINUTES)])
        home = np.zeros(MINUTES, np.int64) if ends.back is None else np.abs(told - ends.back)
        fits = (told <= ends.last) & self.roads.lawful(ends.end)[np.minimum(told, MINUTES - 1)]
        best: tuple[int, int, int] | None = None
        for id, above in last:
            node = self.nodes[id]
            skipped = self._skipped(above, len(self.stops))
            if skipped > self.limit:
                continue
            arrived = self._arrivals(node.ready, node.choice.place, ends.end)
            good = (arrived < NEVER) & fits
            if not good.any():
                continue
            total = np.where(good, (arrived >> BITS) + home, NEVER)
            at = int(np.argmin(total))
            found = int(total[at]) + skipped, id, int(arrived[at]) & ((1 << BITS) - 1)
            best = min(best, found) if best else found
        return None if best is None else self._trace(*best)

    def _trace(self, cost: int, id: int, begin: int) -> Path:
        taken = []
        while id >= 0:
            node = self.nodes[id]
            taken.append((node.stop, node.choice, begin))
            id, begin = int(node.source[begin]), int(node.begun[begin])
        return Path(cost, begin, tuple(reversed(taken)))
