"""The room of calendars: its names are there and in the reference, and importing them is cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tourplanner.publish import calendars

DOCS = Path(__file__).parents[2] / "docs"


def test_what_type_checkers_see_is_what_there_is() -> None:
    tree = ast.parse(Path(calendars.__file__).read_text(encoding="utf-8"))
    guard = next(node for node in tree.body if isinstance(node, ast.If))
    shown = [alias.name for node in guard.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(shown) == sorted(calendars.__all__)
    assert all(getattr(calendars, name).__module__.startswith(calendars.__name__) for name in shown)


def test_the_reference_names_every_public_name() -> None:
    text = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    assert [name for name in calendars.__all__ if f"`{name}" not in text] == []


def test_naming_them_loads_no_calendar_library() -> None:
    script = """
import sys
from tourplanner.publish import calendars
for name in calendars.__all__:
    getattr(calendars, name)
print(*{"dateutil", "icalendar", "folium", "typst", "sqlalchemy"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
