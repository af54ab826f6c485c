"""A small guidebook with everything a handbook shows, and the same with one text in every place that takes one."""

from __future__ import annotations

from datetime import date
from typing import Any

import tourplanner as tp
from tourplanner.model import Festival, OcopProduct, Provenance, Text
from tourplanner.model.guidebook import Guidebook
from tourplanner.testing.small import small_catalogue, small_portfolio

ADDRESS = "https://langnghe.example.vn/so-tay"
DOCUMENTS = {small_portfolio()[0].id: (("PDF A4", "../print/map.pdf"), ("Tin", "https://example.vn/tin"))}
READ = Provenance(sources=("small",), as_of=date(2026, 11, 2), confidence="press")
FESTIVALS = (
    Festival(
        id="bat-trang/festival",
        village="bat-trang",
        name=Text(vi="Hội làng Bát Tràng", en="Bat Trang festival"),
        lunar_month=2,
        first_day=14,
        last_day=16,
        main_day=15,
        closes=("bt-wheel",),
        confidence="sourced",
        provenance={"first_day": READ},
    ),
    Festival(
        id="van-phuc/festival",
        village="van-phuc",
        name=Text(vi="Giỗ tổ nghề lụa"),
        lunar_month=12,
        first_day=29,
        last_day=30,
        main_day=29,
        confidence="recalled",
    ),
)


def guidebook() -> Guidebook:
    """Nine villages, two routes, two festivals, a product and a note."""
    guide = tp.guidebook(small_catalogue(), small_portfolio())
    product = OcopProduct(
        name=Text(vi="Ấm chén Bát Tràng"), stars=4, since=date(2025, 3, 1), until=date(2028, 2, 29), source="small"
    )
    villages = tuple(
        each.replace(ocop=(product,), note="Gốm có từ thế kỷ 14.", at_risk=True, environment="met")
        if each.id == "bat-trang"
        else each
        for each in guide.villages
    )
    return guide.replace(villages=villages, festivals=FESTIVALS)


def filled(payload: str) -> Guidebook:
    """The same guidebook with one text wherever a text stands that people write, ids apart."""
    texts = {"vi", "en", "fr", "ko", "ja", "zh", "note", "where", "licence"}

    def walk(value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return {key: walk(item, key) for key, item in value.items()}
        if name in ("attributions", "synonyms", "roads"):
            return tuple(payload for _ in value)
        if isinstance(value, tuple):
            return tuple(walk(item, name) for item in value)
        plain = name == "name" and isinstance(value, str)
        return payload if (name in texts or plain) and isinstance(value, str) and value else value

    return Guidebook.model_validate(walk(guidebook().model_dump(), ""))
