"""A catalogue as GeoPandas and pandas frames, for whoever counts and maps with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.formats.frames import frame, geo_frame
from tourplanner.formats.layer import Columns, Shape, layer
from tourplanner.model import Place
from tourplanner.model.rows import EXPERIENCE_COLUMNS, VILLAGE_COLUMNS, experience_values, village_values

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

_FACT_COLUMNS: Columns = {
    "kind": str, "id": str, "field": str, "value": str, "confidence": str, "as_of": str, "sources": str, "note": str,
}  # fmt: skip


def villages_frame(catalogue: Catalogue) -> GeoDataFrame:
    """
    One village per row as a point in EPSG:4326; crafts by name, the commune that of the catalogue's day.

    ``to_crs(5897)`` gives metres of VN-2000 in Hanoi's grid, with the shift of the datum. Needs the extra ``geo``.

    Raises
    ------
    ModuleNotFoundError
        If GeoPandas is not installed; it says how to.
    """
    crafts = {craft.id: craft.name.vi for craft in catalogue.crafts}
    records = (
        (village_values(village, catalogue.as_of, crafts), _point(village.place)) for village in catalogue.villages
    )
    return geo_frame(layer("villages", catalogue.name.vi, VILLAGE_COLUMNS, records))


def experiences_frame(catalogue: Catalogue) -> GeoDataFrame:
    """One experience per row where it takes place, else at its village; the errors are those of ``villages_frame``."""
    places: Mapping[str, Place] = {village.id: village.place for village in catalogue.villages}
    records = (
        (experience_values(experience), _point(experience.place or places[experience.village]))
        for experience in catalogue.experiences
    )
    return geo_frame(layer("experiences", catalogue.name.vi, EXPERIENCE_COLUMNS, records))


def facts_frame(catalogue: Catalogue) -> DataFrame:
    """
    One fact per row that carries a provenance: whose, which field, its value as text, how sure, since when, from where.

    Raises
    ------
    ModuleNotFoundError
        If pandas is not installed; it says how to.
    """
    records = []
    for kind in ("villages", "hosts", "experiences", "festivals", "starts"):
        for record in getattr(catalogue, kind):
            for field, known in record.provenance.items():
                values = {
                    "kind": kind, "id": record.id, "field": field, "value": str(getattr(record, field)),
                    "confidence": known.confidence, "as_of": known.as_of.isoformat() if known.as_of else None,
                    "sources": "; ".join(known.sources), "note": known.note,
                }  # fmt: skip
                records.append((values, ()))
    return frame(layer("facts", catalogue.name.vi, _FACT_COLUMNS, records, None))


def _point(place: Place) -> Shape:
    return [(place.lat, place.lon)]
