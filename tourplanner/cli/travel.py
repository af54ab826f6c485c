"""The travel times that were asked for."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from tourplanner.travel import GeodesicTravel, RoadTravel, TravelTimes

if TYPE_CHECKING:
    from tourplanner.model.basemap import Basemap


def travel_times(args: Namespace) -> TravelTimes:
    """By distance; with ``--roads`` by car over the packaged roads of the region, or over a road pack in a file."""
    if args.roads is None:
        return GeodesicTravel()
    return RoadTravel.load(args.roads) if args.roads else RoadTravel.packaged(args.region)


def drawn_below(travel: TravelTimes) -> Basemap | None:
    """What maps draw under routes: the basemap of the road pack in use; None for the packaged one."""
    return travel.pack.basemap if isinstance(travel, RoadTravel) else None
