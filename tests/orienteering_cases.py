"""Small random orienteering problems, and the best answer by trying everything."""

from __future__ import annotations

from random import Random

import numpy as np

from tourplanner.planning.orienteering import Orienteering


def whole(numbers):
    return np.array(numbers, dtype=np.int64)


def windows(random, horizon, many):
    """Up to ``many`` windows in any order, some overlapping, some unused (they open after they close)."""
    pairs = []
    for _ in range(many):
        begin = random.randrange(horizon)
        pairs.append((begin, begin + random.randrange(-10, horizon // 2)))
    return pairs


def problem(seed, *, most=7):
    random = Random(f"orienteering {seed}")
    n, kinds, resources = random.randint(0, most), random.randint(1, 3), random.choice((0, 0, 1, 2))
    horizon = random.choice((40, 80, 160))
    hours = [[windows(random, horizon, 3) for _ in range(n)] for _ in range(kinds)]

    def column(number, low, high):
        return whole([random.randint(low, high) for _ in range(number)])

    # Distances by streets, and something for each hill climbed: not symmetric, and no way round is a short cut.
    spots = [(random.randrange(12), random.randrange(12), random.randrange(5)) for _ in range(n + 2 * kinds)]
    ways = whole([[abs(a - c) + abs(b - d) + hill for c, d, hill in spots] for a, b, _ in spots])
    bounds = whole(hours).reshape(kinds, n, 3, 2)
    return Orienteering(
        points=column(n, -1, 9),
        service=column(n, 0, 12),
        between=ways[:n, :n].copy(),
        away=ways[n : n + kinds, :n].copy(),
        home=ways[:n, n + kinds :].T.copy(),
        opens=bounds[..., 0].copy(),
        closes=bounds[..., 1].copy(),
        earliest=column(kinds, 0, 20),
        latest=column(kinds, horizon // 2, horizon),
        count=column(kinds, 0, 2),
        uses=whole([[random.randrange(4) for _ in range(resources)] for _ in range(n)]).reshape(n, resources),
        caps=column(resources, 0, 9),
    )


def begin(problem, kind, visit, arrival):
    """The earliest begin after an arrival; None if there is none."""
    pairs = zip(problem.opens[kind, visit].tolist(), problem.closes[kind, visit].tolist(), strict=True)
    return min((max(arrival, a) for a, b in pairs if max(arrival, a) <= b), default=None)


def sets(problem, kind):
    """All sets of visits, as bits, that one route of a kind can make."""
    found = {0}

    def extend(chosen, last, time):
        found.add(chosen)
        for visit in range(len(problem.points)):
            way = problem.away[kind, visit] if last < 0 else problem.service[last] + problem.between[last, visit]
            then = begin(problem, kind, visit, time + int(way))
            if chosen >> visit & 1 or then is None:
                continue
            if then + int(problem.service[visit] + problem.home[kind, visit]) <= problem.latest[kind]:
                extend(chosen | 1 << visit, visit, then)

    extend(0, -1, int(problem.earliest[kind]))
    return found


def best(problem):
    """The most points that any routes make."""
    reached = {0}
    for kind, count in enumerate(problem.count.tolist()):
        feasible = sets(problem, kind)
        for _ in range(count):
            reached = {one | other for one in reached for other in feasible if not one & other}
    worth = []
    for chosen in reached:
        visits = [visit for visit in range(len(problem.points)) if chosen >> visit & 1]
        if (problem.uses[visits].sum(axis=0) <= problem.caps).all():
            worth.append(int(problem.points[visits].sum()))
    return max(worth)
