"""route.geojson: routes for map programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tourplanner.model import Day, Itinerary, Leg, Place, Portfolio, Stop
from tourplanner.publish.files.lines import is_straight, leg_line
from tourplanner.publish.words import iso


def route_geojson(itinerary: Itinerary) -> bytes:
    """
    A route as GeoJSON (RFC 7946): start and end, stops as Points in visiting order, legs as LineStrings.

    ``order`` counts visits and meals from 1 over the whole tour. A leg without known road geometry is a straight
    line and says so (``straight`` true); one along roads names them in order (``roads``), as far as they have names.
    Heights are left out: none are known.
    """
    return _collection(itinerary.id, _features(itinerary))


def portfolio_geojson(portfolio: Portfolio) -> bytes:
    """
    All routes of a portfolio as one GeoJSON collection: the features of ``route_geojson``, each with the id and name
    of its ``route``, and the attributions that have to be shown with them.
    """
    features = [feature for route in portfolio.routes for feature in _of_route(route)]
    return _collection(portfolio.region, features, attribution="; ".join(portfolio.attributions))


def _of_route(route: Itinerary) -> Iterator[dict[str, Any]]:
    named = {"route": route.id, "route_name": route.name.vi, "route_name_en": route.name.get("en")}
    for feature in _features(route):
        yield feature | {"properties": named | feature["properties"]}


def _features(itinerary: Itinerary) -> list[dict[str, Any]]:
    features = [feature for number, day in enumerate(itinerary.days, 1) for feature in _day_features(number, day)]
    for order, feature in enumerate((f for f in features if f["properties"]["kind"] in ("visit", "meal")), 1):
        feature["properties"]["order"] = order
    return features


def _collection(name: str, features: list[dict[str, Any]], **about: str) -> bytes:
    collection = {"type": "FeatureCollection", "name": name, **about, "features": features}
    return (json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


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
