"""What a calibration found, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tourplanner.model.tables import text_table
from tourplanner.travel.roads.snap import Floats
from tourplanner.travel.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Errors:
    """
    How far predicted times are off, in % of what trips took.

    ``mean``, ``median`` and ``p90`` are of the absolute error, ``bias`` is the mean with its sign: above 0 predictions
    are too long.
    """

    mean: float
    median: float
    p90: float
    bias: float

    @classmethod
    def of(cls, predicted_s: Floats, took_s: Floats) -> Errors:
        """Of n predictions, at least one."""
        off = 100 * (predicted_s / took_s - 1)
        size = np.abs(off)
        found = size.mean(), np.median(size), np.percentile(size, 90), off.mean()
        return cls(*(round(float(each), 3) for each in found))

    def __str__(self) -> str:
        return f"mean {self.mean:.1f} %, median {self.median:.1f} %, p90 {self.p90:.1f} %, bias {self.bias:+.1f} %"


@dataclass(frozen=True, slots=True)
class Group:
    """The trips that drive mostly in one ring, or that leave between two clocks: how many, and their errors."""

    name: str
    trips: int
    before: Errors
    after: Errors


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    Factors fitted to trips, and whether they are better than those there were.

    ``traffic`` holds the fitted factors, ``old`` those there were. ``before`` and ``after`` are their errors on trips
    that the fit they are measured with did not see, ``by_ring`` and ``by_slot`` the same in groups. ``used`` trips were
    fitted, of them ``outliers`` had no weight; ``left_out`` says why others were not, with how many. ``kept`` has for
    each kind of day with trips how many factors stayed as they were, for want of data, and how many there are.
    """

    traffic: Traffic
    old: Traffic
    used: int
    outliers: int
    left_out: tuple[tuple[str, int], ...]
    before: Errors
    after: Errors
    by_ring: tuple[Group, ...]
    by_slot: tuple[Group, ...]
    kept: tuple[tuple[str, int, int], ...]

    @property
    def better(self) -> bool:
        """Whether the mean error on trips held out is smaller than before."""
        return self.after.mean < self.before.mean

    @property
    def recommended(self) -> Traffic:
        """The fitted traffic if it is better, else the one there was."""
        return self.traffic if self.better else self.old

    def save(self, path: Path | str) -> None:
        """Write the fitted traffic, whole or not at all; ``Traffic.load`` reads it."""
        self.traffic.save(path)

    @property
    def report(self) -> str:
        """All of it as text."""
        kinds = {kind for kind, _, _ in self.kept}
        unseen = [kind.name for kind in self.old.kinds if kind.name not in kinds]
        lines = [
            f"{self.used} trips, {self.outliers} of them so far off that they had no weight",
            *(f"  left out: {count} {why}" for why, count in self.left_out),
            "error on trips held out:",
            f"  before: {self.before}",
            f"  after:  {self.after}",
            "",
            _table("driven mostly", self.by_ring),
            "",
            _table("leaving", self.by_slot),
            "",
            *(f"{kind}: {same} of {all} factors kept for want of trips" for kind, same, all in self.kept),
            *([f"kept whole, no trips: {', '.join(unseen)}"] if unseen else []),
            self.verdict,
        ]
        return "\n".join(lines)

    @property
    def verdict(self) -> str:
        """Which factors to use, in a sentence."""
        if self.better:
            return "The fitted factors are better on trips they have not seen: use them."
        return "The fitted factors are not better on trips they have not seen: keep the old ones, and log more trips."

    def __str__(self) -> str:
        return self.report


def _table(head: str, groups: tuple[Group, ...]) -> str:
    rows = [
        (group.name, group.trips, *(f"{each:.1f}" for each in (
            group.before.mean, group.after.mean, group.before.p90, group.after.p90, group.before.bias, group.after.bias
        )))
        for group in groups
    ]  # fmt: skip
    names = (head, "trips", "mean %", "after", "p90 %", "after", "bias %", "after")
    return text_table(names, rows, right=range(1, len(names)))
