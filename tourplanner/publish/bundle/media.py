"""The media type of a file by its ending, as a web server tells it."""

from __future__ import annotations

from tourplanner.publish.files.listing import MEDIA

_PAGES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml",
}


def media_of(name: str) -> str:
    """ "application/pdf" of "map.pdf"; of an ending that is not known, what is any file's."""
    return (MEDIA | _PAGES).get(name.rpartition(".")[2], "application/octet-stream")
