"""Conflicts: the set cannot hold, and no part of it is too much."""

from datetime import date, timedelta

import pytest
from by_distance import plan
from planning_regions import SMALL, best_tour, goal_for, region

from tourplanner.errors import InfeasibleError
from tourplanner.model import Goal, Money, Price
from tourplanner.planning.compile import compiled
from tourplanner.travel import GeodesicTravel

MONDAY = date(2027, 3, 1)
NONE_OF_THEM = {
    "roles": {"roles": 0},
    "anchors": {"anchors": 0},
    "satellites": {"satellites": 0},
    "per craft": {"per_craft": None},
    "drive minutes": {"drive_minutes": None},
    "lunch": {"lunch": None},
    "budget": {"budget": None},
    "hosts speak": {"hosts_speak": False},
    "verified only": {"verified_only": False},
    "never": {"never": ()},
}
NOTHING = ("day, start and travel times",)


def demands(goal):
    """Everything in a goal that may be taken away."""
    named = [name for name, none in NONE_OF_THEM.items() if goal.replace(**none) != goal]
    named += [f"must {id}" for id in goal.must]
    named += [f"either {'/'.join(group)}" for group in goal.either]
    named += [f"together {'+'.join(group)}" for group in goal.together]
    named += ["fewest stops"] if goal.stops[0] > 1 else []
    return named + (["fewest villages"] if goal.villages[0] > 1 else [])


def only(goal, kept):
    """The goal with these demands and no others."""
    for name, none in NONE_OF_THEM.items():
        goal = goal if name in kept else goal.replace(**none)
    return goal.replace(
        must=tuple(id for id in goal.must if f"must {id}" in kept),
        either=tuple(group for group in goal.either if f"either {'/'.join(group)}" in kept),
        together=tuple(group for group in goal.together if f"together {'+'.join(group)}" in kept),
        stops=goal.stops if "fewest stops" in kept else (1, goal.stops[1]),
        villages=goal.villages if "fewest villages" in kept else (1, goal.villages[1]),
    )


def possible(catalogue, goal):
    days = [MONDAY + timedelta(number) for number in range(goal.days)]
    numbers = compiled(catalogue, goal, [(*goal.ends(n), [day], 1) for n, day in enumerate(days)], GeodesicTravel())
    return best_tour(numbers) is not None


def priced(catalogue):
    """Nothing without a price: what a budget refuses for that is another matter."""
    free = Price(adult=Money(amount=0))
    return catalogue.replace(
        experiences=tuple(
            each.replace(price=each.price if each.price.adult else free) for each in catalogue.experiences
        )
    )


def planned(catalogue, goal):
    try:
        return bool(plan(catalogue, goal, on=MONDAY))
    except InfeasibleError:
        return False


def check_conflict(catalogue, goal, possible):
    """Plan what cannot be planned, and see that the conflict named is one, and a smallest one."""
    with pytest.raises(InfeasibleError) as caught:
        plan(catalogue, goal, on=MONDAY)
    conflict = caught.value.conflict
    assert caught.value.proven
    assert len(set(conflict)) == len(conflict) > 0
    assert all(demand.removeprefix("must ") in str(caught.value) for demand in conflict)
    if conflict == NOTHING:
        assert not possible(catalogue, only(goal, ()))
        return conflict
    assert set(conflict) <= set(demands(goal))
    assert not possible(catalogue, only(goal, conflict))
    for demand in conflict:
        assert possible(catalogue, only(goal, set(conflict) - {demand})), f"without {demand}"
    return conflict


@pytest.mark.parametrize("days", [1, 2])
def test_random_conflicts_are_smallest(days):
    met, sizes = set(), set()
    for seed in range(60):
        catalogue = priced(region(seed, visits=5))
        goal = goal_for(seed, catalogue, days)
        if not possible(catalogue, goal):
            conflict = check_conflict(catalogue, goal, possible)
            met |= {demand.split()[0] for demand in conflict}
            sizes.add(len(conflict))
    assert len(met) >= 6
    assert {1, 2} <= sizes


@pytest.mark.parametrize(
    ("asked", "conflict"),
    [
        ({"budget": Money(amount=100_000), "must": ("ht-class",)}, {"budget", "must ht-class"}),
        ({"must": ("bt-wheel", "pv-rattan"), "villages": (1, 1), "lunch": None}, {"must bt-wheel", "must pv-rattan"}),
        (
            {"must": ("bt-wheel", "bt-kiln"), "either": (("bt-wheel", "bt-kiln"),)},
            {"must bt-wheel", "must bt-kiln", "either bt-wheel/bt-kiln"},
        ),
        (
            {"must": ("bt-wheel",), "never": ("bt-kiln",), "together": (("bt-wheel", "bt-kiln"),)},
            {"must bt-wheel", "never", "together bt-wheel+bt-kiln"},
        ),
        ({"day": ("08:00", "11:30"), "must": ("bt-wheel",)}, {"lunch"}),
        ({"stops": (1, 2), "roles": 3}, {"roles"}),
        ({"stops": (3, 6), "villages": (1, 1), "per_craft": 2}, {"per craft", "fewest stops"}),
        ({"anchors": 1, "satellites": 1, "villages": (1, 1)}, {"anchors", "satellites"}),
        ({"drive_minutes": 60, "must": ("phu-vinh",)}, {"drive minutes", "must phu-vinh"}),
        ({"day": ("08:00", "08:20")}, set(NOTHING)),
        ({"days": 2, "per_craft": 1, "must": ("bt-wheel", "bt-kiln")}, {"per craft", "must bt-wheel", "must bt-kiln"}),
        ({"days": 2, "stops": (1, 1), "roles": 3}, {"roles"}),
        ({"verified_only": True, "roles": 2}, {"verified only", "roles"}),
        ({"never": tuple(each.id for each in SMALL.villages)}, {"never"}),
        ({"must": ("bt-kiln",), "verified_only": True, "hosts_speak": True}, {"must bt-kiln", "verified only"}),
        ({"days": 2, "anchors": 5, "satellites": 9}, {"anchors"}),
    ],
    ids=lambda value: str(sorted(value)) if isinstance(value, set) else str(value),
)
def test_known_conflicts_are_named(asked, conflict):
    assert set(check_conflict(SMALL, Goal(**asked), planned)) == conflict


@pytest.mark.parametrize("asked", [{"must": ("bt-kiln",)}, {"verified_only": True, "roles": 2}])
def test_a_budget_that_refuses_unknown_prices_is_part_of_the_conflict(asked):
    kiln = SMALL.replace(
        experiences=tuple(
            each.replace(provenance=SMALL.experience("bt-wheel").provenance) if each.id == "bt-kiln" else each
            for each in SMALL.experiences
        )
    )
    goal = Goal(budget=Money(amount=500_000), **asked)
    assert planned(kiln, goal.replace(budget=None))
    with pytest.raises(InfeasibleError) as caught:
        plan(kiln, goal, on=MONDAY)
    assert "budget" in caught.value.conflict
