"""Several routes on one map: where they share a road, they lie side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Spot = tuple[float, float]
Line = Sequence[Spot]
Step = tuple[Spot, Spot]


@dataclass(slots=True)
class Strand:
    """
    A line (lat, lon) that a route drives without a break.

    ``lanes`` says step by step, as (number of steps, places to the right), how far from the middle of the road the line
    is drawn; negative is to the left of its own direction.
    """

    points: list[Spot]
    lanes: list[tuple[int, float]] = field(default_factory=list)

    def go_on(self, spot: Spot, lane: float) -> None:
        """One more step."""
        self.points.append(spot)
        if self.lanes and self.lanes[-1][1] == lane:
            self.lanes[-1] = (self.lanes[-1][0] + 1, lane)
        else:
            self.lanes.append((1, lane))


def strands(routes: Sequence[Sequence[Line]]) -> list[list[Strand]]:
    """
    Each route's lines as strands, each step of a road once per route.

    Where several routes take the same step, they stand in their order from left to right as the first of them drives
    it, centred on the road. Steps are the same if their ends agree to 1e-5 degrees, in either direction.
    """
    takers: dict[Step, dict[int, bool]] = {}
    for number, lines in enumerate(routes):
        for step, ahead, _ in _steps(lines):
            takers.setdefault(step, {}).setdefault(number, ahead)
    return [list(_strands(number, lines, takers)) for number, lines in enumerate(routes)]


def _strands(number: int, lines: Sequence[Line], takers: dict[Step, dict[int, bool]]) -> Iterator[Strand]:
    strand: Strand | None = None
    done: set[Step] = set()
    for step, ahead, (start, end) in _steps(lines):
        if step in done:
            continue
        done.add(step)
        if strand is None or strand.points[-1] != start:
            if strand:
                yield strand
            strand = Strand([start])
        strand.go_on(end, _lane(number, ahead, takers[step]))
    if strand:
        yield strand


def _lane(number: int, ahead: bool, takers: dict[int, bool]) -> float:
    lane = list(takers).index(number) - (len(takers) - 1) / 2
    return lane if ahead == next(iter(takers.values())) else -lane


def _steps(lines: Sequence[Line]) -> Iterator[tuple[Step, bool, Step]]:
    """Each step by its ends in a fixed order, whether it goes in that order, and as it goes."""
    for line in lines:
        for start, end in pairwise(_rounded(line)):
            if start != end:
                yield (min(start, end), max(start, end)), start < end, (start, end)


def _rounded(line: Line) -> list[Spot]:
    return [(round(lat, 5), round(lon, 5)) for lat, lon in line]
