"""The printed route sheet: a page per day with a vector map to scale, the timetable and its small print."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Required, TypedDict, Unpack

from tourplanner.model import Day, Itinerary, Text
from tourplanner.model.basemap import Basemap
from tourplanner.press.fonts import fonts_for
from tourplanner.press.lettering import Lettering
from tourplanner.press.typeset import measured, press, press_png, texts_of
from tourplanner.publish.legend import legend
from tourplanner.publish.palette import Palette, palette_of
from tourplanner.publish.paper import Paper
from tourplanner.publish.plate import fitted, plate
from tourplanner.publish.qr import qr_svg
from tourplanner.publish.routemap import RouteMap, lay_out, outline
from tourplanner.publish.timetable import notes, rows, shown, summary
from tourplanner.publish.typeface import typeface
from tourplanner.speech import speaker

TEMPLATE = Path(__file__).parent / "data" / "sheet.typ"
DENSITIES = ((8.4, 1.15), (7.8, 0.85), (7.2, 0.7), (6.6, 0.7), (6.0, 0.45))
"""Type size in points on A4 and vertical inset in mm of the timetable, tried in order until the map has room."""
ROOMY = ((9.2, 2.8), (8.8, 1.8))
"""Tried before those beside a map, where a short table would leave the column bare."""
LEAST_MM = 70.0
"""Height the map never goes below: a table too long for that takes a second page."""
STEP_MM = 4
"""Map heights are whole steps, so that tables of about one length share the base of their map."""


class SheetOptions(TypedDict, total=False):
    """
    What a printed map is made with. Only ``region_name`` must be given.

    ``attributions`` are credits beside the base map's own, which is on the map. ``link`` is an address for the QR code,
    None for no code. ``basemap`` is what to draw under the route, by default the packaged region. ``language`` is one
    of ``speech.LANGUAGES``; content that is not written in it is shown in English or Vietnamese, and marked. ``fonts``
    is a folder with typefaces for what Be Vietnam Pro lacks: Korean, Japanese and Chinese need one, there or where the
    system keeps its own. ``paper`` is A4 upright in colour unless said otherwise. ``phones`` are numbers by the id of
    an experience, host, village or start point, shown at the stop.
    """

    region_name: Required[Text]
    attributions: tuple[str, ...]
    link: str | None
    basemap: Basemap | None
    language: str
    fonts: str | os.PathLike[str] | None
    paper: Paper
    phones: Mapping[str, str] | None


def map_pdf(itinerary: Itinerary, **options: Unpack[SheetOptions]) -> bytes:
    """
    A PDF to print: one page per day, all vector, set in Be Vietnam Pro, the map at a round scale.

    Parameters
    ----------
    options
        See ``SheetOptions``; ``region_name`` must be given.

    Returns
    -------
    bytes
        The same for the same input and fonts, on every machine: no date, and no system fonts but for a language that
        needs them.

    Raises
    ------
    UnknownIdError
        If there is no such language.
    FontError
        If there is no typeface for the language.
    MissingGlyphError
        If a text has characters that no typeface at hand has: all such texts. Nothing is printed as an empty box.
    """
    about = _about(**options)
    return press(TEMPLATE, _sheet(itinerary, about), about.lettering, itinerary.id)


def map_png(itinerary: Itinerary, *, ppi: int = 300, **options: Unpack[SheetOptions]) -> tuple[bytes, ...]:
    """
    The pages of ``map_pdf`` as PNG pictures, one each, ``ppi`` pixels per inch, which the files say themselves.

    Errors are those of ``map_pdf``.
    """
    about = _about(**options)
    return press_png(TEMPLATE, _sheet(itinerary, about), about.lettering, itinerary.id, ppi=ppi)


def map_svg(itinerary: Itinerary, *, day: int = 0, **options: Unpack[SheetOptions]) -> str:
    """
    The page of day ``day`` (0-based) as one self-contained SVG in mm, for a designer to go on with.

    Every text is a text, in fonts that it names and does not carry: Be Vietnam Pro, which comes with the package, and
    the typeface of a language that needs another. A list too long for the paper makes the picture longer.

    Raises
    ------
    IndexError
        If the itinerary has no such day. Other errors are those of ``map_pdf``.
    """
    about, chosen = _about(**options), itinerary.days[day]
    page = _content(itinerary, chosen, about)
    page |= fitted(page, about.paper, about.lettering)
    drawn = _drawn(itinerary, chosen, about, about.paper.map_width, _stepped(page["height"]))
    made = plate(page | {"legend": _entries(drawn)}, drawn, about.paper)
    about.lettering.fonts.check(itinerary.id, texts_of(made))
    return made


@dataclass(frozen=True, slots=True)
class _About:
    """What the pages of a sheet have in common."""

    region: Text
    attributions: Sequence[str]
    link: str | None
    basemap: Basemap | None
    lettering: Lettering
    paper: Paper
    phones: Mapping[str, str] | None

    @property
    def palette(self) -> Palette:
        return palette_of(self.paper.ink)


def _about(**options: Unpack[SheetOptions]) -> _About:
    voice = speaker(options.get("language", "vi"))
    return _About(
        options["region_name"],
        options.get("attributions", ()),
        options.get("link"),
        options.get("basemap"),
        Lettering(voice, fonts_for(voice.language, options.get("fonts"))),
        options.get("paper", Paper()),
        options.get("phones"),
    )


def _sheet(itinerary: Itinerary, about: _About) -> dict[str, Any]:
    """All that the template asks for."""
    pages = [_page(itinerary, day, about) for day in itinerary.days]
    return {"title": shown(itinerary.name, about.lettering.voice), "pages": pages, "paper": _measures(about.paper)}


def _measures(paper: Paper) -> dict[str, Any]:
    return {
        "width": paper.width, "height": paper.height, "margin": paper.margin, "map": paper.map_width,
        "side": paper.side, "gutter": paper.gutter, "scale": paper.type_scale, "black": paper.ink == "black",
    }  # fmt: skip


def _content(itinerary: Itinerary, day: Day, about: _About) -> dict[str, Any]:
    """All of a day's page but the map and how large its text is."""
    voice, paper = about.lettering.voice, about.paper
    bare = outline(
        itinerary, day, width=paper.map_width, basemap=about.basemap, lettering=about.lettering, palette=about.palette
    )
    credits = [each for each in dict.fromkeys(about.attributions) if each and each not in bare.basemap.attribution]
    page = summary(itinerary, day, about.region, voice) | {"qr": qr_svg(about.link), "map": None, "alt": ""}
    page |= {"title_pt": _title_size(page["title"], paper)}
    page["rows"] = rows(itinerary, day, voice, about.palette, about.phones)
    page["notes"] = notes(itinerary, day, voice, credits)
    return page | {"legend": _entries(bare)}


