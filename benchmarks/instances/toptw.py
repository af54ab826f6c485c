"""Team orienteering with time windows: Solomon's and Cordeau's files as Righini, Salani and Vansteenwegen use them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.instances.instance import Instance, Stop, decimals_of, family_of
from benchmarks.instances.sheet import Line, Sheet

LEAST = 7
"""Numbers in a vertex's line, with nothing between S and O."""


def read(path: Path) -> Instance:
    """
    A TOPTW file: ``k v N t``, then ``D Q``, then the start (vertex 0) and N vertices, each
    ``i x y d S f a list… O C``: visiting time d, score S, and a visit begins within [O, C].

    The list between a and O may be of any length; O and C are the last two numbers. The line D Q may be missing.

    Raises
    ------
    MalformedError
        With every fault of the file.
    """
    sheet = Sheet(path)
    head = sheet.lines[0]
    if not sheet.long_enough(head, 3, "k v N t") or len(sheet.lines) < 3:
        sheet.fault(sheet.lines[-1], "need a line k v N t, a line D Q, and one line per vertex")
        sheet.done()
    wanted = sheet.whole(head, 2, "number of vertices")
    rows = sheet.lines[1 if len(sheet.lines[1].words) >= LEAST else 2 :]
    fit = [sheet.long_enough(row, LEAST, "i x y d S … O C") for row in rows]
    if not all(fit):
        sheet.done()
    sheet.start(rows[0])
    sheet.vertices(head, wanted, rows[1:])
    stops = [_stop(sheet, row) for row in rows]
    sheet.done()
    base = stops[0]
    ((opens, closes),) = base.windows[0]
    return Instance(
        path=path,
        name=path.stem,
        family=family_of(path.stem),
        decimals=decimals_of(path.stem, (stop.at for stop in stops)),
        base=base.at,
        opens=opens,
        closes=closes,
        stops=tuple(stops[1:]),
    )


def _stop(sheet: Sheet, row: Line) -> Stop:
    return Stop(
        number=sheet.whole(row, 0, "vertex number"),
        at=(sheet.number(row, 1, "x"), sheet.number(row, 2, "y")),
        service=sheet.number(row, 3, "visiting time", least=0),
        score=sheet.number(row, 4, "score"),
        windows=((sheet.window(row, -2, -1),),),
    )
