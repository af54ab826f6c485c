"""Hostile names in everything that is published: every file opens, and what was a text is a text in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from bundle_cases import source, tree
from files_cases import hostile
from injection import calendar_faults
from publication_readers import Page, texts_in

from tourplanner.model import Guidebook, Portfolio, Text
from tourplanner.publish.bundle import GROUPS, PAPERS, publish
from tourplanner.publish.bundle.manifest import MANIFEST
from tourplanner.testing.small import small_portfolio

MARK = "pwned"
NASTY = f"</script><script>window.{MARK}=1</script>\r\nX-EVIL:1\u2028'`${{{MARK}}}\u202egnp\x85{{{{ 7 * 19 }}}}\"=1;,\\"
LONG = f"{MARK}{'ă' * 400}"
PLAIN, OTHER = f"Làng {MARK}", f"Xã {MARK}"
RIGHT_TO_LEFT = f"{MARK} שלום مرحبا"
UNSAFE = set("\r\x00\x85\u2028\u2029\u202e")


def portfolio(first: str, second: str) -> Portfolio:
    """Two routes whose every text is one of these."""
    routes = (hostile(first).replace(id="01-first"), hostile(second).replace(id="02-second"))
    return small_portfolio().replace(routes=routes, region_name=Text(vi=first, en=first), attributions=(second,))


def told(first: str, second: str) -> Guidebook:
    """The villages, and their handbook's own texts."""
    routes = portfolio(first, second)
    villages = {stop.village.id: stop.village for route in routes.routes for stop in route.stops}
    return Guidebook(
        region=routes.region, name=routes.region_name, as_of=date(2026, 11, 1), villages=tuple(villages.values()),
        routes=routes.routes, attributions=routes.attributions,
    )  # fmt: skip


def published(folder: Path, first: str, second: str, groups: tuple[str, ...]) -> dict[str, bytes]:
    asked = source(
        portfolio=portfolio(first, second), guidebook=told(first, second), languages=("vi",), groups=groups,
        papers=PAPERS[:1], link="https://tours.example.vn",
    )  # fmt: skip
    return tree(publish(asked, folder))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return published(tmp_path_factory.mktemp("nasty") / "out", NASTY, LONG, GROUPS)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return published(tmp_path_factory.mktemp("plain") / "out", PLAIN, OTHER, GROUPS)


@pytest.fixture(scope="module")
def texts(files: dict[str, bytes]) -> dict[str, list[str]]:
    return {name: texts_in(name, data) for name, data in files.items()}


def test_every_file_opens_and_shows_the_names(texts: dict[str, list[str]]) -> None:
    unseen = [name for name, told in texts.items() if not any(MARK in text for text in told)]
    assert [name for name in unseen if not _is_silent(name)] == []


def _is_silent(name: str) -> bool:
    """Whether a file tells no names: pictures, the list, what a handbook has beside its pages of routes."""
    in_handbook = name.startswith("handbook/") and "/route/" not in name
    return name.endswith(".png") or name == MANIFEST or in_handbook


def test_nothing_that_steers_a_line_or_its_direction_comes_through(texts: dict[str, list[str]]) -> None:
    found = {name for name, told in texts.items() for text in told if UNSAFE & set(text)}
    # Programs read these, and the format itself keeps a text a text: it is handed on as it is.
    assert {name.rpartition(".")[2] for name in found} <= {"json", "geojson", "graphml"}


def test_pages_have_the_same_tags_as_with_harmless_names(files: dict[str, bytes], plain: dict[str, bytes]) -> None:
    pages = [name for name in files if name.endswith(".html")]
    assert pages
    assert [name for name in pages if Page(files[name]).tags != Page(plain[name]).tags] == []
    assert [name for name in pages if f"<script>window.{MARK}".encode() in files[name]] == []


def test_calendars_have_no_line_more_than_with_harmless_names(files: dict[str, bytes], plain: dict[str, bytes]) -> None:
    calendars = [name for name in files if name.endswith(".ics")]
    assert set(calendars) == {name for name in plain if name.endswith(".ics")}
    for name in calendars:
        assert list(calendar_faults(files[name], plain[name].count(b"BEGIN:VEVENT"))) == [], name


def test_the_same_files_are_there_as_with_harmless_names(files: dict[str, bytes], plain: dict[str, bytes]) -> None:
    assert set(files) == set(plain)


def test_names_from_right_to_left_are_whole_in_everything_that_is_not_printed(tmp_path: Path) -> None:
    groups = ("calendars", "files", "programmes", "web")
    for name, data in published(tmp_path / "out", RIGHT_TO_LEFT, PLAIN, groups).items():
        if "02-second" not in name and name != MANIFEST:
            assert any("שלום" in text and "مرحبا" in text for text in texts_in(name, data)), name
