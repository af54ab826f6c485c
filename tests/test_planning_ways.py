"""How far a tour may go, where it may sleep, and everything at once; against trying everything."""

from itertools import product
from random import Random

import pytest
from by_distance import plan
from goal_cases import SATURDAY, USUAL, answer, changed, counted, same, score, visited, with_lunch
from planning_cases import halves, walked
from planning_regions import MONDAY, SMALL, Filled, goal_for, region, tour_fits

from tourplanner.errors import GoalError, InfeasibleError
from tourplanner.model import Goal, Lunch, StartPoint, Text
from tourplanner.planning import Points
from tourplanner.planning.compile import compiled
from tourplanner.planning.plan import shifts
from tourplanner.travel import GeodesicTravel

# metres on foot, CO2


def spread_out(seed, visits):
    """A small region in which things lie apart: some a walk from each other, some a drive."""
    random = Random(f"spread {seed}")
    catalogue = region(seed, visits=visits)
    for each in catalogue.experiences:
        place = catalogue.village(each.village).place
        away = random.choice((0.0, 0.001, 0.0025, 0.02))
        moved = place.replace(lat=round(place.lat + away, 5), accuracy_m=random.choice((20, 300)))
        catalogue = changed(catalogue, each.id, place=moved)
    return catalogue


def loads_by_hand(catalogue, goal, kept, points=USUAL, keeps=lambda _: True):
    """The best score of all tours whose days, as metres (on foot, driven), are ``kept``, and whose visits ``keeps``."""
    numbers = compiled(catalogue, goal, list(shifts(goal, [MONDAY])), GeodesicTravel(), points=points)
    days = []
    for number in range(goal.days):
        best = {}
        for half in halves(numbers.problem, number):
            for route, walk_m in walked(numbers.problem, number, half):
                ids = tuple(numbers.problem.visits[node] for node in route.visits)
                key = ids, walk_m, route.drive_m
                best[key] = min(best.get(key, route.drive_min), route.drive_min)
        days.append([(Filled(ids, drive), walk_m, drive_m) for (ids, walk_m, drive_m), drive in best.items()])
    scores = [
        score(catalogue, goal, points, [day for day, _, _ in tour])
        for tour in product(*days)
        if keeps([id for day, _, _ in tour for id in day.visits])
        and kept([(walk_m, drive_m) for _, walk_m, drive_m in tour])
        and tour_fits(catalogue, goal, [day for day, _, _ in tour])
    ]
    return max(scores, default=None)


