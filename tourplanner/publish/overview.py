"""A portfolio as one folium map: routes side by side, villages with the numbers of their routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import folium

from tourplanner.model import Craft, Itinerary, Portfolio, Role, Village
from tourplanner.model.basemap import Basemap
from tourplanner.publish.controls import Controls, Group, Switch
from tourplanner.publish.files.lines import Line, is_straight, leg_line
from tourplanner.publish.finder import portfolio_entries
from tourplanner.publish.layers import icon_marker
from tourplanner.publish.markup import Markup, el, escape, js_literal
from tourplanner.publish.panel import chip, shown
from tourplanner.publish.pins import Pin, pins, route_colour
from tourplanner.publish.shelf import Shelf
from tourplanner.publish.strands import Strand, strands
from tourplanner.publish.webmap import all_credits, bounds_of, empty_map, finish_map, spot
from tourplanner.publish.words import VIETNAMESE, clean, role_names
from tourplanner.speech import Speaker
from tourplanner.speech.alphabet import vietnamese_key


@dataclass(frozen=True, slots=True)
class Facets:
    """By what villages are shown: the routes, crafts, communes and roles of a portfolio, keys by their places."""

    portfolio: Portfolio
    crafts: tuple[Craft, ...]
    communes: tuple[str, ...]
    roles: tuple[Role, ...]

    @classmethod
    def of(cls, portfolio: Portfolio, voice: Speaker) -> Facets:
        """Crafts in the order of their names, communes of the day each route runs."""
        found = {craft.id: craft for route in portfolio.routes for craft in route.crafts}
        communes = {name for route in portfolio.routes for each in route.villages for name in [commune(route, each)]}
        used = {role for route in portfolio.routes for role in route.roles}
        return cls(
            portfolio,
            tuple(sorted(found.values(), key=lambda craft: (vietnamese_key(voice.content(craft.name).text), craft.id))),
            tuple(sorted(filter(None, communes), key=vietnamese_key)),
            tuple(role for role in role_names(voice) if role in used),
        )

    def keys(self, number: int, village: Village) -> list[list[int]]:
        """What a village's mark on route ``number`` belongs to, dimension by dimension."""
        route = self.portfolio.routes[number - 1]
        stops = [stop for stop in route.visits if stop.village.id == village.id]
        crafts = {id for stop in stops for id in stop.experience.crafts or village.crafts}
        roles = {stop.experience.role for stop in stops}
        name = commune(route, village)
        return [
            [number - 1],
            [key for key, craft in enumerate(self.crafts) if craft.id in crafts],
            [self.communes.index(name)] if name else [],
            [key for key, role in enumerate(self.roles) if role in roles],
        ]


def commune(route: Itinerary, village: Village) -> str:
    """The commune or ward a village is in on the day of a route, "" if unknown."""
    found = village.commune(route.days[0].date)
    return found.name if found else ""


def overview(
    portfolio: Portfolio,
    basemap: Basemap,
    voice: Speaker = VIETNAMESE,
    *,
    tiles: str | None = None,
    shelf: Shelf | None = None,
) -> folium.Map:
    """All routes of a portfolio on one map, with a shelf also ways to the pages of the routes."""
    bounds, facets = bounds_of(*portfolio.routes), Facets.of(portfolio, voice)
    figure, ground = empty_map(bounds, tiles, basemap, voice)
    along = strands([_driven(route) for route in portfolio.routes])
    routes = []
    for number, (route, lines) in enumerate(zip(portfolio.routes, along, strict=True), 1):
        layer = _route_layer(number, route, lines, voice)
        layer.add_to(figure)
        routes.append(Switch(_route_title(number, route, voice), route_colour(number), layer, number - 1))
    villages, spots = _villages_layer(facets, voice, shelf)
    villages.add_to(figure)
    finish_map(figure, bounds, all_credits(portfolio.attributions, tiles, basemap))
    groups = _groups(ground, villages, routes, facets, voice)
    label = f"{voice.say('Map')}: {voice.content(portfolio.region_name).marked}"
    Controls(label, groups, portfolio_entries(portfolio, spots, voice), voice, moving=False).add_to(figure)
    return figure


def _groups(
    ground: folium.map.Layer,
    villages: folium.FeatureGroup,
    routes: Sequence[Switch],
    facets: Facets,
    voice: Speaker,
) -> tuple[Group, ...]:
    def keyed(names: Sequence[str]) -> tuple[Switch, ...]:
        return tuple(Switch(name, key=key) for key, name in enumerate(names))

    base = Switch(voice.say("Base map"), layer=ground)
    return (
        Group(voice.say("Map"), (base, Switch(voice.say("Craft villages"), layer=villages))),
        Group(voice.say("Routes"), tuple(routes), 0),
        Group(voice.say("Crafts"), keyed([voice.content(craft.name).marked for craft in facets.crafts]), 1),
        Group(voice.say("Communes and wards"), keyed(facets.communes), 2),
        Group(voice.say("Roles"), keyed([role_names(voice)[role] for role in facets.roles]), 3),
    )


def _route_title(number: int, route: Itinerary, voice: Speaker) -> str:
    return f"{number}. {voice.content(route.name).marked}"


