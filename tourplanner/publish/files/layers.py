"""Routes as tables with a place on the map: what tables, GeoPackages and frames of routes are written from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from tourplanner.formats.layer import Columns, Layer, Shape, Value, layer
from tourplanner.model import Day, Itinerary, Money, StartPoint, Stop, Village
from tourplanner.model.rows import VILLAGE_COLUMNS, village_values
from tourplanner.publish.files.lines import is_straight, leg_line
from tourplanner.publish.words import local, place_names

Record = tuple[dict[str, Value], Shape]

STOP_COLUMNS: Columns = {
    "route": str, "route_name": str, "day": int, "order": int, "kind": str, "id": str, "name_vi": str, "name_en": str,
    "village": str, "village_name": str, "role": str, "arrive": datetime, "begin": datetime, "end": datetime,
    "minutes": int, "party_vnd": int, "price_confidence": str, "hours_confidence": str, "accuracy_m": int,
}  # fmt: skip
LEG_COLUMNS: Columns = {
    "route": str, "day": int, "leg": int, "origin": str, "destination": str, "origin_name": str,
    "destination_name": str, "depart": datetime, "arrive": datetime, "seconds": int, "metres": int, "walked_m": int,
    "mode": str, "straight": bool, "roads": str, "spread": float, "basis": str,
}  # fmt: skip


def stops_layer(routes: Sequence[Itinerary]) -> Layer:
    """
    Starts, visits, meals and ends in the order of travel.

    ``order`` counts visits and meals from 1 over a route, ``party_vnd`` is what the whole party pays, both None
    where there is nothing to count; moments are on Hanoi's clock.

    Raises
    ------
    ValueError
        If a price of the party is not in đồng.
    """
    return layer("stops", "Điểm dừng / Stops", STOP_COLUMNS, (each for route in routes for each in _stops(route)))


def legs_layer(routes: Sequence[Itinerary]) -> Layer:
    """
    One line per leg; ``straight`` is true where no road is known and the line only joins its ends.

    ``basis`` says what the times rest on; ``spread`` how far they may stray, 0.25 for a quarter.
    """
    records = (each for route in routes for each in _legs(route))
    return layer("legs", "Chặng đường / Legs", LEG_COLUMNS, records, "LineString")


def villages_layer(routes: Sequence[Itinerary]) -> Layer:
    """The villages visited, each once, with the ids of the routes that visit it and the number of visits."""
    columns = {**VILLAGE_COLUMNS, "routes": str, "visits": int}
    return layer("villages", "Làng nghề / Villages", columns, _villages(routes))


def route_layers(routes: Sequence[Itinerary]) -> tuple[Layer, ...]:
    """Villages, legs and stops, the lowest of the map first."""
    return villages_layer(routes), legs_layer(routes), stops_layer(routes)


def _stops(route: Itinerary) -> Iterator[Record]:
    order = 0
    for number, day in enumerate(route.days, 1):
        yield _end(route, number, "start", day.start, day.depart)
        for stop in day.stops:
            order += 1
            yield _stop(route, number, order, stop)
        yield _end(route, number, "end", day.end, day.back)


def _end(route: Itinerary, day: int, kind: str, point: StartPoint, moment: datetime) -> Record:
    """A start has the moment of leaving under ``end``, an end that of arriving under ``arrive``."""
    said: dict[str, Value] = dict.fromkeys(STOP_COLUMNS)
    said |= {
        "route": route.id, "route_name": route.name.vi, "day": day, "kind": kind, "id": point.id,
        "name_vi": point.name.vi, "name_en": point.name.get("en"), "accuracy_m": point.place.accuracy_m,
        "end" if kind == "start" else "arrive": local(moment),
    }  # fmt: skip
    return said, [(point.place.lat, point.place.lon)]


def _stop(route: Itinerary, day: int, order: int, stop: Stop) -> Record:
    experience = stop.experience
    said: dict[str, Value] = {
        "route": route.id,
        "route_name": route.name.vi,
        "day": day,
        "order": order,
        "kind": "meal" if stop.is_meal else "visit",
        "id": experience.id,
        "name_vi": experience.name.vi,
        "name_en": experience.name.get("en"),
        "village": stop.village.id,
        "village_name": stop.village.name.vi,
        "role": experience.role,
        "arrive": local(stop.arrive),
        "begin": local(stop.begin),
        "end": local(stop.end),
        "minutes": int((stop.end - stop.begin).total_seconds()) // 60,
        "party_vnd": (Money(amount=0) + stop.price).amount if stop.price else None,
        "price_confidence": experience.fact("price").provenance.confidence,
        "hours_confidence": experience.fact("opening").provenance.confidence,
        "accuracy_m": stop.place.accuracy_m,
    }
    return said, [(stop.place.lat, stop.place.lon)]


def _legs(route: Itinerary) -> Iterator[Record]:
    for number, day in enumerate(route.days, 1):
        names = place_names(day)
        for index in range(len(day.legs)):
            yield _leg(route, number, day, index, names)


def _leg(route: Itinerary, number: int, day: Day, index: int, names: dict[str, str]) -> Record:
    leg = day.legs[index]
    said: dict[str, Value] = {
        "route": route.id,
        "day": number,
        "leg": index + 1,
        "origin": leg.origin,
        "destination": leg.destination,
        "origin_name": names[leg.origin],
        "destination_name": names[leg.destination],
        "depart": local(leg.depart),
        "arrive": local(leg.arrive),
        "seconds": leg.seconds,
        "metres": leg.metres,
        "walked_m": leg.walked_m,
        "mode": leg.mode,
        "straight": is_straight(leg),
        "roads": "; ".join(leg.roads),
        "spread": leg.spread,
        "basis": route.basis,
    }
    return said, leg_line(day, index)


def _villages(routes: Sequence[Itinerary]) -> Iterator[Record]:
    crafts = {craft.id: craft.name.vi for route in routes for craft in route.crafts}
    visits = [(stop.village, route) for route in routes for stop in route.visits]
    firsts: dict[str, tuple[Village, Itinerary]] = {}
    for village, route in visits:
        firsts.setdefault(village.id, (village, route))
    for village, first in firsts.values():
        visiting = [route.id for each, route in visits if each.id == village.id]
        said = village_values(village, first.days[0].date, crafts)
        said |= {"routes": "; ".join(dict.fromkeys(visiting)), "visits": len(visiting)}
        yield said, [(village.place.lat, village.place.lon)]
