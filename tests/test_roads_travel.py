"""Travel over roads against an independent judge, and what holds on every road map."""

from __future__ import annotations

import dataclasses
import pickle
from itertools import pairwise
from math import cos, radians, sqrt

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roads_cases import SPOTS, WAYS, place, small_pack

import tourplanner as tp
from benchmarks.travel import trips
from tourplanner.errors import GoalError, NoRouteError, UnknownIdError
from tourplanner.model import Place
from tourplanner.testing import small_catalogue
from tourplanner.travel.geodesic import GeodesicTravel
from tourplanner.travel.roads import SPEEDS, VEHICLES, RoadMatrix, RoadTravel, Speeds

KMH = {"motorway": 90.0, "primary": 45.0, "secondary": 36.0, "tertiary": 27.0, "unclassified": 24.0}
KMH["residential"] = 18.0
PLAIN = Speeds({kind: KMH.get(kind, 10.0) for kind in SPEEDS["car"].kmh}, daytime=1.5)
MAINLAND = [name for name in "ABCDEFGHIK" if name in SPOTS]


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return small_pack(tmp_path_factory.mktemp("roads"))


@pytest.fixture(scope="module")
def hanoi():
    return RoadTravel.packaged("hanoi").pack


def metres(one, other):
    """A plane at 21° N, good to a thousandth over this land."""
    (lat, lon), (lat2, lon2) = SPOTS[one], SPOTS[other]
    return 111_195 * sqrt((lat2 - lat) ** 2 + ((lon2 - lon) * cos(radians((lat + lat2) / 2))) ** 2)


def judge(weight, barred=()):
    """The land's car roads as a graph of its own, made from the drawing and not from the pack."""
    graph = nx.DiGraph()
    for spots, tags in WAYS:
        if tags["highway"] not in KMH or "access" in tags or tags.get("name") in barred:
            continue
        for one, other in pairwise(spots.split()):
            length = metres(one, other)
            seconds = length / (KMH[tags["highway"]] / 3.6) * 1.5
            oneway = tags["highway"] == "motorway" or tags.get("oneway") == "yes"
            for tail, head in [(one, other)] if oneway else [(one, other), (other, one)]:
                graph.add_edge(tail, head, seconds=seconds, metres=length)
    return dict(nx.all_pairs_dijkstra(graph, weight=weight)), graph


def between(travel, one, other):
    matrix = travel.matrix([one, other])
    return int(matrix.seconds[0, 1]), int(matrix.metres[0, 1])


def test_times_and_distances_are_those_of_an_independent_search(pack):
    found, graph = judge("seconds")
    matrix = RoadTravel(pack, speeds=PLAIN).matrix([place(name) for name in MAINLAND])
    for row, origin in enumerate(MAINLAND):
        for column, target in enumerate(MAINLAND):
            if origin == target:
                continue
            seconds, path = found[origin][0][target], found[origin][1][target]
            length = sum(graph.edges[step]["metres"] for step in pairwise(path))
            assert 0 <= matrix.seconds[row, column] - max(300, seconds) < 66, (origin, target)
            assert matrix.metres[row, column] == pytest.approx(length, rel=0.002), (origin, target)


def test_a_one_way_street_is_long_the_other_way(pack):
    travel = RoadTravel(pack)
    there, back = travel.leg(place("A"), place("F")), travel.leg(place("F"), place("A"))
    assert there.roads == ("Phố Một Chiều",)
    assert there.metres == pytest.approx(metres("A", "F"), rel=0.002)
    assert back.roads == ("Phố Một Chiều", "Cầu Gốm", "Đường Cái")
    drawn = metres("F", "D") + 2 * metres("B", "bend") + metres("B", "A")
    assert back.metres == pytest.approx(drawn, rel=0.002)
    assert RoadTravel(pack, vehicle="walking").leg(place("F"), place("A")).metres == there.metres