def _route_layer(number: int, route: Itinerary, along: Sequence[Strand], voice: Speaker) -> folium.FeatureGroup:
    """A route's straight legs dashed, then what it drives, beside the other routes on its roads."""
    title = escape(_route_title(number, route, voice))
    group = folium.FeatureGroup(name=title)
    look = {"color": route_colour(number), "weight": 3, "tooltip": title}
    names = f"tp-path tp-path-r{number}"
    for line in _straight(route):
        drawn = folium.PolyLine(line, className=names, dashArray="7 5", **look)  # type: ignore[no-untyped-call]
        drawn.options |= {"casing": 5, "flow": 1}
        drawn.add_to(group)
    for strand in along:
        drawn = folium.PolyLine(strand.points, className=f"{names} tp-strand", **look)  # type: ignore[no-untyped-call]
        drawn.options |= {"casing": 5, "flow": 1, "lanes": strand.lanes}
        drawn.add_to(group)
    return group


def _driven(route: Itinerary) -> list[Line]:
    """The lines of a route's legs along roads."""
    return [leg_line(day, at) for day in route.days for at, leg in enumerate(day.legs) if not is_straight(leg)]


def _straight(route: Itinerary) -> list[list[list[float]]]:
    """The lines of runs of legs without road geometry, without those that stay at one spot."""
    found = []
    for day in route.days:
        moving = (index for index in range(len(day.legs)) if len(set(leg_line(day, index))) > 1)
        for straight, legs in groupby(moving, key=lambda index, day=day: is_straight(day.legs[index])):  # type: ignore[misc]
            if straight:
                found.append([list(point) for index in legs for point in leg_line(day, index)])
    return found


def routes_by_village(portfolio: Portfolio) -> Mapping[str, list[int]]:
    """The numbers of the routes that pass each village, by its id."""
    return {
        village.id: [n for n, route in enumerate(portfolio.routes, 1) if village in route.villages]
        for village in portfolio.villages
    }


def _villages_layer(facets: Facets, voice: Speaker, shelf: Shelf | None) -> tuple[folium.FeatureGroup, dict[str, int]]:
    """Every start point and village once, villages with the numbers of their routes; and the pin group of each."""
    portfolio, group = facets.portfolio, folium.FeatureGroup(name=voice.say("Craft villages"))
    first, passing = portfolio.routes[0].days[0], routes_by_village(portfolio)
    points = {p.id: p for route in portfolio.routes for day in route.days for p in (day.start, day.end)}.values()
    for index, point in enumerate(points):
        pin = Pin("start", point.place, index, point.name.vi, first, point=point)
        spot(pin, voice).add_to(group)
        _overview_chip(pin, chip(pin), el("div", shown(point.name, voice), class_="tp-card"), []).add_to(group)
    spots = {village.id: index for index, village in enumerate(portfolio.villages, len(points))}
    for village in portfolio.villages:
        pin = Pin("visit", village.place, spots[village.id], village.name.vi, first)
        keys = {number: facets.keys(number, village) for number in passing[village.id]}
        spot(pin, voice, [sorted({key for each in keys.values() for key in each[at]}) for at in range(4)]).add_to(group)
        card = _village_popup(facets, village, passing[village.id], voice, shelf)
        for number, each in keys.items():
            face = el("span", number, class_="tp-chip tp-small", style=f"background:{route_colour(number)}")
            _overview_chip(pin, face, card, each).add_to(group)
    return group, spots


def _overview_chip(pin: Pin, face: Markup, popup: Markup, facets: list[list[int]]) -> folium.Marker:
    title = folium.JsCode(js_literal(clean(pin.spot)))
    at = (pin.place.lat, pin.place.lon)
    return icon_marker(face, at, popup=popup, title=title, group=pin.group, part="chip", facets=facets)


def _village_popup(
    facets: Facets, village: Village, numbers: Sequence[int], voice: Speaker, shelf: Shelf | None
) -> Markup:
    portfolio = facets.portfolio
    names = (voice.content(craft.name).marked for craft in facets.crafts if craft.id in village.crafts)
    routes = ((n, portfolio.routes[n - 1]) for n in numbers)
    rows = (el("li", *_passing(number, route, village, voice, shelf)) for number, route in routes)
    place = commune(portfolio.routes[numbers[0] - 1], village)
    about = " · ".join(filter(None, (", ".join(names), place)))
    return el("div", el("h3", village.name.vi), el("p", about) if about else None, el("ul", *rows), class_="tp-card")


def _passing(
    number: int, route: Itinerary, village: Village, voice: Speaker, shelf: Shelf | None
) -> Iterator[Markup]:
    """A route at a village: its name, and when it is there."""
    name = el("span", f"{number}. ", shown(route.name, voice))
    yield el("a", name, href=shelf.at(shelf.page, route)) if shelf else name
    stops = [pin.stop for pin in pins(route) if pin.stop and pin.stop.village.id == village.id]
    times = (f"{voice.clock(stop.begin)}–{voice.clock(stop.end)}" for stop in stops if not stop.is_meal)
    yield el("small", " ", ", ".join(times))
