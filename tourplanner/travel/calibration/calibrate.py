"""Fit, hold out, compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from tourplanner.errors import GoalError
from tourplanner.model import HANOI, Provenance
from tourplanner.travel.calibration.fit import ENOUGH, fitted, outlying
from tourplanner.travel.calibration.report import Calibration, Errors, Group
from tourplanner.travel.calibration.samples import Samples, samples
from tourplanner.travel.calibration.trips import Trip
from tourplanner.travel.roads.snap import Floats
from tourplanner.travel.roads.travel import RoadTravel
from tourplanner.travel.traffic import Traffic
from tourplanner.travel.traffic.traffic import clock_text

FEWEST = 10
"""With fewer trips than this, errors on those held out say nothing."""
FOR_SPREAD = 30
"""From so many trips on, nine in ten of them say how far times stray."""


def calibrate(trips: Sequence[Trip], travel: RoadTravel, *, folds: int = 5, seed: int = 1) -> Calibration:
    """
    Factors by the hour from trips that were driven.

    Parameters
    ----------
    trips
        Drives from door to door, at least ten that say something about traffic.
    travel
        The roads, the vehicle of trips without one, and the traffic to begin with.
    folds
        Trips are dealt into so many heaps; each heap's error is measured with factors fitted to the other heaps.
    seed
        Deals the trips; the same seed gives the same result.

    Returns
    -------
    Calibration
        Fitted to all trips. Factors are pulled towards those there were, by as much as ``STRENGTH`` trips each; trips
        far off lose their weight; factors and kinds of day that no trip drove through stay.

    Raises
    ------
    GoalError
        If ``travel`` has no traffic, or there are too few trips.
    """
    old = travel.traffic
    if old is None:
        raise GoalError("calibrate: travel has no traffic to begin with; give it traffic=Traffic.packaged()")
    found, left_out = samples(trips, travel, old)
    if len(found) < max(FEWEST, folds) or folds < 2:
        why = "; ".join(f"{count} {each}" for each, count in sorted(left_out.items()))
        raise GoalError(
            f"calibrate: {len(found)} trips in {folds} folds are too few; at least two folds and {FEWEST} trips are "
            f"needed{f' (left out: {why})' if why else ''}"
        )
    before_s, after_s = found.predicted_s(old), _held_out(old, found, folds, seed)
    after = Errors.of(after_s, found.took_s)
    traffic, support = fitted(old, found)
    driven = [trips[at] for at in found.trip.tolist()]
    far_off = outlying(traffic, found)
    return Calibration(
        traffic=_told(traffic, found, driven, after),
        old=old,
        used=len(found),
        outliers=int(np.count_nonzero(far_off)),
        left_out=tuple(sorted(left_out.items())),
        before=Errors.of(before_s, found.took_s),
        after=after,
        by_ring=tuple(_groups(old.ring_names(), found.ring_s.argmax(axis=0), before_s, after_s, found.took_s)),
        by_slot=tuple(_groups(_slots(old), _slot(old, found), before_s, after_s, found.took_s)),
        kept=tuple((kind.name, int((support[kind.name] < ENOUGH).sum()), support[kind.name].size)
                   for kind in old.kinds if (found.kind == kind.name).any()),
    )  # fmt: skip


def _held_out(old: Traffic, found: Samples, folds: int, seed: int) -> Floats:
    """What each trip takes by factors fitted without its heap."""
    heap = np.random.default_rng(seed).permutation(len(found)) % folds
    predicted = np.empty(len(found))
    for fold in range(folds):
        traffic, _ = fitted(old, found.only(np.flatnonzero(heap != fold)))
        out = np.flatnonzero(heap == fold)
        predicted[out] = found.only(out).predicted_s(traffic)
    return predicted


def _told(traffic: Traffic, found: Samples, trips: Sequence[Trip], after: Errors) -> Traffic:
    """The fitted traffic with what it rests on."""
    days = sorted(trip.depart.astimezone(HANOI).date() for trip in trips)
    span = f"{days[0]} – {days[-1]}"
    kinds = []
    for kind in traffic.kinds:
        count = int(np.count_nonzero(found.kind == kind.name))
        known = Provenance(
            sources=(f"own trips, {span}",), as_of=days[-1], confidence="sourced",
            note=f"fitted to {count} own trips; factors without trips: {kind.provenance.note}",
        )  # fmt: skip
        kinds.append(replace(kind, provenance=known) if count else kind)
    month = f"{days[-1].month}/{days[-1].year}"
    spread = traffic.spread
    if len(trips) >= FOR_SPREAD:
        spread = round(min(0.9, max(0.05, after.p90 / 100)), 2)
    basis = (
        f"theo giờ: hiệu chỉnh theo {len(trips)} chuyến thực tế đến {month}",
        f"by the hour: fitted to {len(trips)} own trips until {month}",
    )
    return replace(traffic, kinds=tuple(kinds), spread=spread, basis=basis)


def _groups(names: Sequence[str], of: Any, before_s: Floats, after_s: Floats, took_s: Floats) -> Iterator[Group]:
    for number, name in enumerate(names):
        some = np.flatnonzero(of == number)
        if len(some):
            before, after = (Errors.of(each[some], took_s[some]) for each in (before_s, after_s))
            yield Group(name, len(some), before, after)


def _slots(traffic: Traffic) -> list[str]:
    """Names of the times before, between and after the clocks."""
    texts = [clock_text(each) for each in traffic.clocks]
    between = [f"{one}–{other}" for one, other in pairwise(texts)]
    return [f"before {texts[0]}", *between, f"after {texts[-1]}"]


def _slot(traffic: Traffic, found: Samples) -> Any:
    return np.searchsorted(traffic.clocks, found.depart_s, side="right")
