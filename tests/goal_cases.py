"""Goals on tiny regions, and the best score under them by trying every tour."""

from collections import Counter
from datetime import date
from itertools import product

from by_distance import plan
from planning_regions import MONDAY, craft_of, filled, tour_fits, visit_points

from tourplanner.errors import InfeasibleError
from tourplanner.model import Money, Price
from tourplanner.planning import Points
from tourplanner.planning.compile import compiled
from tourplanner.planning.plan import shifts
from tourplanner.travel import GeodesicTravel

SATURDAY = date(2027, 3, 6)
USUAL = Points()


def changed(catalogue, id, **changes):
    return catalogue.replace(
        experiences=tuple(each.replace(**changes) if each.id == id else each for each in catalogue.experiences)
    )


def visited(tour):
    return [stop.experience.id for stop in tour.visits]


def by_hand(catalogue, goal, points, keeps):
    """The best score of all tours that keep the goal and ``keeps``, by trying every one; None if there is none."""
    numbers = compiled(catalogue, goal, list(shifts(goal, [MONDAY])), GeodesicTravel(), points=points)
    days = [filled(numbers, number) for number in range(goal.days)]
    scores = [
        score(catalogue, goal, points, tour)
        for tour in product(*days)
        if tour_fits(catalogue, goal, tour) and keeps([id for day in tour for id in day.visits])
    ]
    return max(scores, default=None)


def score(catalogue, goal, points, days):
    """Points by the words of ``Points``: of each craft the best visit in full."""
    full = points.replace(same_craft=100)
    crafts = {}
    for day in days:
        for id in day.visits:
            crafts.setdefault(craft_of(catalogue, id), []).append(id)
    total = 0
    for ids in crafts.values():
        plain = sorted((visit_points(catalogue, full, id) for id in ids), reverse=True)
        total += plain[0] + sum(each * points.same_craft // 100 for each in plain[1:])
    wished = [id for ids in crafts.values() for id in ids if {id, catalogue.experience(id).village} & set(goal.wishes)]
    return total + points.wish * len(wished) - points.drive_minute * sum(day.drive_min for day in days)


def answer(catalogue, goal, points=USUAL):
    """The planned tour, None if there is none."""
    try:
        return plan(catalogue, goal, on=MONDAY, points=points)
    except InfeasibleError:
        return None


def same(tour, expected):
    """Whether the tour scores what was expected, proven."""
    return (tour is None) == (expected is None) and (tour is None or (tour.score, tour.status) == (expected, "optimal"))


def counted(catalogue, ids):
    """How often each kind, role, main craft and craft group is visited."""
    counts = Counter()
    for id in ids:
        one = catalogue.experience(id)
        craft = catalogue.craft(craft_of(catalogue, id))
        counts.update({one.kind, one.role, craft.id} | (set() if craft.heritage else {craft.group}))
    return counts


def with_lunch(catalogue, id, **changes):
    price = Price(adult=Money(amount=250_000), includes_lunch=True)
    return changed(catalogue, id, price=price, **changes)
