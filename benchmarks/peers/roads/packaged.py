"""Ours: the packaged roads, which leave most lanes out; places are snapped, times are whole minutes, rounded up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.peers.roads import Case, Step, made, matrix

if TYPE_CHECKING:
    from tourplanner.model import Place
    from tourplanner.travel import TravelTimes


def steps(case: Case) -> Iterator[Step]:
    from tourplanner.model import Place
    from tourplanner.travel import RoadTravel

    def ready() -> tuple[RoadTravel, RoadTravel]:
        hourly = RoadTravel.packaged("hanoi")
        # As the others drive: by class of road, without the daytime factor.
        plain = RoadTravel(hourly.pack, speeds=replace(hourly.pace, daytime=1.0))
        for each in (plain, hourly):
            each.leg(*places[:2])
        return plain, hourly

    places = [Place(lat=lat, lon=lon) for lon, lat in case.coordinates(len(case.at))]
    (plain, hourly), step = made("load, networks and index", ready)
    yield step
    for count in case.sizes:
        yield matrix("matrix", count, partial(_seconds, plain, places[:count]))
    for count in case.sizes:
        # No single time: the others have none by the hour.
        yield replace(made("matrix by the hour", partial(hourly.matrix, places[:count]))[1], places=count)


def _seconds(travel: TravelTimes, places: Sequence[Place]) -> Any:
    return travel.matrix(places).seconds
