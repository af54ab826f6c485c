"""The printed route sheet: one A4 page per day with a vector map to scale, the timetable and its small print."""

from __future__ import annotations

import io
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tourplanner.model import Day, Itinerary, Text
from tourplanner.model.basemap import Basemap
from tourplanner.publish.fonts import fonts_for
from tourplanner.publish.legend import legend
from tourplanner.publish.lettering import Lettering
from tourplanner.publish.press import measured, press
from tourplanner.publish.routemap import RouteMap, lay_out, outline
from tourplanner.publish.timetable import notes, rows, shown, summary
from tourplanner.publish.typeface import typeface
from tourplanner.speech import speaker

TEMPLATE = Path(__file__).parent / "data" / "sheet.typ"
DENSITIES = ((8.4, 1.15), (7.8, 0.85), (7.2, 0.7), (6.6, 0.6))
"""Type size in points and vertical inset in mm of the timetable, tried in order until the map has room."""
COMFORT_MM, LEAST_MM = 120.0, 70.0
"""Height the map should have, and the height it never goes below: a table too long for that takes a second page."""


def map_pdf(
    itinerary: Itinerary,
    *,
    region_name: Text,
    attributions: tuple[str, ...] = (),
    link: str | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
    fonts: str | os.PathLike[str] | None = None,
) -> bytes:
    """
    A PDF to print: one A4 portrait page per day, all vector, set in Be Vietnam Pro, the map at a round scale.

    Parameters
    ----------
    attributions
        Credits shown on the map beside the base map's own.
    link
        An address for the QR code; None for no code.
    basemap
        What to draw under the route; by default the packaged region.
    language
        One of ``speech.LANGUAGES``. Content that is not written in it is shown in English or Vietnamese, and marked.
    fonts
        A folder with typefaces for what Be Vietnam Pro lacks. Korean, Japanese and Chinese need one, there or where
        the system keeps its own.

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
    voice = speaker(language)
    lettering = Lettering(voice, fonts_for(voice.language, fonts))
    about = _About(region_name, attributions, link, basemap, lettering)
    pages = [_page(itinerary, day, about) for day in itinerary.days]
    return press(TEMPLATE, {"title": shown(itinerary.name, voice), "pages": pages}, lettering, itinerary.id)


@dataclass(frozen=True, slots=True)
class _About:
    """What the pages of a sheet have in common."""

    region: Text
    attributions: Sequence[str]
    link: str | None
    basemap: Basemap | None
    lettering: Lettering


def _page(itinerary: Itinerary, day: Day, about: _About) -> dict[str, Any]:
    """One day's page with the densest setting that leaves the map its comfort, or the most it can have."""
    voice = about.lettering.voice
    page = summary(itinerary, day, about.region, voice) | {"qr": _qr(about.link), "map": None, "alt": ""}
    page |= {"title_pt": _title_size(page["title"])}
    page |= {"rows": rows(itinerary, day, voice), "notes": notes(itinerary, day, voice)}
    page["legend"] = _entries(outline(itinerary, day, basemap=about.basemap, lettering=about.lettering))
    for size, inset in DENSITIES:
        page |= {"size": size, "inset": inset}
        height = _room(page, about.lettering)
        if height >= COMFORT_MM:
            break
    drawn = lay_out(
        itinerary, day, attributions=about.attributions, height=max(height, LEAST_MM), basemap=about.basemap,
        lettering=about.lettering,
    )  # fmt: skip
    alt = voice.say("Map of the route {title}, scale 1:{scale}", title=page["title"], scale=drawn.sheet.scale)
    return page | {"map": drawn.svg(), "height": drawn.sheet.height, "alt": alt, "legend": _entries(drawn)}


def _entries(drawn: RouteMap) -> list[dict[str, Any]]:
    return [{"svg": svg, "text": text, "tall": "circle" in svg} for svg, text in legend(drawn)]


def _room(page: dict[str, Any], lettering: Lettering) -> float:
    """Millimetres of height the page leaves for the map, whole; 0 if it is full without one."""
    found = measured(TEMPLATE, {"title": "", "pages": [page]}, lettering, "<room>")
    return float(max(0, math.floor(found[0]))) if len(found) == 1 else 0.0


def _title_size(title: str) -> float:
    """Points at which a title takes at most two lines of the head."""
    face = typeface("semibold")
    for points in (21.0, 18.0, 15.0, 12.5):
        if len(face.wrap(title, points * 0.3528, 138.0)) <= (1 if points > 15 else 2):
            return points
    return 10.5


def _qr(link: str | None) -> str | None:
    if not link:
        return None
    import segno

    out = io.BytesIO()
    segno.make(link, micro=False, error="m").save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode()
