"""The roads that local law leaves to a party's vehicles on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tourplanner.model.vehicles import Vehicle
from tourplanner.rules.law.law import Law
from tourplanner.travel import TravelTimes, leading_round, on_day


def lawful_roads(travel: TravelTimes, day: date, law: Law, vehicles: Sequence[Vehicle]) -> TravelTimes:
    """
    A source of travel times as it is on a date, round the areas that are not for vehicles as large as these.

    Only bans that say so (``lead_round``) change ways, and only those of sources that know ways round areas.
    """
    largest = max((vehicle.seats for vehicle in vehicles), default=0)
    bans = [ban for ban in law.on(day).coach_bans if ban.lead_round and largest >= ban.seats]
    return leading_round(on_day(travel, day), tuple(dict.fromkeys(ring for ban in bans for ring in ban.area.rings)))
