"""Tourist trip design: opening hours per weekday and several tours from a start day on."""

from __future__ import annotations

from pathlib import Path

from benchmarks.instances.instance import Instance, Stop, Window, family_of
from benchmarks.instances.sheet import Line, Sheet

WEEK = 7


def read(path: Path) -> Instance:
    """
    A TTDP file: ``k M SD N …``, the start ``0 x y d S … O C``, then N vertices
    ``i x y d S t open[0] close[0] … open[6] close[6] b``.

    Tour 1 is on weekday SD, tour 2 on the next, and so on round the week. A visit begins within [open, close] of the
    weekday; ``0 0`` is closed. Distances are truncated to two decimals.

    Raises
    ------
    MalformedError
        With every fault of the file.
    """
    sheet = Sheet(path)
    head = sheet.lines[0]
    if not sheet.long_enough(head, 4, "k M SD N") or len(sheet.lines) < 2:
        sheet.fault(sheet.lines[-1], "need a line k M SD N …, a line for the start, and one line per vertex")
        sheet.done()
    tours, wanted = sheet.whole(head, 1, "number of tours", least=1), sheet.whole(head, 3, "number of vertices")
    first = sheet.whole(head, 2, "start day")
    if first >= WEEK:
        sheet.fault(head, f"column 3, start day: from 0 to 6, got {first}")
    start, *rows = sheet.lines[1:]
    fit = [sheet.long_enough(start, 7, "0 x y d S … O C")]
    fit += [sheet.long_enough(row, 6 + 2 * WEEK, "i x y d S t open[0] close[0] … open[6] close[6]") for row in rows]
    if not all(fit):
        sheet.done()
    sheet.start(start)
    sheet.vertices(head, wanted, rows)
    base = (sheet.number(start, 1, "x"), sheet.number(start, 2, "y"))
    opens, closes = sheet.window(start, -2, -1)
    stops = tuple(_stop(sheet, row, first) for row in rows)
    sheet.done()
    return Instance(path, path.stem, family_of(path.stem), 2, base, opens, closes, stops, WEEK, (), tours)


def _stop(sheet: Sheet, row: Line, first: int) -> Stop:
    week = [_hours(sheet, row, day) for day in range(WEEK)]
    return Stop(
        number=sheet.whole(row, 0, "vertex number"),
        at=(sheet.number(row, 1, "x"), sheet.number(row, 2, "y")),
        service=sheet.number(row, 3, "visiting time", least=0),
        score=sheet.number(row, 4, "score"),
        windows=tuple(week[first:] + week[:first]),
    )


def _hours(sheet: Sheet, row: Line, day: int) -> tuple[Window, ...]:
    hours = sheet.window(row, 6 + 2 * day, 7 + 2 * day)
    return (hours,) if any(hours) else ()
