"""From opening rules to windows on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Literal

from tourplanner.almanac.lunar import LunarDate
from tourplanner.model import Opening, OpeningException, Season, TimeRange

Cause = OpeningException | Season | Literal["season", "lunar day", "weekday"]
"""Why a place is closed: the exception or closure itself, or the rule that does not hold that day."""


def windows(opening: Opening, on: date) -> tuple[TimeRange, ...]:
    """
    When a place is open on one day; ``opening.starts`` is not looked at.

    The strongest rule decides: an exception (of several on one day the last one listed), then closures, then seasons
    and lunar days, which narrow the weekly hours. A season begins and ends in regular months; a leap month between
    them belongs to it. A lunar day counts in a leap month as in the regular one.

    Returns
    -------
    tuple[TimeRange, ...]
        In order, apart from each other, both ends inclusive; empty if closed.
    """
    return decide(opening, on)[0]


def begin_windows(opening: Opening, minutes: int, on: date) -> tuple[tuple[time, time], ...]:
    """
    When a visit of ``minutes`` may begin on one day so that it ends while the place is open.

    Returns
    -------
    tuple[tuple[time, time], ...]
        Earliest and latest begin, both inclusive, in order. With ``opening.starts`` each is one point, twice. A
        range shorter than the visit gives nothing.

    Raises
    ------
    ValueError
        If ``minutes`` is not positive.
    """
    if minutes < 1:
        raise ValueError(f"a visit takes at least a minute, not {minutes}")
    fits = [
        (window.open, _clock(latest))
        for window in windows(opening, on)
        if (latest := _seconds(window.close) - 60 * minutes) >= _seconds(window.open)
    ]
    if not opening.starts:
        return tuple(fits)
    return tuple(
        (start, start) for start in sorted(set(opening.starts)) if any(low <= start <= high for low, high in fits)
    )


def decide(opening: Opening, on: date) -> tuple[tuple[TimeRange, ...], Cause | None]:
    """The windows of a day, or none and the rule that closed it."""
    exception = next((e for e in reversed(opening.exceptions) if e.first <= on <= e.last), None)
    if exception:
        return _joined(exception.ranges), None if exception.ranges else exception
    closure = next((closure for closure in opening.closures if in_season(closure, on)), None)
    if closure:
        return (), closure
    if opening.seasons and not any(in_season(season, on) for season in opening.seasons):
        return (), "season"
    if opening.lunar_days and not _on_lunar_day(opening, on):
        return (), "lunar day"
    ranges = opening.weekly[on.weekday()]
    return _joined(ranges), None if ranges else "weekday"


def in_season(season: Season, on: date) -> bool:
    """Whether a day lies in a yearly period, both ends inclusive, also where it runs over the new year."""
    first, last = (season.first[0], 0, season.first[1]), (season.last[0], 0, season.last[1])
    if season.calendar == "lunar":
        lunar = LunarDate.of(on)
        day = (lunar.month, int(lunar.leap), lunar.day)
    else:
        day = (on.month, 0, on.day)
    return first <= day <= last if first <= last else first <= day or day <= last


def _on_lunar_day(opening: Opening, on: date) -> bool:
    lunar = LunarDate.of(on)
    return any(each.day == lunar.day and each.month in (None, lunar.month) for each in opening.lunar_days)


def _joined(ranges: Sequence[TimeRange]) -> tuple[TimeRange, ...]:
    """In order, with ranges that touch or overlap made one: a visit may span 11:30 to 12:30 there."""
    if len(ranges) < 2:
        return tuple(ranges)
    ordered = sorted(ranges, key=lambda each: each.open)
    joined = [ordered[0]]
    for each in ordered[1:]:
        if each.open > joined[-1].close:
            joined.append(each)
        elif each.close > joined[-1].close:
            joined[-1] = TimeRange(open=joined[-1].open, close=each.close)
    return tuple(joined)


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _clock(seconds: int) -> time:
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
