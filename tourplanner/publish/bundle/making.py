"""How each document of a publication is made: from the source and the order, its bytes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from tourplanner.model import planned_appointments
from tourplanner.publish.bundle.order import Order
from tourplanner.publish.bundle.source import Source, route_folder

if TYPE_CHECKING:
    from tourplanner.publish.paper import Size


def printed_map(source: Source, order: Order) -> bytes:
    from tourplanner.publish.sheet import map_pdf

    return map_pdf(order.itinerary(source), **_sheet(source, order))


def map_picture(source: Source, order: Order) -> bytes:
    """A day's page as PNG, as a shop prints it."""
    from tourplanner.publish.sheet import map_png

    route = order.itinerary(source)
    (page, *_) = map_png(route.replace(days=(route.days[order.day],)), **_sheet(source, order))
    return page


def map_drawing(source: Source, order: Order) -> bytes:
    from tourplanner.publish.sheet import map_svg

    return map_svg(order.itinerary(source), day=order.day, **_sheet(source, order)).encode()


def roadbook(source: Source, order: Order) -> bytes:
    from tourplanner.model import Record
    from tourplanner.publish.print.roadbook import roadbook_pdf

    record = Record(festivals=source.guidebook.festivals, sources=source.guidebook.sources)
    link = source.address(_web_map(source, order))
    return roadbook_pdf(order.itinerary(source), record=record, link=link, fonts=source.fonts, **_about(source, order))


def guide_sheet(source: Source, order: Order) -> bytes:
    from tourplanner.publish.print.runsheet import runsheet_pdf

    return runsheet_pdf(order.itinerary(source), language=order.language, fonts=source.fonts)


def driver_sheet(source: Source, order: Order) -> bytes:
    from tourplanner.publish.print.runsheet import runsheet_pdf

    return runsheet_pdf(order.itinerary(source), reader="driver", language=order.language, fonts=source.fonts)


def atlas(source: Source, order: Order) -> bytes:
    from tourplanner.publish.print.atlas import atlas_pdf

    link = source.address(f"map.{order.language}.html")
    return atlas_pdf(
        source.portfolio, link=link, basemap=source.basemap, language=order.language, fonts=source.fonts
    )  # fmt: skip


def web_map(source: Source, order: Order) -> bytes:
    from tourplanner.publish.webmap import route_map_html

    return route_map_html(order.itinerary(source), **_about(source, order))


def portfolio_map(source: Source, order: Order) -> bytes:
    from tourplanner.publish.bundle.links import shelf
    from tourplanner.publish.portfoliomap import portfolio_map_html

    found = shelf(source, order.language)
    return portfolio_map_html(source.portfolio, basemap=source.basemap, language=order.language, shelf=found)


def overview(source: Source, order: Order) -> bytes:
    from tourplanner.publish.bundle.links import shelf
    from tourplanner.publish.index import index_html

    found = shelf(source, order.language)
    return index_html(source.portfolio, basemap=source.basemap, language=order.language, shelf=found)


def handbook_folder(source: Source, _: Order) -> dict[str, bytes]:
    """The electronic handbook, whose routes lead to their other documents here."""
    from tourplanner.publish.bundle.links import handbook_links
    from tourplanner.publish.handbook import handbook

    with TemporaryDirectory() as place:
        folder = handbook(
            source.guidebook, Path(place) / "handbook", languages=source.languages,
            address=source.address("handbook"), documents=handbook_links(source), basemap=source.basemap,
        )  # fmt: skip
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


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
    guide = source.guidebook
    if guide.festivals:
        made["festivals.ics"] = festivals_ics(
            guide.festivals, guide.villages, first_year=stamp.year, last_year=stamp.year + 1, stamp=stamp,
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


def _sheet(source: Source, order: Order) -> dict[str, Any]:
    from tourplanner.publish.paper import Paper

    size, *more = order.paper.split("-")
    paper = Paper(cast("Size", size.upper()), "landscape" in more, "black" if "bw" in more else "colour")
    link = source.address(_web_map(source, order))
    return _about(source, order) | {"link": link, "fonts": source.fonts, "paper": paper}


def _web_map(source: Source, order: Order) -> str:
    return f"{route_folder(order.itinerary(source))}/map.{order.language}.html"


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
