"""Several groups on the road at once: one tour for each, decided together."""

from __future__ import annotations

from tourplanner.model.base import Value
from tourplanner.model.itinerary import Itinerary, Status


class GroupTours(Value):
    """
    A tour for every group, each with the goal it keeps; ``score`` and ``bound`` are of all together, in points.

    Each tour's own score is what it would score alone; its bound is not known.
    """

    tours: tuple[Itinerary, ...]
    score: int
    bound: int
    status: Status = "feasible"

    def __len__(self) -> int:
        return len(self.tours)

    def __getitem__(self, index: int) -> Itinerary:
        return self.tours[index]

    def __str__(self) -> str:
        head = f"{len(self)} groups: score {self.score}, bound {self.bound}, {self.status}"
        return "\n\n".join([head, *(f"group {number}: {tour}" for number, tour in enumerate(self.tours, 1))])
