"""The days of a written route: its legs as one chain in place and time, its stops on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tourplanner.catalogue import Catalogue
from tourplanner.model import Day, Leg, Stop
from tourplanner.programme.routes.faults import Faults
from tourplanner.programme.routes.stops import local, stop_of
from tourplanner.programme.routes.written import WrittenDay, WrittenLeg, WrittenRoute, WrittenStay

Placed = tuple[str, WrittenStay]
Ridden = tuple[str, WrittenLeg]
CHAIN = "legs lead from each stop of a day to the next"


def days_of(region: Catalogue, route: WrittenRoute, at: str, faults: Faults) -> list[Day]:
    """The days without a fault, in order; the problems of the others are told."""
    days = route.days or (_only_day(route),)
    stays: list[Placed] = [
        (f"{at}.{kind}[{number}]", stay)
        for kind, written in (("stops", route.stops), ("meals", route.meals))
        for number, stay in enumerate(written)
    ]
    legs = [(f"{at}.legs[{number}]", leg) for number, leg in enumerate(route.legs)]
    for number, day in enumerate(days, 1):
        if day.day != number:
            faults.add(f"{at}.days[{number - 1}].day", day.day, "day-number", "days count from 1", str(number))
    for where, number in [*((at, stay.day) for at, stay in stays), *((at, leg.day) for at, leg in legs)]:
        if number > len(days):
            faults.add(f"{where}.day", number, "day-unknown", f"the route has {len(days)} days", "name one of them")
    found = []
    for number, day in enumerate(days, 1):
        own_stays = [each for each in stays if each[1].day == number]
        own_legs = [each for each in legs if each[1].day == number]
        found.append(_day(region, day, f"{at}.days[{number - 1}]", own_stays, own_legs, faults))
    return [day for day in found if day is not None]


def _only_day(route: WrittenRoute) -> WrittenDay:
    return WrittenDay.model_validate({
        "day": 1, "date": route.date, "start": route.start, "end": route.end, "depart": route.depart,
        "return": route.back,
    })  # fmt: skip


def _day(
    region: Catalogue, day: WrittenDay, at: str, stays: Sequence[Placed], legs: Sequence[Ridden], faults: Faults
) -> Day | None:  # fmt: skip
    before = len(faults.problems)
    start = faults.known(region.start, day.start, f"{at}.start")
    end = faults.known(region.start, day.end, f"{at}.end")
    if local(day.depart).date() != day.date:
        departs = day.depart.date().isoformat()
        faults.add(f"{at}.date", day.date, "times-differ", "the day departs on another date", departs)
    made = {where: stop_of(region, stay, where, faults) for where, stay in stays}
    ordered = _in_order(stays, legs, day, at, faults)
    stops = [made[where] for where, _ in ordered]
    if len(ordered) == len(stays) and len(legs) == len(stays) + 1:
        _on_time(ordered, legs, day, at, faults)
    if start is None or end is None or len(faults.problems) > before:
        return None
    return Day(
        date=day.date, start=start, end=end, depart=local(day.depart), back=local(day.back),
        stops=tuple(stop for stop in stops if isinstance(stop, Stop)), legs=tuple(_leg(leg) for _, leg in legs),
    )  # fmt: skip


def _in_order(
    stays: Sequence[Placed], legs: Sequence[Ridden], day: WrittenDay, at: str, faults: Faults
) -> list[Placed]:  # fmt: skip
    """The stays in the order the legs reach them; what does not fit into one chain is told."""
    left, ordered, here = list(stays), [], day.start
    for number, (where, leg) in enumerate(legs):
        if leg.origin != here:
            faults.add(f"{where}.from", leg.origin, "chain-broken", CHAIN, here)
        here = leg.destination
        last = number == len(legs) - 1
        found = next((each for each in left if each[1].experience == here), None)
        if found is not None and not last:
            left.remove(found)
            ordered.append(found)
        elif not last or here != day.end:
            expected = day.end if last else "name a stop or a meal of the day"
            faults.add(f"{where}.to", here, "chain-broken", CHAIN, expected)
    if not legs:
        faults.add(at, "", "chain-broken", "the day has no legs", CHAIN)
    for where, stay in left:
        faults.add(where, stay.experience, "chain-broken", "no leg leads there", CHAIN)
    return ordered


def _on_time(
    stays: Sequence[Placed], legs: Sequence[Ridden], day: WrittenDay, at: str, faults: Faults
) -> None:
    """Legs leave when guests are ready or later, and arrive when the stops say."""
    if legs[0][1].depart != day.depart:
        faults.add(f"{at}.depart", day.depart.isoformat(), "times-differ", "the first leg leaves at another time",
                   legs[0][1].depart.isoformat())  # fmt: skip
    arrivals = [(f"{where}.arrive", stay.arrive) for where, stay in stays] + [(f"{at}.return", day.back)]
    readies = [day.depart, *(stay.end for _, stay in stays)]
    for (where, leg), (place, arrival), ready in zip(legs, arrivals, readies, strict=True):
        reached = leg.depart + timedelta(seconds=leg.seconds)
        if leg.depart < ready:
            faults.add(f"{where}.depart", leg.depart.isoformat(), "times-differ", "leaves before guests are ready",
                       ready.isoformat())  # fmt: skip
        if leg.arrive is not None and leg.arrive != reached:
            faults.add(f"{where}.arrive", leg.arrive.isoformat(), "times-differ", "is not depart plus seconds",
                       local(reached).isoformat())  # fmt: skip
        if arrival != reached:
            faults.add(place, arrival.isoformat(), "times-differ", f"{where} arrives at another time",
                       local(reached).isoformat())  # fmt: skip


def _leg(leg: WrittenLeg) -> Leg:
    return Leg(
        origin=leg.origin, destination=leg.destination, depart=local(leg.depart), seconds=leg.seconds,
        metres=leg.metres, padding_s=leg.padding_seconds, mode=leg.mode, walk_m=leg.walk_metres, spread=leg.spread,
    )  # fmt: skip