def _page(itinerary: Itinerary, day: Day, about: _About) -> dict[str, Any]:
    """One day's page with the largest setting that leaves the map its comfort, or the most it can have."""
    paper, page = about.paper, _content(itinerary, day, about)
    page |= _fitting(page, about)
    width = paper.map_width if page["beside"] or not paper.landscape else paper.width - 2 * paper.margin
    drawn = _drawn(itinerary, day, about, width, page["height"])
    say = about.lettering.voice.say
    alt = say("Map of the route {title}, scale 1:{scale}", title=page["title"], scale=drawn.sheet.scale)
    return page | {"map": drawn.svg(), "alt": alt, "legend": _entries(drawn)}


def _drawn(itinerary: Itinerary, day: Day, about: _About, width: float, height: float) -> RouteMap:
    return lay_out(
        itinerary, day, width=width, height=height, basemap=about.basemap, lettering=about.lettering,
        palette=about.palette,
    )  # fmt: skip


def _stepped(height: float) -> float:
    """Whole steps of millimetres, and never too little for a map."""
    return max(float(math.floor(height / STEP_MM) * STEP_MM), LEAST_MM)


def _fitting(page: dict[str, Any], about: _About) -> dict[str, Any]:
    """
    The type size at which page and map get on, and the height the map then has.

    A column too long for any of them stands under no map but on a page of its own.
    """
    found: dict[str, Any] = {}
    for size, inset in (*ROOMY, *DENSITIES) if about.paper.landscape else DENSITIES:
        found = {"size": size, "inset": inset, "beside": about.paper.landscape}
        height, spare = _room(page | found, about)
        if height >= about.paper.map_height and spare >= 0:
            break
    if spare < 0:
        size, inset = DENSITIES[0]
        found = {"size": size, "inset": inset, "beside": False}
        height, _ = _room(page | found, about)
    return found | {"height": _stepped(height)}


def _entries(drawn: RouteMap) -> list[dict[str, Any]]:
    return [{"svg": svg, "text": text, "tall": "circle" in svg} for svg, text in legend(drawn)]


def _room(page: dict[str, Any], about: _About) -> tuple[float, float]:
    """
    Millimetres of height the page leaves for the map, and what the column beside it has left.

    The first is 0 if the page is full without a map, the second less than 0 if the column is too long.
    """
    data = {"title": "", "pages": [page], "paper": _measures(about.paper)}
    found = measured(TEMPLATE, data, about.lettering, "<room>")
    rooms, spares = ([each[1] for each in found if each[0] == part] for part in ("map", "side"))
    return rooms[0] if len(rooms) == 1 else 0.0, min(spares, default=0.0)


def _title_size(title: str, paper: Paper) -> float:
    """Points at which a title takes at most two lines of the head."""
    face = typeface("semibold")
    width = paper.width - 2 * paper.margin - 48 * paper.type_scale
    for points in (21.0, 18.0, 15.0, 12.5):
        size = points * paper.type_scale
        if len(face.wrap(title, size * 0.3528, width)) <= (1 if points > 15 else 2):
            return size
    return 10.5 * paper.type_scale
