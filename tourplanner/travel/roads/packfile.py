"""A road pack as one compressed file, ``*.roads``."""

from __future__ import annotations

import json
import lzma
import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from tourplanner.errors import DataError, Problem
from tourplanner.travel.roads.pack import Area, Ints, RoadPack

MAGIC = b"tourplanner roads\n"
VERSION = 1
TEXTS = ("title", "source", "licence", "attribution")
# One letter a column: d differences to the entry before, e difference to start, s sums of differences, - as it is.
COLUMNS = {
    "lat": "d", "lon": "d", "start": "d", "end": "e", "length_dm": "-", "kind": "-", "permission": "-", "oneway": "-",
    "name": "-", "ref": "-", "shape_count": "-", "shape_lat": "d", "shape_lon": "d",
}  # fmt: skip
MOST_BYTES = 1 << 30
"""A file that unpacks to more is not believed."""


def to_bytes(pack: RoadPack) -> bytes:
    """The file's bytes; the same pack gives the same ones."""
    columns = [_squeezed(_out(pack, name, how)) for name, how in COLUMNS.items()]
    head = {name: getattr(pack, name) for name in TEXTS} | {
        "area": str(pack.area), "as_of": pack.as_of.isoformat(), "lacks": pack.lacks, "words": pack.words,
        "columns": [[name, len(getattr(pack, name)), len(data)] for name, data in zip(COLUMNS, columns, strict=True)],
    }  # fmt: skip
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    body = len(text).to_bytes(4, "little") + text + b"".join(columns)
    # Columns are bytes without alignment: lp and pb of 0 pack them a twentieth smaller than the default.
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 3, "lp": 0, "pb": 0}]
    return MAGIC + bytes([VERSION]) + lzma.compress(body, format=lzma.FORMAT_XZ, filters=filters)


def save(pack: RoadPack, path: Path) -> None:
    """Write a pack, whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(to_bytes(pack))
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


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
        raise _bad(path, "missing", "there is no such file", "make one: tourplanner roads build EXTRACT --out FILE")
    return from_bytes(path.read_bytes(), path)


def from_bytes(data: bytes, path: Path | str = "pack") -> RoadPack:
    """The pack in a file's bytes; ``path`` is named in errors. Raises as ``load_pack`` does."""
    if not data.startswith(MAGIC):
        raise _bad(path, "no-pack", "this is no road pack", "give a file made by: tourplanner roads build")
    if data[len(MAGIC) : len(MAGIC) + 1] != bytes([VERSION]):
        raise _bad(
            path, "version", f"the pack's format is not version {VERSION}", "build it again with this tourplanner"
        )
    try:
        pack = _unpacked(_inflated(data[len(MAGIC) + 1 :]))
        faults = list(pack.faults())
    except (lzma.LZMAError, ValueError, KeyError, TypeError, IndexError, EOFError, OverflowError) as error:
        faults = [str(error) or type(error).__name__]
    if faults:
        raise _bad(path, "damaged", f"the pack is damaged: {'; '.join(faults)}", "copy or build it again")
    return pack


def _inflated(data: bytes) -> bytes:
    reader = lzma.LZMADecompressor(lzma.FORMAT_XZ)
    body = reader.decompress(data, MOST_BYTES)
    if not reader.eof:
        raise ValueError("it ends too early, or unpacks to more than a gigabyte")
    return body


def _unpacked(body: bytes) -> RoadPack:
    at = 4 + int.from_bytes(body[:4], "little")
    head = json.loads(body[4:at])
    found: dict[str, Any] = {}
    for name, count, size in head["columns"]:
        found[name] = _spread(body[at : at + size], count)
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
        words=tuple(head["words"]), **{name: head[name] for name in TEXTS}, **found,
    )  # fmt: skip


def _out(pack: RoadPack, name: str, how: str) -> Ints:
    values = np.asarray(getattr(pack, name)).astype(np.int64)
    if how == "d":
        return np.diff(values, prepend=0)
    return values - pack.start if how == "e" else values


def _squeezed(values: Ints) -> bytes:
    """Whole numbers as bytes: small ones of either sign become small, then all low bytes, all second bytes, ..."""
    folded = np.where(values < 0, -2 * values - 1, 2 * values).astype("<u4")
    planes = folded.view(np.uint8).reshape(-1, 4).T
    return np.ascontiguousarray(planes).tobytes()


def _spread(data: bytes, count: int) -> Ints:
    planes = np.frombuffer(data, np.uint8).reshape(4, count)
    folded = np.ascontiguousarray(planes.T).view("<u4").reshape(-1).astype(np.int64)
    return np.where(folded & 1, -(folded + 1) // 2, folded // 2)


def _bad(path: Path | str, code: str, message: str, fix: str) -> DataError:
    return DataError([Problem(str(path), None, "", "", code, message, fix)])


