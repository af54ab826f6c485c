"""Answers that no one should plan with: pairs without a way, places moved far away, legs that take no time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tourplanner.errors import NoRouteError, ServiceError
from tourplanner.travel.geodesic import great_circle_m
from tourplanner.travel.remote.engine import Answer, Engine
from tourplanner.travel.remote.store import Spot

SAME_M = 500.0
"""Places this near may be put on one spot of a road by an engine that does not say how far off it is: an estimate."""


class Judge:
    """Judges answers for pairs of spots that must have a way."""

    def __init__(
        self, engine: Engine, reach_m: float, spots: Sequence[Spot], wanted: npt.NDArray[np.bool_]
    ) -> None:
        self.engine, self.reach_m, self.spots, self.wanted = engine, reach_m, spots, wanted
        degrees = np.array(spots, dtype=float).reshape(-1, 2) / 1e5
        self.straight_m = great_circle_m(degrees[:, 0], degrees[:, 1])

    def see(self, batch: tuple[Sequence[int], Sequence[int]], answer: Answer) -> None:
        """
        Raise for the first pair that has no way or an impossible answer.

        Raises
        ------
        NoRouteError
            No way, or ends farther than ``reach_m`` from the places, as far as the engine says; where it does not, as
            far as a way that is shorter than the straight line gives it away.
        ServiceError
            No time between places that are apart.
        """
        pairs = np.ix_(*batch)
        wanted, straight = self.wanted[pairs], self.straight_m[pairs]
        off_m = np.maximum(answer.off_m, straight - answer.metres - answer.off_m)
        lost = wanted & (np.isnan(answer.seconds) | np.isnan(answer.metres))
        far = wanted & ~lost & (off_m > self.reach_m)
        still = wanted & ~lost & ~far & (answer.seconds <= 0) & (straight > answer.off_m + SAME_M)
        if lost.any():
            raise NoRouteError(*self._ends(batch, lost), f"{self._who} finds no way; {self._more(lost)}move the places")
        if far.any():
            why = f"the nearest roads {self._who} knows are {off_m[far][0] / 1000:.1f} km away, both ends together"
            raise NoRouteError(*self._ends(batch, far), f"{why}; {self._more(far)}move the places, or raise reach_m")
        if still.any():
            asked = "the way from {} to {}".format(*self._ends(batch, still))
            why = f"it says 0 s for places {straight[still][0] / 1000:.1f} km apart"
            raise ServiceError(self._who, asked, why, "see whether its map covers both places")

    @property
    def _who(self) -> str:
        return f"{self.engine.name} at {self.engine.address}"

    def _ends(self, batch: tuple[Sequence[int], Sequence[int]], faulty: npt.NDArray[np.bool_]) -> tuple[str, str]:
        """The ends of the first faulty pair."""
        row, column = np.argwhere(faulty)[0].tolist()
        return named(self.spots[batch[0][row]]), named(self.spots[batch[1][column]])

    def _more(self, faulty: npt.NDArray[np.bool_]) -> str:
        more = int(faulty.sum()) - 1
        return f"the same for {more} more of {faulty.size} pairs; " if more else ""


def named(spot: Spot) -> str:
    """A spot as errors name it."""
    return f"{spot[0] / 1e5:.5f}, {spot[1] / 1e5:.5f}"
