"""Where the pages of a portfolio find its other documents."""

from __future__ import annotations

from dataclasses import dataclass

from tourplanner.model import Itinerary
from tourplanner.publish.words import folder_name
from tourplanner.speech import Speaker, message

ROUTE_FILES = (
    ("map.html", message("Map")),
    ("map.pdf", message("Map to print, A4")),
    ("route.ics", message("Calendar")),
    ("route.gpx", "GPX"),
    ("route.geojson", "GeoJSON"),
)
"""What ``export`` writes of a route, with its message."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """
    Paths from a page of a portfolio, ``{route}`` standing for the name of a route's folder.

    ``page`` is a route's web map, ``map`` that of all routes, ``files`` what else there is of a route with the text
    that leads there.
    """

    page: str
    map: str
    files: tuple[tuple[str, str], ...]

    def at(self, path: str, route: Itinerary) -> str:
        """One of the paths, for a route."""
        return path.format(route=folder_name(route.id))


def exported(voice: Speaker) -> Shelf:
    """As ``export`` lays a portfolio out."""
    files = tuple((f"{{route}}/{file}", voice.say(name)) for file, name in ROUTE_FILES)
    return Shelf("{route}/map.html", "map.html", files)
