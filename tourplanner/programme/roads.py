"""How long every leg takes by the minute of leaving, and when the vehicle may drive."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from tourplanner.model import Place
from tourplanner.programme.choices import bans
from tourplanner.programme.sequence import MINUTE, MINUTES, Keys, Roads
from tourplanner.programme.value import Terms, clock
from tourplanner.programme.view import Context, DayView


def roads(view: DayView, terms: Terms, context: Context) -> Roads:
    """The roads of a day for the vehicles of the terms."""
    rules = bans(terms, view.on, context.law)

    def minutes(origin: Place, target: Place) -> Keys:
        seconds = context.way(origin, target, view.on).legs_s(0, 1, 60 * MINUTE)
        longer: Keys = -(-seconds // 60)
        return longer

    @cache
    def lawful(place: Place) -> npt.NDArray[np.bool_]:
        free = np.ones(MINUTES, np.bool_)
        for rule in rules:
            if rule.area.holds(place):
                free &= np.array([rule.barred_at(clock(at)) is None for at in range(MINUTES)])
        return free

    @cache
    def links(origin: Place, target: Place) -> tuple[Keys, Keys]:
        reach = MINUTE + minutes(origin, target)
        there = lawful(target)[np.minimum(reach, MINUTES - 1)]
        leave = np.flatnonzero((reach < MINUTES) & lawful(origin) & there)
        return leave, reach[leave]

    return Roads(links, lawful)
