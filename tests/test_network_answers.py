"""What the network answers about the small region, and what it refuses."""

import networkx as nx
import numpy as np
import pytest
from by_distance import PLAIN

from tourplanner.errors import DataError, NoRouteError, UnknownIdError
from tourplanner.model import Experience, Festival, Host, LunarDay, Opening, Session, Text, TimeRange
from tourplanner.network import CraftNetwork, travel_seconds
from tourplanner.testing import small_catalogue, synthetic_region
from tourplanner.travel import GeodesicTravel, TravelMatrix


@pytest.fixture(scope="module")
def network():
    return CraftNetwork(small_catalogue(), PLAIN)


def test_within_names_the_nearest_first_with_the_minutes_of_the_travel_source(network):
    found = [(near.village.id, near.minutes) for near in network.within("ha-thai")]
    assert found == [("quat-dong", 22), ("bat-trang", 29), ("kieu-ky", 36), ("chuong", 37), ("van-phuc", 39)]
    assert [near.village.id for near in network.within("ha-thai", 29)] == ["quat-dong", "bat-trang"]


def test_within_answers_for_a_start_point_too(network):
    assert [near.village.id for near in network.within("hoan-kiem-old-quarter", 31)] == ["bat-trang", "van-phuc"]
    assert network.within("start:hoan-kiem-old-quarter", 31) == network.within("hoan-kiem-old-quarter", 31)


def test_leg_answers_for_pairs_too_far_apart_to_be_edges(network):
    far = network.leg("dao-thuc", "quang-phu-cau")
    assert far.minutes > network.leg_minutes
    assert not network.graph.has_edge("village:dao-thuc", "village:quang-phu-cau")
    places = [network.catalogue.village(end).place for end in ("dao-thuc", "quang-phu-cau")]
    matrix = GeodesicTravel().matrix(places)
    assert (far.seconds, far.metres, far.walked) == (matrix.seconds[0, 1], matrix.metres[0, 1], False)


def test_a_leg_that_is_none_is_an_error(network):
    with pytest.raises(NoRouteError) as caught:
        network.leg("chuong", "village:chuong")
    assert (caught.value.origin, caught.value.destination) == ("chuong", "chuong")


@pytest.mark.parametrize("ask", ["leg", "within", "completing"])
def test_an_unknown_place_is_an_error_with_the_nearest_names(network, ask):
    arguments = ("ha-tai", "chuong") if ask == "leg" else ("ha-tai",)
    with pytest.raises(UnknownIdError) as caught:
        getattr(network, ask)(*arguments)
    assert caught.value.nearest[0] == "ha-thai"


def test_completing_takes_villages_only(network):
    with pytest.raises(UnknownIdError, match="no village 'my-dinh-station'"):
        network.completing("my-dinh-station")


def test_completing_offers_the_nearest_experience_of_each_missing_role(network):
    answer = network.completing("quat-dong")
    assert answer.has == ("training",)
    assert answer.missing == ("production", "trade", "culture")
    assert [(offer.role, offer.experience.id, offer.minutes) for offer in answer.offers] == [
        ("production", "ht-studio", 22),
        ("production", "qpc-factory", 39),
        ("culture", "qpc-dinh", 39),
    ]
    assert answer.open == ("trade",)
    assert [offer.experience.id for offer in network.completing("quat-dong", each=1).offers] == [
        "ht-studio",
        "qpc-dinh",
    ]


def test_experiences_of_one_village_stand_by_id(network):
    base = network.catalogue
    second = base.experience("ht-studio").replace(id="ht-atelier")
    offers = CraftNetwork(base.replace(experiences=(*base.experiences, second)), PLAIN).completing("quat-dong").offers
    assert [offer.experience.id for offer in offers][:2] == ["ht-atelier", "ht-studio"]


def test_a_village_whose_neighbours_close_the_circle_leaves_nothing_open(network):
    assert network.completing("quat-dong", 60).open == ()


def test_clusters_bridges_and_centrality_of_the_small_region(network):
    clusters = network.clusters()
    assert [[village.id for village in cluster.villages] for cluster in clusters] == [
        ["bat-trang", "ha-thai", "kieu-ky", "van-phuc"],
        ["chuong", "quang-phu-cau", "quat-dong"],
        ["phu-vinh"],
        ["dao-thuc"],
    ]
    assert (clusters[0].centre.id, len(clusters[0]), clusters[2].widest_minutes) == ("bat-trang", 4, 0)
    (bridge,) = network.bridges()
    assert bridge.clusters == (0, 1)
    assert [village.id for village in bridge.villages] == ["ha-thai", "quat-dong"]
    assert (bridge.minutes, [village.id for village in bridge.only]) == (22, ["ha-thai"])
    assert [central.village.id for central in network.centrality("betweenness")][:2] == ["ha-thai", "quat-dong"]
    assert network.centrality()[0].village.id == "ha-thai"


def full_catalogue():
    """The small region with a cooperative, a session and a festival beside."""
    base = small_catalogue()
    cooperative = Host(
        id="bat-trang/htx", village="bat-trang", name=Text(vi="HTX"), kind="cooperative", members=("bat-trang/host",)
    )
    begin = "2027-03-06T10:00:00+07:00"
    session = Session.model_validate_json(
        f'{{"id": "s1", "experience": "dt-show", "begin": "{begin}", "end": "{begin}", "places_left": 5}}'
    )
    festival = Festival(
        id="f1", village="chuong", name=Text(vi="Hội"), lunar_month=3, first_day=10, last_day=10, main_day=10
    )
    return base.replace(hosts=(*base.hosts, cooperative), sessions=(session,), festivals=(festival,))


