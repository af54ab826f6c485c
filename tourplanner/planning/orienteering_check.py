"""An orienteering solution counted again by hand: what is wrong with it, and what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tourplanner.planning.orienteering import Orienteering


def faults(problem: Orienteering, routes: Sequence[tuple[int, Sequence[int]]]) -> Iterator[str]:
    """
    Every rule that routes (kind, visits in order) break: numbers that do not exist, visits made twice, too many routes
    of a kind, begin times outside all windows, routes home too late, resources used up.
    """
    for number, (kind, visits) in enumerate(routes):
        strange = [visit for visit in visits if not 0 <= visit < len(problem.points)]
        if not 0 <= kind < len(problem.count):
            yield f"route {number}: there is no kind {kind}"
        elif strange:
            yield f"route {number}: there are no visits {', '.join(map(str, strange))}"
        else:
            yield from (f"route {number}: {fault}" for fault in _late(problem, kind, visits))
    for visit, times in sorted(Counter(visit for _, visits in routes for visit in visits).items()):
        if times > 1:
            yield f"visit {visit} is made {times} times"
    for kind, many in sorted(Counter(kind for kind, _ in routes).items()):
        if 0 <= kind < len(problem.count) and many > problem.count[kind]:
            yield f"{many} routes of kind {kind}, at most {problem.count[kind]}"
    for resource, cap in enumerate(problem.caps.tolist()):
        made = (visit for _, visits in routes for visit in visits if 0 <= visit < len(problem.points))
        used = sum(int(problem.uses[visit, resource]) for visit in made)
        if used > cap:
            yield f"{used} of resource {resource} used, there is {cap}"


def points(problem: Orienteering, routes: Sequence[tuple[int, Sequence[int]]]) -> int:
    """What all visits made are worth."""
    return sum(int(problem.points[visit]) for _, visits in routes for visit in visits)


def _late(problem: Orienteering, kind: int, visits: Sequence[int]) -> Iterator[str]:
    time, last = int(problem.earliest[kind]), -1
    for visit in visits:
        time += int(problem.away[kind, visit] if last < 0 else problem.service[last] + problem.between[last, visit])
        windows = zip(problem.opens[kind, visit].tolist(), problem.closes[kind, visit].tolist(), strict=True)
        begins = [max(time, opens) for opens, closes in windows if max(time, opens) <= closes]
        if not begins:
            yield f"visit {visit} is reached at {time}, too late for its windows"
            return
        time, last = min(begins), visit
    if visits:
        time += int(problem.service[last] + problem.home[kind, last])
    if time > problem.latest[kind]:
        yield f"back at {time}, after {problem.latest[kind]}"
