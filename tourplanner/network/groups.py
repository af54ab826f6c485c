"""Groups of villages, what joins them, and who stands in the middle: graph work over the near legs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import networkx as nx
import numpy as np

from tourplanner.network.legs import Legs

EXACT_UP_TO = 300
PIVOTS = 50
Measure = Literal["closeness", "betweenness"]


def communities(near: nx.Graph[int]) -> list[list[int]]:
    """
    Louvain communities [Blondel et al. 2008] of the near graph, each cut into its connected parts (Louvain alone can
    leave one in pieces), largest first, then by lowest position. Every near leg counts the same.
    """
    found = nx.community.louvain_communities(near, weight=None, seed=0)
    parts = [sorted(part) for each in found for part in nx.connected_components(near.subgraph(each))]
    return sorted(parts, key=lambda part: (-len(part), part))


def centre(legs: Legs, group: Sequence[int]) -> int:
    """The member with the least total travel to the others, lowest position first."""
    total = legs.matrix.seconds[np.ix_(group, group)].sum(axis=1)
    return group[int(total.argmin())]


def crossings(near: nx.Graph[int], groups: Sequence[Sequence[int]]) -> list[tuple[int, int, int, int, int]]:
    """For each pair of groups that a near leg joins, the shortest: (seconds, group, group, position, position)."""
    group_of = {member: number for number, group in enumerate(groups) for member in group}
    best: dict[tuple[int, int], tuple[int, int, int]] = {}
    for origin, destination, data in near.edges(data=True):
        (first, one), (second, other) = sorted((group_of[end], end) for end in (origin, destination))
        if first != second:
            leg = (data["seconds"], one, other)
            best[first, second] = min(best.get((first, second), leg), leg)
    return sorted((seconds, *pair, one, other) for pair, (seconds, one, other) in best.items())


def centrality(legs: Legs, measure: Measure, minutes: float) -> tuple[list[float], bool]:
    """One value per village and whether the values are estimated."""
    if measure == "closeness":
        return _closeness(legs), False
    near = legs.near(minutes)
    pivots = PIVOTS if len(near) > EXACT_UP_TO else None
    values: dict[int, float] = nx.betweenness_centrality(near, k=pivots, weight="seconds", seed=0)
    return [values[position] for position in range(len(near))], pivots is not None


def _closeness(legs: Legs) -> list[float]:
    """(n - 1) / the sum of direct travel minutes to all others; 0.0 for a village alone [Freeman 1978]."""
    size = legs.villages
    total = legs.matrix.seconds[:size, :size].sum(axis=1) / 60
    return [(size - 1) / minutes if minutes else 0.0 for minutes in total.tolist()]


def widest(legs: Legs, group: Sequence[int]) -> int:
    """Seconds of the longest direct leg inside the group."""
    return int(legs.matrix.seconds[np.ix_(group, group)].max())
