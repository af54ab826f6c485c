"""``tourplanner publish``: what reaches the publication, what it says, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tourplanner.cli import publish
from tourplanner.model import Portfolio
from tourplanner.publish import portfolio_json
from tourplanner.publish.bundle import GROUPS, PAPERS
from tourplanner.testing.small import small_portfolio


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "routes.json"
    path.write_bytes(portfolio_json(small_portfolio()))
    return path


def test_routes_are_read_and_published(run, written: Path, tmp_path: Path) -> None:
    out = tmp_path / "print"
    words = ("--only", "calendars,files", "--lang", "vi", "--lang", "en,fr", "--jobs", "1", "--quiet")
    code, said, err = run("publish", written, "--out", out, *words)
    assert (code, err) == (0, "")
    files = [path for path in out.rglob("*") if path.is_file()]
    assert said == f"2 routes in vi, en, fr: {len(files)} files → {out / 'index.html'}\n"
    assert json.loads((out / "published.json").read_bytes())["languages"] == ["vi", "en", "fr"]
    assert json.loads((out / "routes.json").read_bytes())["routes"][0]["id"] == small_portfolio()[0].id
    assert run("publish", written, "--out", out, *words).code == 0
    again = run("publish", written, "--out", out, "--new")
    assert (again.code, again.out) == (2, "")
    assert "is not empty" in again.err


def test_every_option_reaches_the_publication(run, written: Path, tmp_path: Path, monkeypatch) -> None:
    seen = {}

    def published(portfolio, region, folder, **rest):
        seen.update(rest, portfolio=portfolio, region=region.region, folder=folder)
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "publish_routes", published)
    words = ["--only", "maps", "--paper", "a4", "--link", "https://x.vn", "--fonts", tmp_path, "--jobs", "3", "--new"]
    code, _, err = run("publish", written, "--out", tmp_path / "out", *words)
    assert (code, err) == (130, "\ninterrupted; nothing was written\n")
    assert (seen["languages"], seen["only"], seen["papers"]) == (("vi",), ["maps"], ["a4"])
    assert (seen["link"], seen["fonts"], seen["jobs"], seen["overwrite"]) == ("https://x.vn", tmp_path, 3, False)
    assert isinstance(seen["portfolio"], Portfolio)
    assert (seen["region"], seen["folder"]) == (small_portfolio().region, tmp_path / "out")
    run("publish", written, "--out", tmp_path / "out")
    assert (seen["only"], seen["papers"], seen["jobs"], seen["overwrite"]) == (GROUPS, PAPERS, None, True)


def test_what_is_not_there_is_told_at_once_and_writes_nothing(run, written: Path, tmp_path: Path) -> None:
    words = ("--lang", "de", "--only", "mugs", "--paper", "a9", "--link", "nowhere")
    code, said, err = run("publish", written, "--out", tmp_path / "out", *words)
    assert (code, said) == (2, "")
    for text in ("'de'", "'mugs'", "'a9'", "'nowhere'"):
        assert text in err
    assert [path.name for path in tmp_path.iterdir()] == ["routes.json"]


def test_a_foreign_folder_is_refused_before_anything_is_read(run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    code, _, err = run("publish", tmp_path / "no-such-file.json", "--out", tmp_path)
    assert code == 2
    assert "published.json of an earlier publication (mine.txt); choose another folder" in err
