"""The front door: exactly these names, all of them there, none of them paid for before use."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

import tourplanner

HEAVY = {"folium", "networkx", "numpy", "openpyxl", "ortools", "osmium", "pandas", "pydantic", "rapidfuzz", "scipy"}
HEAVY |= {"alembic", "babel", "psycopg", "sqlalchemy", "sqlite3", "typst", "icalendar", "requests", "routingpy"}
NAMES = """
    Catalogue CraftNetwork DataError Effort GeodesicTravel Goal GoalError GroupTours InfeasibleError Itinerary
    LunarDate Lunch Money NoRouteError Party Points Portfolio Programme Punctuality Quotas ROUTE Spread Tour
    TourplannerError UnknownIdError __version__ check check_groups check_portfolio compare export export_itinerary
    extend guidebook handbook
    load plan plan_groups portfolio punctuality read_programme read_route read_routes regions trade_off vehicles
    Gap HourlyTravel Result RoadTravel Seconds StoppedError Work usual_travel
    why_not_in
    Assignment CrewNeeds Driver Guide VehicleUnit assign judge_assignment
"""
PACKAGE = Path(tourplanner.__file__).parent


def run(script: str) -> str:
    return python("-c", script).strip()


def python(*words: str) -> str:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True).stdout


def imported_for_typing(package: Path) -> set[str]:
    """The names a package's __init__ shows to type checkers."""
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    guard = next(node for node in tree.body if isinstance(node, ast.If))
    names = {alias.name for node in guard.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    return names | {node.target.id for node in guard.body if isinstance(node, ast.AnnAssign)}  # type: ignore[union-attr]


def test_the_public_names_are_exactly_these() -> None:
    assert set(tourplanner.__all__) == set(NAMES.split())
    assert len(tourplanner.__all__) == len(NAMES.split())


@pytest.mark.parametrize("room", ["", "booking", "catalogue", "costing", "programme", "publish", "publish.files"])
def test_what_type_checkers_see_is_what_there_is(room: str) -> None:
    package = __import__(f"tourplanner.{room}".rstrip("."), fromlist=["__all__"])
    assert len(set(package.__all__)) == len(package.__all__)
    assert imported_for_typing(PACKAGE.joinpath(*room.split("."))) == set(package.__all__)
    for name in package.__all__:
        assert getattr(package, name) == getattr(package, name), name
        assert name in dir(package)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = package.nothing


def test_names_come_from_where_they_live() -> None:
    from tourplanner.catalogue.catalogue import Catalogue
    from tourplanner.errors import TourplannerError
    from tourplanner.planning.portfolio import portfolio

    assert tourplanner.Catalogue is Catalogue
    assert tourplanner.TourplannerError is TourplannerError
    assert tourplanner.portfolio is portfolio
    assert tourplanner.__version__.split(".")[0].isdigit()


def test_importing_loads_nothing_but_ourselves_and_the_standard_library() -> None:
    loaded = set(run("import sys, tourplanner; print(*{name.split('.')[0] for name in sys.modules})").split())
    known = set(sys.stdlib_module_names) | {"tourplanner", "sitecustomize", "usercustomize", "encodings"}
    foreign = {name for name in loaded - known if not name.startswith(("_", "__editable__"))}
    assert foreign == set()


@pytest.mark.parametrize(
    ("use", "engines"),
    [
        ("tourplanner.load('hanoi')", {"folium", "networkx", "numpy", "ortools", "pandas", "typst", "rapidfuzz"}),
        ("tourplanner.plan, tourplanner.check", {"folium", "networkx", "ortools", "pandas", "typst", "openpyxl"}),
        ("tourplanner.plan, tourplanner.check", {"osmium", "scipy.sparse", "scipy.spatial"}),
        ("tourplanner.export", {"babel", "folium", "networkx", "numpy", "ortools", "pandas", "typst"}),
        (
            "from tourplanner.costing import RateBook, quote",
            {"docx", "lxml", "numpy", "openpyxl", "ortools", "rapidfuzz", "segno", "typst"},
        ),
        (
            "from tourplanner.publish.files import route_files",
            {"docx", "folium", "geopandas", "networkx", "numpy", "openpyxl", "pandas", "pyproj", "shapely"},
        ),
        ("tourplanner.cli.main(['--help'])", HEAVY),
    ],
)
def test_each_name_loads_only_what_it_needs(use: str, engines: set[str]) -> None:
    script = f"import sys, tourplanner, tourplanner.cli; {use}; print('loaded:', *{engines} & set(sys.modules))"
    assert run(script).splitlines()[-1] == "loaded:"


def test_the_package_says_that_it_is_typed() -> None:
    assert resources.files("tourplanner").joinpath("py.typed").is_file()


def test_python_m_is_the_command() -> None:
    assert python("-m", "tourplanner", "--version") == f"tourplanner {tourplanner.__version__}\n"
