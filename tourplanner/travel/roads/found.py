"""What a search over the roads found, and the same as drives in rings, some rows at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tourplanner.travel.geodesic import blocks, whole
from tourplanner.travel.roads.network import DM_BITS, DM_MASK
from tourplanner.travel.roads.pack import Flags, Ints
from tourplanner.travel.roads.search import NEVER, Ways
from tourplanner.travel.roads.snap import Floats
from tourplanner.travel.roads.tally import Parts, Tally
from tourplanner.travel.times import TravelMatrix

ALL = slice(None)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """
    The quickest ways by day between n places, neither padded nor rounded.

    ``weights`` is n x n, ``amounts`` c x n x n, as ``tally`` packs them; without a tally nothing was added up.
    """

    weights: Ints
    amounts: Ints
    tally: Tally | None

    @property
    def ms(self) -> Ints:
        """Milliseconds, n x n."""
        return self.weights >> DM_BITS

    @property
    def dm(self) -> Ints:
        """Decimetres, n x n."""
        return self.weights & DM_MASK

    @property
    def known(self) -> Flags:
        """Which pairs have a way, n x n."""
        known: Flags = self.weights != NEVER
        return known

    def parts(self, rows: slice = ALL) -> Parts:
        """What the ways of some rows are made of; without a tally all is one ring, driven."""
        ms = self.weights[rows] >> DM_BITS
        if self.tally is None:
            return Parts(ms[None], np.zeros_like(ms), np.zeros_like(ms))
        return self.tally.parts(self.amounts[:, rows], ms)

    def put_metres(self, use: Flags, metres: Ints, walk_m: Ints) -> None:
        """Put the metres of the ways that are used, and those of them on foot, in their place; rounded up."""
        for rows in blocks(len(use)):
            np.copyto(metres[rows], whole((self.weights[rows] & DM_MASK) / 10), where=use[rows])
            np.copyto(walk_m[rows], whole(self.parts(rows).walk_dm / 10), where=use[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """
    Legs between n places as drives, some rows at a time: whole regions at once take too much memory.

    ``use`` says which pairs take the way that was found; the others are walked or driven as ``guess`` has them, half in
    the ring of either end. ``timetabled`` makes a timetable's seconds of seconds and padding.
    """

    found: Found
    guess: TravelMatrix
    use: Flags
    rings: Ints
    timetabled: Callable[[Floats, Ints], Ints]

    def ring_s(self, rows: slice, count: int) -> Floats:
        """Seconds of driving by day in each of ``count`` rings, rings x rows x n."""
        parts, use, guess = self.found.parts(rows), self.use[rows], self.guess
        guessed = halves(1000 * (guess.seconds[rows] - guess.padding_s[rows]), self.rings[rows], self.rings, count)
        seconds: Floats = np.where(guess.walked[rows], 0, np.where(use, parts.ring_ms, guessed)) / 1000
        return seconds

    def rounded(self, rows: slice) -> Callable[[Floats], Ints]:
        """From seconds of driving, rows x n, to those of a timetable, walks and padding included."""
        guess = self.guess
        afoot_s = np.where(self.use[rows], self.found.parts(rows).walk_ms / 1000, 0.0)

        def timetable(driven_s: Floats) -> Ints:
            seconds = self.timetabled(driven_s + afoot_s, guess.padding_s[rows])
            return np.where(guess.walked[rows], guess.seconds[rows], seconds)

        return timetable


def halves(ms: Ints, origins: Ints, targets: Ints, count: int) -> Ints:
    """Times in each of ``count`` rings where only the rings of both ends are known: half each, rings x rows x n."""
    number = np.arange(count)[:, None, None]
    begin, end = number == origins[:, None], number == targets
    split: Ints = np.where(begin, ms // 2, 0) + np.where(end, ms - ms // 2, 0)
    return split


def across(ways: Ways, pairs: Ints, weights: Ints, tally: Tally | None) -> None:
    """Pairs reached straight across, where that is quicker."""
    origin, target = pairs.T
    quicker = weights < ways.weights[origin, target]
    origin, target, weights = origin[quicker], target[quicker], weights[quicker]
    ways.weights[origin, target] = weights
    if tally:
        ways.amounts[:, origin, target] = tally.across(origin, target, weights)
