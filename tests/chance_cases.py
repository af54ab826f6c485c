"""Days whose chances can be worked out on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from rules_cases import CATALOGUE, SATURDAY, tour

from tourplanner.model import HANOI, Day, Itinerary, Leg, Opening, Spread, Stop

START = CATALOGUE.start("hoan-kiem-old-quarter")
ALWAYS = Opening.daily(time(0), time(23, 59))
ONLY_ROADS = Spread(drive=0.2, peak=0.2, peak_factor=1.0, walk=0.1, common=0.0, overrun=0.0)


def at(clock: str) -> datetime:
    return datetime.combine(SATURDAY, time.fromisoformat(clock), HANOI)


def drive(depart: datetime, minutes: float, origin: str, destination: str, mode: Any = "drive") -> Leg:
    return Leg(origin=origin, destination=destination, depart=depart, seconds=int(60 * minutes), metres=0, mode=mode)


def day_of(
    depart: str, moves: Sequence[float], visits: Sequence[dict[str, Any]] = (), mode: Any = "drive", **goal: Any
) -> Itinerary:
    """
    A day by hand: minutes of each leg; visits as dicts of ``minutes``, and optionally ``begin`` (else on arrival),
    ``onward`` (else when it is over), ``opening`` (else always) and ``session``.
    """
    now, here = at(depart), START.id
    legs, stops = [], []
    for number, (move, visit) in enumerate(zip(moves, visits, strict=False)):
        one = CATALOGUE.experience("bt-wheel").replace(
            id=f"visit-{number}", minutes=visit["minutes"], opening=visit.get("opening", ALWAYS)
        )
        legs.append(drive(now, move, here, one.id, mode))
        arrive = legs[-1].arrive
        begin = at(visit["begin"]) if "begin" in visit else arrive
        end = begin + timedelta(minutes=visit["minutes"])
        village = CATALOGUE.village(one.village)
        stops.append(
            Stop(experience=one, village=village, arrive=arrive, begin=begin, end=end, session=visit.get("session"))
        )
        now, here = at(visit["onward"]) if "onward" in visit else end, one.id
    legs.append(drive(now, moves[-1], here, START.id, mode))
    made = tour(**goal)
    day = Day(
        date=SATURDAY, start=START, end=START, depart=at(depart), back=legs[-1].arrive, stops=tuple(stops),
        legs=tuple(legs),
    )  # fmt: skip
    changed: Itinerary = made.replace(days=(day,))
    return changed
