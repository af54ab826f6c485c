"""From segments to roads: points where nothing happens go, lines keep their shape within ten metres."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tourplanner.travel.roads.geometry import apart_m, foot
from tourplanner.travel.roads.making.parts import Flags, Segments
from tourplanner.travel.roads.making.read import Ints

TOLERANCE_M = 10.0
"""How far a simplified line may stray from the road."""

Traits = tuple[int, int, int, int, bool]
"""Kind, permission, name, ref, one-way."""


@dataclass(frozen=True, slots=True)
class Road:
    """Points from crossing to crossing, what they have in common, and the length in decimetres."""

    points: tuple[int, ...]
    traits: Traits
    length_dm: int


def roads(segments: Segments, kept: Flags) -> Iterator[Road]:
    """The kept segments as roads, each crossing to crossing, in an order that depends on the data alone."""
    links = _Links(segments, kept)
    for start in links.crossings():
        for link in links.at[start]:
            if link not in links.done and (chain := links.chain(start, link)):
                yield chain
    for link in range(len(links.tail)):
        if link not in links.done:
            # What no crossing leads to is a ring.
            yield from filter(None, [links.chain(links.tail[link], link)])


class _Links:
    """Kept segments by their points; one-way ones turned so that they go from tail to head."""

    def __init__(self, segments: Segments, kept: Flags) -> None:
        streets, chosen = segments.streets, np.flatnonzero(kept)
        turned = segments.direction[chosen] < 0
        start, end = streets.start[chosen], streets.end[chosen]
        self.tail: list[int] = np.where(turned, end, start).tolist()
        self.head: list[int] = np.where(turned, start, end).tolist()
        way = streets.way[chosen]
        columns = (streets.kind[way], segments.permission[chosen], streets.name[way], streets.ref[way])
        oneway = (segments.direction[chosen] != 0).tolist()
        self.traits: list[Traits] = list(zip(*(each.tolist() for each in columns), oneway, strict=True))
        self.metres: list[float] = segments.metres[chosen].tolist()
        self.at: defaultdict[int, list[int]] = defaultdict(list)
        for link, (tail, head) in enumerate(zip(self.tail, self.head, strict=True)):
            self.at[tail].append(link)
            self.at[head].append(link)
        self.done: set[int] = set()

    def crossings(self) -> list[int]:
        return sorted(point for point in self.at if self._onward(point) is None)

    def _onward(self, point: int) -> tuple[int, int] | None:
        """The two links of a point where nothing happens; None at a crossing, an end, or where something changes."""
        links = self.at[point]
        if len(links) != 2 or self.traits[links[0]] != self.traits[links[1]]:
            return None
        first, second = links
        if self.traits[first][4] and (self.head[first] == point) == (self.head[second] == point):
            return None
        return first, second

    def chain(self, start: int, link: int) -> Road | None:
        """The road that leaves a point by a link; None if it would go against a one-way road."""
        traits = self.traits[link]
        if traits[4] and self.tail[link] != start:
            return None
        points, length, first = [start], 0.0, start
        while True:
            self.done.add(link)
            length += self.metres[link]
            point = self.head[link] if self.tail[link] == points[-1] else self.tail[link]
            points.append(point)
            pair = self._onward(point)
            if pair is None or point == first:
                return Road(tuple(points), traits, max(1, round(length * 10)))
            link = pair[1] if pair[0] == link else pair[0]


def simplified(lat: Ints, lon: Ints, tolerance_m: float = TOLERANCE_M) -> Flags:
    """Which points of a line stay so that it strays no farther than so many metres (Douglas and Peucker, 1973)."""
    stay = np.zeros(len(lat), np.bool_)
    stay[[0, -1]] = True
    spans = [(0, len(lat) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        inner = slice(first + 1, last)
        ends = (lat[first], lon[first]), (lat[last], lon[last])
        off = foot(lat[inner], lon[inner], *ends)[1] if ends[0] != ends[1] else apart_m(
            lat[inner], lon[inner], *ends[0]
        )  # fmt: skip
        # Rounded, so that the farthest point is the same on every machine.
        far = int(np.round(off, 6).argmax())
        if off[far] > tolerance_m:
            middle = first + 1 + far
            stay[middle] = True
            spans += [(first, middle), (middle, last)]
    return stay
