"""A basemap as bytes: the section ``basemap`` of a road pack."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from tourplanner.model.basemap import LAYERS, Basemap, Feature, Layer
from tourplanner.model.bounds import Bounds, Points
from tourplanner.model.packed import UNREADABLE, Ints, compressed, damaged, inflated, spread, squeezed

SECTION = "basemap"
SCALE = 100_000
"""Coordinates are whole 1e-5 degrees, about a metre."""
COLUMNS = ("rings", "points", "lat", "lon", "kind", "name", "rank")
"""
Of each layer: the rings of each feature, the points of each ring, all points as differences to the one before, and for
each feature the numbers of its kind and name among the words, and its rank.
"""


def basemap_bytes(basemap: Basemap) -> bytes:
    """
    The section's bytes; the same basemap gives the same ones, coordinates rounded to 1e-5 degrees.

    Compressed (xz): four bytes with the length of a JSON head, the head, then the ``COLUMNS`` of each layer as the head
    counts them.
    """
    every = [each for layer in basemap.layers.values() for each in layer.features]
    words = sorted({"", *(each.kind for each in every), *(each.name for each in every)})
    numbers = {word: at for at, word in enumerate(words)}
    layers, body = {}, []
    for name, layer in basemap.layers.items():
        columns = _columns(layer.features, numbers)
        layers[name] = [len(each) for each in columns]
        body += [squeezed(each) for each in columns]
    head = {
        "coverage": basemap.coverage, "attribution": basemap.attribution, "licence": basemap.licence,
        "as_of": basemap.as_of.isoformat(), "words": words, "layers": layers,
    }  # fmt: skip
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return compressed(len(text).to_bytes(4, "little") + text + b"".join(body))


def basemap_from(data: bytes, path: Path | str) -> Basemap:
    """
    The basemap in a section's bytes; ``path`` is named in errors.

    Raises
    ------
    DataError
        If the bytes are no basemap.
    """
    try:
        return _unpacked(inflated(data))
    except UNREADABLE as error:
        raise damaged(path, f"its basemap: {error or type(error).__name__}") from None


def rounded(points: Points) -> Ints:
    """Degrees as whole 1e-5 degrees."""
    return np.rint(points * SCALE).astype(np.int64)


def _columns(features: Sequence[Feature], numbers: dict[str, int]) -> list[Ints]:
    rings = [rounded(ring) for feature in features for ring in feature.rings]
    steps = np.diff(np.concatenate([np.zeros((1, 2), np.int64), *rings]), axis=0)
    columns = [
        [len(each.rings) for each in features], [len(each) for each in rings], steps[:, 0], steps[:, 1],
        [numbers[each.kind] for each in features], [numbers[each.name] for each in features],
        [each.rank for each in features],
    ]  # fmt: skip
    return [np.asarray(each, np.int64) for each in columns]


def _unpacked(body: bytes) -> Basemap:
    at = 4 + int.from_bytes(body[:4], "little")
    head = json.loads(body[4:at])
    layers: dict[str, Layer] = {}
    for name, sizes in head["layers"].items():
        columns = {}
        for column, size in zip(COLUMNS, sizes, strict=True):
            columns[column] = spread(body[at : at + 4 * size], size)
            at += 4 * size
        layers[name] = Layer.of(_features(columns, head["words"]))
    if tuple(layers) != LAYERS or at != len(body):
        raise ValueError("layers are missing or too many")
    about: dict[str, Any] = {name: str(head[name]) for name in ("attribution", "licence")}
    return Basemap(layers, Bounds(*map(float, head["coverage"])), **about, as_of=date.fromisoformat(head["as_of"]))


def _features(columns: dict[str, Ints], words: list[str]) -> list[Feature]:
    flat = np.column_stack([np.cumsum(columns["lat"]), np.cumsum(columns["lon"])]) / SCALE
    flat.setflags(write=False)
    starts, owners = (np.concatenate(([0], np.cumsum(columns[name]))).tolist() for name in ("points", "rings"))
    if starts[-1] != len(flat) or owners[-1] != len(starts) - 1 or min(columns["points"], default=1) < 1:
        raise ValueError("its points do not add up")
    if any((columns[name] < 0).any() for name in ("rings", "points", "kind", "name", "rank")):
        raise ValueError("a number is below zero")
    rings = [flat[first:end] for first, end in pairwise(starts)]
    about = (columns[name].tolist() for name in ("kind", "name", "rank"))
    return [
        Feature(tuple(rings[first:end]), words[kind], words[name], rank)
        for (first, end), kind, name, rank in zip(pairwise(owners), *about, strict=True)
    ]
