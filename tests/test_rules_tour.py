"""Rules of a whole tour, each broken alone."""

from math import ceil

import pytest
from by_distance import check
from rules_cases import CATALOGUE, SATURDAY, tour, two_days, with_day, with_experience, with_stop, with_village
from test_rules_day import breaches

from tourplanner.model import Money, Party, Price, Provenance

SOURCED = Provenance(confidence="sourced")


def test_two_days_to_be_broken_are_valid():
    assert check(two_days(("kk-goldleaf", "bat-trang-lunch", "bt-wheel"), ("vp-weaving", "van-phuc-lunch"))) == ()


# days


def test_days_are_as_many_as_asked_for():
    assert breaches(tour(days=2)) == [("days", "tour")]


def test_a_day_too_many_is_a_finding_and_no_crash():
    one = two_days(("bat-trang-lunch", "bt-wheel"), ("vp-weaving", "van-phuc-lunch"))
    assert breaches(one.replace(goal=one.goal.replace(days=1))) == [("days", "tour")]


@pytest.mark.parametrize("gap", [0, 2, -1])
def test_days_follow_each_other(gap):
    second = SATURDAY.replace(day=SATURDAY.day + gap)
    days = tour(("bat-trang-lunch", "bt-wheel")).days + tour(("vp-weaving", "van-phuc-lunch"), second).days
    one = tour().replace(days=days, goal=tour().goal.replace(days=2))
    assert breaches(one) == [("days", "tour")]


def test_each_night_is_where_the_goal_says():
    one = two_days(("bat-trang-lunch", "bt-wheel"), ("vp-weaving", "van-phuc-lunch"), nights=("my-dinh-station",))
    assert [(finding.rule, finding.day) for finding in check(one)] == [("chain", 1), ("chain", 2)]


def test_a_night_is_at_one_of_the_places_to_choose_from():
    one = two_days(("bat-trang-lunch", "bt-wheel"), ("vp-weaving", "van-phuc-lunch"))
    places = ("my-dinh-station", "hoan-kiem-old-quarter")
    assert breaches(one.replace(goal=one.goal.replace(nights=(places,)))) == []
    elsewhere = with_day(one, 1, start=CATALOGUE.start("my-dinh-station"))
    found = check(elsewhere.replace(goal=one.goal.replace(nights=(places,))))
    said = [str(each) for each in found if each.rule == "chain"]
    assert any("the day before has ended at hoan-kiem-old-quarter" in each for each in said)


# languages, verified, environment


def test_hosts_speak_a_language_of_the_party_if_asked_to():
    japanese = Party(adults=20, languages=("ja",))
    assert check(tour(party=japanese)) == ()
    visits = [stop.experience.id for stop in tour().visits]
    assert breaches(tour(party=japanese, hosts_speak=True)) == [("language", id) for id in visits]
    either = Party(adults=20, languages=("ja", "en"))
    assert check(tour(party=either, hosts_speak=True)) == ()


def test_only_verified_hours_if_asked_for():
    found = breaches(tour(verified_only=True))
    assert found == [("verified", "kk-goldleaf"), ("verified", "bt-kiln"), ("verified", "bt-market")]
    one = tour(("bt-wheel", "bat-trang-lunch"), verified_only=True)
    assert check(one) == ()
    recalled = with_experience(one, 0, provenance={"opening": Provenance(confidence="recalled")})
    assert breaches(recalled) == [("verified", "bt-wheel")]


@pytest.mark.parametrize(("status", "found"), [("met", []), ("unknown", []), ("not met", ["environment"])])
def test_environment_is_met(status, found):
    one = with_village(tour(), "kieu-ky", environment=status)
    assert breaches(one) == [(rule, "kieu-ky") for rule in found]


# once


def test_nothing_is_visited_twice():
    one = tour(("kk-goldleaf", "bt-kiln", "bat-trang-lunch", "bt-market", "bt-kiln"))
    assert breaches(one) == [("once", "bt-kiln")]


def test_no_two_variants_of_one_thing():
    short = tour(("bt-wheel", "bat-trang-lunch", "bt-market"))
    both = with_experience(short, 0, variant_of="bt-market")
    assert breaches(both) == [("once", "bt-market")]
    third = with_experience(with_experience(short, 0, variant_of="bt-long"), 2, variant_of="bt-long")
    assert breaches(third) == [("once", "bt-long")]


def test_lunch_is_had_every_day():
    assert check(two_days(("bat-trang-lunch", "bt-wheel"), ("bt-market", "bat-trang-lunch"))) == ()


# must, never


@pytest.mark.parametrize("id", ["vp-weaving", "van-phuc", "bat-trang-lunch"])
def test_what_must_be_visited_is(id):
    assert breaches(tour(must=("bt-wheel", id, "kieu-ky"))) == [("must", id)]


def test_a_meal_alone_is_no_visit_to_a_village():
    one = tour(("kk-goldleaf", "bat-trang-lunch"), must=("bat-trang",))
    assert breaches(one) == [("lunch", "bat-trang-lunch"), ("must", "bat-trang")][::-1]


@pytest.mark.parametrize("id", ["bt-wheel", "bat-trang-lunch", "kieu-ky"])
def test_what_never_may_be_visited_is_not(id):
    assert breaches(tour(never=(id, "van-phuc"))) == [("never", id)]


# either, together, before


def test_exactly_one_of_each_either():
    assert check(tour(either=(("bt-wheel", "vp-weaving"), ("vp-street", "bt-kiln")))) == ()
    assert breaches(tour(either=(("bt-wheel", "bt-kiln"),))) == [("either", "bt-wheel/bt-kiln")]
    assert breaches(tour(either=(("vp-weaving", "vp-street"),))) == [("either", "vp-weaving/vp-street")]
    assert check(tour(either=(("bt-wheel", "bt-wheel"),))) == ()


