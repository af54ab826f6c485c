"""What all pages of a document share: who speaks, the base map, credits, running heads, the address on the cover."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tourplanner.model import Text
from tourplanner.model.basemap import Basemap
from tourplanner.press.fonts import fonts_for
from tourplanner.press.lettering import Lettering
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.typeface import typeface
from tourplanner.publish.words import clean
from tourplanner.speech import Speaker, speaker

Data = dict[str, Any]
TEMPLATES = Path(__file__).parents[1] / "data"
WIDTH_MM = 182.0
"""Between the margins of a page."""
COVER_MM = (WIDTH_MM, 168.0)
"""The map on a cover."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a document is made, whatever it is about."""

    region: Text
    attributions: tuple[str, ...]
    link: str | None
    basemap: Basemap
    lettering: Lettering

    @property
    def voice(self) -> Speaker:
        return self.lettering.voice

    @property
    def credits(self) -> tuple[str, ...]:
        """The base map's own line, then what the others add to it."""
        own = self.basemap.attribution
        others = (clean(words) for words in self.attributions if words and words not in own)
        return own, *dict.fromkeys(others)


def framed_by(
    region: Text,
    attributions: Sequence[str],
    link: str | None,
    basemap: Basemap | None,
    language: str,
    fonts: str | os.PathLike[str] | None,
) -> Frame:
    """A frame, its typefaces found; ``FontError`` or ``UnknownIdError`` as ``map_pdf``."""
    voice = speaker(language)
    lettering = Lettering(voice, fonts_for(voice.language, fonts))
    return Frame(region, tuple(attributions), link, basemap or packaged_basemap(), lettering)


def book(frame: Frame, kind: str, title: str) -> Data:
    """Title, running head and foot of a bound document."""
    voice = frame.voice
    region = voice.content(frame.region).marked
    return {
        "title": f"{kind}: {title}",
        "running": title if len(title) < 90 else title[:88].rstrip() + "…",
        "kind": kind,
        "foot": f"{clean(region)} · {frame.basemap.attribution}"[:150],
        "page_of": voice.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
    }


def cover_title_pt(title: str) -> float:
    """Points at which a title takes at most two lines of the cover, or the least there is."""
    face = typeface("semibold")
    for points in (30.0, 26.0, 22.0, 18.0):
        if len(face.wrap(title, points * 0.3528, 170.0)) <= 2:
            return points
    return 14.0


def other_name(name: Text, voice: Speaker) -> str:
    """The name in Vietnamese for who reads another language, in English for who reads Vietnamese; "" if the same."""
    other = clean(name.en if voice.language == "vi" else name.vi)
    return other if other != clean(voice.content(name).text) else ""