def test_a_place_beside_a_one_way_street_is_reached_along_it(pack):
    middle = Place(lat=21.01, lon=105.7999)
    above = Place(lat=21.0145, lon=105.7999)
    travel = RoadTravel(pack, speeds=dataclasses.replace(PLAIN, across_m=0.0))
    assert between(travel, middle, above)[1] == pytest.approx(0.0045 * 111_195 + 2 * 1.35 * 10, rel=0.02)
    assert between(travel, above, middle)[1] > 8_000


def test_each_vehicle_keeps_to_its_roads(pack):
    a, c, h = place("A"), place("C"), place("H")
    assert RoadTravel(pack).leg(a, c).roads == ("CT.9",)
    assert RoadTravel(pack, vehicle="motorbike").leg(a, c).roads == ("Đường Cái",)
    assert RoadTravel(pack).leg(place("D"), h).roads == ("Ngõ Nhỏ",)
    seconds = [RoadTravel(pack, vehicle=each).matrix([a, place("E")]).seconds[0, 1] for each in VEHICLES]
    assert seconds[VEHICLES.index("walking")] == max(seconds)
    assert seconds[VEHICLES.index("coach")] > seconds[VEHICLES.index("van")] >= seconds[VEHICLES.index("car")]


def test_a_coach_stops_before_the_lane_and_its_guests_walk_on(pack):
    coach, car = (RoadTravel(pack, vehicle=each).leg(place("B"), place("G")) for each in ("coach", "car"))
    assert (coach.stretches[-1].mode, coach.stretches[-1].name) == ("walk", "Ngõ Nhỏ")
    assert coach.stretches[-1].points[0] == pytest.approx(SPOTS["D"], abs=2e-5)
    assert coach.walked_m == pytest.approx(metres("D", "G"), rel=0.002)
    assert coach.seconds >= 60 * 15 + car.stretches[0].metres / (30 / 3.6)
    assert (car.walked_m, car.roads) == (0, ("Cầu Gốm", "Ngõ Nhỏ"))


def test_a_coach_stops_at_the_village_gate(pack):
    coach, car = (RoadTravel(pack, vehicle=each).leg(place("C"), place("K")) for each in ("coach", "car"))
    assert coach.stretches[-1].points[0] == pytest.approx(SPOTS["J-"], abs=2e-5)
    assert coach.walked_m == pytest.approx(metres("J-", "K"), rel=0.002)
    assert [stretch.mode for stretch in coach.stretches] == ["drive", "drive", "walk"]
    assert car.stretches[-1].points[-1] == pytest.approx(SPOTS["K"], abs=2e-5)
    assert car.walked_m == 0


@pytest.mark.parametrize("vehicle", VEHICLES)
def test_an_island_is_named_not_swum_to(pack, vehicle):
    with pytest.raises(NoRouteError, match=r"from 21\.02000, 105\.95000 to 21\.00000, 105\.80000: .*island") as caught:
        RoadTravel(pack, vehicle=vehicle).matrix([place("A"), place("Y")][::-1])
    assert caught.value.origin == "21.02000, 105.95000"
    with pytest.raises(NoRouteError):
        RoadTravel(pack, vehicle=vehicle).leg(place("A"), place("Y"))


def test_far_from_any_road_is_named_too(pack):
    with pytest.raises(NoRouteError, match=r"within 5 km of 20\.91000, 105\.71000"):
        RoadTravel(pack).matrix([place("A"), Place(lat=20.91, lon=105.71)])
    assert RoadTravel(pack, reach_m=20_000).matrix([place("A"), Place(lat=20.91, lon=105.71)]).seconds[0, 1] > 0


