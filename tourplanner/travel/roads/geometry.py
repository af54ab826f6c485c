"""Small geometry on coordinates in 1e-5 degrees: flat, within some kilometres."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

METRES_PER_E5 = 6_371_008.8 * np.pi / 180 / 100_000
"""Metres along a meridian for 1e-5 degrees."""

Floats = npt.NDArray[np.float64]


def narrowing(lat_e5: Any) -> Any:
    """How much shorter a degree of longitude is; rounded, so that no machine's last bit decides."""
    return np.round(np.cos(np.radians(np.asarray(lat_e5) / 100_000)), 9)


def apart_m(lat: Any, lon: Any, other_lat: Any, other_lon: Any) -> Floats:
    """Metres between points near each other, pair by pair."""
    east = (np.asarray(other_lon) - lon) * narrowing((np.asarray(lat) + other_lat) / 2)
    metres: Floats = np.sqrt((np.asarray(other_lat) - lat) ** 2 + east**2) * METRES_PER_E5
    return metres


def foot(lat: Any, lon: Any, a: tuple[Any, Any], b: tuple[Any, Any]) -> tuple[Floats, Floats]:
    """
    The nearest points of segments a-b to points, pair by pair.

    Returns
    -------
    tuple
        How far along each segment, 0 to 1, and the distance in metres.
    """
    shrink = narrowing(lat)
    ax, ay = (a[1] - lon) * shrink, a[0] - lat
    dx, dy = (b[1] - a[1]) * shrink, b[0] - a[0]
    square = dx * dx + dy * dy
    along = np.clip(-(ax * dx + ay * dy) / np.where(square > 0, square, 1), 0, 1)
    x, y = ax + along * dx, ay + along * dy
    return along, np.sqrt(x * x + y * y) * METRES_PER_E5
