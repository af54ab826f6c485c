"""route.gpx: a route for navigation on a phone."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from xml.etree import ElementTree

from tourplanner.model import Day, Itinerary, Place, StartPoint, Stop
from tourplanner.publish.files.lines import is_straight, leg_line
from tourplanner.publish.words import clean, clock, leg_length, place_names, price_of

GPX = "http://www.topografix.com/GPX/1/1"


def route_gpx(itinerary: Itinerary) -> bytes:
    """
    A route as GPX 1.1: a waypoint per stop with its begin in UTC, a route per day through all points, and a track
    per day along the legs whose road geometry is known, interrupted where it is not.
    """
    ElementTree.register_namespace("", GPX)
    root = ElementTree.Element(f"{{{GPX}}}gpx", version="1.1", creator="tourplanner")
    metadata = _child(root, "metadata")
    _child(metadata, "name", itinerary.name.vi)
    _child(metadata, "desc", itinerary.theme.vi)
    _child(metadata, "time", _utc(itinerary.days[0].depart))
    for stop in itinerary.stops:
        _stop_point(root, "wpt", stop)
    for day in itinerary.days:
        _gpx_route(root, itinerary, day)
    for day in itinerary.days:
        if not all(is_straight(leg) for leg in day.legs):
            _gpx_track(root, itinerary, day)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _child(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{GPX}}}{tag}", attributes)
    child.text = None if text is None else clean(text)
    return child


def _spot(parent: ElementTree.Element, tag: str, place: Place) -> ElementTree.Element:
    return _child(parent, tag, lat=f"{place.lat:.6f}", lon=f"{place.lon:.6f}")


def _stop_point(parent: ElementTree.Element, tag: str, stop: Stop) -> None:
    spot = _spot(parent, tag, stop.place)
    _child(spot, "time", _utc(stop.begin))
    _child(spot, "name", f"{stop.experience.name.vi} – {stop.village.name.vi}")
    _child(spot, "desc", f"{clock(stop.begin)}–{clock(stop.end)} · {price_of(stop)}")
    _child(spot, "sym", "Restaurant" if stop.is_meal else "Flag, Blue")
    _child(spot, "type", "meal" if stop.is_meal else (stop.experience.role or "visit"))


def _gpx_route(root: ElementTree.Element, itinerary: Itinerary, day: Day) -> None:
    names = place_names(day)
    route = _child(root, "rte")
    _child(route, "name", f"{itinerary.name.vi} ({day.date.isoformat()})")
    _child(route, "desc", "; ".join(f"{names[leg.destination]}: {leg_length(leg)}" for leg in day.legs))
    _end_point(route, day.start, day.depart)
    for stop in day.stops:
        _stop_point(route, "rtept", stop)
    _end_point(route, day.end, day.back)


def _end_point(route: ElementTree.Element, point: StartPoint, moment: datetime) -> None:
    spot = _spot(route, "rtept", point.place)
    _child(spot, "time", _utc(moment))
    _child(spot, "name", point.name.vi)


def _gpx_track(root: ElementTree.Element, itinerary: Itinerary, day: Day) -> None:
    track = _child(root, "trk")
    _child(track, "name", f"{itinerary.name.vi} ({day.date.isoformat()})")
    moving = (index for index, leg in enumerate(day.legs) if leg.metres or not is_straight(leg))
    for straight, legs in groupby(moving, key=lambda index: is_straight(day.legs[index])):
        if not straight:
            segment = _child(track, "trkseg")
            for lat, lon in (point for index in legs for point in leg_line(day, index)):
                _spot(segment, "trkpt", Place(lat=lat, lon=lon))
