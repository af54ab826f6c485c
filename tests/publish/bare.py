"""A base map with nothing on it but, if wished, one place: for tests that look at what lies above it."""

from __future__ import annotations

from datetime import date

import numpy as np

from tourplanner.model.basemap import LAYERS, Basemap, Feature, Layer
from tourplanner.model.bounds import Bounds


def bare_basemap(place: str = "") -> Basemap:
    layers = {name: Layer.of(()) for name in LAYERS}
    if place:
        layers["place"] = Layer.of([Feature((np.array([[20.99, 105.9]]),), "town", place, 2)])
    return Basemap(layers, Bounds(20.45, 105.2, 21.55, 106.6), "© OpenStreetMap", "ODbL-1.0", date(2026, 11, 1))
