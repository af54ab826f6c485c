"""The typeface that comes along: everything that Vietnamese, English and French need."""

from __future__ import annotations

from pathlib import Path

FAMILY = "Be Vietnam Pro"
FONTS = Path(__file__).parent / "data" / "fonts"
