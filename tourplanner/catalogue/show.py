"""A catalogue at a glance, in a terminal and in a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tourplanner.model import Recorded

if TYPE_CHECKING:
    from tourplanner.catalogue.catalogue import Catalogue

KINDS = ("villages", "experiences", "hosts", "crafts", "festivals", "starts", "sessions", "routes", "sources")
CHECKED = {"villages": ("place", "environment"), "experiences": ("opening", "price", "capacity", "minutes")}
"""The facts a plan rests on, counted as verified or not."""


def unverified(catalogue: Catalogue) -> tuple[int, int]:
    """How many of the facts a plan rests on have no source, and how many there are."""
    facts = [
        record.fact(name)
        for kind, names in CHECKED.items()
        for record in getattr(catalogue, kind)
        if isinstance(record, Recorded)
        for name in names
    ]
    return sum(not fact.verified for fact in facts), len(facts)


def counts(catalogue: Catalogue) -> list[tuple[str, int]]:
    """What the catalogue holds, kinds that are empty left out."""
    return [(kind, len(getattr(catalogue, kind))) for kind in KINDS if getattr(catalogue, kind)]


def as_text(catalogue: Catalogue) -> str:
    """One line: ``Catalogue('hanoi', 2026-11-22: 100 villages, 62 experiences, ...; 391 of 448 facts unverified)``."""
    held = ", ".join(f"{count} {kind}" for kind, count in counts(catalogue)) or "empty"
    open_, total = unverified(catalogue)
    return f"Catalogue({catalogue.region!r}, {catalogue.as_of}: {held}; {open_} of {total} facts unverified)"


def as_html(catalogue: Catalogue) -> str:
    """A small table with the region's name as its caption; every text is escaped."""
    open_, total = unverified(catalogue)
    rows = [*counts(catalogue), ("facts unverified", f"{open_} / {total}")]
    body = "".join(f"<tr><th>{escape(kind)}</th><td>{escape(str(count))}</td></tr>" for kind, count in rows)
    caption = f"{escape(catalogue.name.vi)} <small>({escape(catalogue.region)}, {catalogue.as_of})</small>"
    return f"<table><caption>{caption}</caption><tbody>{body}</tbody></table>"