def test_the_graph_joins_each_kind_of_thing_by_its_relation():
    graph = CraftNetwork(full_catalogue(), PLAIN, supplies=()).graph
    kinds = {
        (graph.nodes[one]["kind"], data["relation"], graph.nodes[other]["kind"])
        for one, other, data in graph.edges(data=True)
    }
    assert kinds == {
        ("village", "hosts", "host"),
        ("host", "offers", "experience"),
        ("experience", "runs", "session"),
        ("village", "celebrates", "festival"),
        ("village", "practises", "craft"),
        ("host", "member-of", "host"),
        ("village", "leg", "village"),
        ("village", "near", "village"),
        ("start", "leg", "village"),
        ("village", "leg", "start"),
    }
    assert graph.edges["host:bat-trang/host", "host:bat-trang/htx", "member-of"] == {"relation": "member-of"}
    leg = graph.edges["village:ha-thai", "village:quat-dong", "leg"]
    assert (leg["seconds"], leg["walked"]) == (22 * 60, False)
    assert graph.edges["village:ha-thai", "village:quat-dong", "near"]["seconds"] == 22 * 60
    assert nx.is_frozen(graph)


def test_what_is_unknown_has_no_attribute(network):
    assert "at_risk" not in network.graph.nodes["village:chuong"]
    assert network.graph.nodes["craft:silk"]["heritage"] is False
    assert None not in [value for _, data in network.graph.nodes(data=True) for value in data.values()]


def test_weights_over_the_whole_graph_never_count_a_workshop_as_one_second(network):
    graph = network.graph
    careless = nx.shortest_path_length(graph, "village:chuong", "experience:ch-class", weight="seconds")
    assert careless == 2
    with pytest.raises(NoRouteError, match="not by a leg"):
        nx.shortest_path_length(graph, "village:chuong", "experience:ch-class", weight=travel_seconds)
    edges = graph["village:ha-thai"]["village:quat-dong"]
    assert travel_seconds("village:ha-thai", "village:quat-dong", edges) == 22 * 60


def test_the_near_graph_carries_seconds_on_every_edge(network):
    near = network.near_graph()
    assert set(near) == {village.id for village in network.catalogue.villages}
    assert all(data["seconds"] > 0 for _, _, data in near.edges(data=True))
    assert nx.shortest_path_length(near, "kieu-ky", "quat-dong", weight="seconds") == 60 * (36 + 22)


def test_records_that_name_what_does_not_exist_are_refused_all_at_once():
    base = full_catalogue()
    broken = base.replace(
        hosts=tuple(host for host in base.hosts if host.id != "chuong/host"),
        villages=tuple(village for village in base.villages if village.id != "dao-thuc"),
    )
    with pytest.raises(DataError) as caught:
        CraftNetwork(broken)
    assert {(problem.column, problem.value) for problem in caught.value.problems} == {
        ("hosts", "dao-thuc"),
        ("offers", "chuong/host"),
    }
    assert {problem.code for problem in caught.value.problems} == {"unknown-id"}


class Crooked(GeodesicTravel):
    """A travel source gone wrong in one way."""

    def __init__(self, change):
        super().__init__()
        object.__setattr__(self, "change", change)

    def matrix(self, places):
        right = super().matrix(places)
        return TravelMatrix(self.change(right.seconds), right.metres, right.padding_s, right.walked)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda seconds: seconds / 7, "whole numbers"),
        (lambda seconds: seconds[1:], "11 x 11"),
        (lambda seconds: -seconds, "negative"),
        (lambda seconds: seconds + np.eye(11, dtype=int), "0 from a place to itself"),
    ],
)
def test_a_wrong_travel_matrix_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        CraftNetwork(small_catalogue(), Crooked(change))


def test_a_region_without_villages_has_nothing_to_tell():
    base = small_catalogue()
    empty = CraftNetwork(base.replace(villages=(), hosts=(), experiences=(), starts=()))
    assert (empty.clusters(), empty.bridges(), empty.centrality()) == ((), (), ())
    assert empty.geojson()["features"] == []


def test_answers_show_themselves_in_a_line(network):
    assert repr(network) == "<CraftNetwork small: 9 villages, 19 experiences; near is 40 min>"
    assert repr(network.within("ha-thai")[0]) == "<Near quat-dong: 22 min>"
    assert repr(network.bridges()[0]) == "<Bridge ha-thai – quat-dong: 22 min between clusters 0 and 1>"
    assert "around bat-trang: 4 villages" in repr(network.clusters()[0])


def test_the_city_at_full_scale_answers_without_its_million_legs():
    network = CraftNetwork(synthetic_region())
    assert "graph" not in vars(network)
    one, other = network.catalogue.villages[0], network.catalogue.villages[-1]
    assert network.leg(one.id, other.id).metres > 0
    assert sum(map(len, network.clusters(20))) == 1350
    assert len(network.centrality()) == 1350
    estimates = network.centrality("betweenness", 15)
    assert estimates[0].estimated
    assert estimates == network.centrality("betweenness", 15)


def test_a_market_of_lunar_days_counts_for_the_circle():
    """When it is open is the planner's business, not the network's."""
    base = small_catalogue()
    daily = (TimeRange.model_validate_json('{"open": "05:00", "close": "09:00"}'),)
    market = Experience(
        id="ch-market", village="chuong", host="chuong/host", name=Text(vi="Chợ nón"), kind="market", role="trade",
        minutes=60, capacity=300, opening=Opening(weekly=(daily,) * 7, lunar_days=(LunarDay(day=4),)),
    )  # fmt: skip
    network = CraftNetwork(base.replace(experiences=(*base.experiences, market)), PLAIN)
    assert "ch-market" in [offer.experience.id for offer in network.completing("quat-dong").offers]
