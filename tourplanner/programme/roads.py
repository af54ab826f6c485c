"""How long every leg takes by the minute of leaving, and when the vehicle may drive."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt

from tourplanner.model import HANOI, Place
from tourplanner.programme.choices import bans
from tourplanner.programme.sequence import MINUTE, MINUTES, Keys, Roads
from tourplanner.programme.value import Terms, clock
from tourplanner.programme.view import Context, DayView

STEP = 15
"""Minutes between the hours asked for; between two of them the longer time counts."""


def roads(view: DayView, terms: Terms, context: Context) -> Roads:
    """The roads of a day for the vehicles of the terms."""
    midnight = datetime.combine(view.on, time(), HANOI)
    rules = bans(terms, view.on)

    def minutes(origin: Place, target: Place) -> Keys:
        if not callable(getattr(context.travel, "at", None)):
            seconds = int(context.matrix([origin, target], midnight).seconds[0, 1])
            return np.full(MINUTES, -(-seconds // 60), np.int64)
        asked = [midnight + timedelta(minutes=at) for at in range(0, MINUTES + 1, STEP)]
        found = np.array([-(-int(context.matrix([origin, target], each).seconds[0, 1]) // 60) for each in asked])
        longer: Keys = np.repeat(np.maximum(found[:-1], found[1:]), STEP).astype(np.int64)
        return longer

    @cache
    def lawful(place: Place) -> npt.NDArray[np.bool_]:
        free = np.ones(MINUTES, np.bool_)
        for rule in rules:
            if rule.area.holds(place):
                free &= np.array([rule.bars(place, clock(at)) is None for at in range(MINUTES)])
        return free

    @cache
    def links(origin: Place, target: Place) -> tuple[Keys, Keys]:
        reach = MINUTE + minutes(origin, target)
        there = lawful(target)[np.minimum(reach, MINUTES - 1)]
        leave = np.flatnonzero((reach < MINUTES) & lawful(origin) & there)
        return leave, reach[leave]

    return Roads(links, lawful)
