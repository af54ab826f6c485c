"""What a goal can limit beyond the clock: categories, group size, lunch, falling value; against trying everything."""

from datetime import time, timedelta
from random import Random

import pytest
from by_distance import check, plan, portfolio
from goal_cases import SATURDAY, USUAL, answer, by_hand, changed, counted, same, visited, with_lunch
from planning_regions import SMALL, goal_for, region

from tourplanner.errors import GoalError, InfeasibleError
from tourplanner.model import Experience, Goal, Lunch, Opening, Party, Price
from tourplanner.planning import Points

# limits per category


@pytest.mark.parametrize("days", [1, 2])
def test_limits_are_those_of_trying_everything(days):
    bound = 0
    for seed in range(30 if days == 1 else 18):
        random = Random(f"limits {seed} {days}")
        catalogue = region(seed, visits=6 if days == 1 else 5)
        names = sorted(counted(catalogue, [each.id for each in catalogue.experiences if each.kind != "meal"]))
        limits = {
            name: random.choice(((0, 1), (0, 0), (1, 1), (1, None), (2, None))) for name in random.sample(names, 2)
        }
        goal = goal_for(seed, catalogue, days).replace(limits=limits)

        def keeps(ids, limits=limits, catalogue=catalogue):
            counts = counted(catalogue, ids)
            return all(
                low <= counts[name] and (most is None or counts[name] <= most) for name, (low, most) in limits.items()
            )

        expected = by_hand(catalogue, goal, Points(), keeps)
        assert same(answer(catalogue, goal), expected), f"seed {seed}"
        bound += expected != by_hand(catalogue, goal, Points(), lambda _: True)
    assert bound > 8


def test_a_limit_counts_the_group_of_a_craft():
    goal = Goal(limits={"textile": (0, 0)}, wishes=("vp-weaving", "qd-embroidery"))
    tour = plan(SMALL, goal, on=SATURDAY)
    assert not {"van-phuc", "quat-dong"} & {village.id for village in tour.villages}
    assert {each.wish: each.code for each in tour.unvisited} == {
        "vp-weaving": "does-not-fit",
        "qd-embroidery": "does-not-fit",
    }


def test_limits_are_written_as_a_mapping_and_kept_as_pairs():
    goal = Goal(limits={"pottery": (0, 2), "class": (1, None)})
    assert goal.limits == (("class", (1, None)), ("pottery", (0, 2)))
    assert Goal.model_validate_json(goal.model_dump_json()) == goal
    assert hash(goal) == hash(Goal(limits=goal.limits))


@pytest.mark.parametrize("limits", [{"pottery": (2, 1)}, (("class", (0, 1)), ("class", (0, 2)))])
def test_limits_at_odds_are_refused(limits):
    with pytest.raises(ValueError, match="limits"):
        Goal(limits=limits)


def test_a_name_nobody_counts_is_refused_with_the_nearest():
    with pytest.raises(GoalError, match=r"limits: there is no 'potery'; nearest: pottery") as caught:
        plan(SMALL, Goal(limits={"potery": (0, 1), "meal": (0, 1)}), on=SATURDAY)
    assert "'meal'" in str(caught.value)


def test_a_limit_that_cannot_be_kept_is_the_conflict():
    with pytest.raises(InfeasibleError) as caught:
        plan(SMALL, Goal(limits={"silk": (1, None), "pottery": (1, None)}, villages=(1, 1)), on=SATURDAY)
    assert set(caught.value.conflict) == {"limit silk", "limit pottery"}


def test_every_route_of_a_portfolio_keeps_the_limits():
    goal = Goal(stops=(1, 3), villages=(1, 3), limits={"class": (1, 1)})
    found = portfolio(SMALL, 2, goal, month="2027-03", quotas=_few())
    for route in found.routes:
        assert [stop.experience.kind for stop in route.visits].count("class") == 1


def _few():
    from tourplanner.model import Quotas

    return Quotas(villages=2, crafts=1, communes=1, share_permille=0)


# service time by party