def test_all_or_none_together():
    assert check(tour(together=(("bt-wheel", "bt-kiln"), ("vp-weaving", "vp-street")))) == ()
    assert breaches(tour(together=(("bt-wheel", "vp-street"),))) == [("together", "bt-wheel+vp-street")]


def test_the_first_comes_before_the_second():
    assert check(tour(before=(("bt-kiln", "bt-wheel"), ("bt-wheel", "vp-street"), ("vp-street", "bt-kiln")))) == ()
    assert breaches(tour(before=(("bt-wheel", "bt-kiln"),))) == [("before", "bt-wheel")]


def test_before_counts_over_days():
    days = ("bat-trang-lunch", "bt-wheel"), ("vp-weaving", "van-phuc-lunch")
    assert check(two_days(*days, before=(("bt-wheel", "vp-weaving"),))) == ()
    assert breaches(two_days(*days, before=(("vp-weaving", "bt-wheel"),))) == [("before", "vp-weaving")]


# circle


@pytest.mark.parametrize(
    ("goal", "subject"), [({"roles": 4}, ""), ({"anchors": 2}, "anchors"), ({"satellites": 2}, "satellites")]
)
def test_circle_counts_roles_anchors_and_satellites(goal, subject):
    # Kiêu Kỵ is a satellite, Bát Tràng an anchor; gold leaf produces, kiln, wheel and market show, teach and sell.
    expected = [("circle", subject)] if subject else []
    assert breaches(tour(**goal)) == expected
    without_kiln = tour(("kk-goldleaf", "bat-trang-lunch", "bt-wheel", "bt-market"), roles=4)
    assert breaches(without_kiln) == [("circle", "roles")]


# per-craft


def test_per_craft_counts_the_main_craft():
    assert check(tour(per_craft=3)) == ()
    assert breaches(tour(per_craft=2)) == [("per-craft", "pottery")]
    other = with_experience(tour(), 1, crafts=("silk", "pottery"))
    assert check(other.replace(goal=other.goal.replace(per_craft=2))) == ()
    bare = with_experience(tour(), 1, crafts=())
    assert breaches(bare.replace(goal=bare.goal.replace(per_craft=2))) == [("per-craft", "pottery")]


# carbon


def test_carbon_is_counted_per_guest_and_rounded_up():
    one = tour(("bt-wheel", "bat-trang-lunch"), vehicle_co2=500)
    driven = sum(leg.metres for leg in one.legs if leg.mode == "drive")
    exact = driven * 500 / 1000 / 20
    for grams, found in ((ceil(exact), []), (ceil(exact) - 1, [("carbon", "tour")])):
        assert breaches(one.replace(goal=one.goal.replace(co2_grams=grams))) == found


@pytest.mark.parametrize(
    ("guests", "grams"), [(1, 214), (5, 214), (6, 281), (12, 281), (25, 456), (30, 536), (40, 724), (41, 1448)]
)
def test_a_larger_vehicle_gives_off_more(guests, grams):
    assert tour(party=Party(adults=guests)).goal.grams_per_km == grams


# limits


@pytest.mark.parametrize(
    ("name", "count"),
    [("pottery", 3), ("clay", 3), ("gold-leaf", 1), ("metal", 1), ("class", 1), ("culture", 1), ("silk", 0)],
)
def test_limits_count_crafts_groups_kinds_and_roles(name, count):
    assert check(tour(limits={name: (count, count)})) == ()
    assert check(tour(limits={name: (0, None)})) == ()
    assert breaches(tour(limits={name: (count + 1, None)})) == [("limits", name)]
    if count:
        assert breaches(tour(limits={name: (0, count - 1)})) == [("limits", name)]


def test_limits_count_no_meals():
    assert check(tour(limits={"meal": (0, 0)})) == ()


# price, budget


def test_budget_counts_entries_per_guest_and_no_meals():
    # 50,000 + 70,000 + 0; the kiln's price is unknown.
    priced = ("kk-goldleaf", "bat-trang-lunch", "bt-wheel", "bt-market")
    assert check(tour(priced, budget=Money(amount=120_000))) == ()
    assert breaches(tour(priced, budget=Money(amount=119_999))) == [("budget", "tour")]
    assert breaches(tour(budget=Money(amount=120_000))) == [("budget", "bt-kiln")]


def test_a_group_price_is_shared_and_rounded_up():
    # 3,500,000 for 20 guests are 175,000; for 24 they are 145,833 and a third.
    one = tour(("dt-show",), lunch=None, budget=Money(amount=175_000))
    assert check(one) == ()
    party = Party(adults=24)
    for budget, found in ((145_834, []), (145_833, [("budget", "tour")])):
        larger = one.replace(goal=one.goal.replace(party=party, budget=Money(amount=budget)))
        assert breaches(larger) == found


def test_children_pay_their_own_price():
    party = Party(adults=15, children=5)
    price = Price(adult=Money(amount=70_000), child=Money(amount=30_000))
    one = with_experience(tour(party=party), 3, price=price)
    assert ("price", "bt-wheel") in breaches(one)
    assert ("price", "bt-wheel") not in breaches(with_stop(one, 3, price=Money(amount=15 * 70_000 + 5 * 30_000)))


def test_a_budget_in_another_currency_is_not_compared():
    priced = ("kk-goldleaf", "bat-trang-lunch", "bt-market")
    found = breaches(tour(priced, budget=Money(amount=100_000, currency="EUR")))
    assert found == [("budget", "kk-goldleaf")]


def test_the_judge_needs_no_catalogue():
    assert CATALOGUE.villages
    assert check(type(tour()).model_validate_json(tour().model_dump_json(), strict=False)) == ()
