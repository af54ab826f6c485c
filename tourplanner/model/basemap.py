"""What lies on the ground around a route, for maps to draw: water, roads, railways, boundaries, place names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from tourplanner.model.bounds import Bounds, Points

AREAS = ("land", "water")
LINES = ("waterway", "rail", "road", "boundary")
LAYERS = (*AREAS, *LINES, "place")
"""In drawing order."""
ROAD_CLASSES = ("motorway", "trunk", "primary", "secondary", "tertiary", "link", "street")


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """
    One thing on the map.

    ``rings`` are n x 2 arrays of (lat, lon) in degrees: one line; an area's outer ring and its holes; one point.
    ``kind`` is the road class, "river", "urban", "province" ...; ``name`` a river's or place's name or a road's
    number; ``rank`` orders places, 1 the largest, 0 for everything else.
    """

    rings: tuple[Points, ...]
    kind: str = ""
    name: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Features of one sort with the bounds of each (n x 4: south, west, north, east), for quick cutting."""

    features: tuple[Feature, ...]
    extents: Points

    @classmethod
    def of(cls, features: Iterable[Feature]) -> Layer:
        """Features with their bounds; none without a point."""
        found = tuple(features)
        if not found:
            return cls((), np.zeros((0, 4)))
        flat = np.concatenate([ring for feature in found for ring in feature.rings])
        firsts = np.cumsum([0, *(sum(len(ring) for ring in feature.rings) for feature in found[:-1])])
        return cls(found, np.hstack([np.minimum.reduceat(flat, firsts), np.maximum.reduceat(flat, firsts)]))

    def near(self, bounds: Bounds) -> Iterator[tuple[Feature, bool]]:
        """The features whose own bounds meet the given ones, uncut, in stored order, and if they lie wholly within."""
        south, west, north, east = self.extents.T
        meets = (south <= bounds.north) & (north >= bounds.south) & (west <= bounds.east) & (east >= bounds.west)
        whole = (south >= bounds.south) & (north <= bounds.north) & (west >= bounds.west) & (east <= bounds.east)
        for index in np.flatnonzero(meets).tolist():
            yield self.features[index], bool(whole[index])


@dataclass(frozen=True, slots=True, eq=False)
class Basemap:
    """
    Layers by name (see ``LAYERS``), in drawing order, and the bounds within which they are complete.

    Boundaries may reach beyond ``coverage``; nothing else does. ``attribution`` is the line that every map drawn from
    it must show, ``licence`` the licence of the data (not of the program), ``as_of`` the day the data shows.
    """

    layers: dict[str, Layer]
    coverage: Bounds
    attribution: str
    licence: str
    as_of: date

    def counts(self) -> dict[str, int]:
        """How many features each layer has."""
        return {name: len(layer.features) for name, layer in self.layers.items()}
