"""The rooms of booking: their names are there, importing them is cheap, and their pages say what the code does."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tourplanner.booking.personal import PURPOSES
from tourplanner.booking.tickets import REFUSALS

DOCS = Path(__file__).parents[2] / "docs"
ROOMS = ["tickets", "papers", "personal"]


@pytest.mark.parametrize("room", ROOMS)
def test_what_type_checkers_see_is_what_there_is(room: str) -> None:
    package = import_module(f"tourplanner.booking.{room}")
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    guard = next(node for node in tree.body if isinstance(node, ast.If))
    shown = [alias.name for node in guard.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(shown) == sorted(package.__all__)
    assert all(getattr(package, name).__module__.startswith("tourplanner.") for name in shown if name.islower())


@pytest.mark.parametrize("room", ROOMS)
def test_the_reference_names_every_public_name(room: str) -> None:
    text = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    names = import_module(f"tourplanner.booking.{room}").__all__
    assert [name for name in names if f"`{name}" not in text] == []


def test_signing_and_listing_load_no_engine() -> None:
    script = """
import sys
from tourplanner.booking import papers, personal, tickets
for room in (papers, personal, tickets):
    for name in room.__all__:
        getattr(room, name)
heavy = {"folium", "numpy", "openpyxl", "ortools", "segno", "sqlalchemy", "typst"}
print(*heavy & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_page_has_the_purposes_as_they_are() -> None:
    text = (DOCS / "explanation" / "personal-data.md").read_text(encoding="utf-8")
    for each in PURPOSES:
        sensitive = "yes" if each.sensitive else "no"
        assert f"| `{each.id}` | {each.basis} | {sensitive} | {each.keep_days} |\n" in text


def test_the_page_has_every_refusal() -> None:
    text = (DOCS / "how-to" / "tickets-and-manifests.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert {code for code in REFUSALS if not any(f"`{code}`" in row for row in rows)} == set()
