"""
An operator's own programme: read from a sheet or text, checked on a day, mended.

Routes that were written to ``routes.json`` are read back here too, and what a handbook tells is gathered.

Names are loaded on first use: reading a sheet needs no engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.programme.differ import Change
    from tourplanner.programme.guide import guidebook
    from tourplanner.programme.read import read_programme
    from tourplanner.programme.repair import Repaired
    from tourplanner.programme.report import Fault, Fix, Report
    from tourplanner.programme.routes.read import read_route, read_routes
    from tourplanner.programme.value import Line, Programme, Terms

__all__ = [
    "Change",
    "Fault",
    "Fix",
    "Line",
    "Programme",
    "Repaired",
    "Report",
    "Terms",
    "guidebook",
    "read_programme",
    "read_route",
    "read_routes",
]

_HOMES = {
    "Change": "differ",
    "Fault": "report",
    "Fix": "report",
    "Line": "value",
    "Programme": "value",
    "Repaired": "repair",
    "Report": "report",
    "Terms": "value",
    "guidebook": "guide",
    "read_programme": "read",
    "read_route": "routes.read",
    "read_routes": "routes.read",
}

__getattr__, __dir__ = lazy(__name__, _HOMES)
