"""The travel times that were asked for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tourplanner.cli.engines import engine_times
from tourplanner.model.vehicles import Vehicle
from tourplanner.travel import GeodesicTravel, RoadTravel, TravelTimes, usual_travel

if TYPE_CHECKING:
    from tourplanner.model.basemap import Basemap


def travel_times(args: Namespace, vehicles: Sequence[Vehicle]) -> TravelTimes:
    """Over packaged roads in the largest of these vehicles, or a pack in a file; as an engine says; or by distance."""
    routed = engine_times(args)
    if routed is not None:
        return routed
    if args.by_distance:
        return GeodesicTravel()
    usual = usual_travel(vehicles)
    return RoadTravel.load(args.roads, vehicle=usual.vehicle) if args.roads else usual


def drawn_below(travel: TravelTimes) -> Basemap | None:
    """What maps draw under routes: the basemap of the road pack in use; None for the packaged one."""
    return travel.pack.basemap if isinstance(travel, RoadTravel) else None