def test_outside_the_area_the_formula_takes_over_and_says_so(pack):
    outside = Place(lat=21.3, lon=105.8)
    travel, places = RoadTravel(pack), [place("A"), place("C"), outside]
    matrix, guess = travel.matrix(places), GeodesicTravel().matrix(places)
    assert isinstance(matrix, RoadMatrix)
    assert matrix.estimated.tolist() == [[False, False, True], [False, False, True], [True, True, False]]
    assert (matrix.seconds[:, 2] == guess.seconds[:, 2]).all()
    assert (matrix.metres[2] == guess.metres[2]).all()
    assert [leg.estimated for leg in travel.legs(places)] == [False, True]
    assert travel.legs(places)[1].stretches[0].mapped is False
    assert "ngoài vùng" in travel.basis
    assert "11/2026" in travel.basis
    assert travel.attribution == "© OpenStreetMap contributors (ODbL)"


BRIDGE = ((21.005, 105.81), (21.005, 105.83), (21.006, 105.83), (21.006, 105.81))


@pytest.mark.parametrize("closed", ["Cầu Gốm", "cầu gốm", BRIDGE])
def test_what_is_closed_is_avoided(pack, closed):
    travel = RoadTravel(pack, closed=[closed], speeds=PLAIN)
    found, _ = judge("seconds", barred=("Cầu Gốm",))
    seconds, _ = between(travel, place("B"), place("D"))
    assert 0 <= seconds - found["B"][0]["D"] < 66
    assert "Cầu Gốm" not in travel.leg(place("B"), place("D")).roads


def test_closing_what_does_not_exist_is_an_error_with_proposals(pack):
    with pytest.raises(UnknownIdError, match="there is no road 'Cầu Gôm'; nearest: Cầu Gốm"):
        RoadTravel(pack, closed=["Cầu Gôm"]).matrix([place("A"), place("C")])
    with pytest.raises(GoalError, match="three corners"):
        RoadTravel(pack, closed=[((21.0, 105.8),)])
    with pytest.raises(GoalError, match="there is no vehicle 'bus'; there are coach, van"):
        RoadTravel(pack, vehicle="bus")


def test_next_door_is_walked_and_a_stop_takes_five_minutes(pack):
    door = Place(lat=21.003, lon=105.80)
    leg = RoadTravel(pack).leg(place("A"), door)
    assert [stretch.mode for stretch in leg.stretches] == ["walk"]
    assert leg.metres == pytest.approx(1.29 * 0.003 * 111_195, abs=2)
    assert leg.seconds == 420
    assert RoadTravel(pack).matrix([place("A"), place("A")]).seconds.tolist() == [[0, 300], [300, 0]]


def test_vague_places_are_padded_like_the_default_s(pack):
    vague = [place("A", 400), place("C", 800)]
    matrix, plain = RoadTravel(pack).matrix(vague), RoadTravel(pack).matrix([place("A"), place("C")])
    assert (matrix.padding_s == GeodesicTravel().matrix(vague).padding_s).all()
    assert matrix.seconds[0, 1] >= plain.seconds[0, 1] + matrix.padding_s[0, 1] - 60
    assert (matrix.metres == plain.metres).all()


small = st.builds(Place, lat=st.floats(20.98, 21.05), lon=st.floats(105.79, 105.85), accuracy_m=st.integers(0, 900))
wide = st.builds(Place, lat=st.floats(20.75, 21.25), lon=st.floats(105.6, 106.1), accuracy_m=st.integers(0, 900))
lands = [("pack", small), ("hanoi", wide)]


@pytest.mark.parametrize(("land", "where"), lands, ids=["small", "hanoi"])
@settings(max_examples=15)
@given(data=st.data())
def test_a_coach_is_never_faster_than_a_car(land, where, data, request):
    places = data.draw(st.lists(where, min_size=2, max_size=5))
    pack = request.getfixturevalue(land)
    coach, van, car = (RoadTravel(pack, vehicle=each).matrix(places) for each in ("coach", "van", "car"))
    assert (coach.seconds >= van.seconds).all()
    assert (van.seconds >= car.seconds).all()


