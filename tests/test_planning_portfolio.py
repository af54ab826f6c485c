"""Portfolios end to end: valid, repeatable, growing without harm, and honest where nothing fits."""

from datetime import date, datetime, time, timedelta
from itertools import combinations

import pytest
from by_distance import check_portfolio, extend, portfolio
from planning_regions import SMALL, best_portfolio, in_order, region
from test_planning_plan import NOON_REST, changed, session

from tourplanner.errors import GoalError, InfeasibleError
from tourplanner.model import HANOI, Goal, Money, Opening, Party, Quotas
from tourplanner.planning import Points
from tourplanner.planning.compile import compiled
from tourplanner.rules import portfolio_facts
from tourplanner.testing import synthetic_region
from tourplanner.travel import GeodesicTravel

MARCH = tuple(date(2027, 3, day) for day in range(1, 32))
SHORT = Goal(stops=(1, 3), villages=(1, 3))
FEW = Quotas(villages=5, crafts=4, communes=5)
NONE = Quotas(villages=0, crafts=0, communes=0, overlap_percent=100, share_permille=0)
ONE_EACH = ("bt-wheel", "kk-goldleaf", "vp-weaving", "ht-class", "qd-embroidery")
FIVE = SHORT.replace(lunch=None, never=tuple(each.id for each in SMALL.experiences if each.id not in ONE_EACH))


def months(result):
    return {route.days[0].date.strftime("%Y-%m") for route in result.routes}


@pytest.fixture(scope="module")
def three():
    return portfolio(SMALL, 3, SHORT, month="2027-03", quotas=FEW)


# valid


def test_a_portfolio_is_valid_and_proven(three):
    assert check_portfolio(three, FEW) == ()
    assert (len(three), three.status) == (3, "optimal")
    assert three.objective.score == three.objective.bound
    assert three.objective.gap == 0
    assert months(three) == {"2027-03"}
    assert all(in_order(route.days) for route in three.routes)


def test_every_quota_is_reported_as_it_is(three):
    facts = portfolio_facts(three.routes)
    assert {each.name.replace(" ", "_"): each.achieved for each in three.quotas} == facts
    assert all(each.met for each in three.quotas)
    assert {each.name: each.required for each in three.quotas}["villages"] == 5


