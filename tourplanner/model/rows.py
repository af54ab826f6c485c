"""What a village or an experience says in a table: one value per column, the same wherever it is listed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tourplanner.formats.layer import Columns, Value
from tourplanner.model.craft import Experience, Village

VILLAGE_COLUMNS: Columns = {
    "id": str, "name_vi": str, "name_en": str, "crafts": str, "commune": str, "province": str, "recognition": str,
    "standing": str, "at_risk": bool, "environment": str, "plan": str, "ocop_products": int, "accuracy_m": int,
    "place_confidence": str,
}  # fmt: skip
EXPERIENCE_COLUMNS: Columns = {
    "id": str, "village": str, "host": str, "name_vi": str, "name_en": str, "kind": str, "role": str, "crafts": str,
    "minutes": int, "party_min": int, "capacity": int, "price_per": str, "adult_minor": int, "child_minor": int,
    "currency": str, "price_year": int, "price_confidence": str, "hours_confidence": str, "languages": str,
    "lead_days": int, "rain_sensitive": bool, "ocop_stars": int, "variant_of": str,
}  # fmt: skip
"""Prices are in minor units of ``currency``: whole đồng, or cents."""


def village_values(village: Village, on: date, craft_names: Mapping[str, str]) -> dict[str, Value]:
    """The values of ``VILLAGE_COLUMNS``, with the commune of a day and crafts by name where it is given, else by id."""
    commune = village.commune(on)
    return {
        "id": village.id,
        "name_vi": village.name.vi,
        "name_en": village.name.get("en"),
        "crafts": "; ".join(craft_names.get(id, id) for id in village.crafts),
        "commune": commune.name if commune else None,
        "province": commune.province if commune else None,
        "recognition": village.recognition,
        "standing": village.standing,
        "at_risk": village.at_risk,
        "environment": village.environment,
        "plan": village.plan,
        "ocop_products": len(village.ocop),
        "accuracy_m": village.place.accuracy_m,
        "place_confidence": village.fact("place").provenance.confidence,
    }


def experience_values(experience: Experience) -> dict[str, Value]:
    """The values of ``EXPERIENCE_COLUMNS``."""
    price = experience.price
    child = price.child or (price.adult if price.per == "person" else None)
    return {
        "id": experience.id,
        "village": experience.village,
        "host": experience.host,
        "name_vi": experience.name.vi,
        "name_en": experience.name.get("en"),
        "kind": experience.kind,
        "role": experience.role,
        "crafts": "; ".join(experience.crafts),
        "minutes": experience.minutes,
        "party_min": experience.party_min,
        "capacity": experience.capacity,
        "price_per": price.per,
        "adult_minor": price.adult.amount if price.adult else None,
        "child_minor": child.amount if child else None,
        "currency": price.adult.currency if price.adult else None,
        "price_year": price.year,
        "price_confidence": experience.fact("price").provenance.confidence,
        "hours_confidence": experience.fact("opening").provenance.confidence,
        "languages": "; ".join(experience.languages),
        "lead_days": experience.lead_days,
        "rain_sensitive": experience.rain_sensitive,
        "ocop_stars": experience.ocop_stars,
        "variant_of": experience.variant_of,
    }
