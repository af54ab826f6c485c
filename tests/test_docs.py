"""The pages do what they say: snippets run, commands parse, links lead somewhere, references are complete."""

from __future__ import annotations

import contextlib
import re
import shlex
from argparse import ArgumentParser
from pathlib import Path

import pytest

import tourplanner
from tourplanner.cli import options

ROOT = Path(__file__).parents[1]
PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
NAMES = {page: page.relative_to(ROOT).as_posix() for page in PAGES}
EXAMPLES = {path.read_text(encoding="utf-8") for path in (ROOT / "examples").glob("*.py")}
"""Run by the tests of the examples; a page may show one word for word."""

PRINTED = {
    "README.md": ["Sat 2027-03-20", "not visited: dong-ho"],
    "docs/how-to/ask-the-network.md": [
        "Quất Động 22",
        "<Chain of lacquer: kieu-ky → ha-thai (not all of it sourced)>",
        "not by a leg",
        "Hạ Thái is on average 43 minutes from the others",
    ],
    "docs/how-to/own-data.md": [
        "2 villages, 2 experiences",
        "faulty.csv, row 2, column lat: '105.7712': latitude and longitude are swapped",
        "experience lang-thu/nan-gom-thu",
    ],
}
"""What the pages' snippets must print, beside what they assert themselves."""


def blocks(page: Path, *languages: str) -> list[str]:
    """The fenced blocks of a page in these languages, in order."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    return [text for language, text in found if language in languages]


def with_python(pages: list[Path]) -> list[Path]:
    return [page for page in pages if blocks(page, "python")]


@pytest.mark.parametrize("page", with_python(PAGES), ids=NAMES.get)
def test_snippets_run_in_order(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "page"}
    for number, snippet in enumerate(blocks(page, "python"), 1):
        if snippet not in EXAMPLES:
            exec(compile(snippet, f"{page.name}, snippet {number}", "exec"), names)
    printed = capsys.readouterr().out
    for text in PRINTED.get(NAMES[page], ()):
        assert text in printed


def commands(page: Path) -> list[str]:
    """The words after ``tourplanner`` in shell blocks, and in running text where more than a command is shown."""
    lines = "\n".join(blocks(page, "bash", "console")).replace("\\\n", " ").splitlines()
    lines += re.findall(r"`(tourplanner [a-z-]+ [^`]+)`", page.read_text(encoding="utf-8"))
    found = [re.search(r"(?:^|[ /$])tourplanner (?P<words>[-a-z][^|>&#…]*)", line) for line in lines]
    return [match["words"] for match in found if match]


def refusal(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command line has against a call; "" if nothing."""
    with contextlib.suppress(SystemExit):
        options.parser().parse_args(shlex.split(command))
    return capsys.readouterr().err


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=NAMES.get)
def test_commands_can_be_typed_as_shown(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [refused for command in commands(page) if (refused := refusal(command, capsys))] == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES.get)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in PAGES if page.is_relative_to(ROOT / "docs")}
    assert {page for page in pages - {"README.md"} if f"({page})" not in index} == set()


def test_both_readmes_have_the_same_commands_and_code() -> None:
    """Comments and file names apart."""
    pages = [ROOT / "README.md", ROOT / "README.vi.md"]
    plain = [[re.sub(r"#.*|\S+\.xlsx", "", text) for text in blocks(page, "bash", "python")] for page in pages]
    assert plain[0] == plain[1]
    headings = [re.findall("^#+", page.read_text(encoding="utf-8"), re.M) for page in pages]
    assert headings[0] == headings[1]


def test_the_first_example_is_the_one_in_the_readme() -> None:
    assert (ROOT / "examples" / "ten_routes.py").read_text(encoding="utf-8") in blocks(ROOT / "README.md", "python")


def test_the_reference_names_every_public_name() -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)(?:\([^`]*\))?`", text))
    assert set(tourplanner.__all__) - named == set()


def nested(parser: ArgumentParser) -> list[dict[str, ArgumentParser]]:
    """The commands that may follow a parser's own words."""
    return [action.choices for action in parser._actions if isinstance(action.choices, dict)]


def words_after(command: ArgumentParser) -> list[ArgumentParser]:
    """Commands of a command, as build of roads."""
    return [each for choices in nested(command) for each in choices.values()]


def test_the_reference_names_every_command_and_option() -> None:
    text = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    (commands,) = nested(options.parser())
    actions = []
    for name, command in commands.items():
        assert f"## tourplanner {name}\n" in text
        actions += [action for each in [command, *words_after(command)] for action in each._actions]
    real = {option for action in actions for option in action.option_strings}
    assert {option for option in real - {"--help"} if option.startswith("--") and f"`{option}" not in text} == set()
    assert set(re.findall(r"`(--[a-z-]+)", text)) <= real
