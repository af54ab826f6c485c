"""Facts and rules of a set of routes, counted by hand."""

import pytest
from by_distance import check_portfolio
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_cases import CATALOGUE, SATURDAY, tour, with_experience, with_village

from tourplanner.model import Objective, OcopProduct, Quotas, Text
from tourplanner.rules import portfolio_facts
from tourplanner.rules.portfolio import least_share, overlap
from tourplanner.testing import small_portfolio
from tourplanner.testing.small import small_itinerary

# The small portfolio has Kiêu Kỵ and Bát Tràng; Vạn Phúc, Chuông and Quảng Phú Cầu.
FACTS = {
    "villages": 5,
    "crafts": 5,
    "communes": 5,
    "at_risk": 0,
    "ocop": 0,
    "visits_per_village": 1,
    "overlap_percent": 0,
    # 60 + 45 + 75 + 60 and 40 + 75 + 60 + 45 minutes; Vạn Phúc has 40 of 460.
    "share_permille": 86,
}
REACHED = Quotas(villages=5, crafts=5, communes=5, visits_per_village=1, overlap_percent=0, share_permille=86)


def reported(portfolio, quotas, **achieved):
    """The portfolio with all eight quotas reported, truly but for what is given."""
    from tourplanner.planning.quotas import achieved as results

    true = results(portfolio.routes, quotas)
    return portfolio.replace(
        quotas=tuple(each.replace(achieved=achieved.get(each.name.replace(" ", "_"), each.achieved)) for each in true)
    )


def breaches(portfolio, quotas=REACHED):
    return [(finding.rule, finding.subject) for finding in check_portfolio(portfolio, quotas)]


def route(*visits, id="route"):
    return small_itinerary(CATALOGUE, id, SATURDAY, visits)


def test_facts_of_the_small_portfolio():
    assert portfolio_facts(small_portfolio().routes) == FACTS


def test_facts_of_nothing_are_nothing():
    assert set(portfolio_facts(()).values()) == {0}


def test_the_small_portfolio_is_valid():
    assert breaches(reported(small_portfolio(), REACHED)) == []


@pytest.mark.parametrize("name", FACTS)
def test_a_quota_not_reached_is_found_by_name(name):
    step = -1 if name in ("visits_per_village", "overlap_percent") else 1
    if FACTS[name] + step < (1 if name == "visits_per_village" else 0):
        with pytest.raises(ValueError, match=name):
            REACHED.replace(**{name: FACTS[name] + step})
        return
    quotas = REACHED.replace(**{name: FACTS[name] + step})
    assert breaches(reported(small_portfolio(), quotas), quotas) == [("quota", name)]


@pytest.mark.parametrize("name", FACTS)
def test_a_lie_about_what_was_achieved_is_caught(name):
    lie = reported(small_portfolio(), REACHED, **{name: FACTS[name] + 1})
    assert breaches(lie) == [("quota", name.replace("_", " "))]


@pytest.mark.parametrize(("change", "value"), [("required", 4), ("sense", "at most"), ("name", "vilages")])
def test_a_lie_about_what_was_asked_is_caught(change, value):
    honest = reported(small_portfolio(), REACHED)
    first, *rest = honest.quotas
    lie = honest.replace(quotas=(first.replace(**{change: value}), *rest))
    assert [rule for rule, _ in breaches(lie)] == ["quota"]


def test_ids_are_distinct():
    one, other = small_portfolio().routes
    same = small_portfolio().replace(routes=(one, other.replace(id=one.id)), quotas=())
    assert breaches(same) == [("ids", one.id)]


@pytest.mark.parametrize(
    ("score", "bound", "status", "found"),
    [
        (600, 600, "optimal", []),
        (600, 601, "feasible", []),
        (600, 601, "optimal", ["objective"]),
        (600, 599, "feasible", ["objective"]),
    ],
)
def test_the_objective_claims_what_it_can(score, bound, status, found):
    objective = Objective(score=score, bound=bound)
    one = small_portfolio().replace(objective=objective, status=status, quotas=())
    assert [rule for rule, _ in breaches(one)] == found


def test_a_broken_route_breaks_the_portfolio():
    one, other = small_portfolio().routes
    late = with_experience(one, 0, capacity=19)
    assert breaches(small_portfolio().replace(routes=(late, other), quotas=())) == [("party", "kk-goldleaf")]


# overlap


