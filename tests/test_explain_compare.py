"""Tours side by side, and the curve between score and a second aim."""

from collections import Counter
from datetime import date

import pytest
from by_distance import PLAIN, check, check_portfolio, plan, portfolio
from planning_regions import MONDAY, best_tour, region

from tourplanner.errors import GoalError
from tourplanner.model import Goal, Money, Party, Place, Quotas
from tourplanner.planning import compare, trade_off
from tourplanner.planning.explain.trade import driving, emissions, spending, walking
from tourplanner.rules import portfolio_facts
from tourplanner.testing import small_catalogue

SMALL = small_catalogue()
SATURDAY = date(2027, 3, 20)


@pytest.fixture(scope="module")
def tour():
    return plan(SMALL, Goal(stops=(1, 4)), on=SATURDAY)


def begins(tour):
    return {
        stop.experience.id: (number, f"{stop.begin:%H:%M}")
        for number, day in enumerate(tour.days, 1)
        for stop in day.stops
    }


def test_a_tour_is_the_same_as_itself(tour):
    found = compare(tour, tour)
    assert {stop.what for stop in found.stops} == {"same"}
    assert all(figure.difference == 0 for figure in found.figures)
    assert found["driving"].first == sum(leg.seconds for leg in tour.legs if leg.mode == "drive") // 60
    assert found["price"].first == tour.price.amount
    day = tour.days[0]
    parts = sum(found[name].first for name in ("visiting", "driving", "walking", "waiting"))
    lunch = sum((stop.end - stop.begin).seconds // 60 for stop in day.stops if stop.is_meal)
    assert abs(parts + lunch - found["under way"].first) <= len(day.stops)


@pytest.mark.parametrize(
    "changes",
    [
        {"drop": ("bt-wheel",)},
        {"day": ("09:00", "17:30")},
        {"stops": (1, 2)},
        {"must": ("dao-thuc",), "party": Party(adults=8)},
        {"days": 2, "nights": ("hoan-kiem-old-quarter",), "stops": (1, 3)},
        {"on": "2027-03-22", "lunch": None},
    ],
    ids=str,
)
def test_every_stop_is_told_once_and_truly(tour, changes):
    other = tour.what_if(**changes)
    found = compare(tour, other)
    one, two = begins(tour), begins(other)
    assert Counter(stop.experience for stop in found.stops) == Counter({*one, *two})
    for stop in found.stops:
        there = stop.experience in one, stop.experience in two
        expected = {
            (True, True): {"same"} if one.get(stop.experience) == two.get(stop.experience) else {"moved"},
            (True, False): {"removed", "swapped"},
            (False, True): {"added", "swapped"},
        }[there]
        assert stop.what in expected
    pairs = {stop.experience: stop.swapped_for for stop in found.stops if stop.what == "swapped"}
    assert all(pairs[pairs[id]] == id for id in pairs)
    assert found["score"].difference == other.score - tour.score
    back = compare(other, tour)
    assert [-figure.difference for figure in back.figures] == [figure.difference for figure in found.figures]
    assert set(back.ids("moved")) == set(found.ids("moved"))
    assert set(found.ids("added", "removed", "swapped")) == set(one) ^ set(two)


def test_a_comparison_is_two_tables(tour):
    other = tour.what_if(drop=(tour.visits[0].experience.id,), days=2, stops=(1, 3))
    found = compare(tour, other)
    text = str(found)
    assert text.splitlines()[0].split() == ["first", "second", "difference"]
    assert f"score  {tour.score}" in " ".join(text.split()).replace("score ", "score  ")
    assert "day 1 " in text
    assert "price, đồng" in text
    assert "<table>" in found._repr_html_()
    with pytest.raises(KeyError):
        found["joy"]


def test_swapped_stops_share_their_time(tour):
    found = 0
    for dropped in tour.visits:
        other = tour.what_if(drop=(dropped.experience.id,))
        spans = {stop.experience.id: stop for stop in (*tour.stops, *other.stops)}
        for swap in compare(tour, other).stops:
            if swap.what == "swapped":
                one, two = spans[swap.experience], spans[swap.swapped_for]
                assert one.begin < two.end
                assert two.begin < one.end
                found += 1
    assert found >= 2


# the curve


@pytest.mark.parametrize(
    ("against", "measure"), [("drive_minutes", driving), ("budget", spending), ("co2_grams", emissions)]
)
def test_the_curve_is_the_best_under_each_limit(tour, against, measure):
    curve = trade_off(tour, against, steps=4)
    assert curve.points[0].answer == tour
    assert len(curve.points) >= 3
    for point in curve.points[1:]:
        limit = Money(amount=point.limit) if against == "budget" else point.limit
        assert point.answer == tour.what_if(**{against: limit})
        assert point.reached == measure(point.answer) <= point.limit
        assert check(point.answer) == ()
    scores, reached = [point.score for point in curve.points], [point.reached for point in curve.points]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert reached == sorted(reached, reverse=True)
    assert len(set(reached)) == len(reached)
    assert len(str(curve).splitlines()) == 1 + len(curve.points)
    assert curve.name.get("en") in curve._repr_html_()


def test_nothing_tighter_than_the_last_point_can_be_kept():
    for seed in (3, 4, 8):
        catalogue = region(seed, visits=5)
        tour = plan(catalogue, Goal(stops=(1, 3), lunch=None), on=MONDAY)
        curve = trade_off(tour, "drive_minutes", steps=3)
        tightest = -(-curve.points[-1].reached // 5) * 5
        assert best_tour(tour.question.altered(drive_minutes=tightest).compiled()) == curve.points[-1].score
        assert best_tour(tour.question.altered(drive_minutes=tightest - 5).compiled()) is None


def test_walks_are_measured_as_they_are_limited():
    apart = SMALL.replace(
        experiences=tuple(
            each.replace(place=Place(lat=20.9030, lon=105.8740, accuracy_m=400)) if each.id == "ht-studio" else each
            for each in SMALL.experiences
        )
    )
    tour = plan(apart, Goal(must=("ht-studio",), stops=(1, 3)), on=SATURDAY)
    curve = trade_off(tour, "walk_metres", steps=3)
    assert walking(tour) >= 287
    assert walking(tour) == sum(leg.metres for leg in tour.legs if leg.mode == "walk")
    assert all(walking(point.answer) <= point.limit for point in curve.points[1:])
    assert curve.points[-1].reached < walking(tour)


def test_limits_may_be_given(tour):
    curve = trade_off(tour, "drive_minutes", limits=(100, 1, 60))
    assert [point.limit for point in curve.points] == [None, 100, 60][: len(curve.points)]


def test_fairness_is_traded_over_a_portfolio():
    quotas = Quotas(villages=3, crafts=3, communes=3)
    few = SMALL.replace(experiences=tuple(
        each for each in SMALL.experiences
        if each.village in ("bat-trang", "kieu-ky", "van-phuc", "ha-thai", "quat-dong")
    ), hosts=())  # fmt: skip
    routes = portfolio(few, 2, Goal(stops=(1, 3)), month="2027-03", quotas=quotas)
    curve = trade_off(routes, "share_permille", catalogue=few, travel=PLAIN, limits=(0, 100, 150, 900))
    assert curve.points[0].score == routes.objective.score
    for point in curve.points:
        assert point.reached == portfolio_facts(point.answer.routes)["share_permille"] >= point.limit
        assert check_portfolio(point.answer, quotas.replace(share_permille=point.limit)) == ()
    assert [point.score for point in curve.points] == sorted((p.score for p in curve.points), reverse=True)
    assert 900 not in {point.limit for point in curve.points}
    assert "2 routes" in str(curve)
    with pytest.raises(GoalError, match="needs catalogue"):
        trade_off(routes, "share_permille")


def test_only_known_aims_are_traded(tour):
    with pytest.raises(GoalError, match="'joy' cannot be traded against the score of a tour; one of drive_minutes"):
        trade_off(tour, "joy")
