"""How packs are stored: whole numbers in few bytes, and a file of named sections."""

from __future__ import annotations

import lzma
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tourplanner.errors import DataError, Problem

Ints = NDArray[np.int64]

MAGIC = b"tourplanner roads\n"
VERSION = 2
"""Version 1 was the section ``roads`` alone, without a head; it is still read."""
NAME_BYTES = 8
MOST_BYTES = 1 << 30
"""A section that unpacks to more is not believed."""
UNREADABLE = (lzma.LZMAError, ValueError, LookupError, TypeError, AttributeError, EOFError, OverflowError)
"""What reading damaged bytes may raise."""


def pack_bytes(sections: Mapping[str, bytes]) -> bytes:
    """
    A pack file of sections, in their order.

    ``MAGIC``, a byte with the version, a byte with the number of sections; of each section its name in eight bytes, its
    length in four and the CRC-32 of name and bytes in four, both little end first, and its bytes.
    """
    parts = [MAGIC, bytes([VERSION, len(sections)])]
    for name, data in sections.items():
        head = name.encode("ascii").ljust(NAME_BYTES)
        parts += [head, len(data).to_bytes(4, "little"), crc32(head + data).to_bytes(4, "little"), data]
    return b"".join(parts)


def pack_sections(data: bytes, path: Path | str) -> dict[str, bytes]:
    """
    The sections of a pack file by name; ``path`` is named in errors.

    A section of a name nobody here knows only adds to the others, and may be left alone: what changes them comes with
    a new version, which is refused.

    Raises
    ------
    DataError
        If this is no pack, one of another version, cut short, or damaged.
    """
    if not data.startswith(MAGIC):
        raise bad_pack(path, "no-pack", "this is no road pack", "give a file made by: tourplanner roads build")
    version, body = data[len(MAGIC) : len(MAGIC) + 1], data[len(MAGIC) + 1 :]
    if version == b"\x01":
        return {"roads": body}
    if version != bytes([VERSION]):
        raise bad_pack(
            path, "version", f"the pack's format is not version 1 or {VERSION}", "build it again with this tourplanner"
        )
    try:
        return _parted(body)
    except ValueError as error:
        raise damaged(path, str(error)) from None


def _parted(body: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    at, head = 1, NAME_BYTES + 8
    while at < len(body):
        told = body[at : at + NAME_BYTES]
        name = told.decode("ascii").rstrip()
        size, check = (int.from_bytes(body[at + skip : at + skip + 4], "little") for skip in (8, 12))
        data = body[at + head : at + head + size]
        if at + head + size > len(body) or not name or name in found:
            raise ValueError("it ends too early, or its sections do not fit together")
        if crc32(told + data) != check:
            raise ValueError(f"its section {name!r} is not as it was written")
        found[name] = data
        at += head + size
    if body[:1] != bytes([len(found)]):
        raise ValueError("it ends too early")
    return found


def bad_pack(path: Path | str, code: str, message: str, fix: str) -> DataError:
    """One problem of a whole file."""
    return DataError([Problem(str(path), None, "", "", code, message, fix)])


def damaged(path: Path | str, how: str) -> DataError:
    """A pack file that cannot be as it was written."""
    return bad_pack(path, "damaged", f"the pack is damaged: {how}", "copy or build it again")


def compressed(body: bytes) -> bytes:
    """As few bytes as will do; the same body gives the same ones."""
    # Columns are bytes without alignment: lp and pb of 0 pack them a twentieth smaller than the default.
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 3, "lp": 0, "pb": 0}]
    return lzma.compress(body, format=lzma.FORMAT_XZ, filters=filters)


def inflated(data: bytes) -> bytes:
    """What was compressed; one of ``UNREADABLE`` if it is not that."""
    reader = lzma.LZMADecompressor(lzma.FORMAT_XZ)
    body = reader.decompress(data, MOST_BYTES)
    if not reader.eof:
        raise ValueError("it ends too early, or unpacks to more than a gigabyte")
    return body


def squeezed(values: Ints) -> bytes:
    """Whole numbers as bytes: small ones of either sign become small, then all low bytes, all second bytes, ..."""
    folded = np.where(values < 0, -2 * values - 1, 2 * values).astype("<u4")
    planes = folded.view(np.uint8).reshape(-1, 4).T
    return np.ascontiguousarray(planes).tobytes()


def spread(data: bytes, count: int) -> Ints:
    """``count`` whole numbers from their bytes."""
    planes = np.frombuffer(data, np.uint8).reshape(4, count)
    folded = np.ascontiguousarray(planes.T).view("<u4").reshape(-1).astype(np.int64)
    return np.where(folded & 1, -(folded + 1) // 2, folded // 2)


def write_whole(data: bytes, path: Path) -> None:
    """Write a file, whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()
