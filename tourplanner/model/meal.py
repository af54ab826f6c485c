"""Lunch without a restaurant: a pause that the group arranges itself."""

from __future__ import annotations

from datetime import time

from tourplanner.model.base import Provenance, Text
from tourplanner.model.craft import Experience, Village
from tourplanner.model.money import Money, Price
from tourplanner.model.opening import Opening
from tourplanner.model.place import Place

OWN_ARRANGEMENT = "own-arrangement"
"""The host of a pause: nobody receives the group."""

_OWN = Provenance(confidence="sourced", note="no door and no price: the group's own arrangement")


def lunch_break(village: Village, place: Place, number: int = 1) -> Experience:
    """A pause at a place in a village, the ``number``-th of that village: any hour, any party, nothing to pay."""
    return Experience(
        id=f"{village.id}/lunch-break" + (f"-{number}" if number > 1 else ""),
        village=village.id,
        host=OWN_ARRANGEMENT,
        name=Text(vi="Nghỉ trưa (tự túc)", en="Lunch break (own arrangement)"),
        kind="meal",
        role=None,
        minutes=60,
        capacity=100_000,
        price=Price(per="group", adult=Money(amount=0)),
        opening=Opening.daily(time(0), time(23, 59)),
        place=None if place == village.place else place,
        provenance={"name": _OWN, "opening": _OWN, "price": _OWN},
    )
