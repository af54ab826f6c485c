"""Experiences and their hosts from raw rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tourplanner.catalogue.hanoi.corrections import Corrections
from tourplanner.catalogue.hanoi.hours import hours_of
from tourplanner.catalogue.hanoi.sources import CONFIDENCE, SAYS_NOTHING, Sources
from tourplanner.catalogue.hanoi.table import Row
from tourplanner.model import Experience, Host, Money, Price, Provenance, Role, Village
from tourplanner.model.craft import ExperienceKind, HostKind

KINDS: dict[str, ExperienceKind] = {
    "workshop": "workshop",
    "class": "class",
    "showroom": "showroom",
    "museum": "museum",
    "heritage site": "heritage site",
    "market": "market",
    "performance": "performance",
}
ROLE: dict[str, Role] = {
    "production": "production",
    "trade": "trade",
    "training": "training",
    "culture": "culture",
}
HOST_KINDS: dict[str, HostKind] = {
    "household": "household",
    "workshop": "workshop",
    "cooperative": "cooperative",
    "firm": "firm",
    "museum": "museum",
    "market": "market",
    "site": "site",
}
PER: dict[str, Literal["person", "group"]] = {
    "person": "person",
    "person incl. lunch": "person",
    "person (operator package)": "person",
    "group": "group",
}
VARIANTS = {"bt-museum-full": "bt-museum"}
"""Two tickets of one museum: a tour takes one of them."""


class Visits:
    """Makes experiences from their rows; knows villages, crafts and who hosts what."""

    def __init__(
        self,
        sources: Sources,
        corrections: Corrections,
        villages: Mapping[str, Village],
        crafts: set[str],
        host_of: Mapping[str, str],
    ) -> None:
        self.sources, self.corrections = sources, corrections
        self.villages, self.crafts, self.host_of = villages, crafts, host_of

    def make(self, row: Row) -> Experience:
        opening, opened = hours_of(row, self.sources, self.corrections)
        price, priced = self._price(row)
        crafts, crafted = self._crafts(row)
        rain = self.corrections.take(row["id"], "rain_sensitive")
        provenance = self._provenance(row) | {"opening": opened, "price": priced, "crafts": crafted}
        if rain:
            provenance["rain_sensitive"] = self._corrected(rain)
        if row["id"] not in self.host_of:
            row.fault("id", "no-host", "has no host in hosts.csv")
        row.known("village_id", self.villages, "village")
        return Experience(
            id=row["id"],
            village=row["village_id"],
            host=self.host_of.get(row["id"], row["village_id"]),
            name=row.text("name_vi", "name_en"),
            kind=row.choice("kind", KINDS),
            role=row.choice("linkage_role", ROLE),
            crafts=crafts,
            minutes=row.whole("visit_minutes", 60),
            capacity=row.whole("capacity_people", 1),
            price=price,
            opening=opening,
            languages=row.words("languages"),
            lead_days=row.whole("booking_lead_days"),
            rain_sensitive=rain is not None,
            ocop_stars=int(row["ocop_stars"]) if row["ocop_stars"].isdecimal() else None,
            variant_of=VARIANTS.get(row["id"]),
            note="; ".join(filter(None, (row["notes"], _season(row)))),
            provenance=provenance,
        )

    def _provenance(self, row: Row) -> dict[str, Provenance]:
        keys = self.sources.of(row)
        about = tuple(key for key in keys if key not in SAYS_NOTHING)
        fields = {"minutes": "visit_minutes", "capacity": "capacity", "languages": "languages"}
        found = {
            field: self.sources.provenance(row.choice(f"{column}_prov", CONFIDENCE), keys)
            for field, column in fields.items()
        }
        found["name"] = self.sources.provenance("sourced" if about else "recalled", about or ["recall"])
        found["lead_days"] = self.sources.provenance("estimate")
        if row["ocop_prov"] != "unknown":
            unrated = "no star level found" if row["ocop_stars"] == "unrated" else ""
            found["ocop_stars"] = self.sources.provenance(row.choice("ocop_prov", CONFIDENCE), keys, unrated)
        return found

    def _crafts(self, row: Row) -> tuple[tuple[str, ...], Provenance]:
        """The village's crafts, or the fitting ones a correction names."""
        corrected = self.corrections.take(row["id"], "crafts")
        if corrected:
            return corrected.known("value", self.crafts, "craft"), self._corrected(corrected)
        village = self.villages.get(row["village_id"])
        if village is None:
            return (), Provenance()
        inherited = village.provenance["crafts"]
        return village.crafts, inherited.replace(note="the village's crafts")

    def _corrected(self, correction: Row) -> Provenance:
        keys = self.sources.of(correction, "source")
        provenance = self.sources.provenance(correction.choice("confidence", CONFIDENCE), keys, correction["reason"])
        return Provenance(**{**dict(provenance), "sources": keys})

    def _price(self, row: Row) -> tuple[Price, Provenance]:
        """What is asked; a correction of the price has the form adult/child/year."""
        corrected, lunch = (self.corrections.take(row["id"], field) for field in ("price", "includes_lunch"))
        adult, child, year = row["price_vnd_adult"], row["price_vnd_child"], row["price_year"]
        provenance = self._price_provenance(row)
        if corrected:
            adult, child, year = corrected["value"].split("/")
            provenance = self._corrected(corrected)
        price = Price(
            per=row.choice("price_unit", PER),
            adult=_money(adult),
            child=_money(child),
            year=int(year) if year else None,
            includes_lunch=lunch is not None,
        )
        return price, provenance

    def _price_provenance(self, row: Row) -> Provenance:
        package = "price of an operator's package, not of the visit alone" if "package" in row["price_unit"] else ""
        year = row.whole("price_year") if row["price_year"] else None
        return self.sources.provenance(row.choice("price_prov", CONFIDENCE), self.sources.of(row), package, year)


def _money(vnd: str) -> Money | None:
    return Money(amount=int(vnd)) if vnd else None


def _season(row: Row) -> str:
    return f"season: {row['season']}" if row["season"] else ""


def host(row: Row, experiences: Mapping[str, Experience]) -> Host | None:
    """The host of a row of hosts.csv; its name is as sure as the first experience it runs."""
    offers = row.known("experiences", experiences, "experience")
    village = row["id"].partition("/")[0]
    for id in offers:
        if experiences[id].village != village:
            row.fault("experiences", "host-elsewhere", f"{id} is in {experiences[id].village}, not in {village}")
    if not offers:
        return None
    named = experiences[offers[0]].provenance["name"]
    return Host(
        id=row["id"],
        village=village,
        name=row.text("name_vi", "name_en"),
        kind=row.choice("kind", HOST_KINDS),
        provenance={"name": named.replace(note=row["note"])},
    )
