"""Which grid of VN-2000 a cell means."""

from __future__ import annotations

import re

from tourplanner.catalogue.cells import Fault, bare
from tourplanner.model.vn2000 import MERIDIANS, UTM, grid_of

_ZONES = {"481": 5896, "482": 5897, "491": 5898}
_MERIDIAN = re.compile(r"(1\d\d)(?:[.,](\d+)|\s*[°\-]\s*(\d{1,2})\s*['’′]?)?(?!\d)")


def grid(text: str) -> int:
    """
    The EPSG code of a grid: ``5897``, ``EPSG:5897``, ``105°45'``, ``105.75``, ``TM-3 105-45``, ``zone 482``.

    Raises
    ------
    Fault
        ``grid-unknown``
    """
    written = re.sub(r"vn\W*2000|tm\W*3", " ", bare(text))
    code = re.search(r"\b(\d{4})\b", written)
    if code and (int(code[1]) in MERIDIANS or int(code[1]) in UTM):
        return int(code[1])
    zone = re.search(r"\b(48[12]|491)\b", written)
    if zone:
        return _ZONES[zone[1]]
    found = _MERIDIAN.search(written)
    known = found and not code and grid_of(_degrees(found))
    if not known:
        raise Fault("grid-unknown", "this is no grid of VN-2000", "its EPSG code or central meridian: 5897, 105°")
    return known


def _degrees(found: re.Match[str]) -> float:
    degrees, decimals, minutes = found.groups()
    return float(f"{degrees}.{decimals}") if decimals else int(degrees) + int(minutes or 0) / 60
