"""Lines of legs: put in by planning where travel times can draw them, judged, followed by every map and file."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import groupby, pairwise

import geojson
import gpxpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from roads_cases import SPOTS, place, small_pack

import tourplanner as tp
from tourplanner.model import Goal, Itinerary, Leg, Place, Quotas
from tourplanner.planning import plan, plan_groups, portfolio
from tourplanner.publish import index_html, route_geojson, route_gpx, route_map_html
from tourplanner.publish.routemap import lay_out
from tourplanner.publish.words import STRAIGHT_LINE, VIETNAMESE
from tourplanner.rules import check
from tourplanner.testing import small_catalogue
from tourplanner.travel import Course, Draws, GeodesicTravel, HourlyTravel, RoadTravel, courses
from tourplanner.travel.avoiding import Ring
from tourplanner.travel.geodesic import great_circle_m

REGION = small_catalogue()
ROADS = RoadTravel.packaged("hanoi")
GOAL = Goal(must=("ha-thai", "bt-wheel"))
SATURDAY = "2027-03-20"


class Undrawn:
    """The same times from a source that knows no lines."""

    def __init__(self, roads: RoadTravel = ROADS) -> None:
        self.roads, self.basis, self.attribution = roads, roads.basis, roads.attribution
        self.matrix = roads.matrix

    def on(self, day: date) -> Undrawn:
        return Undrawn(self.roads.on(day))

    def leading_round(self, areas: Sequence[Ring]) -> Undrawn:
        return Undrawn(self.roads.leading_round(areas))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Undrawn) and self.roads == other.roads

    def __hash__(self) -> int:
        return hash(self.roads)


@cache
def on_roads() -> Itinerary:
    return plan(REGION, GOAL, on=SATURDAY, travel=ROADS)


def bare(tour: Itinerary) -> Itinerary:
    """The tour without its lines."""
    days = (day.replace(legs=tuple(leg.replace(path=(), roads=()) for leg in day.legs)) for day in tour.days)
    return tour.replace(days=tuple(days))


def assert_drawn(tour: Itinerary) -> None:
    """Every driven leg has a line from stop to stop that is no longer than the road; no walk has one."""
    for day in tour.days:
        for index, leg in enumerate(day.legs):
            origin, destination = day.places[index : index + 2]
            assert bool(leg.path) == (leg.mode == "drive")
            if leg.path:
                assert leg.path[0] == (origin.lat, origin.lon)
                assert leg.path[-1] == (destination.lat, destination.lon)
                assert 0.8 * leg.metres < metres(leg.path) <= 1.002 * leg.metres + 1


def metres(path: tuple[tuple[float, float], ...]) -> float:
    lat, lon = np.array(path).T
    return float(great_circle_m(lat, lon).diagonal(1).sum())


# values


def test_a_leg_keeps_its_line_through_json() -> None:
    leg = next(leg for leg in on_roads().legs if leg.path)
    assert leg.roads
    assert Leg.model_validate_json(leg.model_dump_json()) == leg
    assert Leg.model_validate_json(leg.model_dump_json(exclude={"path", "roads"})).path == ()
    assert Itinerary.model_validate_json(on_roads().model_dump_json()) == on_roads()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("path", ((21.0, 105.8),)),
        ("path", ((21.0, 105.8), (91.0, 105.8))),
        ("path", ((21.0, 105.8), (21.0, 180.5))),
        ("path", ((21.0, 105.8), (float("nan"), 105.8))),
        ("path", ((21.0, 105.8), (21.0, 105.8, 3.0))),
        ("path", ((21.0, 105.8), ("21.0", 105.8))),
        ("roads", ("",)),
    ],
)
def test_what_is_no_line_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        on_roads().legs[0].replace(**{field: value})


# sources


@pytest.mark.parametrize("travel", [GeodesicTravel(), Undrawn(), HourlyTravel(GeodesicTravel(), {"08:00": 1.2})])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_sources_without_lines_have_empty_courses(travel: tp.TravelTimes, count: int) -> None:
    places = [Place(lat=21.0 + 0.02 * at, lon=105.8) for at in range(count)]
    assert courses(travel, places) == (Course(),) * max(0, count - 1)


def test_by_the_hour_the_way_is_the_base_s(tmp_path) -> None:
    small = RoadTravel(small_pack(tmp_path))
    tour = [place(name) for name in "AEA"]
    assert isinstance(small, Draws)
    assert not isinstance(GeodesicTravel(), Draws)
    drawn = courses(small, tour)
    assert drawn == courses(HourlyTravel(small, {"08:00": 2.0, "09:00": 1.0}), tour)
    assert drawn == tuple(Course(leg.points, leg.roads) for leg in small.legs(tour))
    assert SPOTS["D"] in drawn[0].points or SPOTS["C"] in drawn[0].points


def test_where_no_road_is_known_there_is_no_course(tmp_path) -> None:
    small = RoadTravel(small_pack(tmp_path))
    outside, beside = Place(lat=21.3, lon=105.8), Place(lat=21.001, lon=105.801)
    assert courses(small, [place("A"), outside, place("A"), beside]) == (Course(),) * 3


def test_blank_names_of_a_strange_pack_are_left_out(tmp_path) -> None:
    pack = small_pack(tmp_path)
    strange = dataclasses.replace(pack, words=tuple(word and " " for word in pack.words))
    (course,) = courses(RoadTravel(strange), [place("A"), place("E")])
    assert course.points
    assert course.roads == ()


# planning


def test_a_tour_on_roads_has_lines_and_is_otherwise_the_same() -> None:
    assert_drawn(on_roads())
    assert check(on_roads(), ROADS) == ()
    undrawn = plan(REGION, GOAL, on=SATURDAY, travel=Undrawn())
    assert undrawn == bare(on_roads())
    assert not any(leg.path for leg in undrawn.legs)


def test_without_roads_no_leg_has_a_line() -> None:
    tour = plan(REGION, GOAL, on=SATURDAY, travel=GeodesicTravel())
    assert not any(leg.path or leg.roads for leg in tour.legs)


def test_tours_by_the_hour_several_days_and_several_groups_have_lines_too() -> None:
    rush = HourlyTravel(ROADS, {"07:00": 1.0, "08:00": 1.3, "09:30": 1.0})
    assert_drawn(plan(REGION, GOAL, on=SATURDAY, travel=rush))
    assert_drawn(plan(REGION, GOAL.replace(days=2), on=SATURDAY, travel=ROADS))
    for tour in plan_groups(REGION, GOAL, groups=2, on=SATURDAY, travel=ROADS).tours:
        assert_drawn(tour)


def test_all_routes_of_a_portfolio_have_lines_and_keep_them() -> None:
    quotas = Quotas(villages=4, crafts=4, communes=4)
    routes = portfolio(REGION, 2, month="2027-03", quotas=quotas, travel=ROADS)
    grown = tp.extend(routes, REGION, to=3, quotas=quotas, travel=ROADS)
    assert grown.routes[:2] == routes.routes
    for route in grown.routes:
        assert_drawn(route)
    assert ROADS.attribution in grown.attributions


def test_a_tour_planned_again_from_an_answer_has_lines() -> None:
    assert_drawn(on_roads().what_if(day=("08:30", "17:30")))  # type: ignore[attr-defined]


def test_a_mended_programme_has_lines_too() -> None:
    programme = tp.read_programme("8h30 Bát Tràng 90p\n11h30 ăn trưa 60p\n14h Vạn Phúc 60p", REGION)
    for itinerary in programme.repair(on=SATURDAY, pax=20, travel=ROADS).itineraries:
        assert_drawn(itinerary)
        assert check(itinerary, ROADS) == ()


@pytest.mark.parametrize("end", [0, -1])
def test_the_judge_wants_a_line_to_lead_from_stop_to_stop(end: int) -> None:
    tour = on_roads()
    day, at = tour.days[0], next(at for at, leg in enumerate(tour.legs) if leg.path)

    def moved(by: float) -> Itinerary:
        path = list(day.legs[at].path)
        path[end] = (path[end][0] + by, path[end][1])
        legs = (*day.legs[:at], day.legs[at].replace(path=tuple(path)), *day.legs[at + 1 :])
        return tour.replace(days=(day.replace(legs=legs),))

    assert check(moved(4e-6), ROADS) == ()
    (finding,) = check(moved(0.001), ROADS)
    assert (finding.rule, finding.subject) == ("road", day.legs[at].destination)


# maps and files


def test_geojson_and_gpx_follow_the_lines() -> None:
    tour = on_roads()
    lines = [f for f in geojson.loads(route_geojson(tour).decode()).features if f.properties["kind"] == "leg"]
    for leg, feature in zip(tour.legs, lines, strict=True):
        assert feature.properties["straight"] == (not leg.path)
        assert feature.properties.get("roads", []) == list(leg.roads)
        if leg.path:
            assert np.array(feature.geometry.coordinates)[:, ::-1] == pytest.approx(np.array(leg.path))
    assert '"roads"' not in route_geojson(bare(tour)).decode()
    (track,) = gpxpy.parse(route_gpx(tour).decode()).tracks
    found = [(point.latitude, point.longitude) for segment in track.segments for point in segment.points]
    assert np.array(found) == pytest.approx(np.array([point for leg in tour.legs for point in leg.path]), abs=1e-6)
    assert gpxpy.parse(route_gpx(bare(tour)).decode()).tracks == []


def test_a_gpx_track_is_interrupted_where_the_way_is_not_known() -> None:
    tour = on_roads()
    day, driven = tour.days[0], [at for at, leg in enumerate(tour.legs) if leg.path]
    missing = driven[1]
    legs = [leg.replace(path=()) if at == missing else leg for at, leg in enumerate(day.legs)]
    one = tour.replace(days=(day.replace(legs=tuple(legs)),))
    (track,) = gpxpy.parse(route_gpx(one).decode()).tracks
    before = [point for at in driven if at < missing for point in day.legs[at].path]
    assert len(track.segments) > 1
    assert sum(len(segment.points) for segment in track.segments) == sum(len(leg.path) for leg in legs)
    assert (track.segments[0].points[-1].latitude, track.segments[0].points[-1].longitude) == pytest.approx(
        before[-1], abs=1e-6
    )


def test_the_printed_map_has_more_points_than_stops_and_stays_near_the_road() -> None:
    tour = on_roads()
    shown = lay_out(tour, tour.days[0])
    driven = [track for track in shown.tracks if not track.walk]
    assert driven
    assert not any(track.straight for track in driven)
    assert sum(len(track.line) for track in driven) > 5 * len(tour.stops)
    plain = lay_out(bare(tour), tour.days[0].replace(legs=bare(tour).legs))
    assert shown.svg().count("stroke-dasharray") <= plain.svg().count("stroke-dasharray")
    assert "OpenStreetMap" in shown.svg()


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_only_dashed_lines_are_called_straight(data: st.DataObject) -> None:
    """The sentence on straight lines stands under a map just where one is drawn, the leg's tooltip says it too."""
    tour, day = on_roads(), on_roads().days[0]
    known = data.draw(st.lists(st.booleans(), min_size=len(day.legs), max_size=len(day.legs)))
    legs = tuple(_with_line(day.legs[at], day.places[at : at + 2], known[at]) for at in range(len(day.legs)))
    one = tour.replace(days=(day.replace(legs=legs),))
    page = route_map_html(one, region_name=REGION.name).decode()
    straight = any(leg.metres and not leg.path for leg in legs)
    assert (VIETNAMESE.say(STRAIGHT_LINE) in page) == straight
    moving = [at for at in range(len(legs)) if day.places[at] != day.places[at + 1]]
    assert page.count(" · đường thẳng") == sum(not legs[at].path for at in moving)
    assert page.count(' tp-lane"') == sum(bool(legs[at].path) for at in moving)


