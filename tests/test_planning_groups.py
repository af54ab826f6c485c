"""Several groups at once: against trying every pair of tours, and judged."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from by_distance import check, check_groups, plan, plan_groups
from planning_regions import MONDAY, SMALL, filled, goal_for, region, tour_fits, visit_points
from rules_cases import tour as small_tour
from rules_cases import with_experience, with_stop

from tourplanner.errors import GoalError, InfeasibleError
from tourplanner.model import HANOI, Goal, Party, Session
from tourplanner.planning import Points
from tourplanner.planning.compile import compiled
from tourplanner.planning.plan import shifts
from tourplanner.travel import GeodesicTravel

SATURDAY = date(2027, 3, 6)


def changed(catalogue, id, **changes):
    return catalogue.replace(
        experiences=tuple(each.replace(**changes) if each.id == id else each for each in catalogue.experiences)
    )


def one_by_one(catalogue, goal, seats):
    """Every tour that keeps the goal, with its score: (day number, what is visited) pairs."""
    numbers = compiled(catalogue, goal, list(shifts(goal, [MONDAY])), GeodesicTravel(), seats=seats)
    tours = {}
    for days in product(*(filled(numbers, number) for number in range(goal.days))):
        if tour_fits(catalogue, goal, days):
            visits = [(number, id) for number, day in enumerate(days) for id in day.visits]
            points = sum(visit_points(catalogue, Points(), id, goal.wishes) for _, id in visits)
            key = frozenset(visits)
            tours[key] = max(tours.get(key, -(10**9)), points - sum(day.drive_min for day in days))
    return tours


def by_hand(catalogue, goal, groups):
    """The best score of so many tours among which every thing has room, None if there are none."""
    best = None
    tours = one_by_one(catalogue, goal, groups * goal.party.size)
    for chosen in product(tours.items(), repeat=groups):
        counts = Counter()
        for visits, _ in chosen:
            for number, id in visits:
                counts[number, catalogue.experience(id).variant_of or id] += 1
        room = {}
        for each in catalogue.experiences:
            key = each.variant_of or each.id
            room[key] = min(room.get(key, 10**9), each.capacity)
        if all(count * goal.party.size <= room[id] for (_, id), count in counts.items()):
            total = sum(score for _, score in chosen)
            best = total if best is None else max(best, total)
    return best


@pytest.mark.parametrize("days", [1, 2])
def test_two_groups_are_those_of_trying_every_pair(days):
    apart = feasible = 0
    for seed in range(30 if days == 1 else 12):
        catalogue = region(seed, visits=5 if days == 1 else 4)
        goal = goal_for(seed, catalogue, days).replace(stops=(1, 2), must=(), either=())
        expected = by_hand(catalogue, goal, 2)
        try:
            found = plan_groups(catalogue, goal, on=MONDAY)
        except InfeasibleError:
            assert expected is None, f"seed {seed}"
            continue
        assert (found.score, found.bound, found.status) == (expected, expected, "optimal"), f"seed {seed}"
        assert found.score == sum(tour.score for tour in found.tours)
        assert check_groups(found.tours, sessions=catalogue.sessions) == ()
        feasible += 1
        apart += found.score < 2 * plan(catalogue, goal, on=MONDAY).score
    assert feasible > 6
    assert apart > 2


def test_one_group_is_the_plan():
    goal = Goal(roles=3, wishes=("bt-kiln",))
    (tour,) = plan_groups(SMALL, goal, groups=1, on=SATURDAY).tours
    alone = plan(SMALL, goal, on=SATURDAY)
    assert (tour.score, tour.days) == (alone.score, alone.days)


def test_a_small_workshop_gets_one_group_and_a_must_of_both_is_impossible():
    goal = Goal(party=Party(adults=20), lunch=None, stops=(1, 3), wishes=("kk-goldleaf",))
    found = plan_groups(SMALL, goal, on=SATURDAY)
    visits = [[stop.experience.id for stop in tour.visits] for tour in found.tours]
    assert sorted("kk-goldleaf" in each for each in visits) == [False, True]
    left = [each for tour in found.tours for each in tour.unvisited]
    assert [each.wish for each in left] == ["kk-goldleaf"]
    with pytest.raises(InfeasibleError) as caught:
        plan_groups(SMALL, goal.replace(must=("kk-goldleaf",)), on=SATURDAY)
    assert set(caught.value.conflict) == {"must kk-goldleaf", "room for all groups"}
    two = plan_groups(SMALL, goal.replace(party=Party(adults=12), must=("kk-goldleaf",)), on=SATURDAY)
    assert check_groups(two.tours) == ()


def test_groups_share_a_session_only_while_places_last():
    begin = datetime.combine(SATURDAY, time(10), HANOI)
    goal = Goal(lunch=None, stops=(1, 1), wishes=("vp-weaving",), party=Party(adults=10))
    for places, groups in ((19, 1), (20, 2)):
        session = Session(
            id="s", experience="vp-weaving", begin=begin, end=begin + timedelta(minutes=40), places_left=places
        )
        found = plan_groups(SMALL.replace(sessions=(session,)), goal, on=SATURDAY)
        assert sum(stop.session == "s" for tour in found.tours for stop in tour.visits) == groups
        assert check_groups(found.tours, sessions=(session,)) == ()


def test_lunch_is_where_all_groups_sit_down():
    goal = Goal(party=Party(adults=20), stops=(1, 2))
    small = changed(SMALL, "bat-trang-lunch", capacity=39)
    found = plan_groups(small, goal, on=SATURDAY)
    assert "bat-trang-lunch" not in {stop.experience.id for tour in found.tours for stop in tour.stops}


@pytest.mark.parametrize(
    ("more", "said"), [({"groups": 0}, "1 to 6"), ({"groups": 7}, "1 to 6"), ({"on": [SATURDAY, MONDAY]}, "one day")]
)
def test_what_cannot_be_asked_is_refused(more, said):
    with pytest.raises(GoalError, match=said):
        plan_groups(SMALL, Goal(), **({"on": SATURDAY} | more))


# the judge


def breaches(tours, **more):
    return [(finding.rule, finding.subject) for finding in check_groups(tours, **more)]


def test_two_groups_in_one_place_need_room_for_both():
    one = small_tour(("bt-wheel", "bat-trang-lunch", "bt-market"))
    assert check(one) == ()
    assert breaches((one, one)) == []
    tight = with_experience(one, 0, capacity=39)
    assert breaches((tight, tight)) == [("shared", "bt-wheel")]
    assert breaches((one, tight)) == [("shared", "bt-wheel")]
    assert breaches((one, one, one)) == [("shared", "bat-trang-lunch")]
    other = small_tour(("bt-wheel", "bat-trang-lunch", "bt-market"), SATURDAY + timedelta(1))
    assert breaches((tight, with_experience(other, 0, capacity=39))) == []


def test_two_groups_in_variants_of_one_thing_need_room_for_both():
    one = with_experience(small_tour(("bt-wheel", "bat-trang-lunch", "bt-market")), 0, capacity=39)
    legs = small_tour(("kk-goldleaf", "bat-trang-lunch", "bt-market"))
    other = with_experience(legs, 0, variant_of="bt-wheel")
    assert ("shared", "bt-wheel") in breaches((one, other))


def test_two_groups_in_a_session_need_places_for_both():
    one = small_tour(("bt-wheel", "bat-trang-lunch"))
    stop = one.stops[0]
    session = Session(id="s", experience="bt-wheel", begin=stop.begin, end=stop.end, places_left=39)
    one = with_stop(one, 0, session="s")
    assert breaches((one, one), sessions=(session,)) == [("shared", "s")]
    assert breaches((one, one), sessions=(session.replace(places_left=40),)) == []
