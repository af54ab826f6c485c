"""published.json: which files a publication has, so that the next one knows its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tourplanner.errors import FolderError
from tourplanner.publish.bundle.media import media_of
from tourplanner.publish.bundle.source import Source
from tourplanner.publish.whole import held_in

MANIFEST = "published.json"
SCHEMA = "tourplanner/published@1"


@dataclass(frozen=True, slots=True, order=True)
class Made:
    """A file that was made: its path in the folder, media type, size in bytes, and SHA-256 in hexadecimal."""

    name: str
    media: str
    size: int
    sha256: str

    @classmethod
    def of(cls, name: str, contents: bytes) -> Made:
        """What there is to say of a file with these contents."""
        return cls(name, media_of(name), len(contents), hashlib.sha256(contents).hexdigest())


def manifest_json(source: Source, made: Iterable[Made]) -> bytes:
    """What was published of which portfolio; every file but this one, by name. No date, no machine."""
    portfolio = source.portfolio
    document = {
        "schema": SCHEMA,
        "region": portfolio.region,
        "month": portfolio.month,
        "languages": list(source.languages),
        "files": [
            {"name": each.name, "media": each.media, "bytes": each.size, "sha256": each.sha256}
            for each in sorted(made)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def check_publication(folder: Path, *, overwrite: bool = True) -> None:
    """
    Whether a publication may be written there; worth asking before anything long.

    Raises
    ------
    FolderError
        If it is a file, or holds files that no publication wrote or that were changed since, or anything at all while
        ``overwrite`` is False. Nothing was touched.
    """
    folder = Path(folder).resolve()
    held = held_in(folder, overwrite=overwrite)
    known = _known(folder / MANIFEST)
    if held and known is None:
        raise FolderError(folder, held, f"has no {MANIFEST} of an earlier publication")
    if known is not None:
        _check_own(folder, known)


def _check_own(folder: Path, known: dict[str, str]) -> None:
    found = sorted(_files(folder))
    if foreign := [name for name in found if name not in known and name != MANIFEST]:
        raise FolderError(folder, foreign, "holds files that tourplanner did not write")
    if changed := [name for name in found if name in known and _digest(folder / name) != known[name]]:
        raise FolderError(folder, changed, "holds files that were changed since they were published")


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_dir():
            yield path.relative_to(folder).as_posix()


def _digest(path: Path) -> str:
    """SHA-256 of a file; of a link none, whatever it leads to."""
    return "" if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()


def _known(path: Path) -> dict[str, str] | None:
    """The files an earlier publication says it wrote, with their SHA-256; None if there was none."""
    try:
        document: Any = json.loads(path.read_bytes())
        ours = document["schema"] == SCHEMA
        return {str(each["name"]): str(each["sha256"]) for each in document["files"]} if ours else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
