"""A first draft of a programme from the villages it goes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from tourplanner.catalogue import Catalogue, load
from tourplanner.model import Lunch, Place
from tourplanner.programme.value import Line, Programme, clock
from tourplanner.programme.view import place_of
from tourplanner.travel import TravelTimes, usual_travel

NOON = Lunch()


def drafted(
    villages: Sequence[str], catalogue: Catalogue | None, at: time, start: str, title: str, travel: TravelTimes | None
) -> Programme:
    """See ``Programme.draft``."""
    region = catalogue or load("hanoi")
    roads = travel or usual_travel()
    now, here, eaten = at.hour * 60 + at.minute, place_of(region, start), False
    lines = [Line(id="start", begin=at, minutes=0, kind="pick-up", place=start, text="Đón khách")]
    for number, id in enumerate(villages, 1):
        there = region.village(id).place
        now, here = _up(now + _road(roads, here, there, now)), there
        if villages and not eaten and now >= NOON.earliest.hour * 60 + NOON.earliest.minute:
            lines.append(_lunch(now, id))
            now, eaten = now + NOON.minutes + 5, True
        visits = [each for each in region.experiences_in[id] if each.kind != "meal"]
        minutes = visits[0].minutes if visits else 60
        lines.append(Line(id=f"v{number}", begin=clock(now), minutes=minutes, place=id, text=region.village(id).name.vi,
                          experience=visits[0].id if visits else None))  # fmt: skip
        now += minutes
    if not eaten and now >= NOON.earliest.hour * 60 + NOON.earliest.minute:
        lines.append(_lunch(_up(now + 5), villages[-1]))
        now = _up(now + 5) + NOON.minutes
    back = _up(now + _road(roads, here, place_of(region, start), now))
    lines.append(Line(id="end", begin=clock(back), minutes=0, kind="drop-off", place=start, text="Trả khách"))
    programme = Programme(title=title, region=region.region, start=start, days=(tuple(lines),))
    return programme.knowing(catalogue)


def _lunch(begin: int, village: str) -> Line:
    return Line(id="lunch", begin=clock(begin), minutes=NOON.minutes, kind="meal", place=village, text="Ăn trưa")


def _road(travel: TravelTimes, origin: Place, target: Place, depart: int) -> int:
    """Minutes on the way for who leaves at a minute, rounded up."""
    return -(-travel.matrix([origin, target]).leg_s(0, 1, 60 * depart) // 60)


def _up(minute: int) -> int:
    return -(-minute // 5) * 5
