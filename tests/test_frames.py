"""Catalogue, network and routes as pandas and GeoPandas frames."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from hidden import hide

from tourplanner.catalogue.frames import experiences_frame, facts_frame, villages_frame
from tourplanner.model import Place
from tourplanner.model.vn2000 import to_vn2000
from tourplanner.network import CraftNetwork
from tourplanner.network.frames import edges_frame, near_frame, nodes_frame
from tourplanner.publish import files
from tourplanner.testing import small_catalogue, synthetic_region
from tourplanner.testing.small import small_portfolio
from tourplanner.travel import GeodesicTravel

REGION = small_catalogue()
ROUTES = small_portfolio()


@pytest.fixture(scope="module")
def network() -> CraftNetwork:
    return CraftNetwork(REGION, GeodesicTravel())


def spots(frame: geopandas.GeoDataFrame) -> list[tuple[float, float]]:
    return list(zip(frame.geometry.y, frame.geometry.x, strict=True))


def test_villages_are_points_where_they_are() -> None:
    frame = villages_frame(REGION)
    assert frame.crs.to_epsg() == 4326
    assert spots(frame) == [(village.place.lat, village.place.lon) for village in REGION.villages]
    assert list(frame.crafts)[:4] == ["Gốm", "Quỳ vàng", "Lụa", "Sơn mài"]
    assert frame.commune[0] == "Xã Bát Tràng"
    assert frame.at_risk.isna().all()


def test_a_frame_turned_to_the_national_grid_has_the_shift() -> None:
    turned = villages_frame(REGION).to_crs(5897)
    for point, village in zip(turned.geometry, REGION.villages, strict=True):
        grid = to_vn2000(village.place)
        assert abs(point.x - grid.easting) + abs(point.y - grid.northing) < 0.01


def test_experiences_lie_at_their_own_place_or_their_villages() -> None:
    wheel = REGION.experiences[0].replace(place=Place(lat=20.98, lon=105.92))
    region = REGION.replace(experiences=(wheel, *REGION.experiences[1:]))
    frame = experiences_frame(region).set_index("id")
    assert (frame.geometry["bt-wheel"].y, frame.geometry["bt-kiln"].y) == (20.98, REGION.village("bat-trang").place.lat)
    assert frame.adult_minor["bt-wheel"] == 70_000
    assert pd.isna(frame.adult_minor["bt-kiln"])
    assert frame.adult_minor.dtype == "Int64"
    assert frame.groupby("kind").minutes.mean()["class"] == 81


def test_facts_say_how_sure_they_are() -> None:
    frame = facts_frame(REGION)
    assert len(frame) == sum(len(each.provenance) for each in (*REGION.villages, *REGION.experiences))
    sure = frame[(frame.id == "bt-wheel") & (frame.field == "opening")].iloc[0]
    assert (sure.confidence, sure.as_of, sure.sources) == ("sourced", "2026-11-22", "small")


def test_nodes_and_edges_are_those_of_the_graph(network: CraftNetwork) -> None:
    nodes, edges = nodes_frame(network), edges_frame(network)
    assert list(nodes.node) == list(network.graph)
    assert len(edges) == network.graph.number_of_edges()
    assert set(edges.origin) | set(edges.destination) <= set(nodes.node)
    legs = edges[edges.relation == "leg"].iloc[0]
    assert legs.seconds == network.graph.edges[legs.origin, legs.destination, "leg"]["seconds"]
    assert edges[edges.relation == "practises"].seconds.isna().all()


def test_near_villages_are_joined_by_lines(network: CraftNetwork) -> None:
    frame = near_frame(network)
    assert set(frame.geom_type) == {"LineString"}
    assert len(frame) == network.near_graph().number_of_edges()
    first = frame.iloc[0]
    assert first.minutes == network.leg(first.origin, first.destination).minutes


def test_a_network_without_near_villages_has_an_empty_frame() -> None:
    lonely = CraftNetwork(synthetic_region(2, seed=1), GeodesicTravel(), near_minutes=0)
    assert near_frame(lonely).empty
    assert list(near_frame(lonely).columns)[:2] == ["origin", "destination"]


def test_routes_are_frames_one_by_one_and_together() -> None:
    stops = files.stops_frame(ROUTES)
    assert stops.begin.dt.tz is not None
    assert list(stops.begin.dropna()) == [stop.begin for route in ROUTES.routes for stop in route.stops]
    one = files.stops_frame(ROUTES[1])
    assert list(one.id) == list(stops[stops.route == ROUTES[1].id].id)
    legs = files.legs_frame(ROUTES)
    assert legs.metres.sum() == sum(leg.metres for route in ROUTES.routes for leg in route.legs)
    assert list(files.villages_frame(ROUTES).id) == [village.id for village in ROUTES.villages]
    assert (stops.end.dropna().dt.date <= date(2027, 3, 7)).all()


def test_a_frame_and_a_geopackage_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "routes.gpkg"
    path.write_bytes(files.portfolio_gpkg(ROUTES))
    read = geopandas.read_file(path, layer="legs")
    frame = files.legs_frame(ROUTES)
    assert list(read.columns) == list(frame.columns)
    assert list(read.seconds) == list(frame.seconds)
    assert read.geometry.geom_equals_exact(frame.geometry, 0).all()


@pytest.mark.parametrize(("package", "make"), [("geopandas", villages_frame), ("pandas", facts_frame)])
def test_without_the_package_the_way_out_is_named(package: str, make, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(package, monkeypatch)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "tourplanner\[geo\]"'):
        make(REGION)
