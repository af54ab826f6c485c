"""Attribution, scale bar and north arrow of a printed map, in the corners its route leaves free."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tourplanner.model.bounds import Points
from tourplanner.press.lettering import Lettering
from tourplanner.publish.boxes import Box
from tourplanner.publish.marks import credit, north_arrow, scale_bar
from tourplanner.publish.palette import Palette
from tourplanner.publish.projection import Sheet

Piece = tuple[Box, str]
"""Where it stands, in mm, and its SVG."""


def furnish(
    sheet: Sheet, credits: Sequence[str], route: Points, lettering: Lettering, palette: Palette, taken: Sequence[Box]
) -> list[Piece]:
    """Each with its box: clear of what is ``taken``, of each other and, as far as can be, of the route's points."""
    notice = credit(credits, np.array([sheet.width - 1, sheet.height - 1]), palette.small_print)
    taken = [*taken, notice[0]]
    bar = _best([scale_bar(sheet, np.array(at), lettering) for at in _bars(sheet, taken)], route, taken)
    taken.append(bar[0])
    north = _best([north_arrow(np.array(at), lettering) for at in _norths(sheet, taken)], route, taken)
    return [notice, bar, north]


def inset_bar(sheet: Sheet, lettering: Lettering) -> list[Piece]:
    """An inset's scale bar, in its lower left; north is up there too, and the credit is the map's."""
    return [scale_bar(sheet, np.array([0.6, sheet.height - 0.6]), lettering, longest=min(30.0, sheet.width / 3))]


def _best(pieces: Sequence[Piece], route: Points, taken: Sequence[Box]) -> Piece:
    return min(pieces, key=lambda piece: piece[0].count(route) + 1000 * sum(map(piece[0].grown(0.5).meets, taken)))


def _bars(sheet: Sheet, taken: Sequence[Box]) -> list[tuple[float, float]]:
    """Lower left corners for the scale bar, the usual one first: at the edges, and beside what stands there."""
    low, high = sheet.height - 3, 13.4
    beside = [(box.right + 2, at) for box in taken for at in (low, high)]
    above = [(3.0, box.top - 2) for box in taken]
    return [at for at in [(3.0, low), (3.0, high), *above, *beside] if 13 < at[1] <= low and at[0] < sheet.width - 56]


def _norths(sheet: Sheet, taken: Sequence[Box]) -> list[tuple[float, float]]:
    """Upper right corners for the north arrow, the usual one first."""
    right = sheet.width - 3
    beside = [(box.left - 2, 3.0) for box in taken] + [(right, box.bottom + 2) for box in taken]
    fit = [at for at in beside if at[0] > 11 and at[1] < sheet.height - 16]
    return [(right, 3.0), (11.0, 3.0), *fit]
