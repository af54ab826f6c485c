"""In which language and typefaces a printed page speaks."""

from __future__ import annotations

from dataclasses import dataclass, field

from tourplanner.press.fonts import FontSet, fonts_for
from tourplanner.speech import Speaker, speaker

VIETNAMESE = speaker("vi")


@dataclass(frozen=True, slots=True)
class Lettering:
    """Who speaks, and the typefaces that have the glyphs."""

    voice: Speaker = VIETNAMESE
    fonts: FontSet = field(default_factory=lambda: fonts_for("vi"))
