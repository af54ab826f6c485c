"""map.html: one route as an interactive map that opens from a USB stick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import folium

from tourplanner.model import Day, Itinerary, Text
from tourplanner.model.basemap import Basemap
from tourplanner.model.bounds import Bounds
from tourplanner.publish.basedata import base_literal
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.controls import Controls, Group, Switch
from tourplanner.publish.dayplay import DayPlay
from tourplanner.publish.files.lines import is_straight, leg_line
from tourplanner.publish.finder import route_entries
from tourplanner.publish.layers import Behaviour, VectorBase, arrows, icon_marker, leg_path, length
from tourplanner.publish.markup import el, escape, join, js_literal
from tourplanner.publish.panel import chip, legend, notes, pin_title, popup, timetable, title_block
from tourplanner.publish.pins import Pin, leg_colour, pins
from tourplanner.publish.standalone import credit_line, inline_assets, page
from tourplanner.publish.tiles import credit_of, tile_provider, tiles_asked
from tourplanner.publish.words import VIETNAMESE, clean, leg_length, place_names
from tourplanner.speech import Speaker, speaker

ARROW_FROM = 0.012
"""Legs shorter than this (degrees, about 1.3 km) carry no arrows: there is no room between their ends."""


def route_map(
    itinerary: Itinerary,
    *,
    attributions: Sequence[str] = (),
    tiles: str | None = None,
    offline: bool | None = None,
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
        Name of an online tile layer (xyzservices, "OpenTopoMap") under the route, shown with its attribution. None
        draws the packaged vector base map, which needs no network.
    offline
        True makes sure of that; False without ``tiles`` takes those of OpenStreetMap.
    basemap
        Another base map than the packaged one.
    language
        One of ``speech.LANGUAGES``, else an ``UnknownIdError``. Content that is not written in it is shown in English
        or Vietnamese, and marked.

    Raises
    ------
    ValueError
        If tiles are named for an offline map, or their provider needs a key; an ``UnknownIdError`` with the nearest
        names if there is no such provider.
    """
    figure = build_map(itinerary, attributions, tiles_asked(tiles, offline), basemap, speaker(language))
    inline_assets(figure)
    return figure


