"""The folder of a publication: complete, the same whoever makes it, whole or not at all."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from bundle_cases import source, tree

from tourplanner.errors import FolderError, GoalError, PublishError
from tourplanner.publish.bundle import GROUPS, PAPERS, check_publication, crew, documents, making, publish, worker
from tourplanner.publish.bundle.manifest import MANIFEST
from tourplanner.publish.bundle.source import Source
from tourplanner.speech import speaker
from tourplanner.testing.small import small_portfolio

ALL = source(languages=("vi", "fr"), groups=GROUPS, papers=PAPERS[:1], link="https://tours.example.vn/2027")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(ALL, tmp_path_factory.mktemp("out") / "print", jobs=2)


class Hrefs(HTMLParser):
    """Where a page leads."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


# What is there


def test_everything_asked_for_is_there_and_nothing_else(published: Path) -> None:
    files = tree(published)
    assert {path.name for path in published.parent.iterdir()} == {"print"}
    assert {name.partition("/")[0] for name in files} >= {"calendars", "files", "routes", "index.html", MANIFEST}
    for order in documents.orders(ALL):
        name = order.name(ALL)
        assert [each for each in files if each == name or (name.endswith("/") and each.startswith(name))], name
    for route in small_portfolio().routes:
        for language in ("vi", "fr"):
            assert files[f"routes/{route.id}/map.{language}.html"].startswith(b"<!DOCTYPE html>")
            assert files[f"routes/{route.id}/map.a4.{language}.pdf"].startswith(b"%PDF-")


def test_the_list_says_what_every_file_is(published: Path) -> None:
    files, listed = tree(published), json.loads((published / MANIFEST).read_bytes())["files"]
    assert [each["name"] for each in listed] == sorted(set(files) - {MANIFEST})
    for each in listed:
        assert each["bytes"] == len(files[each["name"]])
        assert each["sha256"] == sha256(files[each["name"]]).hexdigest()
        assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+(; charset=utf-8)?", each["media"])


def test_the_start_page_leads_to_every_document_in_both_languages(published: Path) -> None:
    page = (published / "index.html").read_bytes()
    led = Hrefs(page).found
    assert [href for href in led if not href.startswith("#") and not (published / href).is_file()] == []
    ours = {name for name in tree(published) if name not in (MANIFEST, "index.html")}
    # Calendars of hosts and routes are for those they are sent to; the handbook leads to its own pages.
    elsewhere = ("calendars/host/", "calendars/route/", "handbook/")
    assert {name for name in ours - set(led) if not name.startswith(elsewhere)} == set()
    assert '<section id="vi" lang="vi"' in page.decode()
    assert speaker("fr").say("Map to print") in page.decode()


def test_no_page_leads_nowhere(published: Path) -> None:
    pages = sorted(published.rglob("*.html"))
    led = {(page, href.partition("#")[0]) for page in pages for href in Hrefs(page.read_bytes()).found}
    relative = [(page, href) for page, href in led if href and ":" not in href]
    assert len(relative) > len(pages)
    assert [(page, href) for page, href in relative if not (page.parent / href).is_file()] == []


def test_the_number_of_processes_changes_no_byte(published: Path, tmp_path: Path) -> None:
    alone = tree(publish(ALL, tmp_path / "alone", jobs=1))
    assert [name for name, data in tree(published).items() if alone.get(name) != data] == []
    assert len(alone) == len(tree(published))


