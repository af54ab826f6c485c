"""The network as files: GraphML for graph tools, GeoJSON for maps. Same network, same bytes; whole or not at all."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import networkx as nx

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.model import Place, StartPoint, Village
from tourplanner.network.answers import Way
from tourplanner.network.things import join


def graphml(graph: nx.MultiDiGraph[str]) -> bytes:
    """The graph as GraphML, edges with ids of their own as the format asks (parallel edges share a key here)."""
    numbered: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    numbered.add_nodes_from(graph.nodes(data=True))
    edges = enumerate(graph.edges(data=True))
    join(numbered, ((origin, destination, f"e{number}", data) for number, (origin, destination, data) in edges))
    # write_graphml picks another writer, with other bytes, where lxml happens to be installed
    stream = io.BytesIO()
    nx.write_graphml_xml(numbered, stream)
    return stream.getvalue()


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


def geojson_bytes(collection: dict[str, Any]) -> bytes:
    """One feature per line, so that two versions can be compared."""
    head = {name: value for name, value in collection.items() if name != "features"}
    features = ",\n".join(json.dumps(each, ensure_ascii=False) for each in collection["features"])
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "features": [\n{features}\n]}}\n'.encode()


def write_whole(path: str | Path, content: bytes) -> Path:
    """Write a file whole or leave what was there: a temporary neighbour is filled, then takes the name."""
    target = Path(path)
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as draft:
        try:
            draft.write(content)
            draft.close()
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
