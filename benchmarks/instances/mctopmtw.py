"""Several windows, a budget and limits per type: the files of Souffriau, Vansteenwegen et al. (2013)."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from benchmarks.instances.instance import Instance, Stop, Window, decimals_of, family_of
from benchmarks.instances.sheet import Line, Sheet

TYPES = 10


def read(path: Path) -> Instance:
    """
    An MCTOPMTW file: ``M N B E1 … E10``, the start ``0 x y d S O C``, then N vertices
    ``i x y d S O1 O2 O3 O4 C4 E b e1 … e10``.

    The four windows [O1, O2], [O2, O3], [O3, O4], [O4, C4] follow each other. With E = 1 tours 1, 3, … use the first
    and third and tours 2, 4, … the others; with E = 0 the other way round. All tours together spend at most B on
    entrance fees b and visit at most Ez vertices of type z.

    Raises
    ------
    MalformedError
        With every fault of the file.
    """
    sheet = Sheet(path)
    head = sheet.lines[0]
    if not sheet.long_enough(head, 3 + TYPES, "M N B E1 … E10") or len(sheet.lines) < 2:
        sheet.fault(sheet.lines[-1], "need a line M N B E1 … E10, a line for the start, and one line per vertex")
        sheet.done()
    tours, wanted = sheet.whole(head, 0, "number of tours", least=1), sheet.whole(head, 1, "number of vertices")
    caps = (sheet.number(head, 2, "budget", least=0), *_types(sheet, head, 3))
    start, *rows = sheet.lines[1:]
    fit = [sheet.long_enough(start, 7, "0 x y d S O C")]
    fit += [sheet.long_enough(row, 12 + TYPES, "i x y d S O1 O2 O3 O4 C4 E b e1 … e10") for row in rows]
    if not all(fit):
        sheet.done()
    sheet.start(start)
    sheet.vertices(head, wanted, rows)
    base = (sheet.number(start, 1, "x"), sheet.number(start, 2, "y"))
    opens, closes = sheet.window(start, -2, -1)
    stops = tuple(_stop(sheet, row) for row in rows)
    sheet.done()
    name = re.sub(r"^MCTOPMTW-\d+-", "", path.stem, flags=re.I)
    decimals = decimals_of(name, (base, *(stop.at for stop in stops)))
    return Instance(path, name, family_of(name), decimals, base, opens, closes, stops, 2, caps, tours)


def _types(sheet: Sheet, line: Line, first: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(sheet.whole(line, first + z, f"type {z + 1}")) for z in range(TYPES))


def _stop(sheet: Sheet, row: Line) -> Stop:
    return Stop(
        number=sheet.whole(row, 0, "vertex number"),
        at=(sheet.number(row, 1, "x"), sheet.number(row, 2, "y")),
        service=sheet.number(row, 3, "visiting time", least=0),
        score=sheet.number(row, 4, "score"),
        windows=_windows(sheet, row),
        uses=(sheet.number(row, 11, "entrance fee", least=0), *_types(sheet, row, 12)),
    )


def _windows(sheet: Sheet, row: Line) -> tuple[tuple[Window, ...], ...]:
    windows = [sheet.window(row, 5 + nth, 6 + nth) for nth in range(4)]
    first, second = (windows[0], windows[2]), (windows[1], windows[3])
    exchanged = sheet.whole(row, 10, "E")
    if exchanged not in (0, 1):
        sheet.fault(row, f"column 11, E: 0 or 1, got {exchanged}")
    return (first, second) if exchanged else (second, first)
