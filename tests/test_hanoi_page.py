"""Every count on the page about the data is the data's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tourplanner.catalogue.packaged import load
from tourplanner.model import Recorded

PAGE = (Path(__file__).parents[1] / "docs" / "explanation" / "data.md").read_text(encoding="utf-8")
TEXT = " ".join(PAGE.split())
HANOI = load("hanoi")
VISITS = [each for each in HANOI.experiences if each.kind != "meal"]
MEALS = [each for each in HANOI.experiences if each.kind == "meal"]


def table(heading: str) -> dict[str, list[int]]:
    """The rows under a heading line: first cell and the numbers after it."""
    lines = PAGE.split(heading)[1].splitlines()[2:]
    rows = {}
    for line in lines:
        if not line.startswith("|"):
            break
        name, *numbers = (cell.strip() for cell in line.strip("|").split("|"))
        rows[name] = [int(number) for number in numbers]
    return rows


def split(records: Iterable[Recorded], field: str) -> list[int]:
    verified = [record.fact(field).verified for record in records]
    return [sum(verified), len(verified) - sum(verified)]


def test_what_it_holds() -> None:
    heritage = sum(craft.heritage for craft in HANOI.crafts)
    assert list(table("| | count |").values()) == [
        [len(HANOI.villages)],
        [sum(village.communes[-1].province == "Hà Nội" for village in HANOI.villages)],
        [sum(village.standing == "anchor" for village in HANOI.villages)],
        [len({(village.communes[-1].name, village.communes[-1].province) for village in HANOI.villages})],
        [len(HANOI.crafts) - heritage],
        [heritage],
        [len(VISITS)],
        [len({visit.village for visit in VISITS})],
        [len(MEALS)],
        [len(HANOI.hosts)],
        [len(HANOI.festivals)],
        [len(HANOI.starts)],
        [len(HANOI.routes)],
        [len(HANOI.sources)],
    ]


def test_how_sure_it_is() -> None:
    visits = ("opening", "price", "minutes", "capacity", "languages", "name")
    assert list(table("| of the 62 visits | verified | not verified |").values()) == [
        split(VISITS, field) for field in visits
    ]
    villages = ("place", "crafts", "communes", "recognition")
    assert list(table("| of the 100 villages | verified | not verified |").values()) == [
        split(HANOI.villages, field) for field in villages
    ]


def test_counts_in_the_text() -> None:
    documented, assumed = split(MEALS, "name")
    assert f"Of the {len(MEALS)} lunches {documented} are documented" in TEXT
    assert f"The other {assumed} say" in TEXT
    assert f"Of the {len(HANOI.festivals)} festivals {split(HANOI.festivals, 'first_day')[0]} have a source" in TEXT
    stops = sum(village.provenance["place"].sources == ("osm-bus",) for village in HANOI.villages)
    assert f"{stops} lie at a bus stop, {len(HANOI.villages) - stops} are the middle" in TEXT
    radii = sorted(village.place.accuracy_m for village in HANOI.villages)
    assert f"half of them to {radii[len(radii) // 2 - 1]} m or better, the widest {radii[-1]} m" in TEXT
    resting = [
        visit
        for visit in VISITS
        if any(closure.reason and "Tết" in closure.reason.vi for closure in visit.opening.closures)
    ]
    assert f"{len(resting)} workshops and classes rest around Tết" in TEXT
    assert f"as put together on {HANOI.as_of.day} November {HANOI.as_of.year}" in TEXT


def test_ids_named_on_the_page_exist() -> None:
    known = {each.id for each in HANOI.experiences}
    named = set(re.findall(r"`((?:bt|th)-[a-z-]+)`", PAGE))
    assert named == {"bt-museum", "bt-museum-full", "th-ricepaper"}
    assert named <= known
