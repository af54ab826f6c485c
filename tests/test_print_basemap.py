"""The packaged basemap: complete, cut exactly, small, and its build script's form read back unchanged."""

import gzip
import json
from math import isclose
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.publish.basemap import ATTRIBUTION, LAYERS, ROAD_CLASSES, Basemap, _layer
from tourplanner.publish.clipping import Bounds, bounds_of, clip_line, clip_ring
from tourplanner.publish.data import build_basemap
from tourplanner.publish.typeface import FONTS

HANOI = Bounds(20.95, 105.75, 21.10, 105.95)
BOX = shapely.box(0, 0, 10, 10)
UNIT = Bounds(0, 0, 10, 10)

coordinate = st.floats(-15, 25, allow_nan=False).map(lambda value: round(value, 3))
points = st.lists(st.tuples(coordinate, coordinate), min_size=2, max_size=12)


def test_it_is_read_once_and_holds_every_layer() -> None:
    basemap = Basemap.packaged()
    assert Basemap.packaged() is basemap
    assert tuple(basemap.layers) == LAYERS
    assert {feature.kind for feature in basemap.layers["road"].features} == set(ROAD_CLASSES)
    assert "© OpenStreetMap contributors" in ATTRIBUTION
    assert "sapnhap.bando.com.vn" in ATTRIBUTION


def test_known_things_are_where_they_should_be() -> None:
    layers = Basemap.packaged().clip(HANOI)
    assert "Hoàn Kiếm" in {feature.name for feature in layers["place"]}
    assert "Sông Hồng" in {feature.name for feature in layers["waterway"]}
    assert {"QL.5", "QL.1A"} <= {feature.name for feature in layers["road"]}
    west_lake = shapely.Point(21.055, 105.825)
    rings = [feature.rings for feature in layers["water"]]
    assert any(shapely.Polygon(outer, holes).contains(west_lake) for outer, *holes in rings)


def test_nothing_that_was_cut_lies_outside() -> None:
    for name, features in Basemap.packaged().clip(HANOI).items():
        assert features, name
        for feature in features:
            for ring in feature.rings:
                assert HANOI.grown(1e-9).contains(bounds_of(ring)), name


def test_an_unknown_layer_is_an_error() -> None:
    with pytest.raises(ValueError, match="no layer contour; there are land"):
        Basemap.packaged().clip(HANOI, ["contour", "road"])


@given(points)
@settings(max_examples=150, deadline=None)
def test_a_line_is_cut_as_shapely_cuts_it(line: list[tuple[float, float]]) -> None:
    rows = np.array(line)
    pieces = clip_line(rows, UNIT)
    expected = shapely.LineString(rows).intersection(BOX) if len(set(line)) > 1 else shapely.LineString()
    drawn = sum(np.hypot(*np.diff(piece, axis=0).T).sum() for piece in pieces)
    if shapely.LineString(rows).is_simple:
        assert isclose(drawn, expected.length, abs_tol=1e-6)
    for piece in pieces:
        assert len(piece) >= 2
        assert UNIT.grown(1e-9).contains(bounds_of(piece))


@given(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=9))
@settings(max_examples=150, deadline=None)
def test_an_area_keeps_the_area_shapely_keeps(ring: list[tuple[float, float]]) -> None:
    whole = shapely.MultiPoint(ring).convex_hull
    if whole.geom_type != "Polygon" or whole.area < 1e-6:
        return
    cut = clip_ring(np.array(whole.exterior.coords), UNIT)
    area = shapely.Polygon(cut).area if len(cut) > 2 else 0.0
    assert isclose(area, whole.intersection(BOX).area, abs_tol=1e-6)


def test_a_line_that_leaves_and_returns_is_two_pieces() -> None:
    pieces = clip_line(np.array([[5, 5], [5, 15], [8, 15], [8, 5]], dtype=float), UNIT)
    assert [piece.tolist() for piece in pieces] == [[[5, 5], [5, 10]], [[8, 10], [8, 5]]]


def test_packed_layers_are_read_back_unchanged() -> None:
    square = [(105.8, 21.0), (105.9, 21.0), (105.9, 21.1)]
    hole = [(105.81, 21.01), (105.82, 21.01), (105.82, 21.02)]
    features = [
        {"kind": "water", "name": "Hồ Tây", "rings": [square, hole]},
        {"kind": "city", "name": "Hà Nội", "rank": 1, "rings": [[(105.85, 21.03)]]},
    ]
    layer = _layer(json.loads(json.dumps(build_basemap.packed(features))))
    assert [(each.kind, each.name, each.rank, len(each.rings)) for each in layer.features] == [
        ("water", "Hồ Tây", 0, 2),
        ("city", "Hà Nội", 1, 1),
    ]
    assert np.allclose(layer.features[0].rings[1], [(lat, lon) for lon, lat in hole], atol=1e-9)
    assert np.allclose(layer.extents, [[21.0, 105.8, 21.1, 105.9], [21.03, 105.85, 21.03, 105.85]])


def test_the_build_script_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build_basemap.main([str(tmp_path)]) == 2
    assert f"{tmp_path}: basemap_hanoi_region.gpkg, " in capsys.readouterr().err


def test_the_packaged_files_are_small_and_licensed() -> None:
    data = Path(build_basemap.__file__).parent
    packed = (data / "hanoi.basemap.json.gz").read_bytes()
    assert len(packed) < 700_000
    assert packed[4:8] == bytes(4), "the archive carries a time stamp"
    assert json.loads(gzip.decompress(packed))["schema"] == "tourplanner/basemap@1"
    assert "Open Database Licence 1.0" in (data / "BASEMAP-LICENSE.md").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
