"""The made-up region: the same for a seed, whole in itself, and of the city's scale and shape."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date, time
from random import Random
from statistics import mean, median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.model import ROLES, Goal
from tourplanner.network import CraftNetwork
from tourplanner.testing import synthetic_region
from tourplanner.travel import GeodesicTravel


@pytest.fixture(scope="module")
def city():
    return synthetic_region()


def visits(region, village):
    return [experience for experience in region.experiences_in[village.id] if experience.kind != "meal"]


def broken_references(region):
    """Every id a record names that no record has, and every id used twice."""
    kinds = ("crafts", "villages", "hosts", "experiences", "sessions", "festivals", "starts")
    ids = {kind: [record.id for record in getattr(region, kind)] for kind in kinds}
    yield from (id for kind in kinds for id, count in Counter(ids[kind]).items() if count > 1)
    known = {kind: set(found) for kind, found in ids.items()}
    yield from (craft for village in region.villages for craft in village.crafts if craft not in known["crafts"])
    for host in region.hosts:
        yield from {host.village} - known["villages"]
        yield from set(host.members) - known["hosts"]
    for experience in region.experiences:
        yield from {experience.village} - known["villages"]
        yield from set(experience.crafts) - known["crafts"]
        if region.host(experience.host).village != experience.village:
            yield experience.host
    yield from (session.id for session in region.sessions if session.experience not in known["experiences"])
    for festival in region.festivals:
        yield from {festival.village} - known["villages"]
        yield from set(festival.closes + festival.opens) - known["experiences"]


def test_the_city_has_the_city_s_numbers(city):
    assert len(city.villages) == len({village.name.vi for village in city.villages}) == 1350
    assert sum(village.recognition != "unknown" for village in city.villages) == 318
    assert len(city.crafts) == len({craft for village in city.villages for craft in village.crafts}) == 47
    assert {craft.id for craft in city.crafts} == {village.crafts[0] for village in city.villages}
    assert len({village.communes[-1].name for village in city.villages}) == 126
    assert all(village.commune(date(2027, 3, 1)) for village in city.villages)
    assert len(city.starts) == 20
    old_quarter = city.start(Goal().start).place
    assert (old_quarter.lat, old_quarter.lon) == (21.03181, 105.85206)


def test_everything_lies_in_the_city_s_box_and_is_marked_as_made_up(city):
    for record in (*city.villages, *city.starts):
        assert 20.56 <= record.place.lat <= 21.39
        assert 105.29 <= record.place.lon <= 106.02
    assert not any(village.fact("place").verified for village in city.villages)
    assert "synthetic" in city.attributions[0]


def test_names_are_vietnamese_and_ids_are_their_slugs(city):
    for village in city.villages:
        assert village.id == village.name.en.lower().replace(" ", "-")
        assert village.id.isascii()
    accented = [village for village in city.villages if not village.name.vi.isascii()]
    assert len(accented) > 1000


def test_villages_cluster_in_space_and_crafts_with_them(city):
    random = Random(1)
    scattered = [
        village.place.replace(lat=random.uniform(20.56, 21.39), lon=random.uniform(105.29, 106.02))
        for village in city.villages
    ]
    near = GeodesicTravel().matrix([village.place for village in city.villages]).seconds < 15 * 60
    assert near.mean() > 2 * (GeodesicTravel().matrix(scattered).seconds < 15 * 60).mean()
    crafts = [village.crafts[0] for village in city.villages]
    same_near = same = 0.0
    for number in range(0, 1350, 9):
        alike = [crafts[number] == craft for craft in crafts]
        same += mean(alike)
        same_near += mean(alike[other] for other in near[number].nonzero()[0])
    assert same_near > 2 * same
    counts = sorted(Counter(crafts).values(), reverse=True)
    assert sum(counts[:5]) > 0.3 * 1350
    assert median(counts) < 30


def test_few_villages_have_most_experiences(city):
    counts = {village.id: len(visits(city, village)) for village in city.villages}
    assert 0.8 <= mean(counts.values()) <= 1.0
    anchors = [village for village in city.villages if village.standing == "anchor"]
    assert 0.02 <= len(anchors) / 1350 <= 0.04
    assert {counts[village.id] for village in anchors} == {3, 4, 5, 6}
    plain = [village for village in city.villages if village.recognition == "unknown"]
    assert mean(counts[village.id] == 0 for village in plain) > 0.5
    recognised = [v for v in city.villages if v.recognition != "unknown" and v.standing == "satellite"]
    assert mean(counts[village.id] in (1, 2) for village in recognised) > 0.75


def test_lunch_is_where_there_is_something_to_see(city):
    for village in city.villages:
        meals = [each for each in city.experiences_in[village.id] if each.kind == "meal"]
        assert [meal.id for meal in meals] == ([f"{village.id}-lunch"] if visits(city, village) else [])
        assert all((meal.role, meal.minutes) == (None, 60) for meal in meals)


def test_cooperatives_have_families_of_their_village_as_members(city):
    cooperatives = [host for host in city.hosts if host.members]
    assert len(cooperatives) > 20
    for cooperative in cooperatives:
        members = [city.host(member) for member in cooperative.members]
        assert {member.village for member in members} == {cooperative.village}
        assert {member.kind for member in members} <= {"household", "workshop"}
        assert len(members) > 2


def test_experiences_are_distributed_like_the_packaged_ones(city):
    offered = [experience for experience in city.experiences if experience.kind != "meal"]
    count = len(offered)
    roles = Counter(experience.role for experience in offered)
    assert set(roles) == set(ROLES)
    assert roles["production"] > roles["training"] > roles["trade"] > 0.08 * count
    assert {each.kind for each in offered} == {
        "workshop", "class", "showroom", "museum", "heritage site", "market", "performance",
    }  # fmt: skip
    assert 30 <= median(each.minutes for each in offered) <= 75
    assert 20 <= median(each.capacity for each in offered) <= 60
    assert sum(each.price.adult is None for each in offered) < 0.15 * count
    assert all((each.price.per == "group") == (each.kind == "performance") for each in offered)
    assert 0 < sum(each.fact("opening").verified for each in offered) < 0.15 * count
    assert 0 < sum(bool(each.ocop_stars) for each in offered) < 0.1 * count


def test_hours_are_as_varied_as_real_ones(city):
    opening = [experience.opening for experience in city.experiences if experience.kind != "meal"]
    count = len(opening)
    usual = [each for each in opening if each.weekly[5] and each.weekly[5][0].open == time(8)]
    assert len(usual) > 0.5 * count
    assert 0 < sum(len(each.weekly[5]) == 2 for each in opening) < 0.15 * count
    assert 0 < sum(() in each.weekly for each in opening) < 0.15 * count
    assert 0 < sum(bool(each.lunar_days) for each in opening) < 0.1 * count
    assert 0 < sum(bool(each.starts) for each in opening) < 0.1 * count
    assert 0 < sum(each.by_appointment for each in opening) < 0.1 * count
    assert sum(bool(each.closures) for each in opening) > 0.1 * count


def test_sessions_are_those_of_what_is_sold_by_session_only(city):
    by_session = {experience.id for experience in city.experiences if experience.sessions_only}
    assert {session.experience for session in city.sessions} == by_session != set()
    for session in city.sessions:
        assert (session.begin.year, session.begin.month, session.begin.hour) == (2027, 3, 10)
        assert session.begin.weekday() >= 5
        assert session.places_left <= city.experience(session.experience).capacity


def test_what_is_known_of_villages_is_as_patchy_as_in_life(city):
    environment = Counter(village.environment for village in city.villages)
    assert environment["unknown"] > 0.7 * 1350
    assert environment["met"] > environment["not met"] > 0
    at_risk = Counter(village.at_risk for village in city.villages)
    assert at_risk[None] > at_risk[False] > at_risk[True] > 0
    stars = Counter(product.stars for village in city.villages for product in village.ocop)
    assert stars[4] > stars[3] > stars[5]
    assert {festival.lunar_month for festival in city.festivals} >= {1, 2, 3}
    assert 0.2 < len(city.festivals) / 1350 < 0.4
    assert any(festival.closes for festival in city.festivals)


def test_other_counts_scale_the_city_s_shares():
    region = synthetic_region(135)
    assert sum(village.recognition != "unknown" for village in region.villages) == 32
    assert len({village.communes[-1].name for village in region.villages}) > 50
    assert len({village.crafts[0] for village in region.villages}) > 30
    anchors = [village for village in region.villages if village.standing == "anchor"]
    assert len(anchors) == 4
    few = synthetic_region(135, recognised=7, crafts=3)
    assert sum(village.recognition != "unknown" for village in few.villages) == 7
    assert {craft for village in few.villages for craft in village.crafts} == {craft.id for craft in few.crafts}
    assert len(few.crafts) == 3


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.integers(0, 1000), st.integers(1, 47))
def test_any_region_is_whole_and_the_same_twice(villages, seed, crafts):
    region = synthetic_region(villages, seed, crafts=crafts)
    assert list(broken_references(region)) == []
    assert region == synthetic_region(villages, seed, crafts=crafts)
    assert Catalogue.model_validate_json(region.model_dump_json()) == region
    assert len(CraftNetwork(region).within(region.villages[0].id, 1000)) == villages - 1


def test_the_city_is_whole(city):
    assert list(broken_references(city)) == []


def test_more_villages_than_pairs_of_syllables_still_have_names_of_their_own():
    region = synthetic_region(4500)
    assert len({village.id for village in region.villages}) == 4500


def test_another_seed_is_another_region():
    one, other = synthetic_region(30, 1), synthetic_region(30, 2)
    assert {village.place for village in one.villages}.isdisjoint({village.place for village in other.villages})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"villages": 0}, "villages must be 1 to"),
        ({"villages": 10**6}, "not 1000000"),
        ({"villages": 5, "recognised": 6}, "recognised must be 0 to 5, not 6"),
        ({"villages": 5, "recognised": -1}, "recognised"),
        ({"crafts": 48}, "crafts must be 1 to 47, not 48"),
        ({"crafts": 0}, "crafts"),
    ],
)
def test_impossible_numbers_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        synthetic_region(**arguments)


def test_the_region_does_not_depend_on_how_this_process_hashes():
    script = (
        "import hashlib; from tourplanner.testing import synthetic_region as s;"
        "print(hashlib.sha256(s(200, 5).model_dump_json().encode()).hexdigest())"
    )

    def digest(hash_seed):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        return subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, check=True
        ).stdout

    assert digest("1") == digest("2")
