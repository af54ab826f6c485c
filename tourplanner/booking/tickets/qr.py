"""A code as a QR picture: 25 modules and more with error correction M, fit for a phone's screen and for print."""

from __future__ import annotations

import io
from typing import Any

QUIET_ZONE = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""


def qr_svg(code: str, *, scale: int = 4) -> str:
    """
    The picture as an ``<svg>`` element, ``scale`` pixels a module. Same code, same text.

    It has a viewBox: a style sheet may give it any size and no module is cut off.
    """
    out, made = io.BytesIO(), _made(code)
    made.save(out, kind="svg", scale=scale, border=QUIET_ZONE, xmldecl=False, svgns=True, light="#fff", omitsize=True)
    width, height = made.symbol_size(scale, QUIET_ZONE)
    return out.getvalue().decode().replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)


def qr_png(code: str, *, scale: int = 8) -> bytes:
    """The picture as PNG in black and white, ``scale`` pixels a module. Same code, same bytes."""
    out = io.BytesIO()
    _made(code).save(out, kind="png", scale=scale, border=QUIET_ZONE)
    return out.getvalue()


def _made(code: str) -> Any:
    import segno

    return segno.make_qr(code, error="m", boost_error=False)
