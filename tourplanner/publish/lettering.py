"""In which language and typefaces a printed map speaks."""

from __future__ import annotations

from dataclasses import dataclass, field

from tourplanner.publish.fonts import FontSet, fonts_for
from tourplanner.publish.words import VIETNAMESE
from tourplanner.speech import Speaker


@dataclass(frozen=True, slots=True)
class Lettering:
    """Who speaks, and the typefaces that have the glyphs."""

    voice: Speaker = VIETNAMESE
    fonts: FontSet = field(default_factory=lambda: fonts_for("vi"))
