"""The base map packed for a web page: what lies around a route, in as few characters as will do."""

from __future__ import annotations

from functools import lru_cache
from math import cos, radians
from typing import Any

import numpy as np

from tourplanner.model.basemap import AREAS, Basemap
from tourplanner.model.bounds import Bounds, Points
from tourplanner.publish.basemap import clip
from tourplanner.publish.markup import js_literal
from tourplanner.publish.words import clean

SCALE = 10_000
"""1e-4 degrees, 11 m: finer than a screen shows at the zooms a route is looked at."""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def base_data(bounds: Bounds, basemap: Basemap) -> list[Any]:
    """
    The base map around some bounds for ``tourplannerBase`` in ``map.js``.

    Returns
    -------
    list
        First the shapes: pairs of "layer/kind" and a list of lines, each a code, or of areas, each a list of ring
        codes; small streets, which the page does not draw, are left out. Then the places: (lat, lon, name, rank), the
        most important first.
    """
    shapes: dict[str, list[Any]] = {}
    places: list[tuple[float, float, str, int]] = []
    for layer, features in clip(basemap, surroundings(bounds)).items():
        for feature in features:
            codes = [line_code(ring) for ring in feature.rings]
            if layer == "place":
                lat, lon = feature.rings[0][0].round(4).tolist()
                places.append((lat, lon, clean(feature.name), feature.rank))
            elif any(codes) and feature.kind != "street":
                shapes.setdefault(f"{layer}/{feature.kind}", []).append(codes if layer in AREAS else codes[0])
    return [list(shapes.items()), sorted(places, key=lambda place: (place[3], place[2], place[0]))]


@lru_cache(maxsize=16)
def base_literal(bounds: Bounds, basemap: Basemap) -> str:
    """``base_data`` as JavaScript; kept for the same map in other languages."""
    return js_literal(base_data(bounds, basemap))


def surroundings(bounds: Bounds) -> Bounds:
    """Bounds widened to a square and then on all sides, so that wide and tall screens are filled."""
    south, west, north, east = bounds
    lat, lon = (south + north) / 2, (west + east) / 2
    shrink = cos(radians(lat))
    span = max(north - south, (east - west) * shrink, 0.05)
    high, wide = 1.05 * span, 1.3 * span / shrink
    return Bounds(lat - high, lon - wide, lat + high, lon + wide)


def line_code(points: Points) -> str:
    """
    Points (lat, lon), n x 2, as an encoded polyline: Google's algorithm with 4 decimals in another alphabet.

    Theirs has backslashes and braces, which every layer between here and the browser reads in its own way. Points
    that round to the one before are left out; what rounds to a single point is "".
    """
    whole = np.rint(points * SCALE).astype(int)
    steps = np.diff(whole, axis=0)
    steps = steps[steps.any(axis=1)]
    if not len(steps):
        return ""
    return "".join(map(_number_code, [*whole[0].tolist(), *steps.ravel().tolist()]))


def _number_code(number: int) -> str:
    bits = ~(number << 1) if number < 0 else number << 1
    code = ""
    while bits >= 32:
        code += ALPHABET[32 | bits & 31]
        bits >>= 5
    return code + ALPHABET[bits]
