"""How much a search works, in counts that are the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass

from tourplanner.planning.problem import GRAIN_S

Beam = tuple[int, int]
"""Labels kept per number of visits, and steps towards a tighter bound before."""


@dataclass(frozen=True, slots=True)
class Effort:
    """
    How much to work, in counts that are the same on every machine.

    Parameters
    ----------
    rounds
        Most rounds of pricing.
    keep
        Most routes priced in per round and shift.
    beams
        Labels kept per number of visits, and steps towards a tighter bound; the next, wider beam is used when one finds
        nothing more.
    pool
        Most routes listed for the final proof, 0 to do without it.
    choice
        How far the search tree of each choice is followed: in thousands of nodes for fifty routes, fewer for more.
    proof
        The beams when the first bound is proven, one after another until it is.
    step
        Grain of the bound's clock in seconds.
    """

    rounds: int = 200
    keep: int = 150
    beams: tuple[Beam, ...] = (
        (400, 2), (5_000, 2), (20_000, 8), (100_000, 20), (1_000_000, 40)
    )  # fmt: skip
    pool: int = 20_000
    choice: float = 6.0
    proof: tuple[Beam, ...] = ((5_000, 0), (20_000, 8), (50_000, 20))
    step: int = GRAIN_S

    @classmethod
    def for_size(cls, visits: int) -> Effort:
        """What is reasonable for a region with so many visits: up to 150 the search goes for proof, then for time."""
        if visits <= 150:
            return cls()
        if visits <= 400:
            return cls(rounds=60, beams=((400, 1), (4_000, 4)), pool=0, choice=12.0)
        return cls(rounds=24, keep=300, beams=((400, 0), (2_000, 2)), pool=0, proof=((6_000, 4),), step=3 * GRAIN_S)

    @property
    def nodes(self) -> int:
        """Most nodes of one choice."""
        return max(1, round(1000 * self.choice))
