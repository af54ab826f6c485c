"""Zip files that do not tell when they were made."""

from __future__ import annotations

import io
import zipfile

STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every part, the earliest that a zip file can state."""


def repeatable(data: bytes, replaced: dict[str, bytes] | None = None) -> bytes:
    """The same parts in the same order under a fixed time; ``replaced`` gives parts another content by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name in parts.namelist():
            content = (replaced or {}).get(name) or parts.read(name)
            fresh.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