@pytest.mark.parametrize(("guests", "minutes"), [(1, 60), (12, 60), (13, 90), (24, 90), (25, 150), (60, 150)])
def test_a_larger_party_takes_longer(guests, minutes):
    experience = SMALL.experience("bt-wheel").replace(minutes=60, minutes_from=((13, 90), (25, 150)))
    assert experience.minutes_for(guests) == minutes
    goal = Goal(party=Party(adults=guests), must=("bt-wheel",), stops=(1, 1), lunch=None)
    tour = plan(changed(SMALL, "bt-wheel", minutes=60, minutes_from=((13, 90), (25, 150))), goal, on=SATURDAY)
    (stop,) = tour.visits
    assert stop.end - stop.begin == timedelta(minutes=minutes)
    assert check(tour) == ()


def test_a_door_is_open_for_all_of_the_longer_visit():
    late = changed(SMALL, "bt-wheel", opening=Opening.daily(time(8), time(10)), minutes=60, minutes_from=((21, 80),))
    goal = Goal(must=("bt-wheel",), lunch=None, stops=(1, 1))
    assert visited(plan(late, goal.replace(party=Party(adults=20)), on=SATURDAY)) == ["bt-wheel"]
    (stop,) = plan(late, goal.replace(party=Party(adults=21)), on=SATURDAY).visits
    assert stop.end.astimezone(stop.end.tzinfo).time() <= time(10)
    with pytest.raises(InfeasibleError):
        plan(changed(late, "bt-wheel", minutes_from=((21, 125),)), goal.replace(party=Party(adults=21)), on=SATURDAY)


@pytest.mark.parametrize("steps", [((13, 30),), ((13, 90), (12, 120)), ((13, 90), (20, 60))])
def test_steps_that_do_not_rise_are_refused(steps):
    with pytest.raises(ValueError, match="minutes_from"):
        Experience(**(dict(SMALL.experience("bt-wheel")) | {"minutes": 60, "minutes_from": steps}))


def test_a_visit_made_longer_is_as_long_as_asked():
    slow = changed(SMALL, "bt-wheel", minutes_from=((10, 120),))
    tour = plan(slow, Goal(must=("bt-wheel",)), on=SATURDAY).what_if(minutes={"bt-wheel": 45})
    (stop,) = [stop for stop in tour.visits if stop.experience.id == "bt-wheel"]
    assert stop.end - stop.begin == timedelta(minutes=45)


# lunch as a break


@pytest.mark.parametrize("days", [1, 2])
def test_a_break_is_lunch_in_any_village(days):
    for seed in range(16 if days == 1 else 8):
        catalogue = region(seed, visits=6 if days == 1 else 5)
        place = catalogue.villages[0].place
        first = catalogue.experiences[0]
        if seed % 2:
            catalogue = changed(catalogue, first.id, place=place.replace(lat=place.lat + 0.02))
        goal = goal_for(seed, catalogue, days).replace(lunch=Lunch(kind="break", minutes=40))
        tour = answer(catalogue, goal)
        assert same(tour, by_hand(catalogue, goal, Points(), lambda _: True)), f"seed {seed}"
        if tour:
            assert [len([stop for stop in day.stops if stop.is_break]) for day in tour.days] == [1] * days


def test_a_break_needs_no_restaurant_and_says_so():
    goal = Goal(must=("dao-thuc",), villages=(1, 1), lunch=Lunch(kind="break"))
    with pytest.raises(InfeasibleError):
        plan(SMALL, goal.replace(lunch=Lunch()), on=SATURDAY)
    tour = plan(SMALL, goal, on=SATURDAY)
    (pause,) = [stop for stop in tour.stops if stop.is_meal]
    assert (pause.village.id, pause.price.amount) == ("dao-thuc", 0)
    assert "Nghỉ trưa (tự túc)" in str(tour)
    assert {"lunch-unconfirmed", "price-unknown"} & {notice.code for notice in tour.notices} == set()
    assert check(type(tour).model_validate_json(tour.model_dump_json())) == ()


# a visit that includes lunch


