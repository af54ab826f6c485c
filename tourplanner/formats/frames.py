"""Layers as pandas and GeoPandas frames; both are imported where they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tourplanner.formats.layer import Layer, Shape
from tourplanner.formats.needs import missing

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

# Nullable types: a whole number that is not known stays a whole number's gap, and does not make floats of the rest.
_TYPES = {str: "string", int: "Int64", float: "Float64", bool: "boolean"}


def frame(table: Layer) -> DataFrame:
    """
    The columns of a layer, without its shapes, as a ``pandas.DataFrame`` with nullable types.

    Raises
    ------
    ModuleNotFoundError
        If pandas is not installed; it says how to.
    """
    try:
        import pandas
    except ModuleNotFoundError:
        raise missing("a frame", "geo") from None
    columns: dict[str, Any] = {}
    for name, kind in table.columns.items():
        # Dates and moments are left to pandas, which keeps the offset of moments.
        columns[name] = pandas.array(table.values(name), dtype=_TYPES[kind]) if kind in _TYPES else table.values(name)
    return pandas.DataFrame(columns)


def geo_frame(table: Layer) -> GeoDataFrame:
    """
    A layer with its shapes as a ``geopandas.GeoDataFrame`` in WGS 84 (EPSG:4326).

    Raises
    ------
    ModuleNotFoundError
        If GeoPandas is not installed; it says how to.
    """
    try:
        import geopandas
    except ModuleNotFoundError:
        raise missing("a frame with shapes", "geo") from None
    shapes = geopandas.GeoSeries.from_wkt([_text(table, shape) for shape in table.shapes], crs="EPSG:4326")
    return geopandas.GeoDataFrame(frame(table), geometry=shapes)


def _text(table: Layer, shape: Shape) -> str:
    """A shape as well-known text, every figure of its degrees kept."""
    return f"{(table.geometry or '').upper()} ({', '.join(f'{lon!r} {lat!r}' for lat, lon in shape)})"
