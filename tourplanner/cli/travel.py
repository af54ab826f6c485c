"""The travel times that were asked for."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from tourplanner.travel import GeodesicTravel, RoadTravel, Traffic, TravelTimes
from tourplanner.travel.traffic.file import PACKAGED


def travel_times(args: Namespace) -> TravelTimes:
    """
    By distance; with ``--roads`` by car over the packaged roads of the region, or over a road pack in a file.

    ``--traffic`` alone asks for the packaged roads. Over a pack in a file traffic is the region's where it has one.
    """
    if args.roads is None and args.traffic is None:
        return GeodesicTravel()
    return road_travel(args.region, Path(args.roads) if args.roads else None, args.traffic)


def road_travel(region: str, roads: Path | None, traffic: Path | None, vehicle: str = "car") -> RoadTravel:
    """Over the region's packaged roads or those in a file, with its packaged traffic, if any, or that in a file."""
    usual = Traffic.packaged(region) if region in PACKAGED else None
    options = {"vehicle": vehicle, "traffic": Traffic.load(traffic) if traffic else usual}
    return RoadTravel.load(roads, **options) if roads else RoadTravel.packaged(region, **options)
