"""A folder that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from tourplanner.errors import FolderError


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """
    A fresh folder beside this one to write into, moved into its place at the end.

    If anything is raised meanwhile, what was there stays and the fresh folder goes. Whoever calls knows that what is
    there may be replaced.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(folder, "new")
    try:
        fresh.mkdir()
        yield fresh
        _swap(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _beside(folder: Path, what: Literal["new", "old"]) -> Path:
    """A free name beside a folder, on the same file system."""
    return folder.with_name(f".{folder.name}.{what}-{os.getpid()}")


def _swap(fresh: Path, folder: Path) -> None:
    old = _beside(folder, "old")
    if not folder.exists():
        fresh.rename(folder)
        return
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)


def held_in(folder: Path, *, overwrite: bool) -> list[str]:
    """
    The names in a folder that is to be replaced, sorted; none if it does not exist.

    Raises
    ------
    FolderError
        If it is a file, or holds anything while ``overwrite`` is False.
    """
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise FolderError(folder, (), "is a file, not a folder")
    held = sorted(path.name for path in folder.iterdir())
    if held and not overwrite:
        raise FolderError(folder, held, "is not empty, and overwriting was not asked for")
    return held
