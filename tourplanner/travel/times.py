"""The seam between planning and roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from tourplanner.model import Place
from tourplanner.travel.hours import Tables, at_hours, checked, first_in_first_out, latest_departure, sides_checked

Whole = npt.NDArray[np.int64]
SPREAD = 0.25
"""How far a leg's time strays where nothing else is known: an estimate."""


def _one_hour() -> Whole:
    return np.zeros(1, dtype=np.int64)


def _as_always() -> Whole:
    return np.zeros((0, 0, 0), dtype=np.int64)


def _unsaid() -> Any:
    return np.zeros(())


@dataclass(frozen=True, slots=True, eq=False)
class TravelMatrix:
    """
    Travel between n places, row = from, column = to.

    Parameters
    ----------
    seconds
        n x n, padding included: what a leg takes, or the least it takes at any hour.
    metres, padding_s
        n x n.
    walked
        n x n, true where the pair is walked.
    hours
        h seconds from midnight, ascending; a single 0 where times do not depend on the hour.
    by_hour
        h x n x n: the seconds for who departs at each of the ``hours``, linear in between and rounded down, constant
        before the first and after the last. Who departs later never arrives earlier. By default ``seconds``. Of 64 bits
        or fewer: widen it before multiplying.
    walk_m
        n x n: how many of the ``metres`` are on foot; of a driven leg those at its ends, where the coach stays outside.
        By default all where the pair is walked, none elsewhere.
    spread
        n x n shares: about nine legs in ten stay within their time plus or minus this share of it. By default 0.25
        everywhere: eight published trips from Hanoi's Old Quarter all lie within it (an estimate).

    All but ``spread`` are whole numbers with a zero diagonal, not necessarily symmetric. Times are the same on all
    dates.

    Raises
    ------
    ValueError
        If ``by_hour``, ``walk_m`` or ``spread`` does not fit, or someone who departs later would arrive earlier; names
        the pair and the hours.
    """

    seconds: Whole
    metres: Whole
    padding_s: Whole
    walked: npt.NDArray[np.bool_]
    hours: Whole = field(default_factory=_one_hour)
    by_hour: Tables = field(default_factory=_as_always)
    walk_m: Whole = field(default_factory=_unsaid, kw_only=True)
    spread: npt.NDArray[np.float64] = field(default_factory=_unsaid, kw_only=True)

    def __post_init__(self) -> None:
        if len(self.hours) == 1 and not len(self.by_hour):
            object.__setattr__(self, "by_hour", self.seconds[None])
        else:
            checked(self.hours, self.by_hour, self.seconds)
        if not self.walk_m.ndim:
            object.__setattr__(self, "walk_m", np.where(self.walked, self.metres, 0))
        if not self.spread.ndim:
            object.__setattr__(self, "spread", np.broadcast_to(SPREAD, self.metres.shape))
        sides_checked(self.metres, self.walk_m, self.spread)

    @classmethod
    def hourly(
        cls, hours: Whole, by_hour: Tables, *, metres: Whole, padding_s: Whole, walked: npt.NDArray[np.bool_],
        **more: Any,
    ) -> Self:
        """A matrix whose times depend on the hour, with ``more`` fields by name; errors as above."""
        return cls(by_hour.min(axis=0).astype(np.int64), metres, padding_s, walked, hours, by_hour, **more)

    @property
    def is_hourly(self) -> bool:
        """Whether times may depend on the hour."""
        return len(self.hours) > 1

    def leg_s(self, origin: int, destination: int, depart_s: int) -> int:
        """Seconds from one place to another for who departs at ``depart_s``, seconds from midnight."""
        return int(at_hours(self.hours, self.by_hour[:, origin, destination], np.int64(depart_s)))

    def legs_s(self, origin: int, destination: int, departs: Whole) -> Whole:
        """The same for many departures."""
        return at_hours(self.hours, self.by_hour[:, origin, destination], departs)

    def at(self, hours: Whole) -> Tables:
        """
        The tables at other h hours, h x n x n: no earlier than the matrix says, and exact where it has the hours.

        Between hours of its own a matrix rounds down; that a table there rounds up keeps all that lies between.
        """
        if np.array_equal(hours, self.hours):
            return self.by_hour
        whole = np.isin(hours, self.hours) | (hours <= self.hours[0]) | (hours >= self.hours[-1])
        tables = [at_hours(self.hours, self.by_hour, np.int64(hour)) for hour in hours.tolist()]
        raised = [each + (each > 0) * (not exact) for each, exact in zip(tables, whole.tolist(), strict=True)]
        return first_in_first_out(hours, np.array(raised))

    def latest_s(self, origin: int, destination: int, arrive_s: int) -> int:
        """The last second of departure, from midnight, with which one arrives by ``arrive_s``."""
        return latest_departure(self.hours, self.by_hour[:, origin, destination], arrive_s)


class TravelTimes(Protocol):
    """
    A source of travel times. Implementations are deterministic and need no state between calls.

    ``basis`` says in a few words what the times rest on; documents print it. ``attribution`` is a licence line, or "".
    """

    @property
    def basis(self) -> str: ...

    @property
    def attribution(self) -> str: ...

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """
        Travel time and distance between all pairs of places.

        Parameters
        ----------
        places
            n places. Order fixes row and column order.

        Returns
        -------
        TravelMatrix
            n x n each.

        Raises
        ------
        NoRouteError
            If any ordered pair cannot be travelled; carries ``origin`` and ``destination``.
        """
        ...