def route_map_html(
    itinerary: Itinerary,
    *,
    region_name: Text,
    attributions: Sequence[str] = (),
    tiles: str | None = None,
    offline: bool | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
) -> bytes:
    """
    A route's map with its timetable as one HTML file.

    It asks nothing of any network unless ``tiles`` names an online tile layer. Same route, same bytes. For the
    parameters and errors see ``route_map``.
    """
    basemap, voice, tiles = basemap or packaged_basemap(), speaker(language), tiles_asked(tiles, offline)
    figure = build_map(itinerary, attributions, tiles, basemap, voice)
    panel = el(
        "aside",
        title_block(itinerary, region_name, voice),
        timetable(itinerary, pins(itinerary), voice),
        legend(itinerary, voice),
        notes(itinerary, all_credits(attributions, tiles, basemap), voice),
        class_="tp-panel",
        tabindex="0",
        aria_label=voice.say("Timetable"),
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
    figure, ground = empty_map(bounds, tiles, basemap, voice)
    legs = tuple(_leg_groups(itinerary, voice))
    stops = _stop_group(itinerary, voice)
    for _, group in legs:
        group.add_to(figure)
    stops.add_to(figure)
    finish_map(figure, bounds, all_credits(attributions, tiles, basemap), foot=112)
    base = (Switch(voice.say("Base map"), layer=ground), Switch(voice.say("Stops"), layer=stops))
    _controls(itinerary, base, [switch for switch, _ in legs], voice).add_to(figure)
    DayPlay(itinerary, voice).add_to(figure)
    return figure


def _controls(itinerary: Itinerary, base: tuple[Switch, ...], legs: Sequence[Switch], voice: Speaker) -> Controls:
    """Layers: the base map and all stops, each leg or day, each craft."""
    crafts = tuple(Switch(voice.content(craft.name).marked, key=key) for key, craft in enumerate(itinerary.crafts))
    groups = (
        Group(voice.say("Map"), base),
        Group(voice.say("Days") if len(itinerary.days) > 1 else voice.say("Legs"), tuple(legs)),
        Group(voice.say("Crafts"), crafts, 0),
    )
    label = f"{voice.say('Map')}: {voice.content(itinerary.name).marked}"
    return Controls(label, groups, route_entries(itinerary, pins(itinerary), voice), voice, moving=True)


def empty_map(
    bounds: Bounds, tiles: str | None, basemap: Basemap, voice: Speaker = VIETNAMESE
) -> tuple[folium.Map, folium.map.Layer]:
    """A map of some bounds and its base layer: the packaged one, or an online tile layer by name."""
    centre = ((bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2)
    figure = folium.Map(centre, tiles=None, zoom_start=11, min_zoom=8, max_zoom=17, zoomSnap=0.25)
    ground: folium.map.Layer
    if tiles is None:
        ground = VectorBase(base_literal(bounds, basemap), name=voice.say("Base map"))
    else:
        # Its attribution stands among our own lines, as text.
        ground = folium.TileLayer(tile_provider(tiles), attr=" ", control=False)
    ground.add_to(figure)
    return figure, ground


def finish_map(figure: folium.Map, bounds: Bounds, credits: Sequence[str], *, foot: int = 72) -> None:
    """What must come after all layers: the view, clear of ``foot`` pixels at its lower edge, and our script."""
    south, west, north, east = bounds
    figure.fit_bounds([[south, west], [north, east]], padding_top_left=(56, 60), padding_bottom_right=(48, foot))
    Behaviour(credit_line(credits)).add_to(figure)


def all_credits(attributions: Sequence[str], tiles: str | None, basemap: Basemap) -> tuple[str, ...]:
    """Licence lines without repeats; the base map's own where it is drawn, else that of the tiles."""
    drawn = (credit_of(tile_provider(tiles)),) if tiles else (basemap.attribution,)
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


def _leg_groups(itinerary: Itinerary, voice: Speaker) -> Iterator[tuple[Switch, folium.FeatureGroup]]:
    """A switchable layer per leg, or per day on a tour of several."""
    several = len(itinerary.days) > 1
    for number, day in enumerate(itinerary.days, 1):
        names = place_names(day, voice)
        pieces = [tuple(_leg_pieces(number, day, index, voice)) for index in range(len(day.legs))]
        if several:
            name = voice.say("Day {day}", day=number)
            yield _switched(name, "", [piece for leg in pieces for piece in leg])
            continue
        for index, leg in enumerate(day.legs):
            if pieces[index]:
                head = f"{voice.say('Leg {leg}', leg=index + 1)}: {names[leg.origin]} → {names[leg.destination]}"
                yield _switched(head, leg_colour(index), pieces[index])


def _switched(name: str, colour: str, pieces: Sequence[folium.Element]) -> tuple[Switch, folium.FeatureGroup]:
    group = folium.FeatureGroup(name=escape(name))
    for piece in pieces:
        piece.add_to(group)
    return Switch(name, colour, group), group


def _leg_pieces(number: int, day: Day, index: int, voice: Speaker) -> Iterator[folium.Element]:
    """The line and its arrows; nothing for a leg that stays at one spot."""
    line, leg, names = leg_line(day, index), day.legs[index], place_names(day, voice)
    if not length(line):
        return
    colour = leg_colour(index)
    head = voice.say("Leg {leg}", leg=index + 1)
    text = f"{head}: {names[leg.origin]} → {names[leg.destination]} · {leg_length(leg, voice)}"
    straight = is_straight(leg)
    tooltip = text + (f" · {voice.say('straight line')}" if straight else "")
    yield leg_path(line, colour, key=f"{number}-{index + 1}", straight=straight, tooltip=tooltip, turn=index)
    if length(line) > ARROW_FROM:
        yield from arrows(line, colour, straight=straight)


def _stop_group(itinerary: Itinerary, voice: Speaker) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=voice.say("Stops"))
    marks = pins(itinerary)
    crafts = [_craft_keys(itinerary, pin) for pin in marks]
    named: set[int] = set()
    for pin, keys in zip(marks, crafts, strict=True):
        if pin.group not in named:
            named.add(pin.group)
            here = [each for other, each in zip(marks, crafts, strict=True) if other.group == pin.group]
            spot(pin, voice, [sorted({key for each in here for key in each}) if all(here) else []]).add_to(group)
        marker = icon_marker(
            chip(pin),
            (pin.place.lat, pin.place.lon),
            popup=popup(itinerary, pin, voice),
            title=folium.JsCode(js_literal(clean(pin_title(pin, voice)))),
            group=pin.group,
            part="chip",
            stop=pin.stop.experience.id if pin.stop else None,
            facets=[keys],
            riseOnHover=True,
        )
        marker.add_to(group)
    return group


def _craft_keys(itinerary: Itinerary, pin: Pin) -> list[int]:
    """Which of the itinerary's crafts a visit belongs to, by their places; none for anything else."""
    if pin.stop is None or pin.stop.is_meal:
        return []
    ids = pin.stop.experience.crafts or pin.stop.village.crafts
    return [key for key, craft in enumerate(itinerary.crafts) if craft.id in ids]


def spot(pin: Pin, voice: Speaker, facets: Sequence[Sequence[int]] = ()) -> folium.Marker:
    """The exact spot of a group of pins, with its name and the stem that leads to the pins when they give way."""
    name = voice.content(pin.point.name).marked if pin.point else pin.spot
    html = join(el("i", class_="tp-stem"), el("i", class_="tp-dot"), el("span", name, class_="tp-name"))
    return icon_marker(
        html,
        (pin.place.lat, pin.place.lon),
        group=pin.group,
        part="spot",
        facets=list(facets),
        interactive=False,
        keyboard=False,
        zIndexOffset=-1000,
    )
