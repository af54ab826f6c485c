"""The exported folder: complete, repeatable, written whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bare import bare_basemap

from tourplanner.errors import FolderError, TourplannerError
from tourplanner.publish import export, export_itinerary, folder, index, webmap
from tourplanner.testing.small import small_portfolio


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(small_portfolio(), tmp_path_factory.mktemp("out") / "routes")


def test_everything_is_there(exported: Path) -> None:
    portfolio = small_portfolio()
    files = {f"{route.id}/{name}" for route in portfolio.routes for name in folder.ROUTE_FILES}
    assert set(tree(exported)) == files | {"routes.json", "index.html", "map.html"}
    assert all(tree(exported).values())
    assert (exported / portfolio[0].id / "map.pdf").read_bytes().startswith(b"%PDF-")
    assert [path.name for path in exported.parent.iterdir()] == ["routes"]


def test_another_process_writes_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from tourplanner.publish import export; from tourplanner.testing.small import small_portfolio;"
        "export(small_portfolio(), sys.argv[1])"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "again")], check=True, env={"PYTHONHASHSEED": "7"})
    again = tree(tmp_path / "again")
    assert [name for name, data in tree(exported).items() if again.get(name) != data] == []


@pytest.mark.usefixtures("light")
def test_an_earlier_export_is_replaced_even_if_it_had_more(tmp_path: Path) -> None:
    portfolio = small_portfolio()
    out = export(portfolio, tmp_path / "deep" / "routes")
    steps: list[tuple[str, int, int]] = []
    export(portfolio.replace(routes=portfolio.routes[:1]), out, progress=lambda *step: steps.append(step))
    assert sorted(path.name for path in out.iterdir()) == [portfolio[0].id, "index.html", "map.html", "routes.json"]
    assert [done for _, done, _ in steps] == list(range(9))
    assert steps[0] == ("routes.json", 0, 8)
    assert steps[-1] == ("", 8, 8)


@pytest.mark.usefixtures("light")
def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    portfolio = small_portfolio()
    out = export(portfolio, tmp_path / "routes")
    (out / portfolio[0].id / "notes.txt").write_text("gọi chị Hà trước")
    before = tree(tmp_path)
    with pytest.raises(FolderError, match=r"notes\.txt.*choose another folder") as caught:
        export(portfolio, out)
    assert caught.value.files == (f"{portfolio[0].id}/notes.txt",)
    assert isinstance(caught.value, TourplannerError)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["routes.json", "index.html"])
def test_a_file_of_the_same_name_is_not_proof_that_we_made_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('{"schema": "somebody/else@1"}')
    with pytest.raises(FolderError, match=r"routes\.json"):
        export(small_portfolio(), tmp_path)
    assert (tmp_path / name).read_text() == '{"schema": "somebody/else@1"}'


@pytest.mark.usefixtures("light")
def test_a_file_in_the_way_and_a_refusal_to_overwrite(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderError, match="is a file"):
        export(small_portfolio(), tmp_path / "file")
    (tmp_path / "empty").mkdir()
    out = export(small_portfolio(), tmp_path / "empty", overwrite=False)
    with pytest.raises(FolderError, match="is not empty"):
        export(small_portfolio(), out, overwrite=False)


@pytest.mark.usefixtures("light")
def test_a_failure_half_way_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio = small_portfolio()
    out = export(portfolio, tmp_path / "routes")
    before = tree(tmp_path)

    def fail(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(webmap, "route_map_html", fail)
    with pytest.raises(KeyboardInterrupt):
        export(portfolio.replace(seed=2), out)
    assert tree(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["routes"]


def test_routes_with_one_id_are_refused(tmp_path: Path) -> None:
    portfolio = small_portfolio()
    with pytest.raises(ValueError, match="share an id: 01-bat-trang-kieu-ky"):
        export(portfolio.replace(routes=(portfolio[0], portfolio[0])), tmp_path / "routes")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("light")
def test_one_tour_has_its_folder_too(tmp_path: Path) -> None:
    portfolio = small_portfolio()
    out = export_itinerary(portfolio[0], tmp_path / "tour", region_name=portfolio.region_name)
    assert set(tree(out)) == set(folder.ITINERARY_FILES)
    assert json.loads((out / "route.json").read_bytes())["id"] == portfolio[0].id
    export_itinerary(portfolio[1], out, region_name=portfolio.region_name)
    assert json.loads((out / "route.json").read_bytes())["id"] == portfolio[1].id


def test_importing_the_room_loads_no_engine() -> None:
    script = (
        "import sys, tourplanner.publish as p; heavy = {'folium', 'typst', 'icalendar', 'numpy'} & set(sys.modules);"
        "print(sorted(heavy), 'export' in dir(p), callable(p.export))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[] True True"


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without printed maps and without a base map, which take most of the time."""
    from tourplanner.publish import sheet

    for module in (index, webmap):
        monkeypatch.setattr(module, "packaged_basemap", bare_basemap)
    monkeypatch.setattr(sheet, "map_pdf", lambda *_, **__: b"%PDF-")
