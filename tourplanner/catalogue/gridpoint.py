"""The place of a row that gives its point in metres of VN-2000."""

from __future__ import annotations

from tourplanner.catalogue.cells import Fault, number
from tourplanner.catalogue.fixes import LEAST_ACCURACY_M
from tourplanner.catalogue.rows import Log, Row
from tourplanner.model import Place
from tourplanner.model.vn2000 import HANOI_GRID, from_vn2000, in_grid

COLUMNS = ("vn2000_x", "vn2000_y")
"""North and east, as Vietnamese papers have it; exported tables have it the other way round."""


def read_grid(row: Row, log: Log) -> Place | None:
    """
    The point of a row from its metres of VN-2000, with the shift to WGS 84; None if there is none or it is faulty.

    North and east tell themselves apart by their size. A row that does not name its grid is taken to be in Hanoi's,
    with a warning.
    """
    if any(column not in row.cells for column in COLUMNS):
        for column in COLUMNS:
            if column not in row.cells:
                log.missing(row, column)
        return None
    metres = []
    for column in COLUMNS:
        try:
            metres.append(float(number(row.cells[column])))
        except Fault as fault:
            log.fault(row, column, Fault("coordinates-unreadable", "this is not a number of metres", fault.fix))
    if len(metres) < len(COLUMNS) or "vn2000_grid" in row.bad:
        return None
    return _placed(row, *metres, log=log)


def _placed(row: Row, north: float, east: float, *, log: Log) -> Place | None:
    if in_grid(north, east):
        north, east = east, north
    if not in_grid(east, north):
        message = "these are no metres of VN-2000 in Vietnam"
        log.fault(row, COLUMNS[0], Fault("coordinates-outside", message, "degrees belong under lat and lon"))
        return None
    epsg = row.values.get("vn2000_grid")
    if epsg is None:
        epsg = HANOI_GRID
        message = f"read as EPSG:{epsg} (central meridian 105°), the grid of Hanoi"
        log.warn(row, COLUMNS[0], Fault("grid-assumed", message, "add a column vn2000_grid"))
    try:
        return from_vn2000(east, north, epsg=epsg, accuracy_m=row.values.get("accuracy_m", LEAST_ACCURACY_M))
    except ModuleNotFoundError:
        message = "converting VN-2000 coordinates needs one more package"
        log.fault(row, COLUMNS[0], Fault("package-missing", message, 'pip install "tourplanner[geo]"'))
        return None
