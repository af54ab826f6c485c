"""The packaged basemap: complete, cut exactly, small."""

from datetime import date
from importlib.resources import files
from math import isclose

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.model.basemap import LAYERS, ROAD_CLASSES
from tourplanner.model.bounds import Bounds, bounds_of
from tourplanner.model.packed import pack_sections
from tourplanner.press.packaged import FONTS
from tourplanner.publish.basemap import clip, packaged_basemap
from tourplanner.publish.clipping import clip_line, clip_ring

HANOI = Bounds(20.95, 105.75, 21.10, 105.95)
BOX = shapely.box(0, 0, 10, 10)
UNIT = Bounds(0, 0, 10, 10)

coordinate = st.floats(-15, 25, allow_nan=False).map(lambda value: round(value, 3))
points = st.lists(st.tuples(coordinate, coordinate), min_size=2, max_size=12)


def test_it_is_read_once_and_holds_every_layer() -> None:
    basemap = packaged_basemap()
    assert packaged_basemap() is basemap
    assert tuple(basemap.layers) == LAYERS
    assert {feature.kind for feature in basemap.layers["road"].features} == set(ROAD_CLASSES)
    assert basemap.attribution == "© OpenStreetMap contributors (ODbL), 8/2021 · ranh giới 2025: sapnhap.bando.com.vn"
    assert (basemap.licence, basemap.as_of) == ("ODbL-1.0", date(2021, 8, 6))


def test_known_things_are_where_they_should_be() -> None:
    layers = clip(packaged_basemap(), HANOI)
    assert "Hoàn Kiếm" in {feature.name for feature in layers["place"]}
    assert "Sông Hồng" in {feature.name for feature in layers["waterway"]}
    assert {"QL.5", "QL.1A"} <= {feature.name for feature in layers["road"]}
    west_lake = shapely.Point(21.055, 105.825)
    rings = [feature.rings for feature in layers["water"]]
    assert any(shapely.Polygon(outer, holes).contains(west_lake) for outer, *holes in rings)


def test_nothing_that_was_cut_lies_outside() -> None:
    for name, features in clip(packaged_basemap(), HANOI).items():
        assert features, name
        for feature in features:
            for ring in feature.rings:
                assert HANOI.grown(1e-9).contains(bounds_of(ring)), name


def test_an_unknown_layer_is_an_error() -> None:
    with pytest.raises(ValueError, match="no layer contour; there are land"):
        clip(packaged_basemap(), HANOI, ["contour", "road"])


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


def test_the_packaged_files_are_small_and_licensed() -> None:
    pack = files("tourplanner").joinpath("travel/roads/data/hanoi.roads").read_bytes()
    assert len(pack) < 1_500_000
    assert len(pack_sections(pack, "")["basemap"]) < 600_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
