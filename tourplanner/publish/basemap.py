"""The base map cut to what a map shows, and the one that comes with the package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from tourplanner.model.basemap import AREAS, LAYERS, Basemap, Feature, Layer
from tourplanner.model.basemapfile import SECTION, basemap_from
from tourplanner.model.bounds import Bounds
from tourplanner.model.packed import pack_sections
from tourplanner.publish.clipping import clip_line, clip_ring

_PACK = "travel/roads/data/hanoi.roads"
"""The packaged region's road pack. Its roads are none of this room's business, its base map is a model value."""


@cache
def packaged_basemap() -> Basemap:
    """The base map of Hanoi and Bắc Ninh that comes with the package; read once, on first use."""
    data = files("tourplanner").joinpath(_PACK).read_bytes()
    return basemap_from(pack_sections(data, _PACK)[SECTION], _PACK)


def clip(basemap: Basemap, bounds: Bounds, layers: Sequence[str] = LAYERS) -> dict[str, tuple[Feature, ...]]:
    """
    Only what lies within bounds: lines and areas are cut at them, points kept or left out.

    Raises
    ------
    ValueError
        If there is no layer of a given name.
    """
    unknown = [name for name in layers if name not in basemap.layers]
    if unknown:
        raise ValueError(f"no layer {', '.join(unknown)}; there are {', '.join(basemap.layers)}")
    return {name: tuple(_cut(name, basemap.layers[name], bounds)) for name in layers}


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
