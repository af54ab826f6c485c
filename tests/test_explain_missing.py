"""A village in no route: its reason, and what forcing it in costs, held against trying every set of routes."""

from itertools import combinations

import pytest
from by_distance import check_portfolio, portfolio, why_not_in
from planning_regions import USUAL, facts, filled, keeps, portfolio_score, region, shortest

from tourplanner.almanac import month_days
from tourplanner.errors import GoalError, UnknownIdError
from tourplanner.model import Goal, Party, Quotas
from tourplanner.planning.compile import compiled
from tourplanner.travel import GeodesicTravel

GOAL = Goal(stops=(1, 2), villages=(1, 2), lunch=None)
FEW = Quotas(villages=2, crafts=1, communes=1, share_permille=0, overlap_percent=50)


def best_with(catalogue, village):
    """The best score of two routes of which one visits the village, by trying all."""
    numbers = compiled(catalogue, GOAL, [(*GOAL.ends(0), month_days("2027-03"), 2)], GeodesicTravel(), every_route=True)
    return max(
        portfolio_score(catalogue, USUAL, routes)
        for routes in combinations(shortest(filled(numbers, 0)), 2)
        if keeps(facts(catalogue, routes), FEW)
        and any(catalogue.experience(id).village == village for route in routes for id in route.visits)
    )


def test_forcing_a_village_in_costs_what_trying_all_says():
    asked = 0
    for seed in range(12):
        catalogue = region(seed, villages=5, visits=7)
        routes = portfolio(catalogue, 2, GOAL, month="2027-03", quotas=FEW)
        for village in catalogue.villages:
            if village.id in {each.id for each in routes.villages}:
                continue
            answer = why_not_in(routes, village.id, catalogue=catalogue)
            if answer.code != "outscored":
                assert answer.forced is None
                continue
            asked += 1
            assert answer.cost == routes.objective.score - best_with(catalogue, village.id) >= 0
            assert village.id in {each.id for each in answer.forced.villages}
            assert check_portfolio(answer.forced, FEW) == ()
            before, after = ({each.id for each in one.villages} for one in (routes, answer.forced))
            assert (set(answer.gone), {*answer.come, village.id}) == (before - after, after - before)
            assert village.name.vi in answer.sentences("vi")[0]
    assert asked >= 5


@pytest.fixture(scope="module")
def catalogue():
    return region(1, villages=5, visits=7)


def test_a_host_that_refuses_is_the_reason(catalogue):
    small = catalogue.replace(
        experiences=tuple(
            each.replace(capacity=5) if each.village == catalogue.villages[0].id else each
            for each in catalogue.experiences
        )
    )
    routes = portfolio(small, 2, GOAL.replace(party=Party(adults=20)), month="2027-03", quotas=FEW)
    answer = why_not_in(routes, small.villages[0].name.vi, catalogue=small)
    assert answer.code in ("party-too-large", "nothing-to-visit")
    assert (answer.forced, answer.cost) == (None, None)
    assert str(answer).startswith(f"{small.villages[0].name.get('en')} is in no route: ")
    assert "is in no route" in answer._repr_html_()


def test_what_is_there_or_unknown_is_refused(catalogue):
    routes = portfolio(catalogue, 2, GOAL, month="2027-03", quotas=FEW)
    with pytest.raises(GoalError, match="is visited by 01-"):
        why_not_in(routes, routes[0].villages[0].id, catalogue=catalogue)
    with pytest.raises(UnknownIdError):
        why_not_in(routes, "xyzzy", catalogue=catalogue)
