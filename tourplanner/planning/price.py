"""
Pricing: the best routes under given points, by label setting over whole arrays.

A label is a half-built route. Labels grow by one visit at a time, with the meal taken before or after the move;
a label goes when its completion bound cannot pass the threshold, or when another one with the same visits and the
same last visit is ready no later and has no fewer points (dominance; Feillet, Dejax, Gendreau & Gueguen 2004).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tourplanner.planning.bound import Bounder, Completion, Prices
from tourplanner.planning.labels import Bools, Labels, spread, undominated
from tourplanner.planning.problem import GRAIN_S, Floats, Ints, Problem, Route
from tourplanner.planning.times import NEVER, first_begin, on_grain

CHUNK = 1_000_000
"""Pairs (label, visit) looked at in one go: bounds the memory."""


@dataclass(frozen=True, slots=True)
class Priced:
    """
    What pricing found: routes with their value under the given points, best first, and what no route exceeds.

    ``complete`` is true if every route above the threshold is among ``routes``. ``labels`` counts the work.
    """

    routes: tuple[Route, ...]
    values: Floats
    most: float
    complete: bool
    labels: int


class Pricer:
    """Finds the best routes of one shift. Make it once, call it with every new set of points."""

    def __init__(self, problem: Problem, shift: int) -> None:
        self.problem, self.number, self.shift = problem, shift, problem.shifts[shift]
        self.limits, self.lunch = problem.limits, problem.limits.lunch
        self.n = len(problem.visits)
        self.here, self.there = problem.place[: self.n], problem.place[self.n :]
        meal_of = problem.meal_of[problem.village]
        self.meal = meal_of
        self.has_meal = meal_of >= 0
        self.keys = np.random.default_rng(20_260_101).integers(1, 1 << 62, size=self.n, dtype=np.int64)
        self.usable = (problem.dates & self.shift.dates) != 0
        self.bounders: dict[int, Bounder] = {}

    def __call__(self, prices: Prices, *, above: float, keep: int, beam: int, step: int = GRAIN_S) -> Priced:
        """
        Routes worth more than ``above`` points.

        Parameters
        ----------
        prices
            Points of visits, of entering villages, and of the route; driving costs ``problem.drive_cost`` a minute.
        above
            Only routes worth more than this are wanted.
        keep
            Most routes to return; the best are kept.
        beam
            Most labels kept per number of visits, those with the highest completion bounds. ``most`` stays a valid
            upper bound when the beam cuts.
        step
            Grain of the bound's clock in seconds.

        Returns
        -------
        Priced
        """
        if step not in self.bounders:
            self.bounders[step] = Bounder(self.problem, self.shift, step)
        return _Run(self, prices, self.bounders[step](prices), above, keep, beam).all()


class _Run:
    def __init__(self, pricer: Pricer, prices: Prices, bound: Completion, above: float, keep: int, beam: int) -> None:
        self.pricer, self.problem, self.shift = pricer, pricer.problem, pricer.shift
        self.limits, self.prices, self.bound = pricer.limits, prices, bound
        self.above, self.keep, self.beam = above, keep, beam
        self.floor, self.cut, self.labels = above, -np.inf, 0
        self.found: list[tuple[Floats, Labels]] = []

    def all(self) -> Priced:
        level = self.first()
        for size in range(1, self.limits.stops[1] + 1):
            level = self.narrowed(level, self.limits.stops[1] - size)
            self.labels += len(level)
            if not len(level):
                break
            self.finish(level)
            if size < self.limits.stops[1]:
                level = self.grown(level, self.limits.stops[1] - size - 1)
        return self.result()

    def first(self) -> Labels:
        """One label per visit reached straight from the start."""
        problem, n = self.problem, self.pricer.n
        nodes = np.flatnonzero(self.pricer.usable)
        travel = problem.travel_s[self.shift.start, self.pricer.here[nodes]]
        begin = first_begin(self.shift.earliest + travel, problem.opens[nodes], problem.closes[nodes])
        driven = problem.drive_s[self.shift.start, self.pricer.here[nodes]] // 60
        value = self.prices.route + self.prices.visit[nodes] + self.prices.village[problem.village[nodes]]
        value = value - driven * problem.drive_cost
        none = np.full(len(nodes), -1, dtype=np.int64)
        labels = Labels(
            path=nodes[:, None].astype(np.int64),
            ready=begin + problem.service[nodes],
            value=value,
            driven=driven,
            dates=problem.dates[nodes] & self.shift.dates,
            roles=problem.role[nodes],
            villages=np.ones(len(nodes), dtype=np.int64),
            anchors=problem.anchor[nodes],
            meal=none,
            meal_after=none,
        )
        assert n >= len(nodes)
        labels = labels.take(begin < NEVER)
        # A meal before the first visit, in its village: a day that starts late.
        return Labels.join([labels, self.fed_first(labels)]) if self.pricer.lunch else labels

    def fed_first(self, labels: Labels) -> Labels:
        problem, pricer = self.problem, self.pricer
        node = labels.path[:, 0]
        labels, node = labels.take(pricer.has_meal[node]), node[pricer.has_meal[node]]
        meal = pricer.meal[node]
        travel = problem.travel_s[self.shift.start, pricer.there[meal]]
        eaten, ok = self.eat(self.shift.earliest + travel, meal)
        arrive = eaten + problem.travel_s[pricer.there[meal], pricer.here[node]]
        begin = first_begin(arrive, problem.opens[node], problem.closes[node])
        labels = replace(
            labels,
            ready=begin + problem.service[node],
            dates=labels.dates & problem.meal_dates[meal],
            meal=meal,
            meal_after=np.zeros(len(node), dtype=np.int64),
        )
        return labels.take(ok & (begin < NEVER) & (labels.dates != 0))

    def eat(self, arrive: Ints, meal: Ints) -> tuple[Ints, Bools]:
        """When a meal is over that is reached at ``arrive``, and whether it can be had at all."""
        problem = self.problem
        begin = np.maximum(on_grain(arrive), problem.meal_opens[meal])
        return begin + problem.meal_s[meal], begin <= problem.meal_closes[meal]

    def narrowed(self, labels: Labels, left: int) -> Labels:
        """Drop what is dominated or cannot pass the threshold; keep the best ``beam`` of the rest."""
        hope = labels.value + self.hope(labels, left)
        self.floor = self.above
        labels, hope = self.best(labels, hope, 8 * self.beam)
        keep = undominated(labels, self.pricer.keys)
        return self.best(labels.take(keep), hope[keep], self.beam)[0]

    def best(self, labels: Labels, hope: Floats, most: int) -> tuple[Labels, Floats]:
        """At most so many labels that can pass the threshold; what is cut remembers how good it might have been."""
        good = hope > self.above
        labels, hope = labels.take(good), hope[good]
        if len(labels) <= most:
            return labels, hope
        order = spread(labels.path[:, -1], hope)
        kept = np.sort(order[:most])
        self.floor = float(hope[kept].min())
        self.cut = max(self.cut, float(hope[order[most:]].max()))
        return labels.take(kept), hope[kept]

    def hope(self, labels: Labels, left: int) -> Floats:
        fed = (labels.meal >= 0).astype(np.int64) if self.pricer.lunch else np.ones(len(labels), dtype=np.int64)
        return self.bound.gain(left, fed, labels.anchors, labels.ready, labels.path[:, -1])

    def finish(self, labels: Labels) -> None:
        """Collect the complete routes among the labels."""
        limits, problem = self.limits, self.problem
        size = labels.path.shape[1]
        if size < limits.stops[0]:
            return
        last = labels.path[:, -1]
        ready, meal, after = labels.ready, labels.meal, labels.meal_after
        ok = (labels.villages >= limits.villages[0]) & (np.bitwise_count(labels.roles) >= limits.roles)
        ok &= (labels.anchors >= limits.anchors) & (labels.villages - labels.anchors >= limits.satellites)
        dates = labels.dates
        if self.pricer.lunch:
            due = meal < 0
            here = np.where(due, self.pricer.meal[last], 0)
            known = here >= 0
            here = np.where(known, here, 0)
            eaten, in_time = self.eat(ready + problem.travel_s[self.pricer.here[last], self.pricer.there[here]], here)
            ready = np.where(due, eaten + problem.travel_s[self.pricer.there[here], self.pricer.here[last]], ready)
            dates = np.where(due, dates & problem.meal_dates[here], dates)
            ok &= ~due | (known & in_time)
            meal, after = np.where(due, here, meal), np.where(due, size, after)
        home = problem.travel_s[self.pricer.here[last], self.shift.end]
        driven = labels.driven + problem.drive_s[self.pricer.here[last], self.shift.end] // 60
        value = labels.value - problem.drive_s[self.pricer.here[last], self.shift.end] // 60 * problem.drive_cost
        ok &= (ready + home <= self.shift.latest) & (dates != 0) & (value > self.above)
        if limits.drive_s is not None:
            ok &= driven * 60 <= limits.drive_s
        done = replace(labels, ready=ready + home, value=value, driven=driven, dates=dates, meal=meal, meal_after=after)
        self.found.append((value[ok], done.take(ok)))

    def grown(self, labels: Labels, left: int) -> Labels:
        """All ways to add one visit."""
        rows = max(1, CHUNK // self.pricer.n)
        parts: list[Labels] = []
        self.floor = self.above
        for begin in range(0, len(labels), rows):
            chunk = labels.take(np.arange(begin, min(begin + rows, len(labels))))
            for on_the_way in ("", "leave", "arrive") if self.pricer.lunch else ("",):
                parts.append(self.extended(chunk, on_the_way, left))
            if sum(map(len, parts)) > 2 * self.beam:
                parts = [self.narrowed(Labels.join(parts), left)]
                self.cut = max(self.cut, self.floor)
        return Labels.join(parts)

    def extended(self, labels: Labels, eating: str, left: int) -> Labels:
        """Labels one visit longer, with no meal on the way, or one before leaving, or one on arrival."""
        problem, pricer = self.problem, self.pricer
        last = labels.path[:, -1]
        if eating:
            due = labels.meal < 0
            due = due & pricer.has_meal[last] if eating == "leave" else due
            labels, last = labels.take(due), last[due]
        ready, lunch_dates, meal = labels.ready, labels.dates, labels.meal
        if eating == "leave":
            meal = pricer.meal[last]
            ready, ok = self.eat(ready + problem.travel_s[pricer.here[last], pricer.there[meal]], meal)
            lunch_dates = lunch_dates & problem.meal_dates[meal]
            keep = ok & (lunch_dates != 0)
            labels, last, ready = labels.take(keep), last[keep], ready[keep]
            lunch_dates, meal = lunch_dates[keep], meal[keep]
            travel = problem.travel_s[np.ix_(pricer.there[meal], pricer.here)]
        else:
            travel = problem.between[last]
        latest = problem.closes.max(axis=1)
        pairs = (ready[:, None] + travel <= latest) & pricer.usable & (problem.ident[last][:, None] != problem.ident)
        if eating == "arrive":
            pairs &= pricer.has_meal & (problem.village[last][:, None] != problem.village)
            pairs &= ready[:, None] <= problem.meal_closes.max(initial=0)
        if not pricer.lunch:
            pairs &= ~problem.swappable[last]
        else:
            pairs &= ~(problem.swappable[last] & (labels.meal >= 0)[:, None])
        label, node = np.nonzero(pairs)
        label, node = self.allowed(labels, label, node)
        if eating == "arrive":
            meal = pricer.meal[node]
            fed, ok = self.eat(ready[label] + problem.travel_s[pricer.here[last[label]], pricer.there[meal]], meal)
            arrive = fed + problem.travel_s[pricer.there[meal], pricer.here[node]]
            dates = labels.dates[label] & problem.meal_dates[meal]
            label, node, arrive, dates, meal = (each[ok] for each in (label, node, arrive, dates, meal))
        else:
            arrive = ready[label] + travel[label, node]
            dates, meal = lunch_dates[label], meal[label]
        after = np.full(len(label), labels.path.shape[1]) if eating else labels.meal_after[label]
        return self.made(labels, label, node, arrive, dates & problem.dates[node], meal, after, left)

    def allowed(
        self, labels: Labels, label: npt.NDArray[np.intp], node: npt.NDArray[np.intp]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The pairs that neither repeat a visit nor come back to a village, and keep the route's limits."""
        problem, limits = self.problem, self.limits
        path = labels.path[label]
        village = problem.village[path]
        staying = village[:, -1] == problem.village[node]
        ok = ~(problem.ident[path] == problem.ident[node][:, None]).any(axis=1)
        ok &= staying | ~(village == problem.village[node][:, None]).any(axis=1)
        ok &= staying | (labels.villages[label] < limits.villages[1])
        if limits.per_craft is not None:
            ok &= (problem.craft[path] == problem.craft[node][:, None]).sum(axis=1) < limits.per_craft
        for first, second in limits.before:
            ok &= ~((node == first) & (path == second).any(axis=1))
        return label[ok], node[ok]

    def made(
        self,
        labels: Labels,
        label: npt.NDArray[np.intp],
        node: npt.NDArray[np.intp],
        arrive: Ints,
        dates: Ints,
        meal: Ints,
        after: Ints,
        left: int,
    ) -> Labels:
        problem, limits = self.problem, self.limits
        begin = first_begin(arrive, problem.opens[node], problem.closes[node])
        last = labels.path[label, -1]
        entering = problem.village[last] != problem.village[node]
        minutes = problem.driving[last, node] // 60
        driven = labels.driven[label] + minutes
        value = labels.value[label] + self.prices.visit[node] - minutes * problem.drive_cost
        value = value + np.where(entering, self.prices.village[problem.village[node]], 0.0)
        ready = begin + problem.service[node]
        ok = (begin < NEVER) & (dates != 0)
        if limits.drive_s is not None:
            ok &= driven * 60 <= limits.drive_s
        fed = (meal >= 0).astype(np.int64) if self.pricer.lunch else np.ones(len(meal), dtype=np.int64)
        # Once the beam is full, what hopes for less than its last label is not made at all.
        anchors = labels.anchors[label] + entering * problem.anchor[node]
        ok &= value + self.bound.gain(left, fed, anchors, np.where(ok, ready, self.shift.latest), node) > self.floor
        label, node = label[ok], node[ok]
        return Labels(
            path=np.concatenate([labels.path[label], node[:, None]], axis=1),
            ready=ready[ok],
            value=value[ok],
            driven=driven[ok],
            dates=dates[ok],
            roles=labels.roles[label] | problem.role[node],
            villages=labels.villages[label] + entering[ok],
            anchors=anchors[ok],
            meal=meal[ok],
            meal_after=after[ok],
        )

    def result(self) -> Priced:
        """The best route of every set of visits, best first; ties by the visits' numbers."""
        width = self.limits.stops[1]
        paths, values, rows = [], [], []
        for part, (value, labels) in enumerate(self.found):
            padded = np.full((len(labels), width), -1, dtype=np.int64)
            padded[:, : labels.path.shape[1]] = labels.path
            paths.append(padded)
            values.append(value)
            rows.append(np.stack([np.full(len(labels), part), np.arange(len(labels))], axis=1))
        if not paths or not sum(map(len, values)):
            return Priced((), np.empty(0), max(self.cut, self.above), self.cut <= self.above, self.labels)
        path, value, row = np.concatenate(paths), np.concatenate(values), np.concatenate(rows)
        same = np.where(path >= 0, self.pricer.keys[path], 0).sum(axis=1)
        order = np.lexsort((*path.T[::-1], -value, same))
        best = order[np.concatenate([[True], np.diff(same[order]) != 0])]
        best = best[np.lexsort((*path[best].T[::-1], -value[best]))]
        complete = self.cut <= self.above and len(best) <= self.keep
        most = max(self.cut, float(value[best[0]]))
        chosen = best[np.sort(spread(path[best, 0], value[best])[: self.keep])]
        routes = tuple(self.route(*row[index]) for index in chosen)
        return Priced(routes, value[chosen], most, complete, self.labels)

    def route(self, part: int, index: int) -> Route:
        labels = self.found[part][1]
        return Route(
            shift=self.pricer.number,
            visits=tuple(labels.path[index].tolist()),
            meal=int(labels.meal[index]),
            meal_after=int(labels.meal_after[index]),
            drive_min=int(labels.driven[index]),
            dates=int(labels.dates[index]),
        )
