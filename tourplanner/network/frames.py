"""A network as pandas and GeoPandas frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tourplanner.formats.frames import frame, geo_frame
from tourplanner.formats.layer import Columns, Value, layer
from tourplanner.network.craft_network import CraftNetwork

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

_EDGE_COLUMNS: Columns = {
    "origin": str, "destination": str, "relation": str, "seconds": int, "metres": int, "walked": bool, "material": str,
    "confidence": str,
}  # fmt: skip
_NODE_COLUMNS: Columns = {"node": str, "kind": str, "id": str, "name": str, "name_en": str, "lat": float, "lon": float}
_NEAR_COLUMNS: Columns = {
    "origin": str, "destination": str, "minutes": int, "minutes_back": int, "metres": int, "walked": bool, "basis": str,
}  # fmt: skip


def nodes_frame(network: CraftNetwork) -> DataFrame:
    """The nodes of ``graph``, one per row; needs pandas, which the extra ``geo`` names."""
    records = ((_known({"node": name, **data}, _NODE_COLUMNS), ()) for name, data in network.graph.nodes.items())
    return frame(layer("nodes", "", _NODE_COLUMNS, records, None))


def edges_frame(network: CraftNetwork) -> DataFrame:
    """The edges of ``graph``, one per row, with what each says; what a relation does not say is missing."""
    records = (
        (_known({"origin": origin, "destination": destination, **data}, _EDGE_COLUMNS), ())
        for origin, destination, data in network.graph.edges(data=True)
    )
    return frame(layer("edges", "", _EDGE_COLUMNS, records, None))


def near_frame(network: CraftNetwork) -> GeoDataFrame:
    """The pairs of near villages as straight lines in EPSG:4326, as in ``geojson()``; needs the extra ``geo``."""
    lines = (each for each in network.geojson()["features"] if each["properties"]["kind"] == "near")
    records = (
        (_known(each["properties"], _NEAR_COLUMNS), [(lat, lon) for lon, lat in each["geometry"]["coordinates"]])
        for each in lines
    )
    return geo_frame(layer("near", "", _NEAR_COLUMNS, records, "LineString"))


def _known(data: Mapping[str, Any], columns: Columns) -> dict[str, Value]:
    return {name: data.get(name) for name in columns}
