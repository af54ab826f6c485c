"""How far real days stray from a timetable: the figures behind every chance, each with where it is from."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import Field, model_validator

from tourplanner.model.base import Fact, Provenance, Value
from tourplanner.model.goal import Clock

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
LogSpread = Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]
Hours = tuple[Clock, Clock]


class Spread(Value):
    """
    How leg and visit times stray from plan.

    A leg takes its planned time times a lognormal factor whose median is 1 (in peak hours ``peak_factor``): half the
    days are slower. A visit takes its planned minutes and an exponential over-run: guests are never early.

    Parameters
    ----------
    drive, peak, walk
        Standard deviation of the logarithm of a leg's time: driven, driven in peak hours, walked. 0.17 means that
        two days in three lie between 16 % faster and 19 % slower than the median.
    peak_factor
        Median time of a driven leg in peak hours over its planned time: 1 where the tour was planned with travel times
        that know the hour, as they do by default. Over others, as ``GeodesicTravel``, 1.2 is an estimate.
    peak_hours
        From, to. A leg partly inside counts by the share of its planned time.
    common
        Share of the logarithm's variance that all driven legs of a day have in common (0 none, 1 all): a rainy
        Friday is slow everywhere.
    overrun
        Mean over-run of a visit or meal over its planned minutes.
    """

    drive: LogSpread = 0.17
    peak: LogSpread = 0.25
    walk: LogSpread = 0.10
    peak_factor: Annotated[float, Field(ge=0.5, le=5, allow_inf_nan=False)] = 1.0
    peak_hours: tuple[Hours, ...] = ((time(6), time(9)), (time(16), time(19, 30)))
    common: Share = 0.5
    overrun: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)] = 0.10

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        wrong = [f"{first:%H:%M}–{last:%H:%M}" for first, last in self.peak_hours if last <= first]
        if wrong:
            raise ValueError(f"peak_hours: {', '.join(wrong)} ends before it begins")
        ordered = sorted(self.peak_hours)
        if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
            raise ValueError("peak_hours: two of them overlap; give each hour once")
        return self

    @classmethod
    def none(cls) -> Spread:
        """Days that run as printed."""
        return cls(drive=0.0, peak=0.0, walk=0.0, peak_factor=1.0, common=0.0, overrun=0.0)

    def fact(self, name: str) -> Fact:
        """
        A figure with its source, date and confidence; a figure of your own has no provenance.

        Raises
        ------
        AttributeError
            If there is no such figure.
        """
        value = getattr(self, name)
        usual = value == type(self).model_fields[name].default
        return Fact(subject="spread", name=name, value=value, provenance=PROVENANCE[name] if usual else Provenance())


_ESTIMATED = date(2026, 11, 23)
PROVENANCE = MappingProxyType(
    {
        "drive": Provenance(
            sources=("docs/explanation/on-time.md",),
            as_of=date(2026, 11, 22),
            confidence="sourced",
            note="eight trips from the Old Quarter, five quoted by sources and three recalled: between trips, "
            "taken for between days",
        ),
        "peak": Provenance(as_of=_ESTIMATED, confidence="estimate", note="half as much again as outside peak hours"),
        "walk": Provenance(as_of=_ESTIMATED, confidence="estimate"),
        "peak_factor": Provenance(
            as_of=date(2026, 11, 22),
            confidence="estimate",
            note="planned times know the hour; over those that do not, between 1.10 beyond 12 km of Hoàn Kiếm and 1.55 "
            "within 6 km: no open hourly profile was found",
        ),
        "peak_hours": Provenance(
            sources=("24/2020/QĐ-UBND",), as_of=date(2020, 10, 20), confidence="sourced", note="the city's own"
        ),
        "common": Provenance(as_of=_ESTIMATED, confidence="estimate", note="half the day's luck, half the leg's"),
        "overrun": Provenance(
            as_of=_ESTIMATED, confidence="estimate", note="an hour takes six minutes more; one in twenty takes 18"
        ),
    }
)
"""Where the default of each figure is from."""