@pytest.mark.parametrize(("land", "where"), lands, ids=["small", "hanoi"])
@settings(max_examples=15)
@given(data=st.data())
def test_a_leg_is_the_matrix_drawn(land, where, data, request):
    places = data.draw(st.lists(where, min_size=2, max_size=4))
    vehicle = data.draw(st.sampled_from(VEHICLES))
    travel = RoadTravel(request.getfixturevalue(land), vehicle=vehicle)
    matrix = travel.matrix(places)
    for at, leg in enumerate(travel.legs(places)):
        assert (leg.seconds, leg.metres, leg.padding_s) == tuple(
            int(each[at, at + 1]) for each in (matrix.seconds, matrix.metres, matrix.padding_s)
        )
        assert leg.points[0] == pytest.approx((places[at].lat, places[at].lon), abs=1e-6)
        assert leg.points[-1] == pytest.approx((places[at + 1].lat, places[at + 1].lon), abs=1e-6)
        assert sum(stretch.metres for stretch in leg.stretches) == pytest.approx(leg.metres, abs=1.01)
        for one, other in pairwise(leg.stretches):
            assert one.points[-1] == pytest.approx(other.points[0], abs=2e-5)
        for stretch in leg.stretches:
            drawn = line_m(stretch.points)
            if stretch.mapped:
                # Ten metres of simplification at bends, 1e-5 degrees of rounding at points.
                assert drawn == pytest.approx(stretch.metres, rel=0.1, abs=30)
                assert drawn <= stretch.metres * 1.002 + 3 * len(stretch.points)
            else:
                assert drawn <= stretch.metres + 2


def line_m(points):
    lat, lon = np.array(points).T
    east = np.diff(lon) * np.cos(np.radians(lat[:-1]))
    return float(111_195 * np.hypot(np.diff(lat), east).sum())


@pytest.mark.parametrize(("land", "where"), lands, ids=["small", "hanoi"])
@settings(max_examples=15)
@given(data=st.data())
def test_without_one_way_roads_there_is_as_far_as_back(land, where, data, request):
    places = data.draw(st.lists(where, min_size=2, max_size=5))
    matrix = RoadTravel(both_ways(request.getfixturevalue(land))).matrix(places)
    assert (matrix.seconds == matrix.seconds.T).all()
    assert (matrix.metres == matrix.metres.T).all()


TWO_WAY: dict[int, object] = {}


def both_ways(pack):
    """The pack with every road open both ways, made once."""
    if id(pack) not in TWO_WAY:
        TWO_WAY[id(pack)] = dataclasses.replace(pack, oneway=np.zeros_like(pack.oneway))
    return TWO_WAY[id(pack)]


def test_published_trips_are_met_within_a_quarter():
    off = {row["trip"]: row["difference %"] for row in trips()}
    assert len(off) == 8
    assert max(map(abs, off.values())) <= 25, off
    assert abs(sum(off.values())) / len(off) < 5


def test_travel_is_a_value_that_can_be_sent_elsewhere(pack):
    travel = RoadTravel(pack, vehicle="coach", closed=["QL.1"])
    places = [place("D"), place("E"), place("K")]
    sent = pickle.loads(pickle.dumps(travel))
    assert (sent.matrix(places).seconds == travel.matrix(places).seconds).all()
    assert RoadTravel(pack, closed=["QL.1"]) == RoadTravel(pack, closed=("QL.1",))
    assert hash(RoadTravel(pack)) == hash(RoadTravel(pack))


def test_a_plan_on_roads_is_judged_by_roads(hanoi):
    travel = RoadTravel(hanoi, vehicle="van")
    tour = tp.plan(small_catalogue(), tp.Goal(must=("dao-thuc",)), on="2027-03-20", travel=travel)
    assert tp.check(tour, travel) == ()
    assert {finding.rule for finding in tp.check(tour, tp.GeodesicTravel())} == {"road"}
