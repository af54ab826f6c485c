"""The regions that come with the library."""

from __future__ import annotations

from functools import cache
from importlib import resources

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.errors import UnknownIdError

_FILES = {"hanoi": ("tourplanner.catalogue.hanoi", "hanoi.json")}


def regions() -> tuple[str, ...]:
    """The names ``load`` knows, in alphabetical order."""
    return tuple(sorted(_FILES))


@cache
def load(region: str) -> Catalogue:
    """
    A packaged region: read and checked once, the same frozen value at every later call.

    Raises
    ------
    UnknownIdError
        If there is no such region; ``nearest`` lists those there are.
    """
    if region not in _FILES:
        raise UnknownIdError("region", region, regions())
    package, name = _FILES[region]
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return Catalogue.model_validate_json(text)
