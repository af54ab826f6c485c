"""From simulated days to chances with their intervals."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from tourplanner.chance.simulate import Flags, Lived, Luck, Seconds, lived
from tourplanner.chance.timetable import Timetable, timetable
from tourplanner.errors import GoalError
from tourplanner.model import HANOI, Chance, Day, DayChance, Itinerary, Punctuality, Spread, StopChance


def punctuality(
    itinerary: Itinerary,
    spread: Spread = Spread(),
    *,
    trials: int = 10_000,
    seed: int = 1,
    tolerance_min: int = 5,
) -> Punctuality:
    """
    How likely a tour runs as promised: for each stop, for lunch, for the return, and for all of it together.

    Parameters
    ----------
    itinerary
        Any tour, planned here or written by hand; its legs say how long it was planned to drive.
    spread
        How far legs and visits stray from plan.
    trials
        Days to simulate. 10,000 give a probability to within one percentage point.
    seed
        Same seed, same chances. Tours of the same days are compared on the same luck.
    tolerance_min
        Minutes after the planned begin that still count as on time, 0 or more. What begins at a fixed time has to be
        reached by then to be admitted, whatever the tolerance.

    Raises
    ------
    GoalError
        If the numbers make no sense, or the legs of a day do not fit its stops.
    """
    _sensible(trials, seed, tolerance_min)
    days, kept = [], np.ones(trials, dtype=np.bool_)
    for number, day in enumerate(itinerary.days):
        plan = timetable(itinerary, day, spread)
        found = lived(plan, Luck(seed, number, trials, spread.common))
        whole = _kept(found, plan.limit)
        kept &= whole
        days.append(_day(itinerary, day, plan, found, whole, tolerance_min))
    return Punctuality(
        itinerary=itinerary.id,
        name=itinerary.name,
        days=tuple(days),
        kept=_chance(kept),
        spread=spread,
        trials=trials,
        seed=seed,
        tolerance_min=tolerance_min,
    )


def _sensible(trials: int, seed: int, tolerance_min: int) -> None:
    faults = []
    if trials < 1:
        faults.append(f"trials: at least 1 day is simulated, not {trials}")
    if seed < 0:
        faults.append(f"seed: a whole number from 0, not {seed}")
    if tolerance_min < 0:
        faults.append(f"tolerance_min: 0 minutes or more, not {tolerance_min}")
    if faults:
        raise GoalError("; ".join(faults))


def _kept(found: Lived, limit: float) -> Flags:
    kept: Flags = found.back <= limit
    for flags in (*found.admitted, *(() if found.fed is None else (found.fed,))):
        kept = kept & flags
    return kept


def _day(tour: Itinerary, day: Day, plan: Timetable, found: Lived, kept: Flags, tolerance_min: int) -> DayChance:
    stops = []
    for stop, call, arrive, admitted in zip(day.stops, plan.calls, found.arrive, found.admitted, strict=True):
        median, most = _late(arrive - call.begin)
        stops.append(
            StopChance(
                experience=stop.experience.id,
                name=stop.experience.name,
                begin=stop.begin,
                on_time=_chance(arrive <= call.begin + 60 * tolerance_min),
                admitted=_chance(admitted),
                late_s=median,
                late_90_s=most,
            )
        )
    median, most = _late(found.back - plan.back)
    return DayChance(
        date=day.date,
        back=day.back,
        limit=datetime.combine(day.date, tour.goal.day[1], HANOI),
        stops=tuple(stops),
        lunch=None if found.fed is None else _chance(found.fed),
        printed=_chance(found.back <= plan.back),
        end=_chance(found.back <= plan.limit),
        kept=_chance(kept),
        late_s=median,
        late_90_s=most,
    )


def _chance(flags: Flags) -> Chance:
    return Chance(hits=int(np.count_nonzero(flags)), trials=len(flags))


def _late(seconds: Seconds) -> tuple[int, int]:
    """Median and 90 % quantile of lateness, whole seconds."""
    median, most = np.quantile(np.maximum(seconds, 0.0), (0.5, 0.9))
    return round(float(median)), round(float(most))
