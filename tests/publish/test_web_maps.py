"""Web maps as data and text: layers, search, the day's phases, tile providers, coverage; by other ways of counting."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from bare import bare_basemap
from hypothesis import given
from hypothesis import strategies as st
from injection import HTML_PAYLOADS, plant
from test_publish_pages import Reader

from tourplanner.errors import UnknownIdError
from tourplanner.model import HANOI, Itinerary
from tourplanner.publish import index_html, portfolio_map, portfolio_map_html, route_map, route_map_html
from tourplanner.publish.basedata import base_data, base_literal
from tourplanner.publish.controls import WORDS
from tourplanner.publish.dayplay import day_phases
from tourplanner.publish.markup import js_literal
from tourplanner.publish.overview import Facets, routes_by_village
from tourplanner.publish.tiles import credit_of, tile_provider, tiles_asked
from tourplanner.publish.webmap import bounds_of
from tourplanner.publish.words import VIETNAMESE
from tourplanner.speech import LANGUAGES, speaker
from tourplanner.testing.small import small_portfolio

PORTFOLIO = small_portfolio()
BARE = bare_basemap()
Phase = tuple[int, int, str, str, str, float, float]


def phases(route: Itinerary) -> list[list[Phase]]:
    return [[tuple(phase) for phase in rows] for _, rows in day_phases(route)]  # type: ignore[union-attr]


@pytest.mark.parametrize("route", PORTFOLIO.routes, ids=lambda route: route.id)
def test_at_every_minute_the_party_is_where_the_timetable_says(route: Itinerary) -> None:
    for day, rows in zip(route.days, phases(route), strict=True):
        assert [row[1] for row in rows[:-1]] == [row[0] for row in rows[1:]]
        midnight = day.depart.astimezone(HANOI).replace(hour=0, minute=0)
        moment = day.depart
        while moment < day.back:
            second = (moment - midnight).total_seconds()
            [here] = [row for row in rows if row[0] <= second < row[1]]
            riding = [at for at, leg in enumerate(day.legs) if leg.depart <= moment < leg.arrive]
            staying = [stop.experience.id for stop in day.stops if stop.arrive <= moment < stop.end]
            if riding:
                assert here[2] == f"1-{riding[0] + 1}"
            elif staying:
                assert here[3] == staying[0]
            moment += timedelta(minutes=1)


def test_a_tour_of_two_days_plays_both() -> None:
    both = PORTFOLIO[0].replace(days=(*PORTFOLIO[0].days, *PORTFOLIO[1].days))
    assert [heading for heading, _ in day_phases(both)] == ["Ngày 1", "Ngày 2"]
    first, second = phases(both)
    assert {row[2][:2] for row in first if row[2]} == {"1-"}
    assert {row[2][:2] for row in second if row[2]} == {"2-"}
    assert day_phases(PORTFOLIO[0])[0][0] == ""


def test_each_mark_belongs_to_its_route_crafts_commune_and_roles() -> None:
    facets = Facets.of(PORTFOLIO, VIETNAMESE)
    for number, route in enumerate(PORTFOLIO.routes, 1):
        for village in route.villages:
            routes, crafts, communes, roles = facets.keys(number, village)
            stops = [stop for stop in route.visits if stop.village == village]
            assert routes == [number - 1]
            met = {id for stop in stops for id in stop.experience.crafts}
            assert {facets.crafts[key].id for key in crafts} >= met
            assert {facets.roles[key] for key in roles} == {stop.experience.role for stop in stops}
            named = village.commune(route.days[0].date)
            assert [facets.communes[key] for key in communes] == ([named.name] if named else [])


def test_villages_know_their_routes() -> None:
    passing = routes_by_village(PORTFOLIO)
    assert set(passing) == {village.id for village in PORTFOLIO.villages}
    pairs = {(id, number) for id, numbers in passing.items() for number in numbers}
    seen = {(stop.village.id, n) for n, route in enumerate(PORTFOLIO.routes, 1) for stop in route.visits}
    assert pairs == seen


def entries(page: bytes) -> list[list[object]]:
    """The search entries a page carries, as the browser reads them."""
    call = page.decode().split("tourplannerControls(map_", 1)[1]
    found = re.search(r"\]\],\s*(\[\[.*?\]\]),\s*(?:true|false)\);", call, re.S)
    assert found
    read: list[list[object]] = json.loads(found[1])
    return read


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_knows_everything_by_all_its_names(language: str) -> None:
    route = PORTFOLIO[0]
    known = entries(route_map_html(route, region_name=PORTFOLIO.region_name, basemap=BARE, language=language))
    words = [" ".join(map(str, entry[:3])) for entry in known]
    for stop in route.stops:
        assert any(stop.experience.name.vi in each and stop.village.name.get("en") in each for each in words)
    for craft in route.crafts:
        assert any(craft.name.vi in each for each in words)
    whole = entries(portfolio_map_html(PORTFOLIO, basemap=BARE, language=language))
    labels = " | ".join(str(entry[0]) for entry in whole)
    assert all(village.name.vi in labels for village in PORTFOLIO.villages)
    assert all(speaker(language).content(each.name).marked in labels for each in PORTFOLIO.routes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_portfolio_s_map_tells_what_is_covered(language: str) -> None:
    voice, page = speaker(language), portfolio_map_html(PORTFOLIO, basemap=BARE, language=language)
    assert f'<html lang="{language}">' in page.decode()
    assert len(page) < 320_000
    reader = Reader(page)
    told = "Map of all routes", "Routes", "Craft villages", "Crafts", "Communes and wards", "Roles", "Targets"
    for message in told:
        assert voice.say(message) in reader.text
    assert all(json.dumps(voice.say(word), ensure_ascii=False)[1:-1] in page.decode() for word in WORDS)
    links = {attributes["href"] for tag, attributes in reader.elements if tag == "a"}
    assert links == {f"{route.id}/map.html" for route in PORTFOLIO.routes}
    assert portfolio_map_html(PORTFOLIO, basemap=BARE, language=language) == page


def test_the_index_leads_to_the_portfolio_s_map() -> None:
    assert b'<a href="map.html">' in index_html(PORTFOLIO, basemap=BARE)


def test_a_notebook_s_portfolio_map_has_no_links_to_files() -> None:
    text = portfolio_map(PORTFOLIO, basemap=BARE).get_root().render()
    assert "map.html" not in text
    assert "function tourplannerControls" in text
    assert "function tourplannerDay" in text


@pytest.mark.parametrize("payload", HTML_PAYLOADS)
def test_hostile_texts_add_nothing_to_the_portfolio_s_map(payload: str) -> None:
    def page(text: str) -> bytes:
        route = PORTFOLIO[0]
        for field in ("name.vi", "crafts.name.vi", "days.start.name.vi", "days.stops.experience.name.en"):
            route = plant(route, field, text)
        for field in ("days.stops.village.name.vi", "days.stops.village.communes.name"):
            route = plant(route, field, text)
        hostile = PORTFOLIO.replace(routes=(route,), region_name=route.name, attributions=(text,))
        return portfolio_map_html(hostile, basemap=bare_basemap(text))

    good, bad = page("lành"), page(payload)
    shapes = [[(tag, sorted(attributes)) for tag, attributes in Reader(each).elements] for each in (good, bad)]
    assert shapes[0] == shapes[1]
    if set(payload) & set("<>\"'`$\\{}\u2028\u202e"):
        assert payload.encode() not in bad
    assert b"1337" not in bad


def test_tiles_have_their_attribution_and_no_html() -> None:
    page = route_map_html(PORTFOLIO[0], region_name=PORTFOLIO.region_name, offline=False)
    assert b"tile.openstreetmap.org" in page
    assert "© OpenStreetMap contributors" in Reader(page).text
    assert b"<a href=\\" not in page
    assert "tile.opentopomap.org" in portfolio_map(PORTFOLIO, tiles="opentopomap").get_root().render()
    assert credit_of(tile_provider("Esri.WorldImagery")).startswith("Tiles © Esri")


def test_tiles_and_offline_are_asked_for_in_two_ways() -> None:
    assert [tiles_asked(None, offline) for offline in (None, True, False)] == [None, None, "OpenStreetMap"]
    assert [tiles_asked("CyclOSM", offline) for offline in (None, False)] == ["CyclOSM", "CyclOSM"]
    with pytest.raises(ValueError, match="'CyclOSM' need a network, offline=True forbids one"):
        route_map(PORTFOLIO[0], tiles="CyclOSM", offline=True)


@pytest.mark.parametrize(
    ("asked", "near"), [("OpenStreetMapp", "OpenStreetMap"), ("Esri", "Esri."), ("topomap", "OpenTopoMap")]
)
def test_an_unknown_provider_names_near_ones(asked: str, near: str) -> None:
    with pytest.raises(UnknownIdError, match=f"there is no tile provider '{asked}'; nearest: .*{near}"):
        route_map(PORTFOLIO[0], tiles=asked)


def test_a_provider_that_needs_a_key_says_so() -> None:
    with pytest.raises(ValueError, match=r"Thunderforest.OpenCycleMap needs a key of yours \(apikey\)"):
        route_map(PORTFOLIO[0], tiles="Thunderforest.OpenCycleMap")


@given(st.text())
def test_no_name_breaks_the_search_for_a_provider(name: str) -> None:
    with pytest.raises(UnknownIdError, match="there is no tile provider"):
        tile_provider(f"{name} nobody")


def test_base_data_is_made_once_for_all_languages() -> None:
    bounds = bounds_of(PORTFOLIO[0])
    assert base_literal(bounds, BARE) is base_literal(bounds, BARE)
    assert base_literal(bounds, BARE) == js_literal(base_data(bounds, BARE))
