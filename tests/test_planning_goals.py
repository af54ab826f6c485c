"""What a goal can limit beyond the clock: categories, group size, falling value; against trying everything."""

from collections import Counter
from datetime import date, time, timedelta
from itertools import product
from random import Random

import pytest
from planning_cases import halves, walked
from planning_regions import MONDAY, SMALL, Filled, craft_of, filled, goal_for, region, tour_fits, visit_points

from tourplanner.errors import GoalError, InfeasibleError
from tourplanner.model import Experience, Goal, Lunch, Money, Opening, Party, Price, StartPoint, Text
from tourplanner.planning import Points, plan, portfolio
from tourplanner.planning.compile import compiled
from tourplanner.planning.plan import shifts
from tourplanner.rules import check
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


# limits per category


def counted(catalogue, ids):
    """How often each kind, role, main craft and craft group is visited."""
    counts = Counter()
    for id in ids:
        one = catalogue.experience(id)
        craft = catalogue.craft(craft_of(catalogue, id))
        counts.update({one.kind, one.role, craft.id} | (set() if craft.heritage else {craft.group}))
    return counts


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


def loads_by_hand(catalogue, goal, kept):
    """The best score of all tours whose days, as (metres on foot, metres driven), are ``kept``."""
    numbers = compiled(catalogue, goal, list(shifts(goal, [MONDAY])), GeodesicTravel())
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
        score(catalogue, goal, USUAL, [day for day, _, _ in tour])
        for tour in product(*days)
        if kept([(walk_m, drive_m) for _, walk_m, drive_m in tour])
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


def with_lunch(catalogue, id, **changes):
    price = Price(adult=Money(amount=250_000), includes_lunch=True)
    return changed(catalogue, id, price=price, **changes)


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