def test_the_score_is_the_best_there_is():
    catalogue = region(8, visits=5)
    goal = Goal(stops=(1, 3), villages=(1, 3), lunch=None)
    numbers = compiled(catalogue, goal, [(*goal.ends(0), MARCH, 2)], GeodesicTravel())
    quotas = NONE.replace(overlap_percent=50, share_permille=50)
    assert portfolio(catalogue, 2, goal, month="2027-03", quotas=quotas).objective.score == best_portfolio(
        numbers, 2, quotas
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_made_up_regions_get_valid_portfolios(seed):
    catalogue = synthetic_region(45, seed=seed)
    goal = Goal(party=Party(adults=12), stops=(2, 4), villages=(2, 3), roles=2)
    quotas = Quotas(villages=6, crafts=4, communes=5)
    result = portfolio(catalogue, 3, goal, month="2027-05", quotas=quotas)
    assert check_portfolio(result, quotas, sessions=catalogue.sessions) == ()
    assert months(result) == {"2027-05"}


def test_routes_have_distinct_ids_and_come_by_date(three):
    assert len({route.id for route in three.routes}) == 3
    dates = [route.days[0].date for route in three.routes]
    assert dates == sorted(dates)
    assert [route.id[:3] for route in three.routes] == ["01-", "02-", "03-"]


def test_the_attribution_of_the_travel_times_is_kept():
    class Borrowed(GeodesicTravel):
        attribution = "© a road map"

    result = portfolio(SMALL, 1, SHORT, month="2027-03", quotas=NONE, travel=Borrowed())
    assert "© a road map" in result.attributions


# dates


def test_a_route_is_dated_when_all_its_doors_are_open():
    week = [()] * 7
    week[2] = NOON_REST.weekly[0]
    wednesdays = changed(SMALL, "bt-wheel", opening=Opening.model_validate({"weekly": tuple(week)}))
    wednesdays = wednesdays.replace(experiences=tuple(e for e in wednesdays.experiences if e.village == "bat-trang"))
    goal = Goal(stops=(3, 3), villages=(1, 1))
    (route,) = portfolio(wednesdays, 1, goal, month="2027-03", quotas=NONE).routes
    assert "bt-wheel" in [stop.experience.id for stop in route.visits]
    assert route.days[0].date.weekday() == 2


def test_no_two_routes_meet_in_a_village_on_one_day(three):
    for one, other in combinations(three.routes, 2):
        if one.days[0].date == other.days[0].date:
            assert not {each.id for each in one.villages} & {each.id for each in other.villages}


def test_what_is_sold_in_sessions_is_in_a_portfolio_too():
    begin = datetime.combine(MARCH[9], time(9), HANOI)
    catalogue = changed(SMALL, "vp-weaving", sessions_only=True).replace(
        sessions=(session(begin, places=20), session(begin + timedelta(days=1), places=2, id="full")),
        experiences=tuple(
            each.replace(sessions_only=True) if each.id == "vp-weaving" else each
            for each in SMALL.experiences
            if each.village == "van-phuc"
        ),
    )
    goal = Goal(stops=(2, 2), villages=(1, 1))
    result = portfolio(catalogue, 1, goal, month="2027-03", quotas=NONE)
    assert check_portfolio(result, NONE, sessions=catalogue.sessions) == ()
    (stop,) = [stop for stop in result.routes[0].visits if stop.session]
    assert (stop.session, stop.begin) == ("s", begin)


# what each route must keep


@pytest.mark.parametrize(
    "asked",
    [
        {"must": ("bat-trang",)},
        {"either": (("bt-wheel", "bt-kiln"),)},
        {"together": (("bt-wheel", "bt-market"),)},
        {"budget": Money(amount=100_000)},
        {"before": (("bt-wheel", "bt-market"), ("bt-market", "bt-kiln"))},
        {"drive_minutes": 90},
        {"per_craft": 1},
        {"hosts_speak": True},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_every_route_keeps_the_goal(asked):
    goal = SHORT.replace(**asked)
    result = portfolio(SMALL, 2, goal, month="2027-03", quotas=NONE)
    assert check_portfolio(result, NONE) == ()
    assert {route.goal for route in result.routes} == {goal}


def test_a_star_counts_only_where_it_is_met():
    # Only the kiln has one; a route past the wheel alone has not met it.
    starred = changed(SMALL, "bt-kiln", ocop_stars=4)
    goal = Goal(stops=(1, 1), villages=(1, 1))
    result = portfolio(starred, 2, goal, month="2027-03", quotas=NONE.replace(ocop=1))
    assert "bt-kiln" in [stop.experience.id for route in result.routes for stop in route.visits]


def test_at_risk_crafts_and_villages_are_met():
    risky = SMALL.replace(
        villages=tuple(each.replace(at_risk=each.id == "quang-phu-cau") for each in SMALL.villages),
        crafts=tuple(each.replace(at_risk=each.id in ("conical-hat", "water-puppet")) for each in SMALL.crafts),
    )
    result = portfolio(risky, 2, SHORT, month="2027-03", quotas=NONE.replace(at_risk=2))
    assert {"quang-phu-cau", "chuong"} <= {village.id for village in result.villages}


@pytest.mark.parametrize("percent", [0, 34, 50])
def test_overlap_is_limited(percent):
    result = portfolio(SMALL, 3, SHORT, month="2027-03", quotas=NONE.replace(overlap_percent=percent))
    assert portfolio_facts(result.routes)["overlap_percent"] <= percent


@pytest.mark.parametrize("permille", [100, 240])
def test_every_village_gets_its_share(permille):
    result = portfolio(SMALL, 2, FIVE, month="2027-03", quotas=NONE.replace(share_permille=permille))
    assert portfolio_facts(result.routes)["share_permille"] >= permille


def test_no_village_in_more_routes_than_allowed():
    result = portfolio(SMALL, 4, SHORT, month="2027-03", quotas=NONE.replace(visits_per_village=1))
    assert portfolio_facts(result.routes)["visits_per_village"] == 1


# extend


@pytest.mark.parametrize("count", [3, 4, 5])
def test_sold_routes_stay_to_the_minute(three, count):
    quotas = FEW.replace(overlap_percent=67)
    grown = extend(three, SMALL, to=count, quotas=quotas)
    assert grown.routes[:3] == three.routes
    assert len(grown) == count
    assert check_portfolio(grown, quotas) == ()
    assert len({route.id for route in grown.routes}) == count
    assert {route.goal for route in grown.routes} == {SHORT}


def test_growing_counts_what_is_sold(three):
    quotas = FEW.replace(villages=9, crafts=8, communes=9)
    grown = extend(three, SMALL, to=4, quotas=quotas)
    assert len(three.villages) < 9 == len(grown.villages)
    assert portfolio_facts(grown.routes)["overlap_percent"] <= 30


def test_sold_routes_stay_when_their_doors_have_closed(three):
    sold = {stop.experience.id for route in three.routes for stop in route.visits}
    closed = SMALL.replace(
        experiences=tuple(
            each.replace(opening=Opening.model_validate({"weekly": ((),) * 7})) if each.id in sold else each
            for each in SMALL.experiences
        )
    )
    quotas = NONE.replace(overlap_percent=30)
    grown = extend(three, closed, to=4, month="2027-06", quotas=quotas)
    assert grown.routes[:3] == three.routes
    (fresh,) = grown.routes[3:]
    assert fresh.days[0].date.month == 6
    assert not {stop.experience.id for stop in fresh.visits} & sold


def test_growing_under_another_goal_keeps_the_old_ones(three):
    goal = Goal(stops=(1, 2), villages=(1, 2), party=Party(adults=8), lunch=None)
    grown = extend(three, SMALL, to=4, goal=goal, quotas=NONE)
    assert [route.goal.party.size for route in grown.routes] == [20, 20, 20, 8]


def test_two_sold_routes_with_the_same_stops_both_count():
    (route,) = portfolio(SMALL, 1, SHORT, month="2027-03", quotas=NONE).routes
    one = portfolio(SMALL, 1, SHORT, month="2027-03", quotas=NONE)
    twice = one.replace(routes=(route, route.replace(id="02-again")))
    grown = extend(twice, SMALL, to=3, quotas=NONE)
    assert len(grown) == 3
    assert grown.routes[:2] == twice.routes


def test_a_portfolio_does_not_shrink(three):
    with pytest.raises(GoalError, match="cannot extend 3 routes to 2"):
        extend(three, SMALL, to=2)


# refused


@pytest.mark.parametrize(
    ("count", "goal", "month", "said"),
    [
        (0, SHORT, "2027-03", "at least one route"),
        (2, Goal(days=2), "2027-03", "one-day"),
        (2, SHORT, "March", "month"),
        (2, SHORT, "2027-13", "month"),
        (2, Goal(must=("bt-whel",)), "2027-03", "bt-wheel"),
    ],
)
def test_what_makes_no_sense_is_refused(count, goal, month, said):
    with pytest.raises(GoalError, match=said):
        portfolio(SMALL, count, goal, month=month, quotas=NONE)


# infeasible

CASES = {
    "too many villages": (2, SHORT, FEW.replace(villages=7, crafts=0, communes=0), {"villages"}),
    "no craft at risk": (1, SHORT, NONE.replace(at_risk=1), {"at risk"}),
    "no star": (1, SHORT, NONE.replace(ocop=1), {"ocop"}),
    "share of many": (2, FIVE, NONE.replace(villages=5, share_permille=210), {"villages", "share"}),
    "spread and shared": (
        5,
        Goal(stops=(2, 2), villages=(2, 2), lunch=None),
        NONE.replace(visits_per_village=1),
        {"visits per village", "fewest villages"},
    ),
    "roles of one stop": (1, Goal(stops=(1, 1), villages=(1, 1), roles=2), NONE, {"roles"}),
    "lunch at night": (1, SHORT.replace(day=(time(8), time(11, 20))), NONE, {"lunch"}),
}


def relaxed(goal, quotas, demand):
    """The same request without one demand."""
    goals = {
        "lunch": {"lunch": None},
        "roles": {"roles": 0},
        "anchors": {"anchors": 0},
        "satellites": {"satellites": 0},
        "drive minutes": {"drive_minutes": None},
        "per craft": {"per_craft": None},
        "fewest stops": {"stops": (1, goal.stops[1])},
        "fewest villages": {"villages": (1, goal.villages[1])},
    }
    most = {"visits per village": {"visits_per_village": 99}, "overlap": {"overlap_percent": 100}}
    if demand in goals:
        return goal.replace(**goals[demand]), quotas
    least = {"share": "share_permille"}.get(demand, demand.replace(" ", "_"))
    return goal, quotas.replace(**most.get(demand, {least: 0}))


@pytest.mark.parametrize("case", CASES)
def test_a_conflict_is_a_smallest_one(case):
    count, goal, quotas, expected = CASES[case]
    with pytest.raises(InfeasibleError) as caught:
        portfolio(SMALL, count, goal, month="2027-03", quotas=quotas)
    conflict = caught.value.conflict
    assert set(conflict) == expected
    assert len(set(conflict)) == len(conflict)
    assert all(demand in str(caught.value) for demand in conflict)
    for demand in conflict:
        easier, fewer = relaxed(goal, quotas, demand)
        assert len(portfolio(SMALL, count, easier, month="2027-03", quotas=fewer)) == count


def test_more_routes_than_there_are_is_said_so():
    lonely = SMALL.replace(experiences=tuple(each for each in SMALL.experiences if each.id == "bt-wheel"))
    with pytest.raises(InfeasibleError) as caught:
        portfolio(lonely, 3, Goal(lunch=None, villages=(1, 1)), month="2027-03", quotas=NONE)
    assert "3 routes" in str(caught.value)


# repeatable


def test_the_same_seed_makes_the_same_portfolio(three):
    assert portfolio(SMALL, 3, SHORT, month="2027-03", quotas=FEW) == three


def test_points_decide():
    lazy = portfolio(SMALL, 2, SHORT, month="2027-03", quotas=NONE, points=Points(drive_minute=20))
    eager = portfolio(SMALL, 2, SHORT, month="2027-03", quotas=NONE, points=Points(drive_minute=0, new_village=500))
    assert sum(day.metres for route in lazy.routes for day in route.days) < sum(
        day.metres for route in eager.routes for day in route.days
    )
    assert len(eager.villages) > len(lazy.villages)


def test_an_interrupted_portfolio_stops_cleanly():
    def progress(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        portfolio(SMALL, 2, SHORT, month="2027-03", quotas=NONE, progress=progress)
