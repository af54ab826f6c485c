"""The chance of being on time, as a value that documents can carry."""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from tourplanner.model.base import Id, Text, Value
from tourplanner.model.spread import Spread

Z_95 = 1.959963984540054
"""97.5 % quantile of the standard normal distribution."""

Count = Annotated[int, Field(ge=0)]


class Chance(Value):
    """A probability as simulated: in ``hits`` of ``trials`` days."""

    hits: Count
    trials: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.hits > self.trials:
            raise ValueError(f"{self.hits} of {self.trials} is no chance")
        return self

    @property
    def p(self) -> float:
        """The share of days, 0 to 1."""
        return self.hits / self.trials

    @property
    def interval(self) -> tuple[float, float]:
        """
        Lower and upper end of the 95 % confidence interval that comes from the number of trials.

        Wilson's score interval (Wilson 1927, J. Am. Stat. Assoc. 22): never outside 0 to 1, never empty.
        """
        share, n, z2 = self.p, self.trials, Z_95 * Z_95
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = Z_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        low = 0.0 if self.hits == 0 else max(0.0, middle - half)
        return low, 1.0 if self.hits == n else min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.p:.1%} ({low:.1%}–{high:.1%})"


class StopChance(Value):
    """
    One visit or meal.

    ``on_time``: guests arrive by the planned begin and the tolerance. ``admitted``: it can still begin such that the
    door is open for all of its planned length (at its session, if it has one). ``late_s`` and ``late_90_s`` are
    the median and the 90 % quantile of the seconds guests arrive after the planned begin, 0 if they are not late.
    """

    experience: Id
    name: Text
    begin: AwareDatetime
    on_time: Chance
    admitted: Chance
    late_s: Count
    late_90_s: Count


class DayChance(Value):
    """
    One day.

    ``lunch``: the meal begins within the goal's lunch window, None without lunch. ``printed``: back by the time the
    timetable says. ``end``: back by the end of the goal's day. ``kept``: every stop admitted, lunch in its window and
    back by the goal's end, all on the same day. ``late_s`` and ``late_90_s``: seconds after the printed return.
    """

    date: date
    back: AwareDatetime
    limit: AwareDatetime
    stops: tuple[StopChance, ...]
    lunch: Chance | None
    printed: Chance
    end: Chance
    kept: Chance
    late_s: Count
    late_90_s: Count


class Punctuality(Value):
    """
    How likely a tour runs as promised, with the figures it was simulated with.

    ``kept`` is the chance that every day of the tour is kept (see ``DayChance``).
    """

    itinerary: Id
    name: Text
    days: tuple[DayChance, ...]
    kept: Chance
    spread: Spread
    trials: Annotated[int, Field(ge=1)]
    seed: int
    tolerance_min: Count

    @property
    def stops(self) -> tuple[StopChance, ...]:
        return tuple(stop for day in self.days for stop in day.stops)

    def __getitem__(self, experience: str) -> StopChance:
        """The chances of the stop at an experience; KeyError if the tour does not go there."""
        for stop in self.stops:
            if stop.experience == experience:
                return stop
        raise KeyError(experience)

    def __str__(self) -> str:
        from tourplanner.model.show_chance import punctuality_text

        return punctuality_text(self)

    def __repr__(self) -> str:
        return f"<Punctuality of {self.itinerary}: kept {self.kept}>"

    def _repr_html_(self) -> str:
        from tourplanner.model.show_chance import punctuality_html

        return punctuality_html(self)
