"""The seam between planning and roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tourplanner.model import Place

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TravelMatrix:
    """
    Travel between n places, row = from, column = to.

    ``seconds`` (padding included), ``metres``, ``padding_s``: n x n whole numbers with a zero diagonal, not
    necessarily symmetric. ``walked`` is true where the pair is walked.
    """

    seconds: Whole
    metres: Whole
    padding_s: Whole
    walked: npt.NDArray[np.bool_]


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
