"""
Factors fitted to trips: those there were, times multipliers, each pulled towards 1.

A trip's driving time is modelled as the sum over rings and clocks of its seconds there times the factor there. The
logarithm of each factor's multiplier is a sum of four parts: of the kind of day, of the ring, of the clock, and of both
together (a ridge in steps: what little data say about one factor they say about all of them first).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tourplanner.travel.calibration.samples import Samples
from tourplanner.travel.roads.snap import Floats
from tourplanner.travel.traffic import DayKind, Traffic
from tourplanner.travel.traffic.traffic import FASTEST, SLOWEST

STRENGTH = {"kind": 2.0, "ring": 4.0, "clock": 4.0, "both": 8.0}
"""How many trips that lie wholly in one weigh as much as the factors there were: an estimate, and the error on trips
held out says whether it serves."""
ENOUGH = 0.1
"""A factor on which the time of less than a tenth of a trip rests stays as it is."""
ROUNDS, POINTS = 15, 24
TUKEY, LEAST_SCALE = 4.685, 0.03
"""Trips farther off than 4.685 standard deviations (by the median) have no weight at all, nearer ones the more (Tukey's
biweight); standard deviations below 3 % are not believed."""


def fitted(traffic: Traffic, samples: Samples) -> tuple[Traffic, dict[str, Floats]]:
    """
    The traffic with factors fitted kind by kind, and how many trips' time rests on each factor, rings x clocks.

    Kinds of day and factors without data are those there were.
    """
    kinds, support = [], {}
    for kind in traffic.kinds:
        mine = samples.only(np.flatnonzero(samples.kind == kind.name))
        factors, rests = _fit(np.array(kind.factors, float), mine, traffic.clocks)
        kinds.append(DayKind(kind.name, tuple(map(tuple, factors.tolist())), kind.provenance))
        support[kind.name] = rests
    return replace(traffic, kinds=tuple(kinds)), support


def _fit(usual: Floats, samples: Samples, clocks: Sequence[int]) -> tuple[Floats, Floats]:
    """Factors of one kind of day and how many trips' time rests on each."""
    if not len(samples):
        return usual, np.zeros_like(usual)
    drives = Cells(samples, clocks)
    design, strength = _design(*usual.shape)
    theta: Floats = np.zeros(design.shape[1])
    weights: Floats = np.ones(len(samples))
    for turn in range(ROUNDS):
        factors = usual * np.exp(design @ theta).reshape(usual.shape)
        off, effect = drives.errors(factors)
        # The first turn knows of no outliers yet: the median of all does not mind them.
        weights = _biweight(off - (np.median(off) if turn == 0 else 0.0))
        slope = effect @ design
        left = slope.T @ (weights * (off + slope @ theta))
        theta = np.linalg.solve((slope.T * weights) @ slope + np.diag(strength), left).astype(np.float64)
    factors = usual * np.exp(design @ theta).reshape(usual.shape)
    rests = drives.support(weights)
    kept = np.where(rests < ENOUGH, usual, np.round(np.clip(factors, FASTEST, SLOWEST), 3))
    return kept, rests


class Cells:
    """Trips spread over the cells of a table of factors: how many of a trip's seconds by day lie in which."""

    def __init__(self, samples: Samples, clocks: Sequence[int]) -> None:
        self.driven_s = np.maximum(samples.took_s - samples.fixed_s, 60.0)
        share = (np.arange(POINTS) + 0.5) / POINTS
        moments = samples.depart_s[:, None] + share * self.driven_s[:, None]
        hats = [np.interp(moments, clocks, row).mean(axis=1) for row in np.eye(len(clocks))]
        self.seconds = samples.ring_s.T[:, :, None] * np.array(hats).T[:, None, :]
        self.exposure = samples.exposure[:, None, None]

    def errors(self, factors: Floats) -> tuple[Floats, Floats]:
        """By how much each trip took longer, as a logarithm, and what each factor's logarithm does to it."""
        spent = self.seconds * (1 + self.exposure * (factors - 1))
        total = spent.sum(axis=(1, 2))
        effect = self.seconds * self.exposure * factors / total[:, None, None]
        return np.log(self.driven_s / total), effect.reshape(len(total), -1)

    def support(self, weights: Floats) -> Floats:
        """How many trips' time lies in each cell."""
        shares = self.seconds / self.seconds.sum(axis=(1, 2), keepdims=True)
        rests: Floats = (weights[:, None, None] * shares).sum(axis=0)
        return rests


def _design(rings: int, clocks: int) -> tuple[Floats, Floats]:
    """Which parts make up each factor's multiplier, factors x parts, and how strongly each is pulled to nothing."""
    ring, clock = np.kron(np.eye(rings), np.ones((clocks, 1))), np.kron(np.ones((rings, 1)), np.eye(clocks))
    parts = {"kind": np.ones((rings * clocks, 1)), "ring": ring, "clock": clock, "both": np.eye(rings * clocks)}
    strength = [np.full(part.shape[1], STRENGTH[name]) for name, part in parts.items()]
    return np.hstack(list(parts.values())), np.concatenate(strength)


def outlying(traffic: Traffic, samples: Samples) -> Any:
    """Which trips had no weight in factors fitted to them."""
    off = np.log(samples.took_s / samples.predicted_s(traffic))
    return _biweight(off) == 0


def _biweight(off: Floats) -> Floats:
    scale = max(LEAST_SCALE, 1.4826 * float(np.median(np.abs(off))))
    weights: Floats = np.clip(1 - (off / (TUKEY * scale)) ** 2, 0, None) ** 2
    return weights
