"""Whether a folder may be written over: only what an earlier handbook wrote, as the list in it says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tourplanner.errors import FolderError
from tourplanner.publish.whole import held_in

LIST = "handbook.json"
SCHEMA = "tourplanner/handbook/1"


def list_json(about: dict[str, Any], files: Iterable[str]) -> bytes:
    """What the handbook is of, and every file in it."""
    document = {"schema": SCHEMA, **about, "files": sorted({*files, LIST})}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def check_handbook_folder(folder: Path, *, overwrite: bool) -> None:
    """
    Whether a handbook may be written there.

    Raises
    ------
    FolderError
        If it is a file, or holds what no handbook wrote, or anything while ``overwrite`` is False.
    """
    held = held_in(folder, overwrite=overwrite)
    ours = _listed(folder / LIST)
    if held and ours is None:
        raise FolderError(folder, held, f"has no {LIST} of an earlier handbook")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()} if held else set()
    if foreign := sorted(found - (ours or set())):
        raise FolderError(folder, foreign, "holds files that tourplanner did not write")


def _listed(path: Path) -> set[str] | None:
    """The files an earlier handbook says it wrote; None if there was none."""
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        return None
    files = document.get("files")
    return {str(each) for each in files} if isinstance(files, list) else None
