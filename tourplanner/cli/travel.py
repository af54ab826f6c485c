"""The travel times that were asked for."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.engines import engine_times
from tourplanner.travel import GeodesicTravel, RoadTravel, TravelTimes


def travel_times(args: Namespace) -> TravelTimes:
    """By distance; with ``--roads`` by car over packaged roads or those in a file; with ``--engine`` as it says."""
    routed = engine_times(args)
    if routed is not None:
        return routed
    if args.roads is None:
        return GeodesicTravel()
    return RoadTravel.load(args.roads) if args.roads else RoadTravel.packaged(args.region)
