"""routes.json: a portfolio as plain data, in the schema ``tourplanner/portfolio@1``."""

from __future__ import annotations

import json
from typing import Any

from tourplanner.model import Day, Itinerary, Leg, Money, Notice, Portfolio, StartPoint, Stop, Text, Unvisited
from tourplanner.publish.words import iso

PORTFOLIO_SCHEMA = "tourplanner/portfolio@1"
ROUTE_SCHEMA = "tourplanner/route@1"


def portfolio_document(portfolio: Portfolio) -> dict[str, Any]:
    """
    A portfolio as JSON values: what ``routes.json`` holds.

    Times are ISO 8601 with offset +07:00, money whole đồng for the whole party (null while unknown), coordinates
    WGS 84 degrees, distances metres, durations seconds. Every key is explained in
    ``docs/reference/portfolio-json.md``; the JSON Schema lies beside it.

    Raises
    ------
    ValueError
        If a price is not in đồng.
    """
    objective = portfolio.objective
    return {
        "schema": PORTFOLIO_SCHEMA,
        "region": portfolio.region,
        "region_name": _text(portfolio.region_name),
        "seed": portfolio.seed,
        "month": portfolio.month,
        "status": portfolio.status,
        "objective": {
            "score": objective.score,
            "bound": objective.bound,
            "gap": round(objective.gap, 6),
            "covers": objective.covers,
        },
        "quotas": [
            {"name": q.name, "sense": q.sense, "required": q.required, "achieved": q.achieved, "met": q.met}
            for q in portfolio.quotas
        ],
        "routes": [route_document(route) for route in portfolio.routes],
        "warnings": [_notice(notice) for notice in portfolio.notices],
        "attributions": list(portfolio.attributions),
    }


def portfolio_json(portfolio: Portfolio) -> bytes:
    """``portfolio_document`` as UTF-8 JSON, indented, keys in the order of the schema."""
    return _json(portfolio_document(portfolio))


def route_document(itinerary: Itinerary) -> dict[str, Any]:
    """One itinerary as JSON values: an entry of "routes". A tour of several days tells its days by "day", from 1."""
    days = itinerary.days
    first, last, party = days[0], days[-1], itinerary.goal.party
    return {
        "id": itinerary.id,
        "name": _text(itinerary.name),
        "theme": itinerary.theme.vi,
        "theme_en": itinerary.theme.get("en"),
        "date": first.date.isoformat(),
        "start": first.start.id,
        "end": last.end.id,
        "start_point": _point(first.start),
        "end_point": _point(last.end),
        "depart": iso(first.depart),
        "return": iso(last.back),
        "days": [_day(number, day) for number, day in enumerate(days, 1)],
        "party": {"adults": party.adults, "children": party.children, "languages": list(party.languages)},
        "goal": itinerary.goal.model_dump(mode="json"),
        "status": itinerary.status,
        "score": itinerary.score,
        "bound": itinerary.bound,
        "basis": itinerary.basis,
        "villages": [village.id for village in itinerary.villages],
        "crafts": [craft.id for craft in itinerary.crafts],
        "roles": list(itinerary.roles),
        "price_vnd": _vnd(itinerary.price),
        "metres": sum(day.metres for day in days),
        "drive_seconds": sum(day.drive_s for day in days),
        "stops": [_visit(n, stop) for n, day in enumerate(days, 1) for stop in day.visits],
        "meals": [_meal(n, stop) for n, day in enumerate(days, 1) for stop in day.stops if stop.is_meal],
        "legs": [_leg(n, leg) for n, day in enumerate(days, 1) for leg in day.legs],
        "warnings": [_notice(notice) for notice in itinerary.notices],
        "unvisited": [_unvisited(wish) for wish in itinerary.unvisited],
    }


def route_json(itinerary: Itinerary) -> bytes:
    """``route_document`` under the schema ``tourplanner/route@1``, as UTF-8 JSON."""
    return _json({"schema": ROUTE_SCHEMA} | route_document(itinerary))


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _text(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.get("en")}


def _point(point: StartPoint) -> dict[str, Any]:
    return {"id": point.id, "name": _text(point.name), "lat": point.place.lat, "lon": point.place.lon}


def _day(number: int, day: Day) -> dict[str, Any]:
    return {
        "day": number,
        "date": day.date.isoformat(),
        "start": day.start.id,
        "end": day.end.id,
        "depart": iso(day.depart),
        "return": iso(day.back),
    }


def _vnd(price: Money | None) -> int | None:
    return None if price is None else (Money(amount=0) + price).amount


def _stay(number: int, stop: Stop) -> dict[str, Any]:
    return {
        "village": stop.village.id,
        "village_name": _text(stop.village.name),
        "lat": stop.place.lat,
        "lon": stop.place.lon,
        "day": number,
        "arrive": iso(stop.arrive),
        "begin": iso(stop.begin),
        "end": iso(stop.end),
        "verified": stop.experience.fact("opening").verified,
        "price_vnd": _vnd(stop.price),
        "session": stop.session,
    }


def _visit(number: int, stop: Stop) -> dict[str, Any]:
    experience = stop.experience
    head = {"experience": experience.id, "name": _text(experience.name), "role": experience.role}
    return head | _stay(number, stop)


def _meal(number: int, stop: Stop) -> dict[str, Any]:
    return {"place": stop.experience.id, "name": _text(stop.experience.name)} | _stay(number, stop)


def _leg(number: int, leg: Leg) -> dict[str, Any]:
    return {
        "from": leg.origin,
        "to": leg.destination,
        "day": number,
        "depart": iso(leg.depart),
        "arrive": iso(leg.arrive),
        "seconds": leg.seconds,
        "metres": leg.metres,
        "padding_seconds": leg.padding_s,
        "walk_metres": leg.walk_m,
        "spread": leg.spread,
        "mode": leg.mode,
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {"code": notice.code, **_text(notice.text), "subjects": list(notice.subjects)}


def _unvisited(wish: Unvisited) -> dict[str, Any]:
    return {"wish": wish.wish, "code": wish.code, **_text(wish.reason)}
