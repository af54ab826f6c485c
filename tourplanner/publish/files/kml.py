"""route.kml: routes for Google Earth. Nothing in it is fetched: marks are the viewer's own, in our colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element

from tourplanner.formats.layer import Layer, Shape, Value
from tourplanner.model import Itinerary, Money, Portfolio
from tourplanner.publish.files.layers import legs_layer, stops_layer
from tourplanner.publish.files.xml import child, document, root
from tourplanner.publish.markup import Markup, el, escape, join
from tourplanner.publish.pins import route_colour
from tourplanner.publish.words import STRAIGHT_LINE, VIETNAMESE, clock, iso

KML = "http://www.opengis.net/kml/2.2"
MARKS = {"start": "#1c1b1a", "visit": "#a8231c", "meal": "#33694f", "end": "#1c1b1a"}
Row = dict[str, Value]


def route_kml(itinerary: Itinerary) -> bytes:
    """
    A route as KML 2.2: a mark per start, stop and end, a line per leg, thin and pale where no road is known.

    Lines lie on the ground; no heights are given, for none are known.
    """
    return _kml(itinerary.name.vi, itinerary.theme.vi, [itinerary])


def portfolio_kml(portfolio: Portfolio) -> bytes:
    """All routes of a portfolio as KML 2.2, a folder and a colour for each."""
    return _kml(portfolio.region_name.vi, "; ".join(portfolio.attributions), portfolio.routes)


def _kml(name: str, about: str, routes: Sequence[Itinerary]) -> bytes:
    top = root("kml", KML)
    whole = child(top, "Document")
    child(whole, "name", name)
    # Viewers show a description as HTML: what is in it is escaped for HTML first, then for XML.
    child(whole, "description", escape(about))
    for kind, colour in MARKS.items():
        style = child(whole, "Style", id=kind)
        child(child(style, "IconStyle"), "color", _colour(colour))
    for number in range(1, len(routes) + 1):
        _line_style(whole, f"route-{number}", _colour(route_colour(number)), "4")
        _line_style(whole, f"route-{number}-straight", _colour(route_colour(number), "80"), "2")
    for number, route in enumerate(routes, 1):
        _folder(whole, number, route)
    return document(top)


def _line_style(whole: Element, id: str, colour: str, width: str) -> None:
    line = child(child(whole, "Style", id=id), "LineStyle")
    child(line, "color", colour)
    child(line, "width", width)


def _folder(whole: Element, number: int, route: Itinerary) -> None:
    folder = child(whole, "Folder")
    child(folder, "name", route.name.vi)
    child(folder, "description", escape(route.theme.vi))
    for row, shape in _rows(stops_layer([route])):
        placemark = _placemark(folder, _title(row), _told(row), f"#{row['kind']}", row)
        child(child(placemark, "Point"), "coordinates", _places(shape))
    for row, shape in _rows(legs_layer([route])):
        style = f"#route-{number}{'-straight' if row['straight'] else ''}"
        placemark = _placemark(folder, str(row["destination_name"]), _way(row), style, row)
        line = child(placemark, "LineString")
        child(line, "tessellate", "1")
        child(line, "coordinates", _places(shape))


def _rows(table: Layer) -> Iterator[tuple[Row, Shape]]:
    for values, shape in zip(table.rows, table.shapes, strict=True):
        yield dict(zip(table.columns, values, strict=True)), shape


def _placemark(folder: Element, name: str, description: Markup, style: str, row: Row) -> Element:
    placemark = child(folder, "Placemark")
    child(placemark, "name", name)
    child(placemark, "description", description)
    child(placemark, "styleUrl", style)
    data = child(placemark, "ExtendedData")
    for key, value in row.items():
        if value is not None:
            child(child(data, "Data", name=key), "value", iso(value) if isinstance(value, datetime) else str(value))
    return placemark


def _title(row: Row) -> str:
    number = f"{row['order']}. " if row["order"] else ""
    village = f" – {row['village_name']}" if row["village_name"] else ""
    return f"{number}{row['name_vi']}{village}"


def _told(row: Row) -> Markup:
    """When, for how much, and how sure; of a start or end only when."""
    begin, end, arrive = row["begin"], row["end"], row["arrive"]
    if isinstance(begin, datetime) and isinstance(end, datetime):
        price = row["party_vnd"]
        cost = str(Money(amount=price)) if isinstance(price, int) else "chưa biết giá"
        return join(f"{clock(begin)}–{clock(end)}", el("br"), cost)
    moment = end if isinstance(end, datetime) else arrive
    return escape(clock(moment)) if isinstance(moment, datetime) else Markup("")


def _way(row: Row) -> Markup:
    metres, seconds = row["metres"], row["seconds"]
    assert isinstance(metres, int) and isinstance(seconds, int)  # noqa: PT018 (a leg has both)
    length = f"{VIETNAMESE.distance(metres)} · {VIETNAMESE.duration(seconds)}"
    parts = [length, row["roads"], VIETNAMESE.say(STRAIGHT_LINE) if row["straight"] else None]
    told = [escape(part) for part in parts if part]
    return Markup(el("br").join(told))


def _colour(web: str, opacity: str = "ff") -> str:
    """#rrggbb as KML's aabbggrr."""
    return f"{opacity}{web[5:7]}{web[3:5]}{web[1:3]}"


def _places(shape: Shape) -> str:
    return " ".join(f"{lon:.6f},{lat:.6f}" for lat, lon in shape)
