"""From a matrix to a leg of an itinerary."""

from __future__ import annotations

from datetime import datetime

from tourplanner.model import HANOI, Leg
from tourplanner.travel.times import TravelMatrix


def timed_leg(matrix: TravelMatrix, pair: tuple[int, int], ends: tuple[str, str], depart: datetime) -> Leg:
    """The leg between two places of a matrix, named by the ids of its ``ends``, for who leaves then."""
    clock = depart.astimezone(HANOI)
    walked = bool(matrix.walked[pair])
    return Leg(
        origin=ends[0],
        destination=ends[1],
        depart=depart,
        seconds=matrix.leg_s(*pair, clock.hour * 3600 + clock.minute * 60 + clock.second),
        metres=int(matrix.metres[pair]),
        padding_s=int(matrix.padding_s[pair]),
        mode="walk" if walked else "drive",
        walk_m=0 if walked else int(matrix.walk_m[pair]),
        spread=float(matrix.spread[pair]),
    )
