"""The benchmark of travel holds the packaged roads against the same ways that others find."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.full_graph import LENGTH_BITS, FullGraph, between_crossings
from benchmarks.peers.roads import Case, running
from benchmarks.travel import LEGS, VEHICLES, WHOLE, aims

SIDE = 4


@st.composite
def lines(draw):
    """Arcs of a few lines with points on them, some one-way, some doubled, and the points to keep."""
    ends = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=6))
    ends.append((0, 1))
    arcs, points = [], 5
    for first, last in ends:
        inner, both = draw(st.integers(0, 3)), draw(st.booleans())
        line = [first, *range(points, points + inner), last]
        points += inner
        for tail, head in pairwise(line):
            arcs.append((tail, head, draw(st.integers(1, 9))))
            if both:
                arcs.append((head, tail, draw(st.integers(1, 9))))
    kept = draw(st.sets(st.sampled_from(sorted({end for arc in arcs for end in arc[:2]})), min_size=1))
    return arcs, sorted(kept)


def quickest(arcs, kept):
    graph = nx.DiGraph()
    graph.add_nodes_from(kept)
    for tail, head, weight in arcs:
        if tail != head and weight < graph.get_edge_data(tail, head, {"weight": 99})["weight"]:
            graph.add_edge(tail, head, weight=weight)
    found = {origin: nx.single_source_dijkstra_path_length(graph, origin) for origin in kept}
    return {(a, b): found[a].get(b) for a in kept for b in kept}


@given(lines())
def test_ways_between_crossings_are_those_between_all_points(drawn):
    arcs, kept = drawn
    left = between_crossings(*(np.array(each) for each in zip(*arcs, strict=True)), np.array(kept))
    assert quickest(zip(*(each.tolist() for each in left), strict=True), kept) == quickest(arcs, kept)


def test_points_that_are_only_passed_are_left_out():
    arcs = np.array([(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 2, 5), (2, 0, 6)]).T
    left = between_crossings(*arcs, np.array([3]))
    assert [tuple(each) for each in np.array(left).T.tolist()] == [(2, 3, 4), (3, 2, 5)]
    kept = between_crossings(*arcs, np.array([0, 3]))
    assert [tuple(each) for each in np.array(kept).T.tolist()] == [(0, 2, 5), (2, 0, 6), (2, 3, 4), (3, 2, 5)]


@pytest.fixture
def graph():
    """Streets of half a kilometre and 90 seconds round the Old Quarter, a square of them."""
    number = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    one, other = (
        np.concatenate((number[:, below].ravel(), number[below].ravel())) for below in (slice(0, -1), slice(1, None))
    )
    tail, head = np.concatenate((one, other)), np.concatenate((other, one))
    weights = np.full(len(tail), (90_000 << LENGTH_BITS) + 5_000)
    lat, lon = (axis.ravel() for axis in np.meshgrid(*(start + np.arange(SIDE) / 200 for start in (21.03, 105.85))))
    return FullGraph(tail, head, weights, lat, lon, np.array([0, 3, 15]))


def test_seconds_and_metres_over_all_roads(graph):
    seconds, metres = graph.quickest(2)
    assert seconds.tolist() == [[0, 270, 540], [270, 0, 270]]
    assert metres.tolist() == [[0, 1500, 3000], [1500, 0, 1500]]


def test_peers_find_the_same_and_stand_beside_ours(graph, tmp_path, monkeypatch):
    case = tmp_path / "case.npz"
    Case(graph.tail, graph.head, graph.ms, graph.lat, graph.lon, graph.at, extract="none").write(case)
    monkeypatch.setattr(running, "PEERS", {name: running.PEERS[name] for name in ("tourplanner", "scipy, Dijkstra")})
    rows = list(running.rows(case))
    assert all(row["seconds"] >= 0 and row["peak MB so far"] > 10 for row in rows)
    found = {(row["router"], row["step"]): row for row in rows}
    theirs = found["scipy, Dijkstra", "matrix"]
    assert theirs["mean minutes"] == 36 / 9
    assert theirs["from × to"] == "3 × 3"
    ours = found["tourplanner", "matrix"]
    assert ours["times ours"] == 1
    assert theirs["times ours"] == theirs["processor seconds"] / ours["processor seconds"]
    assert ours["mean minutes"] >= 5 * 6 / 9
    assert found["tourplanner", "matrix by the hour"]["from × to"] == "3 × 3"


def test_contraction_finds_what_scipy_finds(graph, tmp_path):
    pytest.importorskip("routingkit_cch")
    case = tmp_path / "case.npz"
    Case(graph.tail, graph.head, graph.ms, graph.lat, graph.lon, graph.at, extract="none").write(case)
    steps = running.apart("routingkit", case)
    assert [step["step"] for step in steps] == [
        "order of crossings, once", "customise", "matrix", "customise for another hour",
    ]  # fmt: skip
    assert steps[2]["mean_minutes"] == 36 / 9


def test_a_peer_that_is_not_installed_has_a_row_without_figures(monkeypatch, tmp_path):
    monkeypatch.setattr(running, "apart", lambda *_: None)
    rows = list(running.rows(tmp_path / "case.npz"))
    assert {row["step"] for row in rows} == {"not installed"}
    assert {row[name] for row in rows for name in ("seconds", "peak MB so far", "mean minutes")} == {None}


def test_what_is_aimed_at_is_told_by_vehicle():
    def row(vehicle, step, milliseconds):
        return {"vehicle": vehicle, "step": step, "processor milliseconds": milliseconds, "peak MB so far": 480.0}

    car, coach = VEHICLES
    rows = [row(car, WHOLE, 9_000), row(car, LEGS, 90), row(coach, WHOLE, 9_000), row(coach, LEGS, 150)]
    said = aims(rows)
    assert "car 9.0 s, 480 MB and 90 ms, reached" in said
    assert "coach 9.0 s, 480 MB and 150 ms, NOT reached" in said
