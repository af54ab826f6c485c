"""Insets: there where a larger scale parts what the map cannot, and a corner is free; not otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from print_judge import faults
from print_samples import HOTEL, ROUTES, sample

from tourplanner.model import Itinerary, Place
from tourplanner.publish.boxes import Box
from tourplanner.publish.inset import is_crowded, plan_inset
from tourplanner.publish.palette import BLACK, COLOUR
from tourplanner.publish.routemap import RouteMap, lay_out, outline

NOTICE = Box(100, 146, 185, 149)


def placed(route: Itinerary, move: Callable[[Place], Place]) -> Itinerary:
    """The route with its stops' places changed."""
    (day,) = route.days
    stops = tuple(
        stop.replace(village=stop.village.replace(place=move(stop.village.place))) for stop in day.stops
    )
    return route.replace(days=(day.replace(stops=stops),))


@pytest.fixture(scope="module")
def dense() -> RouteMap:
    return lay_out(sample("dense"), sample("dense").days[0])


def test_a_crowded_village_comes_again_larger_with_each_stop_by_itself_and_named(dense: RouteMap) -> None:
    assert dense.inset
    inside = dense.inset.shown
    assert [mark.symbols[0].number or mark.symbols[0].kind for mark in inside.markers] == [1, 2, "meal", 3]
    assert all(len(mark.symbols) == 1 for mark in inside.markers)
    named = {" ".join(label.lines) for label in inside.labels if label.kind == "stop"}
    assert named == {"Lò bầu cổ", "Chợ gốm", "Bữa trưa nhà dân", "Nặn gốm bàn xoay"}
    assert faults(dense) == []


def test_its_frame_on_the_map_is_what_it_shows_and_its_bar_its_own(dense: RouteMap) -> None:
    assert dense.inset
    plan, drawn = dense.inset.plan, dense.svg()
    share = plan.sheet.scale / dense.sheet.scale
    assert plan.ground.width == pytest.approx(plan.box.width * share, rel=0.01)
    assert plan.ground.height == pytest.approx(plan.box.height * share, rel=0.01)
    row = dense.markers[plan.marker]
    assert plan.ground.count(row.spots) == len(row.symbols)
    assert f'<rect x="{plan.ground.left:.2f}" y="{plan.ground.top:.2f}"' in drawn
    assert len(re.findall('class="bar"', drawn)) == 8
    for scale in (dense.sheet.scale, plan.sheet.scale):
        assert drawn.count(f">Tỉ lệ 1:{scale:,}<".replace(",", ".")) == 1
    assert len(set(re.findall(r'clipPath id="(\w+)"', drawn))) == 2


def test_the_row_of_symbols_stands_beside_the_frame(dense: RouteMap) -> None:
    assert dense.inset
    assert not dense.markers[dense.inset.plan.marker].box.meets(dense.inset.plan.ground)


@pytest.mark.parametrize("name", sorted({*ROUTES} - {"dense"}))
def test_none_where_stops_share_a_point_or_stand_apart_already(name: str) -> None:
    assert outline(sample(name), sample(name).days[0]).inset is None


def test_none_where_nobody_knows_that_the_stops_lie_apart() -> None:
    route = placed(sample("dense"), lambda place: place.replace(accuracy_m=900))
    shown = outline(route, route.days[0])
    assert any(len(mark.symbols) > 1 for mark in shown.markers)
    assert not any(is_crowded(mark) for mark in shown.markers)
    assert shown.inset is None


def test_none_where_the_route_leaves_no_corner_free(dense: RouteMap) -> None:
    across = np.array([(x, y) for x in np.arange(2.0, 186, 6) for y in np.arange(2.0, 150, 6)])
    bare = outline(sample("dense"), sample("dense").days[0])
    marks = [mark for mark in dense.markers if len(mark.symbols) > 1]
    assert plan_inset(bare.sheet, marks, across, lambda _: 4, NOTICE) is None
    assert plan_inset(bare.sheet, marks, across[:1], lambda _: 4, NOTICE)
    assert plan_inset(bare.sheet, marks, across[:1], lambda _: 1, NOTICE) is None


@given(
    st.floats(-0.12, 0.12), st.floats(-0.12, 0.12), st.floats(0.4, 2), st.sampled_from((90.0, 168.0, 264.0)),
    st.sampled_from((80.0, 130.0, 240.0)), st.booleans(),
)  # fmt: skip
@example(0.0, 0.0, 1.0, 168.0, 130.0, True)
@settings(max_examples=12, deadline=None, phases=tuple(set(Phase) - {Phase.shrink}))
def test_wherever_the_village_lies_nothing_is_covered(
    north: float, east: float, size: float, width: float, height: float, black: bool
) -> None:
    """The village moved about and stretched, on maps of several shapes, in both inks."""

    def move(place: Place) -> Place:
        lat, lon = 20.975 + (place.lat - 20.975) * size, 105.915 + (place.lon - 105.915) * size
        return Place(lat=lat + north, lon=lon + east, accuracy_m=50)

    route = placed(sample("dense"), move)
    palette = BLACK if black else COLOUR
    shown = lay_out(route, route.days[0], width=width, height=height, palette=palette)
    assert faults(shown) == []
    assert HOTEL[0] in " ".join(" ".join(label.lines) for label in shown.labels if label.kind == "stop")
