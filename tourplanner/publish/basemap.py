"""The packaged vector basemap: water, roads, railways, boundaries and place names, cut to what a map shows."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tourplanner.publish.clipping import Bounds, Points, clip_line, clip_ring

ATTRIBUTION = "© OpenStreetMap contributors (ODbL), 8/2021 · ranh giới 2025: sapnhap.bando.com.vn"
"""What every map drawn from the packaged basemap must show."""

AREAS = ("land", "water")
LINES = ("waterway", "rail", "road", "boundary")
LAYERS = (*AREAS, *LINES, "place")
ROAD_CLASSES = ("motorway", "trunk", "primary", "secondary", "tertiary", "link", "street")

_FILE = Path(__file__).parent / "data" / "hanoi.basemap.json.gz"
_SCALE = 100_000


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

    Boundaries may reach beyond ``coverage``; nothing else does.
    """

    layers: dict[str, Layer]
    coverage: Bounds
    attribution: str = ATTRIBUTION

    @staticmethod
    def packaged() -> Basemap:
        """The basemap of Hanoi and Bắc Ninh that comes with the package; read once, on first use."""
        return _packaged()

    def clip(self, bounds: Bounds, layers: Sequence[str] = LAYERS) -> dict[str, tuple[Feature, ...]]:
        """
        Only what lies within bounds: lines and areas are cut at them, points kept or left out.

        Raises
        ------
        ValueError
            If there is no layer of a given name.
        """
        unknown = [name for name in layers if name not in self.layers]
        if unknown:
            raise ValueError(f"no layer {', '.join(unknown)}; there are {', '.join(self.layers)}")
        return {name: tuple(_cut(name, self.layers[name], bounds)) for name in layers}


def _cut(name: str, layer: Layer, bounds: Bounds) -> Iterator[Feature]:
    for feature, whole in layer.near(bounds):
        if whole:
            yield feature
        elif name in AREAS:
            rings = tuple(ring for ring in (clip_ring(ring, bounds) for ring in feature.rings) if len(ring) > 2)
            if rings:
                yield Feature(rings, feature.kind, feature.name, feature.rank)
        else:
            for piece in clip_line(feature.rings[0], bounds):
                yield Feature((piece,), feature.kind, feature.name, feature.rank)


@cache
def _packaged() -> Basemap:
    document = json.loads(gzip.decompress(_FILE.read_bytes()))
    layers = {name: _layer(packed) for name, packed in document["layers"].items()}
    return Basemap(layers=layers, coverage=Bounds(*document["coverage"]))


def _layer(packed: dict[str, Any]) -> Layer:
    """One layer unpacked; ``build_basemap.packed`` describes the form."""
    flat = np.cumsum(np.array([packed["lat"], packed["lon"]]), axis=1).T / _SCALE
    rings = np.split(flat, np.cumsum(packed["points"])[:-1])
    columns = [[packed[name]["table"][at] for at in packed[name]["index"]] for name in ("kind", "name", "rank")]
    ends = np.cumsum(packed["rings"])
    features = tuple(
        Feature(tuple(rings[end - count : end]), *about)
        for count, end, about in zip(packed["rings"], ends, zip(*columns, strict=True), strict=True)
    )
    firsts = np.cumsum([0, *(sum(len(ring) for ring in feature.rings) for feature in features[:-1])])
    extents = np.hstack([np.minimum.reduceat(flat, firsts), np.maximum.reduceat(flat, firsts)])
    return Layer(features, extents)
