"""How commands end: exit codes, errors, interruptions, pipes and terminals."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from argparse import ArgumentTypeError
from datetime import time
from pathlib import Path

import pytest

from tourplanner.cli import bar, options, plan, routes, words
from tourplanner.cli.main import speak_utf8
from tourplanner.errors import InfeasibleError, JudgeError

SCRIPT = Path(sys.executable).parent / "tourplanner"
FEW = ["--count", "2", "--month", "2027-03", "--villages", "4", "--crafts", "4", "--communes", "4"]


# how it ends


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "COMMAND"),
        (["fly"], "fly"),
        (["routes"], "--month"),
        (["routes", "--month", "March"], "write it as 2027-03"),
        (["routes", "--month", "2027-13"], "write it as 2027-03"),
        (["routes", "--month", "2027-03", "--count", "0"], "whole number from 1"),
        (["plan", "--on", "20/3/2027"], "write it as 2027-03-20"),
        (["plan", "--on", "2027-02-29"], "write it as 2027-03-20"),
        (["plan", "--on", "2027-03-20", "--day", "8-25"], "write it as 08:00-17:30"),
        (["plan", "--on", "2027-03-20", "--budget", "cheap"], "no amount"),
        (["villages", "--starts", "--gaps", "3"], "not allowed"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_hint(run, argv: list[str], said: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert said in err


def test_a_goal_that_contradicts_itself_is_told_line_by_line(run) -> None:
    code, _, err = run("plan", "--on", "2027-03-20", "--day", "17:00-08:00", "--must", "chuong", "--never", "chuong")
    assert code == 2
    assert err.splitlines() == [
        "tourplanner: what was asked for cannot be:",
        "  day: returns at 08:00, not after it starts at 17:00",
        "  must and never both name chuong",
    ]
    code, _, err = run("routes", "--month", "2027-03", "--overlap", "300", "--visits-per-village", "0")
    assert code == 2
    assert "visits per village: should be greater than or equal to 1, not 0" in err
    assert "overlap percent: should be less than or equal to 100, not 300" in err


def test_what_cannot_be_met_ends_with_3_and_names_the_demands(run, tmp_path: Path) -> None:
    code, out, err = run("routes", "--count", "2", "--month", "2027-03", "--crafts", "0", "--communes", "0",
                         "--villages", "9", "--out", tmp_path / "routes")  # fmt: skip
    assert (code, out) == (3, "")
    assert "villages" in err
    assert list(tmp_path.iterdir()) == []


def test_demands_the_message_does_not_name_are_added(run, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise InfeasibleError("nothing fits: lunch", ["lunch", "must ha-thai"])

    monkeypatch.setattr(plan, "plan", fail)
    assert run("plan", "--on", "2027-03-20").err == "tourplanner: nothing fits: lunch\n  must ha-thai\n"


def test_a_fault_of_the_library_is_owned_up_to(run, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise JudgeError(["day 1: late"])

    monkeypatch.setattr(plan, "plan", fail)
    code, _, err = run("plan", "--on", "2027-03-20")
    assert code == 1
    assert "the planner's answer breaks its own rules" in err


def test_a_surprise_is_not_swallowed(run, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("unheard of")

    monkeypatch.setattr(plan, "plan", fail)
    with pytest.raises(RuntimeError, match="unheard of"):
        run("plan", "--on", "2027-03-20")


def test_a_folder_with_other_files_is_refused_before_planning(run, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "letter.txt").write_text("kính gửi")
    monkeypatch.setattr(routes, "portfolio", None)
    code, _, err = run("routes", *FEW, "--out", tmp_path)
    assert code == 2
    assert "letter.txt" in err
    assert (tmp_path / "letter.txt").read_text() == "kính gửi"


@pytest.mark.parametrize(("at", "said"), [("portfolio", "interrupted; nothing was written"), ("export", "nothing was")])
def test_control_c_leaves_nothing_behind(run, tmp_path: Path, monkeypatch, at: str, said: str) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(routes, at, stop)
    code, _, err = run("routes", *FEW, "--out", tmp_path / "routes")
    assert code == 130
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_control_c_after_writing_does_not_deny_it(run, tmp_path: Path, monkeypatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(routes, "export", lambda *_, **__: None)
    monkeypatch.setattr(routes, "portfolio_line", stop)
    code, _, err = run("routes", *FEW, "--quiet", "--out", tmp_path / "routes")
    assert (code, err) == (130, "\ninterrupted\n")


# the terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_only_on_a_terminal(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    screen, pipe = Terminal(), io.StringIO()
    for stream in (screen, pipe):
        with bar.Bar(stream=stream) as progress:
            progress("pricing", 3, 0)
            progress("map.pdf", 1, 2)
    assert pipe.getvalue() == ""
    drawn = screen.getvalue().split("\r")
    assert drawn[1] == "[...#....................] pricing 3"
    assert drawn[2].rstrip() == "[############............] 1/2 map.pdf"
    assert drawn[-2].strip() == drawn[-1] == ""
    assert max(map(len, drawn)) < 60
    with bar.Bar(stream=Terminal(), quiet=True) as silent:
        silent("x", 1, 2)
    assert silent.stream.getvalue() == ""  # type: ignore[attr-defined]


def test_planning_and_writing_move_the_bar(run, monkeypatch, tmp_path: Path) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    run("plan", "--on", "2027-03-20", "--must", "chuong", "--out", tmp_path / "tour")
    assert "best routes alone" in screen.getvalue()
    assert "map.pdf" in screen.getvalue()
    assert "[########################] 6/6" in screen.getvalue()


@pytest.mark.parametrize(("terminal", "expected"), [(False, "Hạ Thái\n".encode()), (True, b"H? Th?i\n")])
def test_vietnamese_never_ends_in_an_error(terminal: bool, expected: bytes) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    stream.isatty = lambda: terminal  # type: ignore[method-assign]
    speak_utf8(stream)
    print("Hạ Thái", file=stream, flush=True)
    assert raw.getvalue() == expected


def test_words_are_read_as_people_write_them() -> None:
    assert words.span("8h-17h30") == words.span("08:00–17:30") == (time(8), time(17, 30))
    assert words.dong("1.250.000") == words.dong("1250k") == 1_250_000
    for kind, text in ((words.dong, "1.25"), (words.span, "8"), (words.day, "2500-01-01"), (words.month, "3000-01")):
        with pytest.raises(ArgumentTypeError, match=text):
            kind(text)


# as installed


def installed(*argv: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([SCRIPT, *argv], capture_output=True, check=False, **options)  # type: ignore[call-overload]


def test_the_installed_command_answers_in_utf8_whatever_the_locale() -> None:
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PATH": os.environ["PATH"]}
    done = installed("villages", "--find", "ha thai", "--json", env=plain)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [record["name"] for record in json.loads(done.stdout.decode("utf-8"))] == ["Hạ Thái"]


def test_the_installed_command_ends_with_its_code_and_no_traceback() -> None:
    done = installed("villages", "--region", "hue")
    assert done.returncode == 2
    assert done.stderr == b"tourplanner: there is no region 'hue'; nearest: hanoi\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [SCRIPT, "villages", "--experiences", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_help_names_every_option() -> None:
    for command in ("routes", "plan", "villages", "check-data"):
        done = installed(command, "--help")
        assert done.returncode == 0
        assert b"Exit codes: 0 done" in done.stdout
    assert options.parser().parse_args(["villages"]).region == "hanoi"
