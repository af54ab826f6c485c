"""Where each page lies below its language's folder; written so that every file system and stick takes the names."""

from __future__ import annotations

from tourplanner.publish.words import folder_name

_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
"""Names that Windows keeps for itself, whatever their ending."""


def file_of(id: str) -> str:
    """An id as the name of a file, without its ending; no id ends in a hyphen, so that no two meet."""
    name = folder_name(id)
    return f"{name}-" if name in _DEVICES else name


def village_path(id: str) -> str:
    return f"village/{file_of(id)}.html"


def craft_path(id: str) -> str:
    return f"craft/{file_of(id)}.html"


def route_path(id: str) -> str:
    return f"route/{file_of(id)}.html"


def gate_path(id: str) -> str:
    """The sheet for a village's gate, beside the languages' folders."""
    return f"gate/{file_of(id)}.html"


def calendar_path(village: str = "") -> str:
    """The festivals of a village, or of all, as a calendar beside the languages' folders."""
    return f"calendar/village/{file_of(village)}.ics" if village else "calendar/festivals.ics"


def festivals_path(number: int) -> str:
    """The page of the ``number``-th twelve months, from 0."""
    return f"festivals-{number + 1}.html" if number else "festivals.html"


def up(path: str) -> str:
    """From a page to its language's folder."""
    return "../" * path.count("/")
