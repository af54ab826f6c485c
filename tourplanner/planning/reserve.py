"""Room for delay: the same problem with longer ways and stays, as if the whole day ran slower."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log

import numpy as np

from tourplanner.model import Spread
from tourplanner.planning.hours import seconds
from tourplanner.planning.problem import Floats, Ints, Problem
from tourplanner.travel import first_in_first_out

Z_90 = 1.2815515655446004
"""90 % quantile of the standard normal distribution."""


def reserved(problem: Problem, spread: Spread, level: float) -> Problem:
    """
    The problem in which every leg and every stay takes longer than planned.

    At level 1 each takes as long as on the slowest of ten days: a lognormal leg its median × exp(1.28 σ), an
    exponential over-run ln 10 times its mean. Other levels are proportional. Which legs fall into peak hours is known
    only of those that begin or end the day: they do if the day begins or ends in them. Windows, hours, driving to be
    paid for and points stay what they are; a stay's over-run is part of the way that follows it. Where times depend on
    the hour, each hour's is lengthened so, and raised where who leaves later would arrive earlier.

    So every solution fits the original problem, and waits count as what they are: a show at ten sharp, or an early
    lunch, works delay off. The score is the same where times do not depend on the hour; where they do, it is that of
    driving later.
    """
    stays = np.zeros(len(problem.travel_s), dtype=np.int64)
    np.maximum.at(stays, problem.place, np.concatenate([problem.service, problem.meal_s]))
    share = _shares(problem, spread)
    overrun = np.asarray(stays * (spread.overrun * log(10.0)), dtype=np.float64)
    longer = problem.travel_by_hour + _whole(level * (problem.travel_by_hour * share))
    longer += _whole(level * overrun)[:, None]
    for first in range(0, len(longer), len(problem.hours)):
        kind = slice(first, first + len(problem.hours))
        longer[kind] = first_in_first_out(problem.hours, longer[kind])
    here = np.arange(len(stays))
    longer[:, here, here] = 0
    return replace(problem, travel_s=longer.min(axis=0), travel_by_hour=longer)


def _shares(problem: Problem, spread: Spread) -> Floats:
    """What the slowest of ten days adds to each way, as a share of its time, p x p."""
    rush = max(spread.peak_factor * exp(Z_90 * spread.peak), 1.0) - 1.0
    shares = np.full(problem.travel_s.shape, exp(Z_90 * spread.drive) - 1.0)
    for shift in problem.shifts:
        if _in_peak(shift.earliest, spread):
            shares[shift.start] = rush
        if _in_peak(shift.latest - 1, spread):
            shares[:, shift.end] = rush
    return np.where(problem.drive_s > 0, shares, exp(Z_90 * spread.walk) - 1.0)


def _in_peak(moment: int, spread: Spread) -> bool:
    return any(seconds(first) <= moment < seconds(last) for first, last in spread.peak_hours)


def _whole(numbers: Floats) -> Ints:
    """Rounded up, with a hair's tolerance so that no machine's last bit decides."""
    rounded: Ints = np.ceil(numbers - 1e-6).astype(np.int64)
    return rounded
