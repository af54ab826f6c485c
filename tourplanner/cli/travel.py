"""The travel times that were asked for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tourplanner.cli.engines import engine_times
from tourplanner.errors import GoalError
from tourplanner.model.vehicles import Vehicle
from tourplanner.travel import GeodesicTravel, RoadTravel, Traffic, TravelTimes, usual_travel
from tourplanner.travel.traffic.file import PACKAGED

if TYPE_CHECKING:
    from tourplanner.model.basemap import Basemap


def travel_times(args: Namespace, vehicles: Sequence[Vehicle]) -> TravelTimes:
    """
    Over packaged roads in the largest of these vehicles, or a pack in a file; as an engine says; or by distance.

    Raises
    ------
    GoalError
        If what was given does not go together.
    """
    routed = engine_times(args)
    if args.by_distance and (routed or args.roads or args.traffic):
        raise GoalError("--by-distance reads no roads: leave out --roads, --traffic and --engine, or --by-distance")
    if args.by_distance:
        return GeodesicTravel()
    return routed or road_travel(args.region, args.roads, args.traffic, usual_travel(vehicles).vehicle)


def road_travel(region: str, roads: Path | None, traffic: Path | None, vehicle: str = "car") -> RoadTravel:
    """Over the region's packaged roads or those in a file, with its packaged traffic, if any, or that in a file."""
    usual = Traffic.packaged(region) if region in PACKAGED else None
    options = {"vehicle": vehicle, "traffic": Traffic.load(traffic) if traffic else usual}
    return RoadTravel.load(roads, **options) if roads else RoadTravel.packaged(region, **options)


def drawn_below(travel: TravelTimes) -> Basemap | None:
    """What maps draw under routes: the basemap of the road pack in use; None for the packaged one."""
    return travel.pack.basemap if isinstance(travel, RoadTravel) else None
