"""Online tile providers by name, each with the attribution it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tourplanner.errors import UnknownIdError

if TYPE_CHECKING:
    from xyzservices import TileProvider

USUAL = "OpenStreetMap"
"""What ``offline=False`` draws without a name."""
_SHORT = {USUAL: "OpenStreetMap.Mapnik"}


def tiles_asked(tiles: str | None, offline: bool | None) -> str | None:
    """
    The tile layer to draw by two options that say it in two ways; None for the vector base map.

    Raises
    ------
    ValueError
        If a tile layer is named for a map that is to work offline.
    """
    if tiles is None:
        return USUAL if offline is False else None
    if offline:
        raise ValueError(f"tiles={tiles!r} need a network, offline=True forbids one: leave one of the two out")
    return tiles


def tile_provider(name: str) -> TileProvider:
    """
    A provider of xyzservices by its name there, "OpenTopoMap" or "Esri.WorldImagery"; case and signs do not count.

    Raises
    ------
    UnknownIdError
        If there is none of that name, with the nearest ones.
    ValueError
        If the provider answers only those who have a key of theirs.
    """
    from xyzservices import providers

    known = cast("dict[str, TileProvider]", providers.flatten())
    by_key = {_key(each): each for each in known} | {_key(short): each for short, each in _SHORT.items()}
    found = by_key.get(_key(name))
    if found is None:
        raise UnknownIdError("tile provider", name, _nearest(name, tuple(known)))
    provider = known[found]
    if provider.requires_token():
        wanted = ", ".join(key for key, value in provider.items() if "<insert your" in str(value))
        raise ValueError(
            f"tile provider {found} needs a key of yours ({wanted}), and a page that holds a key gives it away: "
            f"take one without, for instance {USUAL} or OpenTopoMap"
        )
    return provider


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _nearest(name: str, known: tuple[str, ...]) -> list[str]:
    """The styles of a provider named alone, else names that look like it."""
    from difflib import get_close_matches

    by_key = {_key(each): each for each in (*known, *_SHORT)}
    styles = [each for key, each in by_key.items() if _key(name) and key.startswith(_key(name))]
    return styles[:5] or [by_key[key] for key in get_close_matches(_key(name), by_key, n=5, cutoff=0.5)]


def credit_of(provider: TileProvider) -> str:
    """The line a provider asks for, as plain text."""
    return str(provider.attribution).replace("(C)", "©")
