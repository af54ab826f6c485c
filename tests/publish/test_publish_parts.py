"""The small pieces pages are made of, against sums done by hand and other formulas."""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import atan2, cos, degrees, radians, sin

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tourplanner.model import Place
from tourplanner.model.bounds import Bounds
from tourplanner.publish.basedata import ALPHABET, base_data, line_code, surroundings
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.layers import _along, length
from tourplanner.publish.pins import pins
from tourplanner.publish.webmap import all_credits, bounds_of
from tourplanner.publish.words import VIETNAMESE, clean, clock, folder_name, iso
from tourplanner.testing.small import small_portfolio

LAT = st.floats(20.4, 21.6, allow_nan=False).map(lambda x: round(x, 5))
LON = st.floats(105.2, 106.6, allow_nan=False).map(lambda x: round(x, 5))


def decoded(code: str) -> list[list[int]]:
    """The format read the plain way: bits first, then sums."""
    numbers, bits = [], ""
    for letter in code:
        value = f"{ALPHABET.index(letter):06b}"
        bits = value[1:] + bits
        if value[0] == "0":
            whole = int(bits, 2)
            numbers.append(-(whole + 1) // 2 if whole % 2 else whole // 2)
            bits = ""
    return np.cumsum(np.array(numbers).reshape(-1, 2), axis=0).tolist()


@given(st.lists(st.tuples(LAT, LON), min_size=2, max_size=30))
@example([(21.0, 105.8), (21.0, 105.8), (20.99999, 105.80001)])
def test_a_line_survives_its_code(points: list[tuple[float, float]]) -> None:
    whole = np.rint(np.array(points) * 10_000).astype(int).tolist()
    expected = [here for index, here in enumerate(whole) if index == 0 or here != whole[index - 1]]
    assert decoded(line_code(np.array(points))) == (expected if len(expected) > 1 else [])


def test_the_base_map_around_a_route_has_roads_water_and_names() -> None:
    bounds = bounds_of(small_portfolio()[0])
    shapes, places = base_data(bounds, packaged_basemap())
    kinds = dict(shapes)
    assert {"road/motorway", "road/primary", "water/water", "waterway/river", "land/urban"} <= set(kinds)
    around = surroundings(bounds)
    for code in kinds["road/primary"]:
        for lat, lon in np.array(decoded(code)) / 10_000:
            assert around.south - 1e-4 <= lat <= around.north + 1e-4
            assert around.west - 1e-4 <= lon <= around.east + 1e-4
    assert "Long Biên" in {name for _, _, name, _ in places}
    ranks = [rank for *_, rank in places]
    assert ranks == sorted(ranks)


@given(LAT, LON, LAT, LON)
def test_surroundings_hold_the_bounds_well_inside(a: float, b: float, c: float, d: float) -> None:
    inner = Bounds(min(a, c), min(b, d), max(a, c), max(b, d))
    outer = surroundings(inner)
    assert outer.contains(inner)
    assert outer.north - outer.south >= 2 * (inner.north - inner.south)
    assert (outer.east - outer.west) * cos(radians(21)) >= 0.1


@given(LAT, LON, LAT, LON)
def test_arrows_point_where_the_leg_leads(a: float, b: float, c: float, d: float) -> None:
    line = [(a, b), (c, d)]
    if length(line) < 0.01:
        return
    (lat, lon), bearing = _along(line, 0.5)
    assert (lat, lon) == pytest.approx(((a + c) / 2, (b + d) / 2), abs=1e-5)
    east = radians(d - b)
    here, there = radians(a), radians(c)
    ahead = cos(here) * sin(there) - sin(here) * cos(there) * cos(east)
    true = degrees(atan2(sin(east) * cos(there), ahead))
    assert abs((bearing - true + 180) % 360 - 180) < 0.5  # great circle and rhumb line part little over a region


def test_pins_count_visits_and_gather_by_spot() -> None:
    found = pins(small_portfolio()[0])
    assert [pin.kind for pin in found] == ["start", "visit", "visit", "meal", "visit", "visit"]
    assert [pin.number for pin in found] == [None, 1, 2, None, 3, 4]
    assert [pin.group for pin in found] == [0, 1, 2, 2, 2, 2]


def test_a_place_100_m_off_joins_its_neighbours_group() -> None:
    route = small_portfolio()[0]
    raw = route.model_dump()
    raw["days"][0]["stops"][1]["experience"]["place"] = {"lat": 20.9756, "lon": 105.9127, "accuracy_m": 50}
    assert [pin.group for pin in pins(type(route).model_validate(raw))] == [0, 1, 2, 2, 2, 2]
    raw["days"][0]["stops"][1]["experience"]["place"] = {"lat": 20.9767, "lon": 105.9127, "accuracy_m": 50}
    moved = pins(type(route).model_validate(raw))
    assert [pin.group for pin in moved] == [0, 1, 2, 3, 3, 3]
    assert moved[2].place == Place(lat=20.9767, lon=105.9127, accuracy_m=50)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 phút"), (1, "1 phút"), (2460, "41 phút"), (3600, "1 giờ 00"), (3901, "1 giờ 06")]
)
def test_durations(seconds: int, words: str) -> None:
    assert VIETNAMESE.duration(seconds) == words


def test_figures_and_dates() -> None:
    assert [VIETNAMESE.distance(metres) for metres in (0, 999, 1000, 14_249)] == ["0 m", "999 m", "1,0 km", "14,2 km"]
    noon = datetime(2027, 3, 6, 5, 0, 59, tzinfo=UTC)
    assert (clock(noon), iso(noon)) == ("12:00", "2027-03-06T12:00:59+07:00")
    assert VIETNAMESE.day(date(2027, 3, 7)) == "Chủ nhật, 7/3/2027"


def test_texts_are_cleaned_and_folders_named() -> None:
    assert clean("Gốm\r\n\x85\u2028Bát\u202e Tràng\ud800") == "Gốm Bát  Tràng "
    assert folder_name("a/b-c") == "a--b-c"


def test_credits_come_once() -> None:
    basemap = packaged_basemap()
    assert all_credits(("© OpenStreetMap contributors (ODbL)", "Sở Du lịch", "Sở Du lịch"), None, basemap) == (
        "Sở Du lịch", basemap.attribution,
    )  # fmt: skip
    tiles = "Map data: © OpenStreetMap contributors, SRTM | Map style: © OpenTopoMap (CC-BY-SA)"
    assert all_credits(("Sở Du lịch",), "OpenTopoMap", basemap) == ("Sở Du lịch", tiles)


def test_without_a_route_there_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="no route to draw"):
        bounds_of()
