"""route.geojson and route.gpx: a route for map programs and for navigation on a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

from tourplanner.model import Day, Itinerary, Leg, Place, StartPoint, Stop
from tourplanner.publish.words import clean, clock, iso, leg_length, place_names, price_of

GPX = "http://www.topografix.com/GPX/1/1"
Line = list[tuple[float, float]]


def route_geojson(itinerary: Itinerary) -> bytes:
    """
    A route as GeoJSON (RFC 7946): start and end, stops as Points in visiting order, legs as LineStrings.

    ``order`` counts visits and meals from 1 over the whole tour. A leg without known road geometry is a straight
    line and says so (``straight`` true); one along roads names them in order (``roads``), as far as they have names.
    """
    features = [feature for number, day in enumerate(itinerary.days, 1) for feature in _day_features(number, day)]
    for order, feature in enumerate((f for f in features if f["properties"]["kind"] in ("visit", "meal")), 1):
        feature["properties"]["order"] = order
    collection = {"type": "FeatureCollection", "name": itinerary.id, "features": features}
    return (json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


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


def leg_line(day: Day, index: int) -> Line:
    """Leg ``index`` of a day as (lat, lon) points: its road geometry, or its two ends."""
    leg = day.legs[index]
    if not is_straight(leg):
        return list(leg.path)
    return [(place.lat, place.lon) for place in day.places[index : index + 2]]


def is_straight(leg: Leg) -> bool:
    """True if no road geometry is known, so that the leg is drawn as a line between its ends."""
    return len(leg.path) < 2


def _day_features(number: int, day: Day) -> Iterator[dict[str, Any]]:
    yield _point(day.start.place, "start", number, {"id": day.start.id, "name": day.start.name.vi})
    for index, leg in enumerate(day.legs):
        yield _leg_feature(number, day, index, leg)
        if index < len(day.stops):
            yield _stop_feature(number, day.stops[index])
    yield _point(day.end.place, "end", number, {"id": day.end.id, "name": day.end.name.vi})


def _point(place: Place, kind: str, day: int, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, "day": day} | properties}


def _stop_feature(day: int, stop: Stop) -> dict[str, Any]:
    experience = stop.experience
    properties = {
        "order": 0,
        "id": experience.id,
        "name": experience.name.vi,
        "name_en": experience.name.get("en"),
        "village": stop.village.id,
        "village_name": stop.village.name.vi,
        "role": experience.role,
        "arrive": iso(stop.arrive),
        "begin": iso(stop.begin),
        "end": iso(stop.end),
        "price_vnd": stop.price.amount if stop.price else None,
        "hours_verified": experience.fact("opening").verified,
        "accuracy_m": stop.place.accuracy_m,
    }
    return _point(stop.place, "meal" if stop.is_meal else "visit", day, properties)


def _leg_feature(day_number: int, day: Day, index: int, leg: Leg) -> dict[str, Any]:
    coordinates = [[lon, lat] for lat, lon in leg_line(day, index)]
    properties = {
        "kind": "leg",
        "day": day_number,
        "leg": index + 1,
        "from": leg.origin,
        "to": leg.destination,
        "depart": iso(leg.depart),
        "arrive": iso(leg.arrive),
        "seconds": leg.seconds,
        "metres": leg.metres,
        "mode": leg.mode,
        "straight": is_straight(leg),
    }
    if leg.roads:
        properties["roads"] = list(leg.roads)
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": coordinates},
        "properties": properties,
    }


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
