"""map.html: one route as an interactive map that opens from a USB stick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import folium

from tourplanner.model import Day, Itinerary, Text
from tourplanner.model.basemap import Basemap
from tourplanner.model.bounds import Bounds
from tourplanner.publish.basedata import base_data
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.files.lines import is_straight, leg_line
from tourplanner.publish.layers import Behaviour, VectorBase, arrows, icon_marker, leg_lines, length
from tourplanner.publish.markup import el, escape, join, js_literal
from tourplanner.publish.panel import chip, legend, notes, pin_title, popup, timetable, title_block
from tourplanner.publish.pins import Pin, leg_colour, pins
from tourplanner.publish.standalone import credit_line, inline_assets, page
from tourplanner.publish.words import VIETNAMESE, clean, leg_length, place_names
from tourplanner.speech import Speaker, speaker

ARROW_FROM = 0.012
"""Legs shorter than this (degrees, about 1.3 km) carry no arrows: there is no room between their ends."""


def route_map(
    itinerary: Itinerary,
    *,
    attributions: Sequence[str] = (),
    tiles: str | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
) -> folium.Map:
    """
    A route as a folium map to look at in a notebook or to add to.

    Parameters
    ----------
    attributions
        Licence lines shown at the map's foot.
    tiles
        Name of an online tile layer (xyzservices, "OpenTopoMap") under the route. None draws the packaged
        vector base map and needs no network.
    basemap
        Another base map than the packaged one.
    language
        One of ``speech.LANGUAGES``, else an ``UnknownIdError``. Content that is not written in it is shown in English
        or Vietnamese, and marked.
    """
    figure = build_map(itinerary, attributions, tiles, basemap, speaker(language))
    inline_assets(figure)
    return figure


def route_map_html(
    itinerary: Itinerary,
    *,
    region_name: Text,
    attributions: Sequence[str] = (),
    tiles: str | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
) -> bytes:
    """
    A route's map with its timetable as one HTML file.

    It asks nothing of any network unless ``tiles`` names an online tile layer. Same route, same bytes. For the
    parameters see ``route_map``.
    """
    basemap, voice = basemap or packaged_basemap(), speaker(language)
    figure = build_map(itinerary, attributions, tiles, basemap, voice)
    panel = el(
        "aside",
        title_block(itinerary, region_name, voice),
        timetable(itinerary, pins(itinerary), voice),
        legend(itinerary, voice),
        notes(itinerary, all_credits(attributions, tiles, basemap), voice),
        class_="tp-panel",
    )
    return page(figure, title=voice.content(itinerary.name).marked, after=panel, language=voice.language)


def build_map(
    itinerary: Itinerary,
    attributions: Sequence[str],
    tiles: str | None,
    basemap: Basemap | None,
    voice: Speaker = VIETNAMESE,
) -> folium.Map:
    """Base map, legs, stops, in the order they are drawn."""
    bounds = bounds_of(itinerary)
    basemap = basemap or packaged_basemap()
    figure = empty_map(bounds, tiles, basemap, voice)
    for group in _leg_groups(itinerary, voice):
        group.add_to(figure)
    _stop_group(itinerary, voice).add_to(figure)
    finish_map(figure, bounds, all_credits(attributions, tiles, basemap))
    return figure


def empty_map(bounds: Bounds, tiles: str | None, basemap: Basemap, voice: Speaker = VIETNAMESE) -> folium.Map:
    """A map of some bounds with its base layer: the packaged one, or an online tile layer by name."""
    centre = ((bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2)
    figure = folium.Map(centre, tiles=tiles, zoom_start=11, min_zoom=8, max_zoom=17, zoomSnap=0.25)
    if tiles is None:
        VectorBase(base_data(bounds, basemap), name=voice.say("Base map")).add_to(figure)
    return figure


def finish_map(figure: folium.Map, bounds: Bounds, credits: Sequence[str]) -> None:
    """What must come after all layers: their control (folium asks for that), the view, our script."""
    south, west, north, east = bounds
    folium.LayerControl(collapsed=True).add_to(figure)
    figure.fit_bounds([[south, west], [north, east]], padding_top_left=(44, 48), padding_bottom_right=(44, 72))
    Behaviour(credit_line(credits)).add_to(figure)


def all_credits(attributions: Sequence[str], tiles: str | None, basemap: Basemap) -> tuple[str, ...]:
    """Licence lines without repeats; the base map's own where it is drawn."""
    drawn = () if tiles else (basemap.attribution,)
    return tuple(line for line in dict.fromkeys((*attributions, *drawn)) if not _said(line, (*attributions, *drawn)))


