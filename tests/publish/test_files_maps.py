"""KML, GeoPackage, GeoJSON and GPX of routes as other programs read them."""

from __future__ import annotations

import io
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import geojson
import gpxpy
import pyogrio
import pytest
from fastkml import KML, Placemark
from fastkml.utils import find_all
from fastkml.validator import validate
from files_cases import HOSTILE, hostile, portfolio, two_days

from tourplanner.model import Itinerary, Portfolio
from tourplanner.publish import files
from tourplanner.publish.files.qgis import styles
from tourplanner.publish.markup import escape
from tourplanner.publish.words import clean

NAMES = ("stops", "legs", "villages")


@pytest.fixture(scope="module")
def gpkg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gpkg") / "routes.gpkg"
    path.write_bytes(files.portfolio_gpkg(portfolio()))
    return path


def opened(data: bytes) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.deserialize(data)
    return base


def stops_and_ends(whole: Portfolio) -> int:
    return sum(len(route.stops) + 2 * len(route.days) for route in whole.routes)


def test_gdal_reads_three_layers_with_their_system_and_extent(gpkg: Path) -> None:
    assert {name: kind for name, kind in pyogrio.list_layers(gpkg) if kind} == {
        "villages": "Point", "legs": "LineString", "stops": "Point"
    }  # fmt: skip
    whole = portfolio()
    places = [place for route in whole.routes for day in route.days for place in day.places]
    info = pyogrio.read_info(gpkg, layer="stops")
    assert (info["crs"], info["features"]) == ("EPSG:4326", stops_and_ends(whole))
    lons, lats = [place.lon for place in places], [place.lat for place in places]
    assert info["total_bounds"] == (min(lons), min(lats), max(lons), max(lats))


def test_gdal_reads_what_the_routes_say(gpkg: Path) -> None:
    stops = pyogrio.read_dataframe(gpkg, layer="stops")
    told = [stop for route in portfolio().routes for stop in route.stops]
    rows = stops[stops.kind.isin(["visit", "meal"])]
    assert list(rows.id) == [stop.experience.id for stop in told]
    assert list(zip(rows.geometry.y, rows.geometry.x, strict=True)) == [(s.place.lat, s.place.lon) for s in told]
    assert [moment.to_pydatetime() for moment in rows.begin] == [stop.begin for stop in told]
    assert [None if vnd != vnd else vnd for vnd in rows.party_vnd] == [s.price and s.price.amount for s in told]
    legs = pyogrio.read_dataframe(gpkg, layer="legs")
    assert list(legs.straight) == [not leg.path for route in portfolio().routes for leg in route.legs]
    (along,) = {tuple(line.coords) for line in legs[~legs.straight].geometry}
    assert along == ((105.8, 21.0), (105.79, 20.95), (105.7, 20.9))
    villages = pyogrio.read_dataframe(gpkg, layer="villages")
    assert list(villages.id) == [village.id for village in portfolio().villages]
    assert villages.visits.sum() == sum(len(route.visits) for route in portfolio().routes)