def _with_line(leg: Leg, ends: tuple[Place, ...], known: bool) -> Leg:
    straight = tuple((end.lat, end.lon) for end in ends)
    made: Leg = leg.replace(path=(leg.path or straight) if known else ())
    return made


def test_the_index_dashes_only_the_legs_without_a_line() -> None:
    quotas = Quotas(villages=4, crafts=4, communes=4)
    plain = portfolio(REGION, 2, month="2027-03", quotas=quotas, travel=GeodesicTravel())
    assert index_html(plain).decode().count('"dashArray": "7 5"') == 2
    route = on_roads()
    dashed = sum(not drawn for drawn, _ in groupby(bool(leg.path) for leg in _moving(route)))
    page = index_html(plain.replace(routes=(Itinerary(**dict(route)),))).decode()
    assert page.count('"className": "tp-path tp-path-r1"') == page.count('"dashArray": "7 5"') == dashed
    rounded = [[(round(lat, 5), round(lon, 5)) for lat, lon in leg.path] for leg in route.legs]
    steps = {frozenset(pair) for line in rounded for pair in pairwise(line) if pair[0] != pair[1]}
    lanes = [json.loads(text) for text in re.findall(r'"tp-path tp-path-r1 tp-strand".*?"lanes": (\[\[.*?\]\])', page)]
    # The line is the route's own, and each road is drawn once.
    assert sum(count for runs in lanes for count, _ in runs) == len(steps)


def _moving(tour: Itinerary) -> list[Leg]:
    day = tour.days[0]
    return [leg for at, leg in enumerate(day.legs) if (day.places[at].lat, day.places[at].lon)
            != (day.places[at + 1].lat, day.places[at + 1].lon)]  # fmt: skip
