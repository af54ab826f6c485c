"""A road pack as one compressed file, ``*.roads``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from tourplanner.model.basemapfile import SECTION
from tourplanner.model.packed import (
    UNREADABLE,
    bad_pack,
    compressed,
    damaged,
    inflated,
    pack_bytes,
    pack_sections,
    spread,
    squeezed,
    write_whole,
)
from tourplanner.travel.roads.pack import Area, Ints, RoadPack

ROADS = "roads"
TEXTS = ("title", "source", "licence", "attribution")
# One letter a column: d differences to the entry before, e difference to start, s sums of differences, - as it is.
COLUMNS = {
    "lat": "d", "lon": "d", "start": "d", "end": "e", "length_dm": "-", "kind": "-", "permission": "-", "oneway": "-",
    "name": "-", "ref": "-", "shape_count": "-", "shape_lat": "d", "shape_lon": "d",
}  # fmt: skip


def to_bytes(pack: RoadPack) -> bytes:
    """The file's bytes; the same pack gives the same ones."""
    sections = {ROADS: _roads(pack)}
    if pack.basemap_bytes:
        sections[SECTION] = pack.basemap_bytes
    return pack_bytes(sections)


def _roads(pack: RoadPack) -> bytes:
    columns = [squeezed(_out(pack, name, how)) for name, how in COLUMNS.items()]
    head = {name: getattr(pack, name) for name in TEXTS} | {
        "area": str(pack.area), "as_of": pack.as_of.isoformat(), "lacks": pack.lacks, "words": pack.words,
        "columns": [[name, len(getattr(pack, name)), len(data)] for name, data in zip(COLUMNS, columns, strict=True)],
    }  # fmt: skip
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return compressed(len(text).to_bytes(4, "little") + text + b"".join(columns))


def save(pack: RoadPack, path: Path) -> None:
    """Write a pack, whole or not at all."""
    write_whole(to_bytes(pack), path)


def load_pack(path: Path | str) -> RoadPack:
    """
    The pack in a file.

    Raises
    ------
    DataError
        If the file is missing, is no road pack, is of a later version, or is damaged.
    """
    path = Path(path)
    if not path.is_file():
        raise bad_pack(path, "missing", "there is no such file", "make one: tourplanner roads build EXTRACT --out FILE")
    return from_bytes(path.read_bytes(), path)


def from_bytes(data: bytes, path: Path | str = "pack") -> RoadPack:
    """The pack in a file's bytes; ``path`` is named in errors. Raises as ``load_pack`` does."""
    sections = pack_sections(data, path)
    if ROADS not in sections:
        raise damaged(path, "it has no roads")
    try:
        pack = _unpacked(inflated(sections[ROADS]), sections.get(SECTION, b""))
        faults = list(pack.faults())
    except UNREADABLE as error:
        faults = [str(error) or type(error).__name__]
    if faults:
        raise damaged(path, "; ".join(faults))
    return pack


def _unpacked(body: bytes, basemap: bytes) -> RoadPack:
    at = 4 + int.from_bytes(body[:4], "little")
    head = json.loads(body[4:at])
    found: dict[str, Any] = {}
    for name, count, size in head["columns"]:
        found[name] = spread(body[at : at + size], count)
        at += size
    if sorted(found) != sorted(COLUMNS) or at != len(body):
        raise ValueError("columns are missing or too many")
    for name, how in COLUMNS.items():
        if how == "d":
            found[name] = np.cumsum(found[name])
    found["end"] = found["end"] + found["start"]
    found["oneway"] = found["oneway"] > 0
    for values in found.values():
        values.setflags(write=False)
    return RoadPack(
        area=Area.parse(head["area"]), as_of=date.fromisoformat(head["as_of"]), lacks=tuple(head["lacks"]),
        words=tuple(head["words"]), basemap_bytes=basemap,
        **{name: head[name] for name in TEXTS}, **found,
    )  # fmt: skip


def _out(pack: RoadPack, name: str, how: str) -> Ints:
    values = np.asarray(getattr(pack, name)).astype(np.int64)
    if how == "d":
        return np.diff(values, prepend=0)
    return values - pack.start if how == "e" else values
