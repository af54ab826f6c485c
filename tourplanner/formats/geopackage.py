"""
GeoPackage 1.3 (OGC 12-128r18), written with Python's own SQLite.

GDAL would write one too: 100 MB of library, the hour of writing in the file, other bytes with each of its versions, and
no table of styles for QGIS. A route's layers have tens of rows, those of ten routes hundreds: reading them all costs
less than a spatial index would, and QGIS makes one on demand.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import chain

from tourplanner.formats.layer import Layer, Shape, Value

APPLICATION_ID, USER_VERSION = 0x47504B47, 10300
WGS84 = 4326
STAMP = "1980-01-01T00:00:00.000Z"
"""The time of every change the file tells of: the same layers give the same bytes."""

_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", WGS84, "EPSG", WGS84, _WKT, "longitude/latitude in degrees on the WGS 84 ellipsoid"),
)
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
"""
_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "BOOLEAN", date: "DATE", datetime: "DATETIME"}


def geopackage(layers: Sequence[Layer], styles: Mapping[str, str]) -> bytes:
    """
    Layers as one GeoPackage in WGS 84; moments are in UTC, as the format asks.

    Parameters
    ----------
    styles
        A QGIS style (QML) per layer name, with which QGIS opens the layer; layers without one get QGIS's own.
    """
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        base.execute(f"PRAGMA user_version = {USER_VERSION}")
        base.executescript(_TABLES)
        base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
        for each in layers:
            _write(base, each)
        if styles:
            _write_styles(base, styles)
        base.commit()
        data = bytearray(base.serialize())
    # Bytes 96 to 99 say which version of SQLite wrote; nothing reads them, and they would differ between machines.
    data[96:100] = bytes(4)
    return bytes(data)


def _write(base: sqlite3.Connection, table: Layer) -> None:
    kind = "features" if table.geometry else "attributes"
    extent = _extent(list(chain.from_iterable(table.shapes)))
    about = (table.name, kind, table.name, table.title, STAMP, *extent, WGS84 if table.geometry else None)
    base.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", about)
    columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    if table.geometry:
        columns.append(f"geom {table.geometry.upper()}")
        described = (table.name, "geom", table.geometry.upper(), WGS84, 0, 0)
        base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", described)
    columns += [f"{_quoted(name)} {_TYPES[type]}" for name, type in table.columns.items()]
    base.execute(f"CREATE TABLE {_quoted(table.name)} ({', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    base.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", _rows(table))


def _rows(table: Layer) -> Iterator[tuple[object, ...]]:
    for number, row in enumerate(table.rows):
        shape = (_blob(table.shapes[number]),) if table.geometry else ()
        yield number + 1, *shape, *map(_stored, row)


def _stored(value: Value) -> object:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    return value.isoformat() if isinstance(value, date) else value


def _blob(shape: Shape) -> bytes:
    """A geometry as the format wants it: header, extent of a line, well-known binary; x is the longitude."""
    head = struct.pack("<2sBBi", b"GP", 0, 0b0001 if len(shape) == 1 else 0b0011, WGS84)
    if len(shape) == 1:
        ((lat, lon),) = shape
        return head + struct.pack("<BIdd", 1, 1, lon, lat)
    west, south, east, north = _extent(shape)
    places = [degrees for lat, lon in shape for degrees in (lon, lat)]
    line = struct.pack(f"<BII{len(places)}d", 1, 2, len(shape), *places)
    return head + struct.pack("<4d", west, east, south, north) + line


def _extent(shape: Shape) -> tuple[float | None, float | None, float | None, float | None]:
    if not shape:
        return None, None, None, None
    lats, lons = zip(*shape, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _write_styles(base: sqlite3.Connection, styles: Mapping[str, str]) -> None:
    base.execute(_STYLES)
    about = ("layer_styles", "attributes", "layer_styles", "QGIS", STAMP, None, None, None, None, None)
    base.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", about)
    rows = [
        (number, "", "", name, "geom", name, style, "", True, "", "", None, STAMP)
        for number, (name, style) in enumerate(styles.items(), 1)
    ]
    base.executemany("INSERT INTO layer_styles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
