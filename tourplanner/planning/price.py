"""
Pricing: the best routes under given points, by label setting over whole arrays.

A label is a half-built route. Labels grow by one visit at a time, with the meal taken before or after the move;
a label goes when its completion bound cannot pass the threshold, or when another one with the same visits and the
same last visit is ready no later and has no fewer points (dominance; Feillet, Dejax, Gendreau & Gueguen 2004).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tourplanner.planning.bound import Bounder, Completion, Prices
from tourplanner.planning.labels import Bools, Index, Labels, spread, undominated
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
        self.meals = problem.meals_of(self.shift) if self.lunch else np.empty((0, self.n), dtype=np.int64)
        self.least = problem.shortest(problem.travel_s, self.meals)
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


@dataclass(frozen=True, slots=True)
class _Move:
    """Labels going on to a visit: when they arrive, seconds of each drive, dates left, the meal had by then."""

    label: Index
    node: Index
    arrive: Ints
    road: tuple[Ints, ...]
    dates: Ints
    meal: Ints
    after: Ints

    def take(self, index: Bools) -> _Move:
        road = tuple(each[index] for each in self.road)
        return _Move(
            self.label[index], self.node[index], self.arrive[index], road, self.dates[index], self.meal[index],
            self.after[index],
        )  # fmt: skip


class _Run:
    def __init__(self, pricer: Pricer, prices: Prices, bound: Completion, above: float, keep: int, beam: int) -> None:
        self.pricer, self.problem, self.shift = pricer, pricer.problem, pricer.shift
        self.limits, self.prices, self.bound = pricer.limits, prices, bound
        self.above, self.keep, self.beam = above, keep, beam
        self.latest = self.problem.closes.max(axis=1)
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
        problem = self.problem
        nodes = np.flatnonzero(self.pricer.usable)
        travel = problem.travel_s[self.shift.start, self.pricer.here[nodes]]
        begin = first_begin(self.shift.earliest + travel, problem.opens[nodes], problem.closes[nodes])
        road = problem.drive_s[self.shift.start, self.pricer.here[nodes]]
        driven = road // 60
        value = self.prices.route + self.prices.visit[nodes] + self.prices.village[problem.village[nodes]]
        value = value - driven * problem.drive_cost
        none = np.full(len(nodes), -1, dtype=np.int64)
        labels = Labels(
            path=nodes[:, None].astype(np.int64),
            ready=begin + problem.service[nodes],
            value=value,
            driven=driven,
            road_s=road,
            dates=problem.dates[nodes] & self.shift.dates,
            roles=problem.role[nodes],
            villages=np.ones(len(nodes), dtype=np.int64),
            anchors=problem.anchor[nodes],
            meal=none,
            meal_after=none,
        )
        # A meal before the first visit, in its village: a day that starts late.
        fed = [self.fed_first(labels, row) for row in self.pricer.meals]
        return Labels.join([labels.take(begin < NEVER), *fed])

    def fed_first(self, labels: Labels, meals: Ints) -> Labels:
        problem, pricer = self.problem, self.pricer
        labels = labels.take(meals[labels.path[:, 0]] >= 0)
        node = labels.path[:, 0]
        meal = meals[node]
        way, here = pricer.there[meal], pricer.here[node]
        eaten, ok = self.eat(self.shift.earliest + problem.travel_s[self.shift.start, way], meal)
        begin = first_begin(eaten + problem.travel_s[way, here], problem.opens[node], problem.closes[node])
        driven = problem.drive_s[self.shift.start, way] // 60 + problem.drive_s[way, here] // 60
        labels = replace(
            labels,
            ready=begin + problem.service[node],
            value=labels.value + (labels.driven - driven) * problem.drive_cost,
            driven=driven,
            road_s=problem.drive_s[self.shift.start, way] + problem.drive_s[way, here],
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
        keep = undominated(labels, self.pricer.keys, by_road=self.limits.drive_s is not None)
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
        """Collect the complete routes among the labels, those still hungry after a last meal."""
        limits, problem, pricer = self.limits, self.problem, self.pricer
        if labels.path.shape[1] < limits.stops[0]:
            return
        ok = (labels.villages >= limits.villages[0]) & (np.bitwise_count(labels.roles) >= limits.roles)
        ok &= (labels.anchors >= limits.anchors) & (labels.villages - labels.anchors >= limits.satellites)
        labels = labels.take(ok & self.keeps(labels.path))
        fed = (labels.meal >= 0) | (not pricer.lunch)
        self.bring_home(labels.take(fed), pricer.here[labels.path[fed, -1]])
        for meals in pricer.meals:
            hungry = labels.take(~fed & (meals[labels.path[:, -1]] >= 0))
            last = hungry.path[:, -1]
            meal, here = meals[last], pricer.here[last]
            way = pricer.there[meal]
            eaten, in_time = self.eat(hungry.ready + problem.travel_s[here, way], meal)
            driven = problem.drive_s[here, way] // 60
            hungry = replace(
                hungry,
                ready=eaten,
                value=hungry.value - driven * problem.drive_cost,
                driven=hungry.driven + driven,
                road_s=hungry.road_s + problem.drive_s[here, way],
                dates=hungry.dates & problem.meal_dates[meal],
                meal=meal,
                meal_after=np.full(len(last), labels.path.shape[1], dtype=np.int64),
            )
            self.bring_home(hungry.take(in_time), way[in_time])

    def keeps(self, path: Ints) -> Bools:
        """Whether complete routes have what each route must have, and cost no more than it may."""
        limits = self.limits
        ok = np.ones(len(path), dtype=np.bool_)
        for visits, fewest, most in limits.counted:
            count = np.isin(path, visits).sum(axis=1)
            ok &= (fewest <= count) & (count <= most)
        for one, other in limits.alike:
            ok &= np.isin(path, one).sum(axis=1) == np.isin(path, other).sum(axis=1)
        if limits.budget is not None:
            ok &= self.problem.price[path].sum(axis=1) <= limits.budget
        return ok

    def bring_home(self, labels: Labels, place: Ints) -> None:
        problem = self.problem
        home, driven = problem.travel_s[place, self.shift.end], problem.drive_s[place, self.shift.end] // 60
        value = labels.value - driven * problem.drive_cost
        driven, road = labels.driven + driven, labels.road_s + problem.drive_s[place, self.shift.end]
        ok = (labels.ready + home <= self.shift.latest) & (labels.dates != 0) & (value > self.above)
        if self.limits.drive_s is not None:
            ok &= road <= self.limits.drive_s
        done = replace(labels, ready=labels.ready + home, value=value, driven=driven, road_s=road)
        self.found.append((value[ok], done.take(ok)))

    def grown(self, labels: Labels, left: int) -> Labels:
        """All ways to add one visit."""
        rows = max(1, CHUNK // self.pricer.n)
        parts: list[Labels] = []
        self.floor = self.above
        for begin in range(0, len(labels), rows):
            chunk = labels.take(np.arange(begin, min(begin + rows, len(labels))))
            parts.append(self.straight(chunk, left))
            for meals in self.pricer.meals:
                parts += [self.fed_leaving(chunk, meals, left), self.fed_arriving(chunk, meals, left)]
            if sum(map(len, parts)) > 2 * self.beam:
                parts = [self.narrowed(Labels.join(parts), left)]
                self.cut = max(self.cut, self.floor)
        return Labels.join(parts)

    def straight(self, labels: Labels, left: int) -> Labels:
        """Labels one visit longer, with no meal on the way."""
        problem = self.problem
        label, node = self.pairs(labels, labels.ready, problem.between[labels.path[:, -1]])
        last = labels.path[label, -1]
        move = _Move(
            label=label,
            node=node,
            arrive=labels.ready[label] + problem.between[last, node],
            road=(problem.driving[last, node],),
            dates=labels.dates[label],
            meal=labels.meal[label],
            after=labels.meal_after[label],
        )
        return self.made(labels, move, left)

    def fed_leaving(self, labels: Labels, meals: Ints, left: int) -> Labels:
        """Labels one visit longer, with a meal in the village that is left."""
        problem, pricer = self.problem, self.pricer
        labels = labels.take((labels.meal < 0) & (meals[labels.path[:, -1]] >= 0))
        last = labels.path[:, -1]
        meal, here = meals[last], pricer.here[last]
        way = pricer.there[meal]
        ready, ok = self.eat(labels.ready + problem.travel_s[here, way], meal)
        dates = labels.dates & problem.meal_dates[meal]
        ok &= dates != 0
        labels, meal, here, way, ready, dates = (
            labels.take(ok), meal[ok], here[ok], way[ok], ready[ok], dates[ok],
        )  # fmt: skip
        label, node = self.pairs(labels, ready, problem.travel_s[np.ix_(way, pricer.here)])
        there = pricer.here[node]
        move = _Move(
            label=label,
            node=node,
            arrive=ready[label] + problem.travel_s[way[label], there],
            road=(problem.drive_s[here, way][label], problem.drive_s[way[label], there]),
            dates=dates[label],
            meal=meal[label],
            after=np.full(len(label), labels.path.shape[1], dtype=np.int64),
        )
        return self.made(labels, move, left)

    def fed_arriving(self, labels: Labels, meals: Ints, left: int) -> Labels:
        """Labels one visit longer, with a meal in the village that is entered."""
        problem, pricer = self.problem, self.pricer
        labels = labels.take(labels.meal < 0)
        last = labels.path[:, -1]
        label, node = self.pairs(labels, labels.ready, pricer.least[last])
        some = (meals[node] >= 0) & (problem.village[last[label]] != problem.village[node])
        label, node = label[some], node[some]
        meal = meals[node]
        here, way, there = pricer.here[last[label]], pricer.there[meal], pricer.here[node]
        eaten, ok = self.eat(labels.ready[label] + problem.travel_s[here, way], meal)
        move = _Move(
            label=label,
            node=node,
            arrive=eaten + problem.travel_s[way, there],
            road=(problem.drive_s[here, way], problem.drive_s[way, there]),
            dates=labels.dates[label] & problem.meal_dates[meal],
            meal=meal,
            after=np.full(len(label), labels.path.shape[1], dtype=np.int64),
        )
        return self.made(labels, move.take(ok), left)

    def pairs(self, labels: Labels, ready: Ints, travel: Ints) -> tuple[Index, Index]:
        """Labels and visits that may follow each other, given when each label leaves and how long each way is."""
        problem = self.problem
        last = labels.path[:, -1]
        ok = (ready[:, None] + travel <= self.latest) & self.pricer.usable
        ok &= problem.ident[last][:, None] != problem.ident
        settled = (labels.meal >= 0) | (not self.pricer.lunch)
        ok &= ~(problem.swappable[last] & settled[:, None])
        return self.allowed(labels, *np.nonzero(ok))

    def allowed(self, labels: Labels, label: Index, node: Index) -> tuple[Index, Index]:
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

    def made(self, labels: Labels, move: _Move, left: int) -> Labels:
        """The longer labels that can still become something."""
        problem, limits, label, node = self.problem, self.limits, move.label, move.node
        begin = first_begin(move.arrive, problem.opens[node], problem.closes[node])
        entering = problem.village[labels.path[label, -1]] != problem.village[node]
        minutes = sum((each // 60 for each in move.road), np.zeros(len(label), dtype=np.int64))
        driven, road = labels.driven[label] + minutes, labels.road_s[label] + sum(move.road)
        value = labels.value[label] + self.prices.visit[node] - minutes * problem.drive_cost
        value = value + np.where(entering, self.prices.village[problem.village[node]], 0.0)
        dates, meal = move.dates & problem.dates[node], move.meal
        ready = begin + problem.service[node]
        ok = (begin < NEVER) & (dates != 0)
        if limits.drive_s is not None:
            ok &= road <= limits.drive_s
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
            road_s=road[ok],
            dates=dates[ok],
            roles=labels.roles[label] | problem.role[node],
            villages=labels.villages[label] + entering[ok],
            anchors=anchors[ok],
            meal=meal[ok],
            meal_after=move.after[ok],
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