@pytest.mark.parametrize(
    ("first", "second", "percent"),
    [
        ("abc", "def", 0),
        ("abc", "cde", 34),
        ("abcd", "dbef", 50),
        ("abc", "abcdef", 100),
        ("ab", "bcdefg", 50),
        ("abcdef", "fghijk", 17),
        ("abcdefg", "ghijklm", 15),
        ("abc", "cab", 100),
    ],
)
def test_overlap_is_of_the_shorter_route_and_rounded_up(first, second, percent):
    ids = dict(zip("abcdefghijklm", [each.id for each in CATALOGUE.experiences if each.kind != "meal"], strict=False))
    one, other = route(*[ids[each] for each in first]), route(*[ids[each] for each in second])
    assert overlap(one, other) == overlap(other, one) == percent


def test_lunch_is_no_overlap():
    assert overlap(route("bt-wheel", "bat-trang-lunch"), route("bt-kiln", "bat-trang-lunch")) == 0


# share


@pytest.mark.parametrize(
    ("routes", "permille"),
    [
        ([["bt-wheel"]], 1000),
        ([["bt-wheel", "kk-goldleaf"]], 444),
        ([["bt-wheel", "kk-goldleaf"], ["kk-goldleaf", "vp-weaving"]], 170),
        ([["bt-wheel", "bat-trang-lunch"], ["bt-kiln"]], 1000),
        ([["kk-goldleaf", "bat-trang-lunch"]], 1000),
    ],
)
def test_share_is_of_visiting_time(routes, permille):
    # Wheel 75, gold leaf 60, weaving 40, kiln 45 minutes. A village with lunch only is not visited.
    assert least_share([route(*visits) for visits in routes]) == permille


# crafts, communes, risk, stars


def test_heritage_is_no_craft():
    assert portfolio_facts([route("dt-show")])["crafts"] == 0
    assert portfolio_facts([route("dt-show", "bt-wheel")])["crafts"] == 1


def test_villages_of_a_meal_alone_do_not_count():
    assert portfolio_facts([route("kk-goldleaf", "bat-trang-lunch")])["villages"] == 1


def test_communes_are_those_of_the_day():
    before, after = (small_itinerary(CATALOGUE, "r", day, ("bt-wheel",)) for day in (SATURDAY.replace(2025), SATURDAY))
    assert portfolio_facts([before])["communes"] == 0
    assert portfolio_facts([after, after])["communes"] == 1


def test_villages_and_crafts_at_risk_count_each():
    one = with_village(tour(), "bat-trang", at_risk=True)
    assert portfolio_facts([one])["at_risk"] == 1
    crafts = tuple(craft.replace(at_risk=craft.id != "pottery") for craft in one.crafts)
    assert portfolio_facts([one.replace(crafts=crafts)])["at_risk"] == 2


def test_a_star_counts_where_it_is_met():
    product = OcopProduct(name=Text(vi="Bình gốm"), stars=4)
    unrated = OcopProduct(name=Text(vi="Bình gốm"))
    assert portfolio_facts([with_village(tour(), "bat-trang", ocop=(product,))])["ocop"] == 1
    assert portfolio_facts([with_village(tour(), "bat-trang", ocop=(unrated,))])["ocop"] == 0
    assert portfolio_facts([with_experience(tour(), 0, ocop_stars=3)])["ocop"] == 1
    assert portfolio_facts([with_experience(tour(), 2, ocop_stars=3)])["ocop"] == 0


IDS = [each.id for each in CATALOGUE.experiences if each.kind != "meal"]
ROUTES = {id: route(id) for id in IDS}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True), min_size=1, max_size=4))
def test_facts_by_another_count(chosen):
    routes = [ROUTES[ids[0]] if len(ids) == 1 else route(*ids) for ids in chosen]
    facts = portfolio_facts(routes)
    village = {id: CATALOGUE.experience(id).village for id in IDS}
    minutes = {id: CATALOGUE.experience(id).minutes for id in IDS}
    visits = [id for ids in chosen for id in ids]
    met = {village[id] for id in visits}
    spent = {each: sum(minutes[id] for id in visits if village[id] == each) for each in met}
    pairs = [(set(a), set(b)) for index, a in enumerate(chosen) for b in chosen[:index]]
    assert facts["villages"] == facts["communes"] == len(met)
    assert facts["crafts"] == len(met - {"dao-thuc"})
    assert facts["visits_per_village"] == max(sum(any(village[id] == v for id in ids) for ids in chosen) for v in met)
    assert facts["share_permille"] == min(spent.values()) * 1000 // sum(spent.values())
    percents = [100 * len(a & b) / min(len(a), len(b)) for a, b in pairs]
    assert max(percents, default=0) <= facts["overlap_percent"] < max(percents, default=0) + 1
