"""
Makes the packaged road pack of the Hanoi region from the extract it was made from.

    python -m tourplanner.travel.roads.data.build_hanoi ../shared/roads [--check]

Needs the extra ``roads``, and two minutes. The same extract gives the same pack; ``--check`` only says whether the
packaged one is that.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tourplanner.travel.roads.making.make import Origin, make
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
)


def build(folder: Path) -> RoadPack:
    """The packaged pack."""
    return make(folder / EXTRACT, AREA, ORIGIN)


def main(arguments: Sequence[str]) -> int:
    folders = [Path(each) for each in arguments if each != "--check"] or [Path("../shared/roads")]
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
