"""
The languages that documents speak: texts, figures, dates and money, and content that falls back where it is missing.

    speaker("fr").say("Scan to open the interactive map")
    speaker("ko").many("{count} guest", "{count} guests", 12)
    speaker("ja").content(village.name).marked

Messages are English; every other language has its catalogues in ``data/<language>/*.po``, one file per document.
Babel is loaded at the first word that is said.
"""

from tourplanner.speech.content import Content, content
from tourplanner.speech.languages import LANGUAGES, NAMES, Language, checked
from tourplanner.speech.speaker import Speaker, in_all_languages, message, speaker

__all__ = [
    "LANGUAGES", "NAMES", "Content", "Language", "Speaker",
    "checked", "content", "in_all_languages", "message", "speaker",
]  # fmt: skip
