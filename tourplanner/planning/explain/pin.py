"""Keep what the designer likes, plan the rest again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tourplanner.planning.explain.subject import visited

if TYPE_CHECKING:
    from tourplanner.planning.tour import Tour


@dataclass(frozen=True, slots=True)
class Pinned:
    """A tour and the experiences of it that stay; ``stays`` are their ids, in the tour's order."""

    tour: Tour
    stays: tuple[str, ...]

    def pin(self, *names: str) -> Pinned:
        """Keep these as well."""
        more = pinned(self.tour, names).stays
        both = {*self.stays, *more}
        return Pinned(self.tour, tuple(stop.experience.id for stop in self.tour.visits if stop.experience.id in both))

    def replan(self, *, must: Sequence[str] = (), **changes: Any) -> Tour:
        """The best tour with all that stays; ``changes`` as in ``Tour.what_if``."""
        return self.tour.what_if(must=(*self.stays, *must), **changes)


def pinned(tour: Tour, names: Sequence[str]) -> Pinned:
    """The visits that the names mean."""
    ids = {id for name in names for id in visited(tour, name).inside}
    return Pinned(tour, tuple(stop.experience.id for stop in tour.visits if stop.experience.id in ids))
