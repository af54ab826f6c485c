"""Ours: the packaged roads, which leave most lanes out; places are snapped, times are whole minutes, rounded up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from benchmarks.peers.roads import Case, Step, made, matrix


def steps(case: Case) -> Iterator[Step]:
    from tourplanner.model import Place
    from tourplanner.travel import RoadTravel

    def ready() -> tuple[RoadTravel, RoadTravel]:
        hourly = RoadTravel.packaged("hanoi")
        # As the others drive: by class of road, without the daytime factor.
        plain = RoadTravel(hourly.pack, speeds=replace(hourly.pace, daytime=1.0))
        plain.roads()
        return plain, hourly

    (plain, hourly), step = made("load, network", ready)
    yield step
    places = [Place(lat=lat, lon=lon) for lon, lat in case.coordinates(len(case.at))]
    for count in case.sizes:
        yield _matrix("matrix", plain, places[:count])
    for count in case.sizes:
        yield _matrix("matrix by the hour", hourly, places[:count])


def _matrix(step: str, travel: Any, places: Any) -> Step:
    return matrix(step, len(places), lambda: travel.matrix(places).seconds)