def test_a_visit_with_lunch_over_noon_is_the_lunch():
    catalogue = with_lunch(SMALL, "dt-show", minutes=150, opening=Opening.daily(time(10), time(14)))
    tour = plan(catalogue, Goal(must=("dt-show",)), on=SATURDAY)
    assert [stop for stop in tour.stops if stop.is_meal] == []
    assert check(tour) == ()
    with pytest.raises(InfeasibleError):
        plan(changed(catalogue, "dt-show", price=Price()), Goal(must=("dt-show",), villages=(1, 1)), on=SATURDAY)
    alone = plan(catalogue, Goal(must=("dt-show",), villages=(1, 1)), on=SATURDAY)
    assert visited(alone) == ["dt-show"]


def test_a_visit_with_lunch_in_the_morning_is_none():
    catalogue = with_lunch(SMALL, "bt-wheel", minutes=120, opening=Opening.daily(time(8), time(11)))
    tour = plan(catalogue, Goal(must=("bt-wheel",), villages=(1, 1)), on=SATURDAY)
    assert [stop.experience.id for stop in tour.stops if stop.is_meal] == ["bat-trang-lunch"]
    assert check(tour) == ()


def test_a_visit_too_short_for_lunch_is_none():
    catalogue = with_lunch(SMALL, "bt-wheel", minutes=45, opening=Opening.daily(time(11, 30), time(13)))
    tour = plan(catalogue, Goal(must=("bt-wheel",), villages=(1, 1)), on=SATURDAY)
    assert "bat-trang-lunch" in [stop.experience.id for stop in tour.stops]
    assert check(tour) == ()


@pytest.mark.parametrize("days", [1, 2])
def test_visits_with_lunch_are_those_of_trying_everything(days):
    fed = 0
    for seed in range(24 if days == 1 else 12):
        random = Random(f"fed {seed}")
        catalogue = region(seed, visits=6 if days == 1 else 4)
        for each in [each for each in catalogue.experiences if each.kind != "meal"][:3]:
            catalogue = with_lunch(catalogue, each.id, minutes=random.choice((60, 75, 120, 150)))
        goal = goal_for(seed, catalogue, days).replace(lunch=Lunch(), must=(), either=(), budget=None)
        tour = answer(catalogue, goal)
        assert same(tour, by_hand(catalogue, goal, USUAL, lambda _: True)), f"seed {seed}"
        fed += bool(tour) and len([stop for stop in tour.stops if stop.is_meal]) < days
    assert fed > 3


# a value that falls


@pytest.mark.parametrize("days", [1, 2])
def test_a_falling_value_is_that_of_trying_everything(days):
    fell = 0
    for seed in range(24 if days == 1 else 12):
        points = Points(same_craft=(0, 33, 50, 90)[seed % 4])
        catalogue = region(seed, visits=6 if days == 1 else 5)
        goal = goal_for(seed, catalogue, days)
        expected = by_hand(catalogue, goal, points, lambda _: True)
        tour = answer(catalogue, goal, points)
        assert same(tour, expected), f"seed {seed}"
        if tour:
            assert points.tour(tour) == tour.score
            fell += points.tour(tour) < Points().tour(tour)
    assert fell > 2


def test_a_second_visit_of_a_craft_gives_way_to_another_craft():
    catalogue = SMALL.replace(
        experiences=tuple(each for each in SMALL.experiences if each.village in ("bat-trang", "kieu-ky"))
    )
    goal = Goal(stops=(3, 3), lunch=Lunch())
    assert "kk-goldleaf" not in visited(plan(catalogue, goal, on=SATURDAY, points=Points(drive_minute=4)))
    falling = plan(catalogue, goal, on=SATURDAY, points=Points(drive_minute=4, same_craft=0))
    assert "kk-goldleaf" in visited(falling)


def test_without_a_fall_the_points_are_as_before():
    tour = plan(SMALL, Goal(wishes=("bt-kiln",)), on=SATURDAY)
    assert Points().tour(tour) == tour.score


def test_a_portfolio_has_no_falling_value_of_its_own():
    with pytest.raises(GoalError, match="same_craft"):
        portfolio(SMALL, 1, Goal(stops=(1, 2), villages=(1, 2)), month="2027-03", points=Points(same_craft=50))
