"""route.geojson and route.gpx as other libraries read them."""

from __future__ import annotations

from datetime import UTC
from itertools import pairwise
from xml.etree import ElementTree

import geojson
import gpxpy
import pytest
from injection import HTML_PAYLOADS, ICS_PAYLOADS, plant

from tourplanner.model import Itinerary
from tourplanner.publish import route_geojson, route_gpx
from tourplanner.publish.words import clean
from tourplanner.testing.small import small_portfolio


@pytest.fixture(scope="module")
def itinerary() -> Itinerary:
    return small_portfolio()[1]


def with_roads(itinerary: Itinerary) -> Itinerary:
    raw = itinerary.model_dump()
    for leg in raw["days"][0]["legs"]:
        leg["path"] = ((21.0, 105.8), (20.95, 105.79), (20.9, 105.7))
    return Itinerary.model_validate(raw)


def test_geojson_holds_points_in_order_and_a_line_per_leg(itinerary: Itinerary) -> None:
    collection = geojson.loads(route_geojson(itinerary).decode())
    assert collection.is_valid, collection.errors()
    points = [f for f in collection.features if f.properties["kind"] in ("visit", "meal")]
    lines = [f for f in collection.features if f.properties["kind"] == "leg"]
    assert [f.properties["order"] for f in points] == [1, 2, 3, 4, 5]
    assert [f.properties["id"] for f in points] == [stop.experience.id for stop in itinerary.stops]
    assert points[0].geometry.coordinates == [105.7720, 20.9786]
    assert points[0].properties["begin"] == itinerary.stops[0].begin.isoformat()
    assert [f.geometry.type for f in lines] == ["LineString"] * 6
    assert all(f.properties["straight"] for f in lines)
    ends = [(f.geometry.coordinates[0], f.geometry.coordinates[-1]) for f in lines]
    assert all(here[1] == there[0] for here, there in pairwise(ends))
    assert [f.properties["kind"] for f in collection.features][:: len(collection.features) - 1] == ["start", "end"]


def test_roads_are_drawn_where_they_are_known(itinerary: Itinerary) -> None:
    features = geojson.loads(route_geojson(with_roads(itinerary)).decode()).features
    lines = [f for f in features if f.properties["kind"] == "leg"]
    assert {len(f.geometry.coordinates) for f in lines} == {3}
    assert not any(f.properties["straight"] for f in lines)


def test_gpx_holds_waypoints_and_a_route_in_utc(itinerary: Itinerary) -> None:
    data = gpxpy.parse(route_gpx(itinerary).decode())
    assert data.version == "1.1"
    names = [f"{stop.experience.name.vi} – {stop.village.name.vi}" for stop in itinerary.stops]
    assert [w.name for w in data.waypoints] == names
    assert [w.time for w in data.waypoints] == [s.begin.astimezone(UTC) for s in itinerary.stops]
    assert (data.waypoints[0].latitude, data.waypoints[0].longitude) == (20.9786, 105.7720)
    (route,) = data.routes
    assert len(route.points) == len(itinerary.stops) + 2
    assert route.points[0].name == route.points[-1].name == "Bờ Hồ - Phố cổ"
    assert route.points[-1].time == itinerary.days[0].back.astimezone(UTC)
    assert data.tracks == []
    (track,) = gpxpy.parse(route_gpx(with_roads(itinerary)).decode()).tracks
    assert len(track.segments[0].points) == 3 * 6


@pytest.mark.parametrize("payload", [*HTML_PAYLOADS, *ICS_PAYLOADS[::2]])
def test_hostile_names_stay_names(itinerary: Itinerary, payload: str) -> None:
    planted = plant(itinerary, "days.stops.experience.name.vi", payload)
    expected = clean(planted.stops[0].experience.name.vi) + " – Vạn Phúc"
    root = ElementTree.fromstring(route_gpx(planted))
    names = [e.text for e in root.iterfind("{http://www.topografix.com/GPX/1/1}wpt/{*}name")]
    assert names[0] == expected
    assert len(names) == len(itinerary.stops)
    assert geojson.loads(route_geojson(planted).decode()).is_valid
