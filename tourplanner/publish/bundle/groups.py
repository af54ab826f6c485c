"""What can be asked for by name: groups of documents, and papers to print maps on. Importing this loads little."""

from __future__ import annotations

from tourplanner.speech import Speaker, message

GROUPS = ("maps", "web", "calendars", "programmes", "files")
"""Printed maps; web maps and pages; calendars; programmes in Word and Excel; files for other tools."""

PAPERS = ("a4",)
"""Papers of the printed maps."""
_WORDS = {"landscape": message("landscape"), "bw": message("black and white")}


def paper_words(paper: str, voice: Speaker) -> str:
    """ "A3, landscape, black and white" of "a3-landscape-bw"; "" of ""."""
    size, *more = paper.split("-")
    return ", ".join([size.upper(), *(voice.say(_WORDS[each]) for each in more)])