def _said(line: str, lines: Sequence[str]) -> bool:
    return any(other != line and other.startswith(line) for other in lines)


def bounds_of(*itineraries: Itinerary) -> Bounds:
    """The bounds of everything the routes touch; without any there is nothing to draw, a ``ValueError``."""
    points = [
        point
        for itinerary in itineraries
        for day in itinerary.days
        for index in range(len(day.legs))
        for point in leg_line(day, index)
    ]
    if not points:
        raise ValueError("there is no route to draw")
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    return Bounds(min(lats), min(lons), max(lats), max(lons))


def _leg_groups(itinerary: Itinerary, voice: Speaker) -> Iterator[folium.FeatureGroup]:
    """A switchable layer per leg, or per day on a tour of several."""
    several = len(itinerary.days) > 1
    for number, day in enumerate(itinerary.days, 1):
        names = place_names(day, voice)
        group = folium.FeatureGroup(name=escape(voice.say("Day {day}", day=number)))
        for index, leg in enumerate(day.legs):
            if not several:
                head = f"{voice.say('Leg {leg}', leg=index + 1)}: {names[leg.origin]} → {names[leg.destination]}"
                group = folium.FeatureGroup(name=escape(head))
            for piece in _leg_pieces(number, day, index, voice):
                piece.add_to(group)
            if not several:
                yield group
        if several:
            yield group


def _leg_pieces(number: int, day: Day, index: int, voice: Speaker) -> Iterator[folium.Element]:
    line, leg, names = leg_line(day, index), day.legs[index], place_names(day, voice)
    if not length(line):
        return
    colour = leg_colour(index)
    head = voice.say("Leg {leg}", leg=index + 1)
    text = f"{head}: {names[leg.origin]} → {names[leg.destination]} · {leg_length(leg, voice)}"
    straight = is_straight(leg)
    tooltip = text + (f" · {voice.say('straight line')}" if straight else "")
    yield from leg_lines(
        line, colour, key=f"{number}-{index + 1}", straight=straight, tooltip=tooltip, turn=index
    )
    if length(line) > ARROW_FROM:
        yield from arrows(line, colour, straight=straight)


def _stop_group(itinerary: Itinerary, voice: Speaker) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=voice.say("Stops"))
    named: set[int] = set()
    for pin in pins(itinerary):
        if pin.group not in named:
            named.add(pin.group)
            spot(pin).add_to(group)
        marker = icon_marker(
            chip(pin),
            (pin.place.lat, pin.place.lon),
            popup=popup(itinerary, pin, voice),
            title=folium.JsCode(js_literal(clean(pin_title(pin, voice)))),
            group=pin.group,
            part="chip",
            stop=pin.stop.experience.id if pin.stop else None,
            riseOnHover=True,
        )
        marker.add_to(group)
    return group


def spot(pin: Pin) -> folium.Marker:
    """The exact spot of a group of pins, with its name and the stem that leads to the pins when they give way."""
    html = join(el("i", class_="tp-stem"), el("i", class_="tp-dot"), el("span", pin.spot, class_="tp-name"))
    at = (pin.place.lat, pin.place.lon)
    return icon_marker(html, at, group=pin.group, part="spot", interactive=False, keyboard=False, zIndexOffset=-1000)
