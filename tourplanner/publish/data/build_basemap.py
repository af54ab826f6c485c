"""
Derives the packaged basemap from the region's OpenStreetMap layers and commune boundaries.

    python -m tourplanner.publish.data.build_basemap ../shared/roads

Needs shapely, pyogrio and osmium, which the package itself does not. The same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

OUT = Path(__file__).parent / "hanoi.basemap.json.gz"
GPKG = "basemap_hanoi_region.gpkg"
EXTRACT = "hanoi_region_2021.osm.pbf"
PROVINCES = "admin_provinces_2025.geojson"
COMMUNES = "admin_wards_2025_simpl.geojson"
COVERAGE = (20.45, 105.2, 21.55, 106.6)
"""South, west, north, east of the OpenStreetMap extract."""

SCALE = 100_000
# Simplification in degrees: 1e-4 is 11 m, a tenth of a millimetre on a 1:100 000 sheet.
FINE, COARSE = 7e-5, 2e-4
SQUARE_KM = 1 / (111.2 * 103.9)
"""One square kilometre in square degrees at 21° N."""

ROADS = {
    "motorway": "motorway",
    "trunk": "trunk",
    "primary": "primary",
    "secondary": "secondary",
    "tertiary": "tertiary",
    "motorway_link": "link",
    "trunk_link": "link",
    "primary_link": "link",
}
STREETS = ("residential", "unclassified", "living_street", "pedestrian")
OLD_TOWN = (21.01, 105.825, 21.055, 105.865)
"""South, west, north, east of where small streets are kept: tours walk here."""
BUILT = {"residential": "urban", "industrial": "urban", "wood": "wood", "wetland": "wood"}
PLACES = {"city": 1, "town": 2, "suburb": 3, "village": 5, "quarter": 6, "neighbourhood": 6, "hamlet": 6}
COMMUNE_RANK = 4

Feature = dict[str, Any]


def read(path: Path, layer: str | None = None) -> tuple[Any, dict[str, Any]]:
    """Geometries and columns of one layer."""
    import shapely

    pyogrio: Any = import_module("pyogrio")

    meta, _, geometry, columns = pyogrio.raw.read(path, layer=layer)
    return shapely.from_wkb(geometry), dict(zip(meta["fields"], columns, strict=True))


def lines(geometry: Any) -> list[Any]:
    """The line strings of any geometry, in the order of their first points."""
    import shapely

    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "LineString" and part.length > 0]
    return sorted(parts, key=lambda part: (part.coords[0], part.coords[-1], part.length))


def merged(geometries: Any, tolerance: float, shortest: float = 0.0) -> Iterator[Any]:
    """Lines joined end to end, simplified, without those shorter than ``shortest`` degrees."""
    import shapely

    joined = shapely.line_merge(shapely.unary_union(geometries))
    for line in lines(joined):
        if line.length >= shortest:
            yield shapely.simplify(line, tolerance)


def roads(gpkg: Path) -> Iterator[Feature]:
    geometry, columns = read(gpkg, "roads_major")
    kinds = np.array([ROADS.get(kind, "") for kind in columns["highway"]])
    refs = np.array([(ref or "").strip() for ref in columns["ref"]])
    for kind in dict.fromkeys(ROADS.values()):
        for ref in sorted(set(refs[kinds == kind])) if kind != "link" else [None]:
            chosen = (kinds == kind) & ((refs == ref) if ref is not None else True)
            for line in merged(geometry[chosen], COARSE / 2 if kind in ("tertiary", "link") else FINE):
                yield {"kind": kind, "name": ref or "", "rings": [line.coords]}


def streets(extract: Path) -> Iterator[Feature]:
    """The small streets that touch the old town."""
    import shapely

    osmium: Any = import_module("osmium")

    found = []
    south, west, north, east = OLD_TOWN
    ways = osmium.FileProcessor(extract).with_locations().with_filter(osmium.filter.KeyFilter("highway"))
    for way in ways:
        if way.is_way() and way.tags["highway"] in STREETS:
            points = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
            if len(points) > 1 and any(south < lat < north and west < lon < east for lon, lat in points):
                found.append(shapely.LineString(points))
    for line in merged(np.array(found), FINE, shortest=0.0004):
        yield {"kind": "street", "rings": [line.coords]}


def railways(gpkg: Path) -> Iterator[Feature]:
    geometry, _ = read(gpkg, "rail")
    for line in merged(geometry, COARSE / 2, shortest=0.004):
        yield {"kind": "rail", "rings": [line.coords]}


def waterways(gpkg: Path) -> Iterator[Feature]:
    geometry, columns = read(gpkg, "waterway")
    keys = [(kind, name or "") for kind, name in zip(columns["kind"], columns["name"], strict=True)]
    for kind, name in sorted(set(keys)):
        if kind in ("river", "canal") or name:
            chosen = [geometry[at] for at, key in enumerate(keys) if key == (kind, name)]
            for line in merged(chosen, FINE, shortest=0.01):
                yield {"kind": kind, "name": name, "rings": [line.coords]}


def areas(gpkg: Path, layer: str, kinds: dict[str, str], least_km2: float, tolerance: float) -> Iterator[Feature]:
    """Polygons of one layer, joined across tile seams, without specks and small holes."""
    import shapely

    geometry, columns = read(gpkg, layer)
    names = np.array([kinds.get(kind, "") for kind in columns["kind"]])
    for name in dict.fromkeys(kinds.values()):
        whole = shapely.unary_union(shapely.buffer(geometry[names == name], 1e-5))
        smooth = shapely.simplify(whole, tolerance)
        for part in sorted(shapely.get_parts(smooth), key=lambda each: each.bounds):
            if part.area >= least_km2 * SQUARE_KM:
                holes = [hole for hole in part.interiors if shapely.Polygon(hole).area > least_km2 * SQUARE_KM]
                yield {"kind": name, "rings": [part.exterior.coords, *(hole.coords for hole in holes)]}


def boundaries(folder: Path) -> Iterator[Feature]:
    """Province borders, and commune borders where they are not province borders."""
    import shapely

    provinces, _ = read(folder / PROVINCES)
    communes, _ = read(folder / COMMUNES)
    outer = shapely.unary_union(shapely.boundary(provinces))
    inner = shapely.unary_union(shapely.boundary(communes)).difference(outer.buffer(0.0015))
    for kind, geometry in (("province", outer), ("commune", inner)):
        for line in merged(geometry, 1.5e-4, shortest=0.004):
            yield {"kind": kind, "rings": [line.coords]}


def places(folder: Path) -> Iterator[Feature]:
    """Named settlements by rank, 1 the largest; a name is kept once within about 3 km."""
    geometry, columns = read(folder / GPKG, "place")
    found = [
        (PLACES[kind], name.strip(), point.y, point.x, kind)
        for point, kind, name in zip(geometry, columns["kind"], columns["name"], strict=True)
        if kind in PLACES and name and name.strip()
    ]
    communes, columns = read(folder / COMMUNES)
    for shape, name in zip(communes, columns["name"], strict=True):
        point = shape.representative_point()
        found.append((COMMUNE_RANK, name.strip(), point.y, point.x, "commune"))
    kept: list[tuple[int, str, float, float, str]] = []
    for each in sorted(found):
        if not any(each[1] == other[1] and abs(each[2] - other[2]) + abs(each[3] - other[3]) < 0.03 for other in kept):
            kept.append(each)
    for rank, name, lat, lon, kind in kept:
        yield {"kind": kind, "name": name, "rank": rank, "rings": [((lon, lat),)]}


def packed(features: Iterable[Feature]) -> dict[str, Any]:
    """
    One layer as flat integer lists.

    ``rings`` counts the rings of each feature, ``points`` the points of each ring; ``lat`` and ``lon`` are
    differences to the point before, over the whole layer, in 1e-5 degrees.
    """
    found = list(features)
    coordinates = [np.rint(np.array(ring)[:, :2] * SCALE).astype(int) for each in found for ring in each["rings"]]
    flat = np.concatenate(coordinates)
    steps = np.diff(flat, axis=0, prepend=np.zeros((1, 2), dtype=int))
    layer: dict[str, Any] = {
        "rings": [len(each["rings"]) for each in found],
        "points": [len(ring) for ring in coordinates],
        "lat": steps[:, 1].tolist(),
        "lon": steps[:, 0].tolist(),
    }
    for name, absent in (("kind", ""), ("name", ""), ("rank", 0)):
        words = [each.get(name, absent) for each in found]
        table = sorted(set(words))
        layer[name] = {"table": table, "index": [table.index(word) for word in words]}
    return layer


def build(folder: Path) -> bytes:
    """The packaged file's bytes."""
    gpkg = folder / GPKG
    layers = {
        "land": areas(gpkg, "landuse", BUILT, 0.08, COARSE),
        "water": areas(gpkg, "water", {"lake": "water", "river": "water"}, 0.02, FINE),
        "waterway": waterways(gpkg),
        "rail": railways(gpkg),
        "road": [*roads(gpkg), *streets(folder / EXTRACT)],
        "boundary": boundaries(folder),
        "place": places(folder),
    }
    document = {
        "schema": "tourplanner/basemap@1",
        "coverage": COVERAGE,
        "layers": {name: packed(features) for name, features in layers.items()},
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0]) if arguments else Path("../shared/roads")
    missing = [name for name in (GPKG, EXTRACT, PROVINCES, COMMUNES) if not (folder / name).is_file()]
    if missing:
        print(f"{folder}: {', '.join(missing)} not found; give the folder that holds them", file=sys.stderr)
        return 2
    OUT.write_bytes(build(folder))
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
