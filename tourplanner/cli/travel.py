"""The travel times that were asked for."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.travel import GeodesicTravel, RoadTravel, TravelTimes


def travel_times(args: Namespace) -> TravelTimes:
    """By distance; with ``--roads`` by car over the packaged roads of the region, or over a road pack in a file."""
    if args.roads is None:
        return GeodesicTravel()
    return RoadTravel.load(args.roads) if args.roads else RoadTravel.packaged(args.region)
