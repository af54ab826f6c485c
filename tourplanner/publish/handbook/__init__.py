"""
The electronic handbook: a region's craft villages as a folder of pages that opens from a USB stick.

Names are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.publish.handbook.site import handbook

_HOMES = {"handbook": "site"}

__all__ = ["handbook"]

__getattr__, __dir__ = lazy(__name__, _HOMES)