def test_progress_tells_every_file_once(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    publish(source(), tmp_path / "out", jobs=1, progress=lambda *step: steps.append(step))
    count = len(documents.orders(source()))
    assert [(done, of) for _, done, of in steps] == [(done, count) for done in range(count + 1)]
    assert {name for name, done, _ in steps if done} == {order.name(source()) for order in documents.orders(source())}


# What was there


def test_an_earlier_publication_is_replaced_even_if_it_had_more(tmp_path: Path) -> None:
    out = publish(source(languages=("vi", "en")), tmp_path / "out", jobs=1)
    publish(source(groups=("files",)), out, jobs=1)
    assert not (out / "calendars").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_foreign_changed_and_unlisted_files_are_left_alone(tmp_path: Path) -> None:
    out = publish(source(), tmp_path / "out", jobs=1)
    note, table = out / "routes" / "notes.txt", next((out / "files").glob("*.csv"))
    note.write_text("gọi chị Hà trước", encoding="utf-8")
    with pytest.raises(FolderError, match="did not write") as caught:
        check_publication(out)
    assert caught.value.files == ("routes/notes.txt",)
    note.unlink()
    table.write_text("sửa tay", encoding="utf-8")
    before = tree(tmp_path)
    with pytest.raises(FolderError, match=r"changed since.*routes\.csv"):
        publish(source(), out, jobs=1)
    assert tree(tmp_path) == before


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    out = publish(source(), tmp_path / "out", jobs=1)
    target = (out / "routes.json").rename(tmp_path / "elsewhere.json")
    (out / "routes.json").symlink_to(target)
    with pytest.raises(FolderError, match="changed since"):
        check_publication(out)


@pytest.mark.parametrize(
    "listed", ["", "[]", "null", "[" * 9999, '{"schema": "x"}', '{"schema": "tourplanner/published@1", "files": [1]}']
)
def test_a_list_that_is_not_ours_proves_nothing(tmp_path: Path, listed: str) -> None:
    (tmp_path / MANIFEST).write_text(listed)
    with pytest.raises(FolderError, match="earlier publication"):
        check_publication(tmp_path)


def test_a_file_in_the_way_and_a_refusal_to_overwrite(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderError, match="is a file"):
        check_publication(tmp_path / "file")
    with pytest.raises(FolderError, match="overwriting was not asked for"):
        check_publication(tmp_path, overwrite=False)


# What goes wrong


def test_all_that_is_wrong_with_a_request_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tourplanner.publish.bundle import asked

    monkeypatch.setitem(asked.PACKAGES, "word", "no_such_package")
    routes = small_portfolio().routes
    wrong = source(
        portfolio=small_portfolio().replace(routes=(routes[0], routes[0])), languages=("vi", "de", "vi"),
        groups=("programmes", "mugs", "maps"), papers=("a0",), link="ftp://x", fonts=str(tmp_path),
    )  # fmt: skip
    with pytest.raises(GoalError) as caught:
        publish(wrong, tmp_path / "out")
    said = ("'de'", "vi: name each once", "'mugs'", "'a0'", "'ftp://x'", "share an id", "tourplanner[word]", "typeface")
    assert [text for text in said if text not in str(caught.value)] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_text_without_a_glyph_is_told_with_its_file(tmp_path: Path, jobs: int) -> None:
    first, second = small_portfolio().routes
    strange = (first.replace(name=first.name.replace(vi="Làng 刺繡")), second)
    wrong = source(portfolio=small_portfolio().replace(routes=strange), groups=("maps",), papers=PAPERS[:1])
    with pytest.raises(PublishError, match=r"刺.*U\+523A") as caught:
        publish(wrong, tmp_path / "out", jobs=jobs)
    assert [each.file for each in caught.value.failures] == [f"routes/{first.id}/map.a4.vi.pdf"]
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise KeyError("seat")

    faulty = {"routes.json": _with(documents.DOCUMENTS["routes.json"], fail)}
    monkeypatch.setattr(worker, "DOCUMENTS", documents.DOCUMENTS | faulty)
    with pytest.raises(RuntimeError, match=r"(?s)routes\.json could not be made.*KeyError: 'seat'"):
        publish(source(), tmp_path / "out", jobs=1)
    assert list(tmp_path.iterdir()) == []


def _with(document: documents.Document, make: object) -> documents.Document:
    from dataclasses import replace

    return replace(document, make=make)  # type: ignore[arg-type]


def test_a_process_that_dies_is_told_with_what_it_was_making(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_BOOT", crew._BOOT.replace("work()", "import os; os._exit(7)"))
    with pytest.raises(RuntimeError, match="ended with code 7"):
        publish(source(), tmp_path / "out", jobs=2)
    assert list(tmp_path.iterdir()) == []


def test_interrupted_in_this_process_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = publish(source(), tmp_path / "out", jobs=1)
    before = tree(tmp_path)

    def stop(_: Source, __: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "DOCUMENTS", {name: _with(each, stop) for name, each in documents.DOCUMENTS.items()})
    with pytest.raises(KeyboardInterrupt):
        publish(source(), out, jobs=1)
    assert tree(tmp_path) == before


@pytest.mark.skipif(sys.platform != "linux", reason="signals as a terminal sends them, and processes in /proc")
def test_interrupted_while_others_work_nothing_and_nobody_is_left(tmp_path: Path) -> None:
    script = (
        "import sys; from bundle_cases import source; from tourplanner.publish.bundle import publish;"
        "publish(source(languages=('vi', 'en', 'fr'), groups=('maps', 'web')), sys.argv[1], jobs=2,"
        " progress=lambda *step: print(step, flush=True))"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script, str(tmp_path / "out")]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0) as run:
        assert run.stdout
        while b", 1, " not in run.stdout.readline():  # the first file is there: everybody is at work
            continue
        children = _children(run.pid)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert len(children) == 2
    assert said.count(b"KeyboardInterrupt") >= 1
    assert b"Exception in thread" not in said
    assert [child for child in children if _runs(child)] == []
    assert list(tmp_path.iterdir()) == []


def _children(pid: int) -> list[int]:
    """Processes that this one started."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# The registry


def test_every_document_is_in_a_group_and_named_once() -> None:
    names = [order.name(ALL) for order in documents.orders(ALL)]
    assert len(set(map(str.lower, names))) == len(names)
    assert {each.group for each in documents.DOCUMENTS.values()} == {*GROUPS, ""}


def test_without_an_address_calendars_and_codes_have_none() -> None:
    (order,) = (each for each in documents.orders(source(groups=("calendars",))) if each.pattern == "calendars/")
    assert b"SOURCE" not in b"".join(making.feeds_folder(source(), order).values())
    told = making.feeds_folder(ALL, order)
    assert all(b"https://tours.example.vn/2027/calendars/" in told[name] for name in told if "/" in name)


