"""
Makes the packaged road pack of the Hanoi region from the extract it was made from.

That extract has roads only. The scenery of the basemap comes from layers of the same day, in a GeoPackage, and from the
boundaries of July 2025; from there on all is as ``tourplanner roads build`` does it.

    python -m tourplanner.travel.roads.data.build_hanoi ../shared/roads [--check]

Needs the extra ``dev``, and two minutes. The same extract gives the same pack; ``--check`` only says whether the
packaged one is that.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import shapely

from tourplanner.travel.roads.making.make import Origin, make
from tourplanner.travel.roads.making.read import Progress
from tourplanner.travel.roads.making.scenery import Scenery, Sight
from tourplanner.travel.roads.making.scenery_tags import place
from tourplanner.travel.roads.pack import Area, RoadPack
from tourplanner.travel.roads.packfile import save, to_bytes

OUT = Path(__file__).parent / "hanoi.roads"
EXTRACT = "hanoi_region_2021.osm.pbf"
AREA = Area(105.2, 20.45, 106.6, 21.55)
ORIGIN = Origin(
    "Hà Nội, Bắc Ninh",
    "OpenStreetMap by way of vector tiles made of Geofabrik's extract of Vietnam",
    date(2021, 8, 6),
    (
        "roads built after August 2021",
        "speed limits, lanes, turn restrictions, who may use a road: bridges for motorbikes only look drivable",
        "one-way roads drawn against their direction, roundabouts without a one-way tag, private roads",
        "the part of Bắc Ninh (formerly Bắc Giang) east of 106.6° E or north of 21.55° N",
    ),
    "ranh giới 2025: sapnhap.bando.com.vn",
)
GPKG = "basemap_hanoi_region.gpkg"
PROVINCES, COMMUNES = "admin_provinces_2025.geojson", "admin_wards_2025_simpl.geojson"
LAND = {"residential": "urban", "industrial": "urban", "wood": "wood", "wetland": "wood"}
WATER = {"lake": "water", "river": "water"}
COMMUNE_RANK = 4
"""Below suburbs, above villages."""


def scenery(extract: Path, _area: Area, progress: Progress) -> Scenery:
    """The scenery from the layers beside the extract; they cover the same area."""
    folder = extract.parent
    progress("reading layers", 0, 0)
    return {
        "land": list(_sights(folder / GPKG, "landuse", LAND)),
        "water": list(_sights(folder / GPKG, "water", WATER)),
        "waterway": list(_sights(folder / GPKG, "waterway")),
        "rail": [Sight("rail", shape) for shape, _ in _rows(folder / GPKG, "rail")],
        "boundary": [
            Sight(kind, shapely.boundary(shape))
            for kind, file in (("province", PROVINCES), ("commune", COMMUNES))
            for shape, _ in _rows(folder / file)
        ],
        "place": [*_places(folder / GPKG), *_communes(folder / COMMUNES)],
    }


def _rows(file: Path, layer: str | None = None) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Geometry and columns, row by row."""
    pyogrio: Any = import_module("pyogrio")
    meta, _, geometry, columns = pyogrio.raw.read(file, layer=layer)
    for at, shape in enumerate(shapely.from_wkb(geometry)):
        yield shape, {name: column[at] for name, column in zip(meta["fields"], columns, strict=True)}


def _sights(file: Path, layer: str, kinds: dict[str, str] | None = None) -> Iterator[Sight]:
    for shape, row in _rows(file, layer):
        kind = kinds.get(row["kind"]) if kinds else row["kind"]
        if kind:
            yield Sight(kind, shape, row.get("name") or "")


def _places(file: Path) -> Iterator[Sight]:
    for shape, row in _rows(file, "place"):
        known, name = place({"place": row["kind"]}), (row["name"] or "").strip()
        if known and name:
            yield Sight(known[0], shape, name, known[1])


def _communes(file: Path) -> Iterator[Sight]:
    for shape, row in _rows(file):
        yield Sight("commune", shape.representative_point(), row["name"].strip(), COMMUNE_RANK)


def build(folder: Path) -> RoadPack:
    """The packaged pack."""
    return make(folder / EXTRACT, AREA, ORIGIN, look=scenery)


def main(arguments: Sequence[str]) -> int:
    folders = [Path(each) for each in arguments if each != "--check"] or [Path("../shared/roads")]
    missing = [name for name in (EXTRACT, GPKG, PROVINCES, COMMUNES) if not (folders[0] / name).is_file()]
    if missing:
        print(f"{folders[0]}: {', '.join(missing)} not found; give the folder that holds them", file=sys.stderr)
        return 2
    pack = build(folders[0])
    if "--check" in arguments:
        same = to_bytes(pack) == OUT.read_bytes()
        print(f"{OUT} is {'what' if same else 'NOT what'} {folders[0] / EXTRACT} gives")
        return 0 if same else 1
    save(pack, OUT)
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