def test_the_geopackage_is_one_by_the_standard(gpkg: Path) -> None:
    data = gpkg.read_bytes()
    assert data.startswith(b"SQLite format 3\0")
    assert data[68:72] == b"GPKG"
    with closing(opened(data)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        systems = {code for (code,) in base.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")}
        assert systems == {-1, 0, 4326}
        changes = base.execute("SELECT last_change FROM gpkg_contents").fetchall()
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", change) for (change,) in changes)
        for name in NAMES:
            assert all(blob.startswith(b"GP\0") for (blob,) in base.execute(f"SELECT geom FROM {name}"))


def test_qgis_finds_a_style_for_each_layer(gpkg: Path) -> None:
    found = pyogrio.read_dataframe(gpkg, layer="layer_styles")
    assert set(found.f_table_name) == set(NAMES)
    assert set(found.f_geometry_column) == {"geom"}
    assert found.useAsDefault.all()
    legs = ElementTree.fromstring(dict(zip(found.f_table_name, found.styleQML, strict=True))["legs"])
    symbols = {symbol.get("name") for symbol in legs.iterfind("renderer-v2/symbols/symbol")}
    rules = legs.findall("renderer-v2/rules/rule")
    assert {rule.get("symbol") for rule in rules} == symbols == {"0", "1", "2", "3"}


def test_each_rule_of_the_style_draws_the_legs_it_names(gpkg: Path) -> None:
    rules = ElementTree.fromstring(styles(portfolio().routes)["legs"]).findall("renderer-v2/rules/rule")
    with closing(sqlite3.connect(gpkg)) as base:
        drawn = [base.execute(f"SELECT count(*) FROM legs WHERE {rule.get('filter')}").fetchone()[0] for rule in rules]
        kinds = {kind for (kind,) in base.execute("SELECT DISTINCT kind FROM stops")}
    first, second = portfolio().routes
    assert drawn == [0, len(first.legs), len(second.legs) - 1, 1]
    categories = ElementTree.fromstring(styles([])["stops"]).iterfind("renderer-v2/categories/category")
    assert {category.get("value") for category in categories} >= kinds


def placemarks(data: bytes) -> list[Placemark]:
    document = KML.parse(io.BytesIO(data), strict=True)
    return list(find_all(document, of_type=Placemark))


@pytest.mark.parametrize("data", [files.route_kml(two_days()), files.portfolio_kml(portfolio())])
def test_kml_follows_the_schema_and_fetches_nothing(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "route.kml"
    path.write_bytes(data)
    assert validate(file_to_validate=path)
    assert b"http" not in data.replace(b"http://www.opengis.net/kml/2.2", b"")
    assert b"<Icon>" not in data


def test_kml_holds_a_mark_per_stop_and_a_line_per_leg() -> None:
    whole = portfolio()
    found = placemarks(files.portfolio_kml(whole))
    kinds = Counter(each.geometry.geom_type for each in found)
    assert kinds == {"Point": stops_and_ends(whole), "LineString": sum(len(route.legs) for route in whole.routes)}
    assert all(len(point) == 2 for each in found for point in each.geometry.coords)
    lines = [each for each in found if each.geometry.geom_type == "LineString"]
    assert [each.style_url.url for each in lines][-2:] == ["#route-2", "#route-2"]
    assert lines[-1].geometry.coords == ((105.8, 21.0), (105.79, 20.95), (105.7, 20.9))


def test_kml_tells_names_and_times_in_vietnamese() -> None:
    route = portfolio()[1]
    marks = [each for each in placemarks(files.route_kml(route)) if each.geometry.geom_type == "Point"]
    names = [f"{n}. {stop.experience.name.vi} – {stop.village.name.vi}" for n, stop in enumerate(route.stops, 1)]
    assert [each.name for each in marks] == [route.days[0].start.name.vi, *names, route.days[0].end.name.vi]
    assert marks[1].description == "08:31–09:11<br>0 ₫"
    assert marks[0].description == "08:00"


def test_one_file_holds_all_routes() -> None:
    whole = portfolio()
    collection = geojson.loads(files.portfolio_geojson(whole).decode())
    assert collection.is_valid
    assert collection["attribution"] == "© OpenStreetMap contributors"
    parts = [geojson.loads(files.route_geojson(route).decode()).features for route in whole.routes]
    assert [feature.geometry for feature in collection.features] == [f.geometry for part in parts for f in part]
    assert {f.properties["route"] for f in collection.features} == {route.id for route in whole.routes}
    gpx = gpxpy.parse(files.portfolio_gpx(whole).decode())
    assert len(gpx.waypoints) == sum(len(route.stops) for route in whole.routes)
    assert [len(gpx.routes), len(gpx.tracks)] == [2, 1]


def test_heights_are_not_invented() -> None:
    whole = portfolio()
    gpx = gpxpy.parse(files.portfolio_gpx(whole).decode())
    points = [*gpx.waypoints, *(point for route in gpx.routes for point in route.points)]
    points += [each.point for each in gpx.get_points_data()]
    assert {point.elevation for point in points} == {None}
    collection = geojson.loads(files.portfolio_geojson(whole).decode())
    assert {len(point) for feature in collection.features for point in geojson.coords(feature)} == {2}


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_names_stay_names(payload: str) -> None:
    route = hostile(payload)
    data = files.route_kml(route)
    marks = placemarks(data)
    assert len(marks) == len(route.stops) + 2 + len(route.legs)
    assert clean(payload).strip() in marks[1].name
    assert not re.search(r"<(?!br>)", "".join(each.description for each in marks))
    folder = ElementTree.fromstring(data).find("{*}Document/{*}Folder/{*}description")
    assert folder is not None
    assert folder.text == escape(route.theme.vi)
    with closing(opened(files.route_gpkg(route))) as base:
        stored = [name for (name,) in base.execute('SELECT name_vi FROM stops WHERE "order" = 1')]
        (style,) = base.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'legs'").fetchone()
    assert stored == [clean(payload).strip()]
    rule = ElementTree.fromstring(style).find("renderer-v2/rules/rule")
    assert rule is not None
    assert rule.get("label") == clean(route.name.vi)
    assert gpxpy.parse(files.route_gpx(route).decode()).waypoints[0].name
    assert geojson.loads(files.portfolio_geojson(portfolio().replace(routes=(route,))).decode()).is_valid


def digests() -> list[str]:
    """What each file of two days and of all routes is called, and the digest of its bytes."""
    spoken = ("vi", "en", "fr")
    made = (*files.route_files(two_days(), spoken).values(), *files.portfolio_files(portfolio(), spoken).values())
    return [f"{file.name} {sha256(file.make()).hexdigest()}" for file in made]


def test_another_process_writes_the_same_bytes() -> None:
    # Other hashes, another hour on the clock.
    environment = {"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(path for path in sys.path if path), "TZ": "UTC-5"}
    script = "import test_files_maps; print(*test_files_maps.digests(), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == digests()
    assert len(digests()) == 12 + 10


def test_a_route_without_stops_is_written_too() -> None:
    route = portfolio()[0]
    day = route.days[0]
    home = day.legs[0].replace(destination=day.end.id)
    empty = route.replace(days=(day.replace(stops=(), legs=(home,)),), crafts=())
    assert isinstance(empty, Itinerary)
    for file in files.route_files(empty).values():
        assert file.make()
