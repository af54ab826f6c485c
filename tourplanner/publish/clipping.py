"""Lines and areas cut at a rectangle."""

from __future__ import annotations

import numpy as np

from tourplanner.model.bounds import Bounds, Points, bounds_of


def clip_line(points: Points, bounds: Bounds) -> list[Points]:
    """
    The pieces of a polyline of (lat, lon) rows within bounds, in its direction (Liang and Barsky, 1984).

    A piece has at least two rows; touching the bounds in one point is no piece.
    """
    if bounds.contains(bounds_of(points)):
        return [points]
    if not bounds.meets(bounds_of(points)):
        return []
    enter, leave = _parameters(points[:-1], np.diff(points, axis=0), bounds)
    pieces: list[list[Points]] = []
    for index in np.flatnonzero(enter < leave):
        start, step = points[index], points[index + 1] - points[index]
        first = start + enter[index] * step
        if not (pieces and enter[index] == 0 and np.array_equal(pieces[-1][-1], start)):
            pieces.append([first])
        last = points[index + 1] if leave[index] == 1 else start + leave[index] * step
        pieces[-1].append(last)
    return [np.array(piece) for piece in pieces]


def _parameters(start: Points, step: Points, bounds: Bounds) -> tuple[Points, Points]:
    """For each segment, where it enters and leaves the bounds, as shares of its length within [0, 1]."""
    low, high = np.array(bounds[:2]), np.array(bounds[2:])
    with np.errstate(divide="ignore", invalid="ignore"):
        near, far = (low - start) / step, (high - start) / step
    still = step == 0
    inside = (start >= low) & (start <= high)
    near = np.where(still, np.where(inside, -np.inf, np.inf), near)
    far = np.where(still, np.where(inside, np.inf, np.inf), far)
    enter = np.minimum(near, far).max(axis=1)
    leave = np.maximum(near, far).min(axis=1)
    return np.maximum(enter, 0), np.minimum(leave, 1)


def clip_ring(ring: Points, bounds: Bounds) -> Points:
    """
    A closed ring of (lat, lon) rows cut at bounds (Sutherland and Hodgman, 1974); no rows if nothing is left.

    Parts that leave and come back are joined along the border of the bounds, so fill it, do not stroke it.
    """
    if bounds.contains(bounds_of(ring)):
        return ring
    if not bounds.meets(bounds_of(ring)):
        return ring[:0]
    for axis, limit, sign in ((0, bounds.south, 1), (1, bounds.west, 1), (0, bounds.north, -1), (1, bounds.east, -1)):
        ring = _half_plane(ring, axis, limit, sign)
        if not len(ring):
            break
    return ring


def _half_plane(ring: Points, axis: int, limit: float, sign: int) -> Points:
    if len(ring) and not np.array_equal(ring[0], ring[-1]):
        ring = np.vstack([ring, ring[:1]])
    depth = sign * (ring[:, axis] - limit)
    kept: list[Points] = []
    for index in range(len(ring) - 1):
        here, there = depth[index], depth[index + 1]
        if here >= 0:
            kept.append(ring[index])
        if (here >= 0) != (there >= 0):
            kept.append(ring[index] + (ring[index + 1] - ring[index]) * (here / (here - there)))
    return np.array(kept).reshape(-1, 2)