@pytest.mark.parametrize("days", [1, 2])
def test_walks_and_co2_are_those_of_trying_everything(days):
    bound = 0
    for seed in range(36 if days == 1 else 24):
        random = Random(f"ways {seed}")
        catalogue = spread_out(seed, 6 if days == 1 else 4)
        free = goal_for(seed, catalogue, days).replace(must=(), either=())
        tour = answer(catalogue, free)
        if tour is None:
            continue
        on_foot = max(sum(leg.metres for leg in day.legs if leg.mode == "walk") for day in tour.days)
        driven = sum(leg.metres for leg in tour.legs if leg.mode == "drive")
        per_guest = driven * 456 // 1000 // 20
        goal = free.replace(
            walk_metres=random.choice((None, max(0, on_foot - 1), on_foot // 2)),
            co2_grams=random.choice((None, per_guest, per_guest * 9 // 10, per_guest * 6 // 10)),
        )

        def kept(loads, goal=goal):
            walks = all(goal.walk_metres is None or walk_m <= goal.walk_metres for walk_m, _ in loads)
            metres = sum(drive_m for _, drive_m in loads)
            return walks and (goal.co2_grams is None or metres * 456 / 1000 / 20 <= goal.co2_grams)

        expected = loads_by_hand(catalogue, goal, kept)
        assert same(answer(catalogue, goal), expected), f"seed {seed}"
        bound += expected != tour.score
    assert bound > 8


def test_co2_that_is_too_little_is_the_conflict():
    goal = Goal(must=("pv-rattan",), lunch=None, co2_grams=800)
    with pytest.raises(InfeasibleError) as caught:
        plan(SMALL, goal, on=SATURDAY)
    assert caught.value.conflict == ("must pv-rattan", "co2")
    assert plan(SMALL, goal.replace(vehicle_co2=20), on=SATURDAY).status == "optimal"
    with pytest.raises(InfeasibleError) as caught:
        plan(SMALL, goal.replace(days=2, co2_grams=1500), on=SATURDAY)
    assert set(caught.value.conflict) == {"must pv-rattan", "co2"}


def test_what_takes_too_long_a_walk_is_not_visited_together():
    place = SMALL.village("bat-trang").place
    catalogue = changed(SMALL, "bt-kiln", place=place.replace(lat=place.lat + 0.002, accuracy_m=20))
    goal = Goal(must=("bt-kiln",), wishes=("bt-wheel",), villages=(1, 1), lunch=None)
    assert {"bt-kiln", "bt-wheel"} <= set(visited(plan(catalogue, goal, on=SATURDAY)))
    short = plan(catalogue, goal.replace(walk_metres=200), on=SATURDAY)
    assert visited(short) == ["bt-kiln"]
    assert {each.wish: each.code for each in short.unvisited} == {"bt-wheel": "does-not-fit"}
    with pytest.raises(InfeasibleError) as caught:
        plan(catalogue, goal.replace(walk_metres=200, must=("bt-kiln", "bt-wheel")), on=SATURDAY)
    assert set(caught.value.conflict) == {"must bt-kiln", "must bt-wheel", "walk metres"}


# a choice of nights


def with_hotels(seed, count):
    """A small region with some more places to sleep at, near its villages."""
    random = Random(f"hotels {seed}")
    catalogue = region(seed, visits=4)
    near = [random.choice(catalogue.villages).place for _ in range(count)]
    moved = [place.replace(lat=round(place.lat + random.uniform(-0.05, 0.05), 5)) for place in near]
    hotels = [
        StartPoint(id=f"hotel-{number}", name=Text(vi=f"Khách sạn {number}"), place=place)
        for number, place in enumerate(moved)
    ]
    return catalogue.replace(starts=(*catalogue.starts, *hotels)), [hotel.id for hotel in hotels]


@pytest.mark.parametrize("days", [2, 3])
def test_the_best_night_is_that_of_trying_each(days):
    chosen = set()
    for seed in range(12 if days == 2 else 6):
        catalogue, hotels = with_hotels(seed, 2)
        places = ("hoan-kiem-old-quarter", *hotels)
        goal = goal_for(seed, catalogue, 2).replace(days=days, lunch=None, must=(), either=())
        fixed = {nights: answer(catalogue, goal.replace(nights=nights)) for nights in product(places, repeat=days - 1)}
        expected = max((tour.score for tour in fixed.values() if tour), default=None)
        tour = answer(catalogue, goal.replace(nights=(places,) * (days - 1)))
        assert same(tour, expected), f"seed {seed}"
        if tour:
            nights = tuple(day.end.id for day in tour.days[:-1])
            assert fixed[nights].score == tour.score
            chosen |= set(nights)
    assert len(chosen) > 1


def test_of_five_hotels_over_three_days_the_near_ones_are_slept_at():
    village = SMALL.village("chuong").place
    hotels = tuple(
        StartPoint(id=f"hotel-{n}", name=Text(vi="Nhà nghỉ"), place=village.replace(lat=village.lat - 0.1 + 0.05 * n))
        for n in range(5)
    )
    catalogue = SMALL.replace(starts=(*SMALL.starts, *hotels))
    ids = tuple(hotel.id for hotel in hotels)
    goal = Goal(days=3, nights=(ids, ("my-dinh-station", *ids)), stops=(1, 2), must=("chuong", "quang-phu-cau"))
    tour = plan(catalogue, goal, on=SATURDAY)
    assert tour.status == "optimal"
    assert tour.days[0].end == tour.days[1].start
    assert tour.days[0].end.id in ids


def test_a_night_nobody_knows_is_refused_and_one_without_a_place():
    with pytest.raises(GoalError, match="nights: there is no 'hotel-x'"):
        plan(SMALL, Goal(days=2, nights=(("my-dinh-station", "hotel-x"),)), on=SATURDAY)
    with pytest.raises(ValueError, match="nights: a night has one place"):
        Goal(days=2, nights=((),))
    goal = Goal(days=2, nights=(("my-dinh-station", "hoan-kiem-old-quarter"),))
    assert Goal.model_validate_json(goal.model_dump_json()) == goal


# all at once


def mixed(seed, days):
    """A region, a goal and points with everything of this page in the mix."""
    random = Random(f"mixed {seed} {days}")
    catalogue = spread_out(seed, 5 if days == 1 else 4)
    for each in [each for each in catalogue.experiences if each.kind != "meal"]:
        steps = random.choice(((), ((20, each.minutes + 30),), ((10, each.minutes), (30, 200))))
        catalogue = changed(catalogue, each.id, minutes_from=steps)
        if random.random() < 0.3:
            catalogue = with_lunch(catalogue, each.id, minutes_from=((5, 120),))
    names = sorted(counted(catalogue, [each.id for each in catalogue.experiences if each.kind != "meal"]))
    goal = goal_for(seed, catalogue, days).replace(
        must=(),
        either=(),
        budget=None,
        anchors=0,
        villages=(1, 3),
        lunch=random.choice((None, Lunch(), Lunch(kind="break", minutes=30))),
        limits={random.choice(names): random.choice(((0, 1), (1, None), (0, 0)))},
        walk_metres=random.choice((None, None, 300, 600)),
        co2_grams=random.choice((None, 900, 1500, 2500)),
        nights=(("hoan-kiem-old-quarter", "my-dinh-station"),) * (days - 1),
    )
    return catalogue, goal, Points(same_craft=random.choice((100, 100, 60)))


@pytest.mark.parametrize("days", [1, 2])
def test_all_of_it_together_is_that_of_trying_everything(days):
    feasible = 0
    for seed in range(80 if days == 1 else 40):
        catalogue, goal, points = mixed(seed, days)

        def kept(loads, goal=goal):
            walks = all(goal.walk_metres is None or walk_m <= goal.walk_metres for walk_m, _ in loads)
            grams = sum(drive_m for _, drive_m in loads) * 456 / 1000 / 20
            return walks and (goal.co2_grams is None or grams <= goal.co2_grams)

        def keeps(ids, goal=goal, catalogue=catalogue):
            counts = counted(catalogue, ids)
            return all(
                low <= counts[name] and (most is None or counts[name] <= most) for name, (low, most) in goal.limits
            )

        nights = product(*goal.nights)
        each = [loads_by_hand(catalogue, goal.replace(nights=night), kept, points, keeps) for night in nights]
        expected = max((score for score in each if score is not None), default=None)
        tour = answer(catalogue, goal, points)
        assert same(tour, expected), f"seed {seed}"
        feasible += tour is not None
    assert feasible > (20 if days == 1 else 8)
