"""The road packs that come with the package."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from tourplanner.errors import UnknownIdError
from tourplanner.travel.roads.pack import RoadPack
from tourplanner.travel.roads.packfile import from_bytes

PACKAGED = ("hanoi",)


def packaged_pack(region: str) -> RoadPack:
    """The road pack that comes with a packaged region; raises UnknownIdError if it has none."""
    if region not in PACKAGED:
        raise UnknownIdError("packaged road pack", region, PACKAGED)
    return _packaged(region)


@lru_cache(maxsize=2)
def _packaged(region: str) -> RoadPack:
    name = f"{region}.roads"
    return from_bytes((resources.files(__package__ or "") / "data" / name).read_bytes(), name)
