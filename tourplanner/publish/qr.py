"""The code on a printed page that leads to where it is published."""

from __future__ import annotations

import io


def qr_svg(link: str | None) -> str | None:
    """An address as a QR code in SVG that takes any size; None for no address."""
    if not link:
        return None
    import segno

    out = io.BytesIO()
    segno.make(link, micro=False, error="m").save(out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()
