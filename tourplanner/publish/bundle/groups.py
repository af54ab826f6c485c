"""What can be asked for by name: groups of documents, and papers to print maps on. Importing this loads little."""

from __future__ import annotations

from tourplanner.speech import Speaker, message

GROUPS = (
    "maps", "pictures", "roadbook", "runsheet", "atlas", "web", "handbook", "calendars", "programmes", "files"
)  # fmt: skip
"""Groups of documents: how-to/publish.md says what each holds."""

PAPERS = tuple(f"{size}{way}{ink}" for size in ("a4", "a3") for way in ("", "-landscape") for ink in ("", "-bw"))
"""Papers of the printed maps, the plainest first; pictures are of the first that is asked for."""
_WORDS = {"landscape": message("landscape"), "bw": message("black and white")}


def paper_words(paper: str, voice: Speaker) -> str:
    """ "A3, landscape, black and white" of "a3-landscape-bw"; "" of ""."""
    size, *more = paper.split("-")
    return ", ".join([size.upper(), *(voice.say(_WORDS[each]) for each in more)])
