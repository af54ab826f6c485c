"""The printed route sheet: one A4 page per day with a vector map to scale, the timetable and its small print."""

from __future__ import annotations

import io
import json
import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tourplanner.model import Day, Itinerary, Text
from tourplanner.model.basemap import Basemap
from tourplanner.publish.legend import legend
from tourplanner.publish.routemap import RouteMap, lay_out, outline
from tourplanner.publish.timetable import notes, rows, summary
from tourplanner.publish.typeface import FONTS, typeface
from tourplanner.publish.words import clean

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

    Returns
    -------
    bytes
        The same for the same input, on every machine: no date, no system fonts.

    Warns
    -----
    UserWarning
        If a text has characters that the typeface lacks; they are printed in another face or as empty boxes.
    """
    pages = [_page(itinerary, day, region_name, attributions, link, basemap) for day in itinerary.days]
    _warn_of_missing(itinerary.id, pages)
    pdf: bytes = _typst().compile(TEMPLATE.read_bytes(), format="pdf", **_settings(itinerary, pages))
    return pdf


def _page(
    itinerary: Itinerary,
    day: Day,
    region: Text,
    attributions: Sequence[str],
    link: str | None,
    basemap: Basemap | None,
) -> dict[str, Any]:
    """One day's page with the densest setting that leaves the map its comfort, or the most it can have."""
    page = summary(itinerary, day, region) | {"qr": _qr(link), "map": None, "alt": ""}
    page |= {"title_pt": _title_size(page["title"])}
    page |= {"rows": rows(itinerary, day), "notes": notes(itinerary, day)}
    page["legend"] = _entries(outline(itinerary, day, basemap=basemap))
    for size, inset in DENSITIES:
        page |= {"size": size, "inset": inset}
        height = _room(itinerary, page)
        if height >= COMFORT_MM:
            break
    drawn = lay_out(itinerary, day, attributions=attributions, height=max(height, LEAST_MM), basemap=basemap)
    alt = f"Bản đồ tuyến {page['title']}, tỉ lệ 1:{drawn.sheet.scale}"
    return page | {"map": drawn.svg(), "height": drawn.sheet.height, "alt": alt, "legend": _entries(drawn)}


def _entries(drawn: RouteMap) -> list[dict[str, Any]]:
    return [{"svg": svg, "text": text, "tall": "circle" in svg} for svg, text in legend(drawn)]


def _room(itinerary: Itinerary, page: dict[str, Any]) -> float:
    """Millimetres of height the page leaves for the map, whole; 0 if it is full without one."""
    found = json.loads(_typst().query(TEMPLATE.read_bytes(), "<room>", field="value", **_settings(itinerary, [page])))
    return float(max(0, math.floor(found[0]))) if len(found) == 1 else 0.0


def _settings(itinerary: Itinerary, pages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    data = {"title": clean(itinerary.name.vi), "pages": pages}
    return {
        "font_paths": [str(FONTS)],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
    }


def _typst() -> Any:
    import typst

    return typst


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


def _warn_of_missing(name: str, pages: Sequence[Mapping[str, Any]]) -> None:
    shown = "".join(_texts([{key: value for key, value in page.items() if key not in ("qr", "map")} for page in pages]))
    missing = typeface("regular").missing(shown)
    if missing:
        warnings.warn(f"{name}: the typeface has no glyph for {missing!r}", UserWarning, stacklevel=3)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not value.startswith("<svg"):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
