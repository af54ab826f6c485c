"""Travel times by the hour: any source, times factors that the operator gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from math import isfinite

import numpy as np

from tourplanner.model import Place
from tourplanner.travel.avoiding import Ring, leading_round
from tourplanner.travel.courses import Course, courses
from tourplanner.travel.dated import on_day
from tourplanner.travel.geodesic import whole
from tourplanner.travel.hours import at_hours, first_in_first_out
from tourplanner.travel.times import TravelMatrix, TravelTimes, Whole

Factors = Mapping[str, float] | Mapping[time, float] | Iterable[tuple[time | str, float]]


@dataclass(frozen=True, slots=True, init=False)
class HourlyTravel:
    """
    Another source's times, driven legs multiplied by a factor that depends on when they begin.

    There are no figures of our own: what a leg takes at eight in the morning, the operator knows or measures.

    Parameters
    ----------
    base
        What the times are without the factors.
    factors
        The factor at some clocks, as in ``{"06:30": 1.0, "08:00": 1.4, "09:30": 1.0}``. A leg takes its time without
        padding times the factor, plus the padding, rounded up to whole minutes; between two clocks its time is linear
        in the second of departure, before the first and after the last it is constant. Walks stay as they are.

    Where factors fall so fast that who leaves later would arrive earlier, the later time is raised until both arrive
    together: vehicles do not overtake their own guests. The same factors hold on every date, whatever the base knows
    of dates.

    Raises
    ------
    ValueError
        If there are no factors, two for one clock, or some that are no numbers above 0: all of them at once.
    """

    base: TravelTimes
    factors: tuple[tuple[time, float], ...]

    def __init__(self, base: TravelTimes, factors: Factors) -> None:
        given: list[tuple[time | str, float]] = list(factors.items() if isinstance(factors, Mapping) else factors)
        faults = list(_faults(given))
        if faults:
            raise ValueError(f"factors: {'; '.join(faults)}. Write them as in {{'06:30': 1.0, '08:00': 1.4}}")
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "factors", tuple(sorted((_clock(clock), float(factor)) for clock, factor in given)))

    @property
    def basis(self) -> str:
        vietnamese, _, english = self.base.basis.partition(" / ")
        theirs = "theo giờ, hệ số do người tổ chức ước tính", "by the hour, the operator's own estimate"
        return f"{vietnamese}; {theirs[0]} / {english or vietnamese}; {theirs[1]}"

    @property
    def attribution(self) -> str:
        return self.base.attribution

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        plain = self.base.matrix(places)
        clocks = np.array(self._clocks(), dtype=np.int64)
        hours = np.union1d(clocks, plain.hours) if plain.is_hourly else clocks
        tables = [self._table(plain, hour) for hour in hours.tolist()]
        return TravelMatrix.hourly(
            hours, first_in_first_out(hours, np.array(tables)),
            metres=plain.metres, padding_s=plain.padding_s, walked=plain.walked, walk_m=plain.walk_m,
            spread=plain.spread,
        )  # fmt: skip

    def on(self, day: date) -> HourlyTravel:
        """The base's times of a date, by the same factors."""
        return HourlyTravel(on_day(self.base, day), self.factors)

    def leading_round(self, areas: Sequence[Ring]) -> HourlyTravel:
        """The base's times of who goes round the areas, by the same factors."""
        return HourlyTravel(leading_round(self.base, areas), self.factors)

    def courses(self, places: Sequence[Place]) -> tuple[Course, ...]:
        """Where the base goes, if it says so: the hour changes how long a leg takes, not its way."""
        return courses(self.base, places)

    def _clocks(self) -> list[int]:
        return [clock.hour * 3600 + clock.minute * 60 + clock.second for clock, _ in self.factors]

    def _table(self, plain: TravelMatrix, hour: int) -> Whole:
        """Seconds between all places for who departs at an hour."""
        factor = float(np.interp(hour, self._clocks(), [each for _, each in self.factors]))
        usual = at_hours(plain.hours, plain.by_hour, np.int64(hour))
        minutes = ((usual - plain.padding_s) * factor + plain.padding_s) / 60
        return np.where(plain.walked, usual, 60 * whole(minutes))


def _faults(given: Sequence[tuple[time | str, float]]) -> Iterator[str]:
    if not given:
        yield "there are none"
    seen: set[time] = set()
    for clock, factor in given:
        try:
            at = _clock(clock)
        except ValueError:
            yield f"{clock!r} is no time of day"
            continue
        if at in seen:
            yield f"{at:%H:%M} has two"
        seen.add(at)
        if not isfinite(factor) or factor <= 0:
            yield f"{factor} at {at:%H:%M} is no number above 0"


def _clock(clock: time | str) -> time:
    return time.fromisoformat(clock) if isinstance(clock, str) else clock
