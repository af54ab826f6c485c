"""Styles with which QGIS opens the layers of a GeoPackage (QML, as QGIS 3.28 and later read it)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from tourplanner.model import Itinerary
from tourplanner.publish.pins import route_colour
from tourplanner.publish.words import clean

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_KINDS = (
    ("visit", "Điểm tham quan", "#a8231c", "circle", "3.4"),
    ("meal", "Bữa ăn", "#33694f", "square", "3"),
    ("start", "Điểm đón", "#1c1b1a", "triangle", "3.4"),
    ("end", "Điểm trả", "#1c1b1a", "diamond", "3.4"),
)
Look = dict[str, str]


def styles(routes: Sequence[Itinerary]) -> dict[str, str]:
    """The style of each layer: legs in their route's colour and dashed without a road, stops by kind, with labels."""
    return {"villages": _villages(), "legs": _legs(routes), "stops": _stops()}


def _villages() -> str:
    renderer = Element("renderer-v2", type="singleSymbol", enableorderby="0", symbollevels="0", forceraster="0")
    symbols = SubElement(renderer, "symbols")
    _symbol(symbols, "0", "marker", "SimpleMarker", _mark("#c9a227", "circle", "5"))
    return _style(renderer, _label("name_vi", "9"))


def _stops() -> str:
    renderer = Element(
        "renderer-v2", type="categorizedSymbol", attr="kind", enableorderby="0", symbollevels="0", forceraster="0"
    )
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for number, (value, label, colour, shape, size) in enumerate(_KINDS):
        SubElement(
            categories, "category", symbol=str(number), value=value, label=label, render="true", type="string"
        )
        _symbol(symbols, str(number), "marker", "SimpleMarker", _mark(colour, shape, size))
    return _style(renderer, _label("coalesce(\"order\" || '. ', '') || \"name_vi\"", "8"))


def _legs(routes: Sequence[Itinerary]) -> str:
    renderer = Element("renderer-v2", type="RuleRenderer", enableorderby="0", symbollevels="0", forceraster="0")
    rules, symbols = SubElement(renderer, "rules", key="root"), SubElement(renderer, "symbols")
    for number, route in enumerate(routes, 1):
        for straight in (False, True):
            # A route's id is made of small letters, figures, hyphens and slashes: it cannot end the quotation.
            which = f"\"route\" = '{route.id}' AND {'' if straight else 'NOT '}\"straight\""
            symbol = str(2 * number - 2 + straight)
            name = clean(route.name.vi) + (" (đường thẳng)" if straight else "")
            SubElement(rules, "rule", key=f"rule-{symbol}", filter=which, symbol=symbol, label=name)
            _symbol(symbols, symbol, "line", "SimpleLine", _line(route_colour(number), "dash" if straight else "solid"))
    return _style(renderer, None)


def _mark(colour: str, shape: str, size: str) -> Look:
    outline = {"outline_color": "255,255,255,255", "outline_style": "solid", "outline_width": "0.4"}
    units = {"outline_width_unit": "MM", "size_unit": "MM"}
    return {"color": _rgb(colour), "name": shape, "size": size, **outline, **units}


def _line(colour: str, pattern: str) -> Look:
    shape = {"capstyle": "round", "joinstyle": "round", "line_style": pattern}
    return {**shape, "line_color": _rgb(colour), "line_width": "0.8", "line_width_unit": "MM"}


def _symbol(symbols: Element, name: str, kind: str, drawn: str, look: Look) -> None:
    symbol = SubElement(symbols, "symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0")
    layer = SubElement(symbol, "layer", {"class": drawn, "enabled": "1", "locked": "0", "pass": "0"})
    options = SubElement(layer, "Option", type="Map")
    for key, value in look.items():
        SubElement(options, "Option", name=key, value=value, type="QString")


def _label(expression: str, size: str) -> Element:
    """Letters beside the mark in a white halo."""
    labeling = Element("labeling", type="simple")
    settings = SubElement(labeling, "settings", calloutType="simple")
    written = {"fieldName": expression, "isExpression": "1", "fontSize": size, "fontSizeUnit": "Point"}
    text = SubElement(settings, "text-style", {**written, "textColor": "28,27,26,255", "namedStyle": "Regular"})
    halo = {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": "255,255,255,255"}
    SubElement(text, "text-buffer", halo)
    SubElement(settings, "placement", placement="6", dist="1", distUnits="MM")
    SubElement(settings, "rendering", drawLabels="1", obstacle="1")
    return labeling


def _style(renderer: Element, labeling: Element | None) -> str:
    labels = {"labelsEnabled": "0" if labeling is None else "1"}
    top = Element("qgis", {"version": "3.28.0", "styleCategories": "Symbology|Labeling", **labels})
    top.append(renderer)
    if labeling is not None:
        top.append(labeling)
    ElementTree.indent(top)
    return DOCTYPE + ElementTree.tostring(top, encoding="unicode") + "\n"


def _rgb(colour: str) -> str:
    """#rrggbb as QGIS writes it: "168,35,28,255"."""
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"
