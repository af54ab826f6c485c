"""Where things stand on a printed map: to scale, inside the frame, nothing on top of anything else."""

import re
from itertools import combinations
from math import asin, cos, isclose, radians, sin, sqrt
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from print_judge import faults
from print_samples import HOTEL, ROUTES, STATION, sample

from tourplanner.model import Itinerary
from tourplanner.press.packaged import FONTS
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.projection import SCALES, bar_metres, fit
from tourplanner.publish.routemap import RouteMap, lay_out
from tourplanner.publish.tracks import Symbol
from tourplanner.publish.typeface import _FILES, typeface
from tourplanner.testing.small import small_portfolio

SVG = "{http://www.w3.org/2000/svg}"


def cases() -> dict[str, Itinerary]:
    small = {f"small-{index}": route for index, route in enumerate(small_portfolio().routes)}
    roads = {f"{name}-roads": sample(name, end=STATION, roads=True) for name in ("west", "bac-ninh", "eight")}
    return {name: sample(name) for name in ROUTES} | roads | small


CASES = cases()


@pytest.fixture(scope="module")
def maps() -> dict[str, RouteMap]:
    return {name: lay_out(route, route.days[0]) for name, route in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_labels_keep_off_each_other_and_the_symbols_and_stay_inside(name: str, maps: dict[str, RouteMap]) -> None:
    assert faults(maps[name]) == []


corner = st.tuples(st.floats(20.7, 21.3), st.floats(105.4, 106.3))


@given(st.lists(corner, min_size=4, max_size=4), st.floats(0.001, 1), st.floats(70, 200))
@settings(max_examples=15, deadline=None)
def test_labels_keep_apart_wherever_the_stops_lie(
    spots: list[tuple[float, float]], spread: float, height: float
) -> None:
    """Stops drawn anywhere, squeezed towards the start by ``spread``, on sheets of any shape."""
    route = sample("west")
    day, stops = route.days[0], []
    for stop, (lat, lon) in zip(route.days[0].stops, spots, strict=True):
        at = {"lat": HOTEL[1] + (lat - HOTEL[1]) * spread, "lon": HOTEL[2] + (lon - HOTEL[2]) * spread}
        stops.append(stop.replace(village=stop.village.replace(place=stop.village.place.replace(**at))))
    moved = day.replace(stops=tuple(stops))
    assert faults(lay_out(route.replace(days=(moved,)), moved, height=height)) == []


@pytest.mark.parametrize("name", CASES)
def test_every_symbol_is_seen_and_every_place_named(name: str, maps: dict[str, RouteMap]) -> None:
    shown, day = maps[name], CASES[name].days[0]
    centres = np.array([at for marker in shown.markers for at in marker.centres])
    assert len(centres) == len(day.stops) + 1 + (day.end.id != day.start.id)
    gaps = np.hypot(*(centres[:, None] - centres[None, :]).transpose(2, 0, 1)) + 99 * np.eye(len(centres))
    assert gaps.min() >= 5.0
    assert (centres > 2.5).all()
    assert (centres < np.array([shown.sheet.width, shown.sheet.height]) - 2.5).all()
    written = " ".join(word for label in shown.labels if label.kind == "stop" for word in " ".join(label.lines).split())
    for village in {day.start.name.vi, *(stop.village.name.vi for stop in day.stops)}:
        assert " ".join(village.split()) in written


@pytest.mark.parametrize("name", CASES)
def test_base_map_labels_keep_off_the_route(name: str, maps: dict[str, RouteMap]) -> None:
    shown = maps[name]
    routes = [shapely.LineString(track.line) for track in shown.tracks]
    for label in shown.labels:
        if label.kind != "stop":
            assert not any(shapely.Polygon(label.corners).intersects(route) for route in routes), label.lines


@pytest.mark.parametrize("name", ["small-0", "west", "old-quarter", "beyond"])
def test_the_scale_bar_is_as_long_as_it_says(name: str, maps: dict[str, RouteMap]) -> None:
    root = ElementTree.fromstring(maps[name].svg())
    assert root.get("width") == "186mm"
    assert root.get("viewBox") == "0 0 186 150"
    bars = root.findall(f".//{SVG}rect[@class='bar']")
    words = [text.text or "" for text in root.iter(f"{SVG}text")]
    scale = next(int(word.removeprefix("Tỉ lệ 1:").replace(".", "")) for word in words if word.startswith("Tỉ lệ"))
    number, unit = next(match.groups() for word in words if (match := re.fullmatch(r"(\d+) (k?m)", word)))
    ground_mm = int(number) * (1_000_000 if unit == "km" else 1000)
    assert isclose(sum(float(bar.get("width", 0)) for bar in bars), ground_mm / scale, abs_tol=0.005)
    assert scale == maps[name].sheet.scale


def haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    (a, b), (c, d) = (map(radians, each) for each in (one, other))
    return 2 * 6_371_008.8 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


spot = st.tuples(st.floats(20.6, 21.5), st.floats(105.3, 106.5))


@given(st.lists(spot, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_lengths_on_paper_are_lengths_on_the_ground(places: list[tuple[float, float]]) -> None:
    sheet = fit(places, 186, 150, (17, 12))
    assert sheet.scale in SCALES
    xy = sheet.xy(places)
    assert (xy >= (17, 12)).all()
    assert (xy <= (169, 138)).all()
    for (one, first), (other, second) in combinations(zip(places, xy, strict=True), 2):
        true = haversine(one, other)
        assert abs(sheet.metres(float(np.hypot(*(second - first)))) - true) <= 0.009 * true + 1


def test_a_sheet_is_as_large_in_scale_as_fits() -> None:
    places = [(20.9, 105.8), (21.1, 105.9)]
    sheet = fit(places, 186, 150, (17, 12))
    larger = type(sheet)(sheet.lat, sheet.lon, SCALES[SCALES.index(sheet.scale) - 1], 186, 150)
    assert np.ptp(larger.xy(places), axis=0).max() > 126
    assert sheet.bounds.south < 20.9 < 21.1 < sheet.bounds.north
    with pytest.raises(ValueError, match="no place given"):
        fit([], 186, 150, (17, 12))


@pytest.mark.parametrize(("scale", "metres"), [(10_000, 200), (75_000, 2000), (100_000, 2000), (400_000, 10_000)])
def test_the_bar_shows_a_round_length(scale: int, metres: int) -> None:
    sheet = fit([(21, 105.8)], 186, 150, (17, 12))
    assert bar_metres(type(sheet)(21, 105.8, scale, 186, 150), 44) == metres


def test_stops_at_one_place_share_a_row_in_visiting_order(maps: dict[str, RouteMap]) -> None:
    together = maps["small-0"].markers[-1]
    assert together.symbols == (Symbol("visit", 2), Symbol("meal"), Symbol("visit", 3), Symbol("visit", 4))
    first = maps["small-0"].markers[0]
    assert first.symbols == (Symbol("start"),)


def test_numbers_run_on_over_the_days() -> None:
    route = sample("eight", days=2)
    numbers = [
        [symbol.number for marker in lay_out(route, day).markers for symbol in marker.symbols if symbol.number]
        for day in route.days
    ]
    assert numbers == [[1, 2, 3], [4, 5, 6, 7]]


def test_known_roads_are_drawn_solid_and_unknown_ones_dashed() -> None:
    straight = lay_out(sample("west"), sample("west").days[0])
    roads = lay_out(sample("west", roads=True), sample("west", roads=True).days[0])
    assert all(track.straight for track in straight.tracks)
    assert not any(track.straight for track in roads.tracks)
    assert straight.svg().count('stroke-dasharray="3 1.7"') == len(straight.tracks)
    assert 'stroke-dasharray="3 1.7"' not in roads.svg()


def test_there_and_back_do_not_hide_each_other(maps: dict[str, RouteMap]) -> None:
    there, back = maps["two"].tracks
    distances = shapely.distance(shapely.LineString(back.line), shapely.points(there.line[8:17]))
    assert distances.min() > 1.5


def test_a_village_with_two_markers_is_labelled_by_what_is_there() -> None:
    route = sample("old-quarter")
    day = route.days[0]
    stops = tuple(stop.replace(village=stop.village.replace(name=day.stops[0].village.name)) for stop in day.stops)
    shown = lay_out(route.replace(days=(day.replace(stops=stops),)), day.replace(stops=stops))
    written = {" ".join(label.lines) for label in shown.labels if label.kind == "stop"}
    assert {"Chạm bạc đình Kim Ngân", "Lò rèn cuối phố"} <= written


def test_beyond_the_base_map_the_sheet_says_so(maps: dict[str, RouteMap]) -> None:
    assert not packaged_basemap().coverage.contains(maps["beyond"].sheet.bounds)
    assert 'fill="#e9e6e0"' in maps["beyond"].svg()
    assert 'fill="#e9e6e0"' not in maps["west"].svg()


def test_svg_is_well_formed_and_repeatable_and_shows_hostile_names_as_text() -> None:
    route = sample("hostile")
    drawn = lay_out(route, route.days[0], attributions=("<b>Nguồn</b>",)).svg()
    assert drawn == lay_out(route, route.days[0], attributions=("<b>Nguồn</b>",)).svg()
    root = ElementTree.fromstring(drawn)
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert {'#eval("1+1")', "$x^2$ \\ ] [", "<b>Nguồn</b>"} <= texts
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "g", "rect", "path", "circle", "text", "clipPath",
    }  # fmt: skip


def test_a_day_without_stops_still_has_a_map() -> None:
    route = sample("two")
    day = route.days[0]
    home = day.legs[0].replace(destination=day.end.id)
    empty = day.replace(stops=(), legs=(home,))
    shown = lay_out(route.replace(days=(empty,)), empty)
    assert shown.tracks == ()
    assert [marker.symbols for marker in shown.markers] == [(Symbol("start"),)]


@pytest.mark.parametrize("style", _FILES)
def test_widths_and_coverage_are_the_font_s_own(style: str) -> None:
    font = TTFont(FONTS / _FILES[style])  # type: ignore[index]
    units, metrics = font["head"].unitsPerEm, font["hmtx"]
    expected = {chr(code): metrics[name][0] / units for code, name in font.getBestCmap().items()}
    assert typeface(style).advances == expected  # type: ignore[arg-type]


def test_wrapping_keeps_words_and_balances_lines() -> None:
    face = typeface("semibold")
    assert face.balanced("Bờ Hồ - Phố cổ", 3.5, 25) == ["Bờ Hồ -", "Phố cổ"]
    assert face.wrap("Quảng Phú Cầu", 3.5, 500) == ["Quảng Phú Cầu"]
    assert face.wrap("Đườngdàikhôngngắt", 3.5, 1) == ["Đườngdàikhôngngắt"]
    assert face.missing("Ế ữ ₫ 你好") == "你好"
    assert HOTEL[0] == " ".join(face.wrap(HOTEL[0], 3.5, 12))
