"""A base map with nothing on it but, if wished, one place: for tests that look at what lies above it."""

from __future__ import annotations

import numpy as np

from tourplanner.publish.basemap import LAYERS, Basemap, Feature, Layer
from tourplanner.publish.clipping import Bounds


def bare_basemap(place: str = "") -> Basemap:
    layers = {name: Layer((), np.zeros((0, 4))) for name in LAYERS}
    if place:
        spot = np.array([[20.99, 105.9]])
        layers["place"] = Layer((Feature((spot,), "town", place, 2),), np.hstack([spot, spot]))
    return Basemap(layers=layers, coverage=Bounds(20.45, 105.2, 21.55, 106.6))
