"""The network on a map, and files written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.model import Place, StartPoint, Village
from tourplanner.network.answers import Way


def geojson(catalogue: Catalogue, ways: Sequence[tuple[Way, Way]], basis: str, attribution: str) -> dict[str, Any]:
    """Villages and start points as points; each pair of ``ways`` (there and back) as one straight line."""
    places = {village.id: village.place for village in catalogue.villages}
    credits = [*catalogue.attributions, *([attribution] if attribution else [])]
    lines = [_line(there, back, places, basis) for there, back in ways]
    return {
        "type": "FeatureCollection",
        "name": catalogue.region,
        "attribution": "; ".join(dict.fromkeys(credits)),
        "features": [*map(_village, catalogue.villages), *map(_start, catalogue.starts), *lines],
    }


def geojson_lines(collection: dict[str, Any]) -> Iterator[str]:
    """One feature per line, so that two versions can be compared."""
    head = {name: value for name, value in collection.items() if name != "features"}
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "features": [\n'
    for number, feature in enumerate(collection["features"]):
        yield (",\n" if number else "") + json.dumps(feature, ensure_ascii=False)
    yield "\n]}\n"


def write_whole(path: str | Path, lines: Iterable[str]) -> Path:
    """Write a UTF-8 file whole or leave what was there: a temporary neighbour is filled, then takes the name."""
    target = Path(path)
    draft = NamedTemporaryFile(  # noqa: SIM115 (closed before it is renamed)
        "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=f".{target.name}.", delete=False
    )
    try:
        with draft:
            draft.writelines(lines)
        os.chmod(draft.name, 0o644)
        os.replace(draft.name, target)
    except BaseException:
        os.unlink(draft.name)
        raise
    return target


def _village(village: Village) -> dict[str, Any]:
    return _feature(
        f"village:{village.id}", _point(village), kind="village", village=village.id, name=village.name.vi,
        name_en=village.name.en, crafts=list(village.crafts), recognition=village.recognition,
        standing=village.standing, at_risk=village.at_risk, environment=village.environment,
        accuracy_m=village.place.accuracy_m,
    )  # fmt: skip


def _start(start: StartPoint) -> dict[str, Any]:
    return _feature(
        f"start:{start.id}", _point(start), kind="start", name=start.name.vi, name_en=start.name.en
    )


def _line(there: Way, back: Way, places: Mapping[str, Place], basis: str) -> dict[str, Any]:
    ends = [there.origin, there.destination]
    geometry = {"type": "LineString", "coordinates": [_position(places[end]) for end in ends]}
    return _feature(
        ":".join(["near", *ends]), geometry, kind="near", origin=there.origin, destination=there.destination,
        minutes=there.minutes, minutes_back=back.minutes, metres=there.metres, walked=there.walked, basis=basis,
    )  # fmt: skip


def _feature(id: str, geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": id, "geometry": geometry, "properties": properties}


def _point(record: Village | StartPoint) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _position(record.place)}


def _position(place: Place) -> list[float]:
    return [round(place.lon, 6), round(place.lat, 6)]
