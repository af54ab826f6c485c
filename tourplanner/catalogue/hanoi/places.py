"""Crafts, villages, festivals, start points and known routes from their raw rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from tourplanner.catalogue.hanoi.corrections import Corrections
from tourplanner.catalogue.hanoi.sources import CONFIDENCE, SAYS_NOTHING, Sources
from tourplanner.catalogue.hanoi.table import Row
from tourplanner.model import (
    Commune,
    Confidence,
    Craft,
    Festival,
    KnownRoute,
    OcopProduct,
    Place,
    Provenance,
    StartPoint,
    Text,
    Village,
)
from tourplanner.model.craft import Recognition

MERGER, REFORM = date(2025, 1, 1), date(2025, 7, 1)
"""The first commune merger, and the reform that ended districts."""

RECOGNITION: dict[str, Recognition] = {
    "craft village": "craft",
    "traditional craft village": "traditional",
    "tourism craft village": "tourism",
    "unknown": "unknown",
}
COMMUNE_CONFIDENCE: dict[str, Confidence] = {"high": "sourced", "medium": "estimate", "low": "estimate"}
POINT_SOURCE = {"osm_bus_stop": "osm-bus", "commune_centroid": "census2009"}
ROUTES_OF_AN_ANCHOR = 2
_INTERIM = re.compile(r"Jan-Jun 2025 commune name: ([^;]+)")
_MERGED = re.compile(r"commune merged[^;]* on 2025-01-01")


def craft(row: Row) -> Craft:
    return Craft(
        id=row["id"],
        name=row.text("name_vi", "name_en"),
        group=row["group"],
        group_name=row.text("group_vi", "group_en"),
        synonyms=row.words("synonyms"),
        heritage=row["heritage"] == "1",
    )


class Villages:
    """Makes villages from their rows; knows the crafts by tag and how often the known routes name a village."""

    def __init__(
        self, sources: Sources, corrections: Corrections, crafts: Iterable[Row], routes: Sequence[KnownRoute]
    ) -> None:
        self.sources, self.corrections = sources, corrections
        self.craft_of = {tag: row["id"] for row in crafts for tag in row.words("tags")}
        self.routes = Counter(village for route in routes for village in set(route.villages))
        self.route_count = len(routes)

    def make(self, row: Row) -> Village:
        recognition = row.choice("recognised", RECOGNITION)
        named = self.routes[row["id"]]
        anchor = recognition == "tourism" or named >= ROUTES_OF_AN_ANCHOR
        ocop = self._ocop(row)
        provenance = self._provenance(row, recognition, named) | ({"ocop": _of(ocop, self.sources)} if ocop else {})
        return Village(
            id=row["id"],
            name=row.text("name_vi", "name_en"),
            crafts=tuple(self.craft_of[tag] for tag in row.known("craft", self.craft_of, "craft tag")),
            place=Place(lat=row.decimal("lat"), lon=row.decimal("lon"), accuracy_m=row.whole("coordinate_accuracy_m")),
            communes=_communes(row),
            recognition=recognition,
            standing="anchor" if anchor else "satellite",
            ocop=ocop,
            note=row["notes"],
            provenance=provenance,
        )

    def _ocop(self, row: Row) -> tuple[OcopProduct, ...]:
        corrected = self.corrections.take(row["id"], "ocop")
        if corrected is None:
            return ()
        name, _, stars = corrected["value"].partition("|")
        (source,) = self.sources.of(corrected, "source")
        return (OcopProduct(name=Text(vi=name), stars=int(stars), source=source),)

    def _provenance(self, row: Row, recognition: Recognition, named: int) -> dict[str, Provenance]:
        sources, keys = self.sources, self.sources.of(row)
        about = tuple(key for key in keys if key not in SAYS_NOTHING)
        recognised = "recognised as a tourism craft village, " if recognition == "tourism" else ""
        known = row.choice("recognised_prov", CONFIDENCE)
        return {
            "crafts": sources.provenance(row.choice("row_prov", CONFIDENCE), about or keys),
            "place": sources.provenance("sourced", [row.choice("coordinate_method", POINT_SOURCE)], _point(row)),
            "communes": Provenance(
                sources=("census2009", "vau", "vnprov"),
                as_of=REFORM,
                confidence=row.choice("commune_after_confidence", COMMUNE_CONFIDENCE),
                note=f"name after 1 July 2025: {row['commune_after_confidence']} confidence",
            ),
            "recognition": sources.provenance("unknown" if recognition == "unknown" else known, about or keys),
            "standing": sources.provenance(
                "estimate", note=f"derived: {recognised}named in {named} of {self.route_count} known routes"
            ),
        }


def _point(row: Row) -> str:
    parts = (f"{row['coordinate_level']} point", row["coordinate_source"], row["coordinate_check"])
    return "; ".join(filter(None, (*parts, row["coordinate_status"])))


def _of(ocop: Sequence[OcopProduct], sources: Sources) -> Provenance:
    note = "tourism product recognised at the stated stars; its validity is not recorded"
    return sources.provenance("press", [product.source for product in ocop], note)


def _communes(row: Row) -> tuple[Commune, ...]:
    """Names in force, oldest first; between two of them none, where the name of the first merger is not recorded."""
    interim = _INTERIM.search(row["notes"])
    merged = interim or _MERGED.search(row["notes"])
    district, province = row["district_before_2025_07"], row["province_before_2025_07"]
    old = Commune(
        name=row["commune_before_2025_07"],
        province=province,
        district=district,
        until=MERGER if merged else REFORM,
        confidence="sourced",
    )
    between = (
        Commune(
            name=interim[1], province=province, district=district, since=MERGER, until=REFORM, confidence="recalled"
        ),
    ) if interim else ()  # fmt: skip
    new = Commune(
        name=row["commune_after_2025_07"],
        province=row["province_after_2025_07"],
        since=REFORM,
        confidence=row.choice("commune_after_confidence", COMMUNE_CONFIDENCE),
    )
    return (old, *between, new)


def festival(row: Row, villages: set[str], sources: Sources, opens: tuple[str, ...]) -> Festival:
    """A festival; its id is the village's with the lunar month and first day."""
    if row["leap_month"] != "0":
        row.fault("leap_month", "leap-month", "festivals of leap months are not supported")
    row.known("village_id", villages, "village")
    confidence = row.choice("provenance", CONFIDENCE)
    return Festival(
        id=f"{row['village_id']}/festival-{row['lunar_month']}-{row['lunar_day_start']}",
        village=row["village_id"],
        name=Text(vi=row["name_vi"]),
        lunar_month=row.whole("lunar_month"),
        first_day=row.whole("lunar_day_start"),
        last_day=row.whole("lunar_day_end"),
        main_day=row.whole("lunar_day_main"),
        opens=opens,
        confidence=confidence,
        provenance={"first_day": sources.provenance(confidence, sources.of(row, "source"))},
    )


def start_point(row: Row, sources: Sources, corrections: Corrections) -> StartPoint:
    renamed = corrections.take(row["id"], "name_vi")
    name = row.text("name_vi", "name_en")
    place = Place(lat=row.decimal("lat"), lon=row.decimal("lon"), accuracy_m=row.whole("accuracy_m"))
    return StartPoint(
        id=row["id"],
        name=name.replace(vi=renamed["value"]) if renamed else name,
        place=place,
        note=row["notes"],
        provenance={"place": sources.provenance("sourced", ["osm-bus"], row["source"])},
    )


def known_route(row: Row, villages: set[str], sources: Sources) -> KnownRoute:
    return KnownRoute(
        id=row["id"],
        name=Text(vi=row["name"]),
        origin=row["origin"],
        villages=row.known("village_ids", villages, "village"),
        when=row["when"],
        duration=row["duration"],
        price=row["price"],
        sources=sources.of(row, "source"),
        note=row["notes"],
    )
