"""Routes that share roads: every step of each once, side by side where several take it."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.publish.strands import Strand, strands

A, B, C, D, E = (21.0, 105.8), (21.0, 105.9), (21.1, 105.9), (21.2, 105.9), (21.1, 105.8)
# Walks over a small grid, where sharing is the rule.
walk = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=8)
worlds = st.lists(st.lists(walk, max_size=3), max_size=4)


def steps(strand: Strand) -> list[tuple[tuple[float, float], tuple[float, float], float]]:
    lanes = [lane for count, lane in strand.lanes for _ in range(count)]
    return [(*pair, lane) for pair, lane in zip(pairwise(strand.points), lanes, strict=True)]


def test_alone_a_route_keeps_to_the_middle() -> None:
    assert strands([[(A, B, C)]]) == [[Strand([A, B, C], [(2, 0.0)])]]


def test_two_routes_on_one_road_part_where_they_leave_each_other() -> None:
    one, other = strands([[(A, B, C, D)], [(A, B, C, E)]])
    assert one == [Strand([A, B, C, D], [(2, -0.5), (1, 0.0)])]
    assert other == [Strand([A, B, C, E], [(2, 0.5), (1, 0.0)])]


def test_who_comes_the_other_way_keeps_to_the_same_side_of_the_road() -> None:
    one, other = strands([[(A, B, C)], [(C, B, A)]])
    assert one == [Strand([A, B, C], [(2, -0.5)])]
    assert other == [Strand([C, B, A], [(2, -0.5)])]


def test_there_and_back_is_one_line_and_gaps_part_strands() -> None:
    (found,) = strands([[(A, B, C), (C, B), (D, C)]])
    assert found == [Strand([A, B, C], [(2, 0.0)]), Strand([D, C], [(1, 0.0)])]


def test_points_less_than_a_metre_apart_are_one() -> None:
    near = (A[0] + 1e-6, A[1])
    one, other = strands([[(A, B)], [(near, near, B)]])
    assert [each.lanes for each in (*one, *other)] == [[(1, -0.5)], [(1, 0.5)]]


@given(worlds)
@settings(max_examples=200, deadline=None)
def test_each_step_of_each_route_is_drawn_once_in_a_lane_of_its_own(routes: list[list[list[tuple[int, int]]]]) -> None:
    found = strands(routes)
    lanes: defaultdict[frozenset[tuple[float, float]], list[float]] = defaultdict(list)
    for lines, drawn in zip(routes, found, strict=True):
        asked = {frozenset(pair) for line in lines for pair in pairwise(line) if pair[0] != pair[1]}
        taken = [each for strand in drawn for each in steps(strand)]
        assert Counter(frozenset(each[:2]) for each in taken) == Counter(asked)
        for start, end, lane in taken:
            lanes[frozenset((start, end))].append(lane if start < end else -lane)
    for side_by_side in lanes.values():
        count = len(side_by_side)
        assert sorted(side_by_side) == [at - (count - 1) / 2 for at in range(count)]
