"""How much a search works, in counts that are the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass

from tourplanner.planning.problem import GRAIN_S

LABELS_A_STEP, MOST_STEPS = 2_500, 40
"""A step towards a tighter bound takes about as long as so many labels; so many steps are made at most."""


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
        Labels kept per number of visits; the next, wider beam is used when one finds nothing more. The wider it is, the
        more is done beforehand for a tighter bound.
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
    beams: tuple[int, ...] = (400, 5_000, 20_000, 100_000, 1_000_000)
    pool: int = 20_000
    choice: float = 6.0
    proof: tuple[int, ...] = (2_000, 20_000, 50_000)
    step: int = GRAIN_S

    @classmethod
    def for_size(cls, visits: int) -> Effort:
        """What is reasonable for a region with so many visits: up to 150 the search goes for proof, then for time."""
        if visits <= 150:
            return cls()
        if visits <= 400:
            return cls(rounds=60, beams=(400, 4_000), pool=0, choice=12.0)
        return cls(rounds=24, keep=300, beams=(400, 2_000), pool=0, proof=(6_000,), step=3 * GRAIN_S)

    @staticmethod
    def steps(beam: int) -> int:
        """Steps towards a tighter bound before a beam of so many labels."""
        return min(MOST_STEPS, beam // LABELS_A_STEP)

    @property
    def nodes(self) -> int:
        """Most nodes of one choice."""
        return max(1, round(1000 * self.choice))
