"""map.html of a portfolio: all its routes, and what they cover."""

from __future__ import annotations

import folium

from tourplanner.model import Portfolio
from tourplanner.model.basemap import Basemap
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.coverage import coverage_panel
from tourplanner.publish.overview import overview
from tourplanner.publish.shelf import Shelf, exported
from tourplanner.publish.standalone import inline_assets, page
from tourplanner.publish.tiles import tiles_asked
from tourplanner.publish.webmap import all_credits
from tourplanner.speech import speaker


def portfolio_map(
    portfolio: Portfolio,
    *,
    tiles: str | None = None,
    offline: bool | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
) -> folium.Map:
    """
    All routes of a portfolio as a folium map; its layers are routes, crafts, communes and roles.

    For the parameters and errors see ``route_map``. A portfolio without routes is a ``ValueError``.
    """
    basemap, voice = basemap or packaged_basemap(), speaker(language)
    figure = overview(portfolio, basemap, voice, tiles=tiles_asked(tiles, offline))
    inline_assets(figure)
    return figure


def portfolio_map_html(
    portfolio: Portfolio,
    *,
    tiles: str | None = None,
    offline: bool | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
    shelf: Shelf | None = None,
) -> bytes:
    """
    The map of a portfolio as one HTML file, with what it covers: routes, villages, crafts, communes, roles, targets.

    It links to the routes' own maps, which ``shelf`` says where to find, by default ``<route id>/map.html`` beside it,
    as ``export`` lays them out. It asks nothing of any network unless ``tiles`` names an online tile layer. Same
    portfolio, same bytes.
    """
    basemap, voice, tiles = basemap or packaged_basemap(), speaker(language), tiles_asked(tiles, offline)
    shelf = shelf or exported(voice)
    figure = overview(portfolio, basemap, voice, tiles=tiles, shelf=shelf)
    panel = coverage_panel(portfolio, all_credits(portfolio.attributions, tiles, basemap), voice, shelf)
    title = f"{voice.say('Map of all routes')} – {voice.content(portfolio.region_name).text}"
    return page(figure, title=title, after=panel, language=voice.language)
