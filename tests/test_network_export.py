"""The files of the network, read back by the tools they are for."""

import os
import subprocess
import sys
from collections import Counter

import geojson
import networkx as nx
import numpy as np
import pytest

from tourplanner.model import Text
from tourplanner.network import CraftNetwork, Supply
from tourplanner.testing import small_catalogue, synthetic_region
from tourplanner.travel import GeodesicTravel, TravelMatrix

GOLD = Supply(supplier="kieu-ky", buyer="ha-thai", material=Text(vi="Quỳ vàng & <bạc>", en="Gold leaf"))


class OneWay(GeodesicTravel):
    """Towards a place further down the list it takes a minute more."""

    def matrix(self, places):
        there = super().matrix(places)
        more = 60 * np.triu(np.ones_like(there.seconds), k=1)
        return TravelMatrix(there.seconds + more, there.metres, there.padding_s, there.walked)


@pytest.fixture(scope="module")
def network():
    return CraftNetwork(small_catalogue(), OneWay(), supplies=[GOLD])


def edges(graph):
    return Counter((one, other, tuple(sorted(data.items()))) for one, other, data in graph.edges(data=True))


def test_networkx_reads_the_same_graph_back(network, tmp_path):
    read = nx.read_graphml(network.write_graphml(tmp_path / "region.graphml"), force_multigraph=True)
    assert dict(read.nodes(data=True)) == dict(network.graph.nodes(data=True))
    assert edges(read) == edges(network.graph)
    assert read.graph["region"] == "small"
    names = [key for _, _, key in read.edges(keys=True)]
    assert len(set(names)) == len(names) > 100


def test_texts_from_data_are_data_not_markup(tmp_path):
    base = small_catalogue()
    nasty = base.villages[0].replace(name=Text(vi='</data>&amp;"\x01\r\nx', en="<b>"))
    network = CraftNetwork(base.replace(villages=(nasty, *base.villages[1:])))
    read = nx.read_graphml(network.write_graphml(tmp_path / "region.graphml"), force_multigraph=True)
    assert read.nodes[f"village:{nasty.id}"]["name"] == '</data>&amp;"\ufffd\r\nx'
    assert read.nodes[f"village:{nasty.id}"]["name_en"] == "<b>"
    shown = geojson.loads(network.write_geojson(tmp_path / "region.geojson").read_text(encoding="utf-8"))
    assert shown["features"][0]["properties"]["name"] == nasty.name.vi


def test_a_generated_region_survives_the_way_to_graphml_and_back(tmp_path):
    network = CraftNetwork(synthetic_region(40, seed=3))
    read = nx.read_graphml(network.write_graphml(tmp_path / "region.graphml"), force_multigraph=True)
    assert dict(read.nodes(data=True)) == dict(network.graph.nodes(data=True))
    assert edges(read) == edges(network.graph)


def test_geojson_reads_as_valid_points_and_lines(network, tmp_path):
    text = network.write_geojson(tmp_path / "region.geojson").read_text(encoding="utf-8")
    read = geojson.loads(text)
    assert read.is_valid
    assert read["attribution"] == "© OpenStreetMap contributors (ODbL)"
    assert dict(read) == geojson.loads(geojson.dumps(network.geojson()))
    kinds = Counter(feature["properties"]["kind"] for feature in read["features"])
    assert kinds == {"village": 9, "start": 2, "near": network.near_graph().number_of_edges()}
    chuong = next(feature for feature in read["features"] if feature["id"] == "village:chuong")
    assert chuong["geometry"]["coordinates"] == [105.769, 20.845]
    assert chuong["properties"]["name"] == "Chuông"
    assert chuong["properties"]["at_risk"] is None


def test_each_line_says_how_long_it_takes_and_what_that_rests_on(network):
    places = {village.id: village.place for village in network.catalogue.villages}
    lines = [feature for feature in network.geojson()["features"] if feature["properties"]["kind"] == "near"]
    pairs = [frozenset((line["properties"]["origin"], line["properties"]["destination"])) for line in lines]
    assert len(set(pairs)) == len(pairs)
    for line in lines:
        about = line["properties"]
        ends = [places[about["origin"]], places[about["destination"]]]
        assert line["geometry"]["coordinates"] == [[end.lon, end.lat] for end in ends]
        assert about["minutes"] == network.leg(about["origin"], about["destination"]).minutes <= 40
        assert about["minutes_back"] == network.leg(about["destination"], about["origin"]).minutes <= 40
        assert abs(about["minutes"] - about["minutes_back"]) == 1
        assert about["basis"] == network.travel.basis


SCRIPT = """
import hashlib, sys, tempfile, pathlib
from tourplanner.network import CraftNetwork
from tourplanner.testing import synthetic_region
network = CraftNetwork(synthetic_region(60, seed=2), near_minutes=20)
folder = pathlib.Path(tempfile.mkdtemp())
digest = hashlib.sha256(network.write_graphml(folder / "a").read_bytes())
digest.update(network.write_geojson(folder / "b").read_bytes())
digest.update(repr((network.clusters(), network.bridges(), network.centrality("betweenness"))).encode())
print(digest.hexdigest())
"""


def test_files_and_answers_do_not_depend_on_how_this_process_hashes():
    def digest(hash_seed):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True)
        return done.stdout

    assert digest("1") == digest("2")


@pytest.mark.parametrize("write", ["write_graphml", "write_geojson"])
def test_a_failed_write_leaves_the_old_file_and_no_scraps(network, tmp_path, monkeypatch, write):
    target = tmp_path / "region"
    target.write_text("old")

    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        getattr(network, write)(target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_does_not_exist_is_an_error_and_makes_nothing(network, tmp_path):
    with pytest.raises(FileNotFoundError):
        network.write_geojson(tmp_path / "nowhere" / "region.geojson")
    assert list(tmp_path.iterdir()) == []
