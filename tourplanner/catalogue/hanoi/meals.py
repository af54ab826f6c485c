"""Lunches: documented ones from meals.csv, and in every other village with a visit one nobody has verified."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from tourplanner.catalogue.hanoi.sources import CONFIDENCE, Sources
from tourplanner.catalogue.hanoi.table import Row
from tourplanner.catalogue.hanoi.visits import HOST_KINDS
from tourplanner.model import Experience, Host, Money, Opening, Price, Provenance, Text, Village

OPENING = Opening.daily(time(10, 30), time(14))
MINUTES, CAPACITY = 60, 40
UNVERIFIED = Text(vi="Bữa trưa tại làng (chưa xác minh quán)", en="Lunch in the village (eatery not verified)")


def documented(row: Row, village: Village, sources: Sources) -> Experience:
    """A meal that a source describes: its name is sourced; its hours are estimated."""
    keys = sources.of(row)
    estimate = sources.provenance("estimate")
    priced = bool(row["price_vnd_adult"])
    year = row.whole("price_year") if priced else None
    return Experience(
        id=f"{village.id}-lunch",
        village=village.id,
        host=row["host"],
        name=row.text("name_vi", "name_en"),
        kind="meal",
        role=None,
        minutes=row.whole("minutes", MINUTES),
        capacity=row.whole("capacity", CAPACITY),
        price=Price(adult=Money(amount=row.whole("price_vnd_adult")) if priced else None, year=year),
        opening=OPENING,
        languages=row.words("languages"),
        lead_days=row.whole("lead_days"),
        note=row["note"],
        provenance={
            "name": sources.provenance("sourced", keys),
            "minutes": estimate,
            "capacity": sources.provenance(row.choice("capacity_prov", CONFIDENCE), keys),
            "price": sources.provenance("sourced", keys, year=year) if priced else Provenance(),
            "opening": estimate,
            "languages": estimate,
            "lead_days": sources.provenance(row.choice("lead_prov", CONFIDENCE), keys),
        },
    )


def documented_host(row: Row, village: Village, sources: Sources) -> Host | None:
    """Who cooks, or None where the meal is at a host that hosts.csv names."""
    if not row["host_kind"]:
        return None
    return Host(
        id=row["host"],
        village=village.id,
        name=row.text("host_vi", "host_en"),
        kind=row.choice("host_kind", HOST_KINDS),
        provenance={"name": sources.provenance("sourced", sources.of(row))},
    )


def unverified(village: Village, sources: Sources) -> tuple[Experience, Host]:
    """A lunch to be found in a village, every field of it an estimate, and its unnamed host."""
    estimate = sources.provenance("estimate", note="no eatery has been verified in this village")
    fields = ("name", "minutes", "capacity", "opening", "languages", "lead_days")
    host = Host(
        id=f"{village.id}/lunch",
        village=village.id,
        name=Text(vi=f"Nơi ăn trưa ở {village.name.vi} (chưa xác minh)", en="Lunch place (not verified)"),
        kind="household",
        provenance={"name": estimate},
    )
    meal = Experience(
        id=f"{village.id}-lunch",
        village=village.id,
        host=host.id,
        name=UNVERIFIED,
        kind="meal",
        role=None,
        minutes=MINUTES,
        capacity=CAPACITY,
        opening=OPENING,
        lead_days=1,
        provenance=dict.fromkeys(fields, estimate),
    )
    return meal, host


def meals(rows: Iterable[Row], villages: Iterable[Village], sources: Sources) -> tuple[list[Experience], list[Host]]:
    """One lunch in each of the villages, with the hosts that serve them and are not yet known."""
    by_village = {row["village"]: row for row in rows}
    found: list[Experience] = []
    hosts: list[Host] = []
    for village in villages:
        row = by_village.pop(village.id, None)
        if row is None:
            meal, host = unverified(village, sources)
            found.append(meal)
            hosts.append(host)
            continue
        made, cook = _served(row, village, sources)
        found += [made] if made else []
        hosts += [cook] if cook else []
    for row in by_village.values():
        row.fault("village", "unknown-village", "there is no visit in this village")
    return found, hosts


def _served(row: Row, village: Village, sources: Sources) -> tuple[Experience | None, Host | None]:
    return (
        row.build(lambda row: documented(row, village, sources)),
        row.build(lambda row: documented_host(row, village, sources)),
    )
