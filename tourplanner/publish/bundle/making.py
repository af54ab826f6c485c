"""How each document of a publication is made: from the source and the order, its bytes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import PurePosixPath
from typing import Any

from tourplanner.model import planned_appointments
from tourplanner.publish.bundle.order import Order
from tourplanner.publish.bundle.source import Source, route_folder


def printed_map(source: Source, order: Order) -> bytes:
    from tourplanner.publish.sheet import map_pdf

    route = order.itinerary(source)
    address = source.address(f"{route_folder(route)}/map.{order.language}.html")
    return map_pdf(route, link=address, fonts=source.fonts, **_about(source, order))


def web_map(source: Source, order: Order) -> bytes:
    from tourplanner.publish.webmap import route_map_html

    return route_map_html(order.itinerary(source), **_about(source, order))


def calendar(source: Source, order: Order) -> bytes:
    from tourplanner.publish.calendars.route import route_ics

    return route_ics(order.itinerary(source), languages=(order.language,))


def feeds_folder(source: Source, _: Order) -> dict[str, bytes]:
    """Calendars to subscribe to, each in all languages at once: an address is given to one subscriber after another."""
    from tourplanner.publish.calendars import feeds, festivals_ics

    routes, stamp = source.portfolio.routes, _stamp(source)
    told = [each for route in routes for each in planned_appointments(route)]
    address = source.address("calendars") or ""
    made = feeds(told, stamp=stamp, languages=source.languages, address=address)
    if source.festivals:
        made["festivals.ics"] = festivals_ics(
            source.festivals, source.villages, first_year=stamp.year, last_year=stamp.year + 1, stamp=stamp,
            languages=source.languages,
        )  # fmt: skip
    return made


def route_file(source: Source, order: Order) -> bytes:
    from tourplanner.publish.files import route_files

    return route_files(order.itinerary(source), _languages(order))[_file(order, source)].make()


def portfolio_file(source: Source, order: Order) -> bytes:
    from tourplanner.publish.files import portfolio_files

    return portfolio_files(source.portfolio, _languages(order))[_file(order, source)].make()


def routes_json(source: Source, _: Order) -> bytes:
    from tourplanner.publish.document import portfolio_json

    return portfolio_json(source.portfolio)


def _about(source: Source, order: Order) -> dict[str, Any]:
    portfolio = source.portfolio
    return {
        "region_name": portfolio.region_name, "attributions": portfolio.attributions, "basemap": source.basemap,
        "language": order.language,
    }  # fmt: skip


def _stamp(source: Source) -> datetime:
    """Midnight UTC of the first day: the same routes give the same bytes."""
    return datetime.combine(min(route.days[0].date for route in source.portfolio.routes), time(), UTC)


def _languages(order: Order) -> tuple[str, ...]:
    return (order.language,) if order.language else ()


def _file(order: Order, source: Source) -> str:
    return PurePosixPath(order.name(source)).name
