"""route.gpx: routes for navigation on a phone. Heights are left out: none are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from xml.etree.ElementTree import Element

from tourplanner.model import Day, Itinerary, Place, Portfolio, StartPoint, Stop
from tourplanner.publish.files.lines import is_straight, leg_line
from tourplanner.publish.files.xml import child, document, root
from tourplanner.publish.words import clock, leg_length, place_names, price_of

GPX = "http://www.topografix.com/GPX/1/1"


def route_gpx(itinerary: Itinerary) -> bytes:
    """
    A route as GPX 1.1: a waypoint per stop with its begin in UTC, a route per day through all points, and a track
    per day along the legs whose road geometry is known, interrupted where it is not.
    """
    return _gpx(itinerary.name.vi, itinerary.theme.vi, [itinerary])


def portfolio_gpx(portfolio: Portfolio) -> bytes:
    """All routes of a portfolio as one GPX 1.1 file; a place that several routes visit is a waypoint of each."""
    return _gpx(portfolio.region_name.vi, portfolio.month, portfolio.routes)


def _gpx(name: str, about: str, routes: Sequence[Itinerary]) -> bytes:
    top = root("gpx", GPX, version="1.1", creator="tourplanner")
    metadata = child(top, "metadata")
    child(metadata, "name", name)
    child(metadata, "desc", about)
    if routes:
        child(metadata, "time", _utc(routes[0].days[0].depart))
    for stop in (stop for route in routes for stop in route.stops):
        _stop_point(top, "wpt", stop)
    days = [(route, day) for route in routes for day in route.days]
    for route, day in days:
        _way_points(top, route, day)
    for route, day in days:
        if not all(is_straight(leg) for leg in day.legs):
            _track(top, route, day)
    return document(top)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _spot(parent: Element, tag: str, place: Place) -> Element:
    return child(parent, tag, lat=f"{place.lat:.6f}", lon=f"{place.lon:.6f}")


def _stop_point(parent: Element, tag: str, stop: Stop) -> None:
    spot = _spot(parent, tag, stop.place)
    child(spot, "time", _utc(stop.begin))
    child(spot, "name", f"{stop.experience.name.vi} – {stop.village.name.vi}")
    child(spot, "desc", f"{clock(stop.begin)}–{clock(stop.end)} · {price_of(stop)}")
    child(spot, "sym", "Restaurant" if stop.is_meal else "Flag, Blue")
    child(spot, "type", "meal" if stop.is_meal else (stop.experience.role or "visit"))


def _way_points(top: Element, itinerary: Itinerary, day: Day) -> None:
    names = place_names(day)
    route = child(top, "rte")
    child(route, "name", f"{itinerary.name.vi} ({day.date.isoformat()})")
    child(route, "desc", "; ".join(f"{names[leg.destination]}: {leg_length(leg)}" for leg in day.legs))
    _end_point(route, day.start, day.depart)
    for stop in day.stops:
        _stop_point(route, "rtept", stop)
    _end_point(route, day.end, day.back)


def _end_point(route: Element, point: StartPoint, moment: datetime) -> None:
    spot = _spot(route, "rtept", point.place)
    child(spot, "time", _utc(moment))
    child(spot, "name", point.name.vi)


def _track(top: Element, itinerary: Itinerary, day: Day) -> None:
    track = child(top, "trk")
    child(track, "name", f"{itinerary.name.vi} ({day.date.isoformat()})")
    moving = (index for index, leg in enumerate(day.legs) if leg.metres or not is_straight(leg))
    for straight, legs in groupby(moving, key=lambda index: is_straight(day.legs[index])):
        if not straight:
            segment = child(track, "trkseg")
            for lat, lon in (point for index in legs for point in leg_line(day, index)):
                _spot(segment, "trkpt", Place(lat=lat, lon=lon))
