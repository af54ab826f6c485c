"""
VN-2000, the national grid of Vietnam, and the way to WGS 84 and back, computed by PROJ.

Maps of the cadastre and of the departments are in metres of VN-2000. Its ellipsoid is that of WGS 84 and its datum is
not: degrees taken from the one to the other without the shift are 224 m off around Hanoi. The shift is the seven
parameters of Decision 05/2007/QĐ-BTNMT, EPSG operation 6960, good for about 1 m.

Vietnamese papers write x for the northing and y for the easting, the other way round than map programs do.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tourplanner.formats.needs import missing
from tourplanner.model.place import Place

if TYPE_CHECKING:
    from pyproj import Transformer

HANOI_GRID = 5897
"""VN-2000 / TM-3 zone 482: central meridian 105°, in use in Hanoi."""

MERIDIANS: Mapping[int, float] = {
    5896: 102.0, 5897: 105.0, 5898: 108.0, 5899: 107.75, 9205: 103.0, 9206: 104.0, 9207: 104.5, 9208: 104.75,
    9209: 105.5, 9210: 105.75, 9211: 106.0, 9212: 106.25, 9213: 106.5, 9214: 107.0, 9215: 107.25, 9216: 107.5,
    9217: 108.25, 9218: 108.5,
}  # fmt: skip
"""The 3-degree grids by EPSG code with their central meridians in degrees, scale 0.9999, false easting 500 000 m."""

UTM: Mapping[int, float] = {3405: 105.0, 3406: 111.0}
"""The 6-degree grids of small-scale maps, scale 0.9996."""

ACCURACY_M = 1

_SHIFT = (
    "+x=-191.90441429 +y=-39.30318279 +z=-111.45032835 +rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 "
    "+s=0.252906278 +convention=coordinate_frame"
)


class GridPoint(NamedTuple):
    """Metres east and north in a grid of VN-2000; a Vietnamese paper has ``northing`` under x, ``easting`` under y."""

    easting: float
    northing: float
    epsg: int = HANOI_GRID


def from_vn2000(easting: float, northing: float, *, epsg: int = HANOI_GRID, accuracy_m: int = ACCURACY_M) -> Place:
    """
    The WGS 84 point of VN-2000 metres, to the seventh decimal of a degree.

    Parameters
    ----------
    epsg
        Which grid: a key of ``MERIDIANS`` or ``UTM``. The metres do not tell, and the wrong one is kilometres off.
    accuracy_m
        How exact the metres are; the shift itself is good for 1 m.

    Raises
    ------
    ValueError
        If the grid is not one of VN-2000, or the metres cannot lie in Vietnam (with a hint if they are exchanged).
    ModuleNotFoundError
        If pyproj is not installed; it says how to.
    """
    _check(easting, northing)
    lon, lat = _transformer(epsg).transform(easting, northing)
    return Place(lat=round(lat, 7), lon=round(lon, 7), accuracy_m=max(accuracy_m, ACCURACY_M))


def to_vn2000(place: Place, *, epsg: int = HANOI_GRID) -> GridPoint:
    """
    A place in metres of VN-2000, to the millimetre; the errors are those of ``from_vn2000``.

    Two grids give one place different metres: hand the code on with them.
    """
    easting, northing = _transformer(epsg).transform(place.lon, place.lat, direction="INVERSE")
    _check(easting, northing)
    return GridPoint(round(easting, 3), round(northing, 3), epsg)


def grid_of(meridian: float) -> int | None:
    """The EPSG code of the 3-degree grid around a central meridian in degrees, None if there is no such grid."""
    return next((code for code, each in MERIDIANS.items() if each == meridian), None)


def in_grid(easting: float, northing: float) -> bool:
    """Whether metres can lie in Vietnam, in whichever grid."""
    return 100_000 <= easting < 900_000 <= northing <= 2_700_000


def _check(easting: float, northing: float) -> None:
    if not in_grid(easting, northing):
        swapped = "; easting and northing are exchanged" if in_grid(northing, easting) else ""
        raise ValueError(f"easting {easting:g}, northing {northing:g} do not lie in Vietnam{swapped}")


@lru_cache
def _transformer(epsg: int) -> Transformer:
    """From metres to (lon, lat). The shift is spelled out: PROJ would choose one, or none, by what it has at hand."""
    if epsg not in MERIDIANS and epsg not in UTM:
        known = ", ".join(map(str, (*MERIDIANS, *UTM)))
        raise ValueError(f"EPSG:{epsg} is no grid of VN-2000; there are {known}")
    try:
        from pyproj import Transformer
    except ModuleNotFoundError:
        raise missing("converting VN-2000 coordinates", "geo") from None
    meridian, scale = (MERIDIANS[epsg], 0.9999) if epsg in MERIDIANS else (UTM[epsg], 0.9996)
    return Transformer.from_pipeline(
        f"+proj=pipeline +step +inv +proj=tmerc +lat_0=0 +lon_0={meridian} +k={scale} +x_0=500000 +y_0=0 +ellps=WGS84 "
        f"+step +proj=push +v_3 +step +proj=cart +ellps=WGS84 +step +proj=helmert {_SHIFT} "
        "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
