"""Rule packs: their own test cases, what is wrong with a file, operators' and extensions' rules, confirmations."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourplanner.errors import DataError, UnknownIdError
from tourplanner.rules import Law
from tourplanner.rules.law import Rule, failed_cases
from tourplanner.rules.law.extensions import installed
from tourplanner.rules.law.kinds import KINDS

LAW = Law.packaged()
OWN = """
[areas.yard]
name = { vi = "bãi xe", en = "the yard" }
circle = { lat = 21.05, lon = 105.75, radius_m = 800 }

[[rule]]
id = "co.yard_closed"
kind = "coach_ban"
title = { vi = "Bãi xe đóng cửa buổi trưa", en = "The yard is closed at noon" }
source = "our depot's notice"
confidence = "official"
seats = 2
hours = [{ open = 11:30:00, close = 13:00:00 }]
weekdays = [6, 7]
area = "yard"

[[rule.cases]]
on = 2027-03-20
at = 12:00:00
seats = 16
lat = 21.0500
lon = 105.7500
expect = "broken"

[[rule.cases]]
on = 2027-03-22
at = 12:00:00
seats = 16
lat = 21.0500
lon = 105.7500
expect = "ok"
note = "a Monday"

[[confirm]]
id = "vn.hanoi.coach_ban"
by = "Sở GTVT, call of Ms Hoa"
on = 2026-12-01
"""


def written(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# The packaged rules


@pytest.mark.parametrize("rule", LAW.rules, ids=lambda rule: rule.id)
def test_every_packaged_rule_has_cases_that_hold_and_says_what_it_rests_on(rule: Rule) -> None:
    assert failed_cases([rule]) == ()
    assert rule.examples
    assert rule.source
    assert rule.title.vi != rule.title.en
    assert rule.read_in or rule.confidence != "press" or "access" in rule.kind
    # Nobody has read the text of these laws: nothing here may be an error by itself.
    assert rule.effect == "warning"


def test_every_kind_has_a_packaged_rule_and_both_verdicts() -> None:
    assert {rule.kind for rule in LAW.rules} == set(KINDS)
    for kind in KINDS:
        verdicts = {case.expect for rule in LAW.rules if rule.kind == kind for case in rule.examples}
        assert verdicts == {"ok", "broken"}


@given(st.dates(date(2019, 1, 1), date(2032, 12, 31)))
def test_since_is_inclusive_until_exclusive_and_breaks_fall_silent_outside(day: date) -> None:
    today = LAW.on(day)
    for rule in LAW.rules:
        inside = (rule.since or date.min) <= day < (rule.until or date.max)
        assert (rule in today.rules) == inside
        for case in rule.examples if not inside else ():
            assert rule.verdict(case.replace(on=day)) == "ok"


@pytest.mark.parametrize("rule", [rule for rule in LAW.rules if rule.until], ids=lambda rule: rule.id)
def test_a_rule_that_ended_holds_on_its_last_day_only(rule: Rule) -> None:
    assert rule.until is not None
    assert rule in LAW.on(rule.until - timedelta(1)).rules
    assert rule not in LAW.on(rule.until).rules


def test_the_law_of_2027_is_not_that_of_june_2026() -> None:
    june, march = ({rule.id for rule in LAW.on(day).rules} for day in (date(2026, 6, 15), date(2027, 3, 20)))
    assert june - march == {"vn.driver_hours.day", "vn.driver_hours.week", "vn.holidays.swaps_2026",
                            "vn.holidays.swap_national_day_2026"}  # fmt: skip
    assert march - june == {"vn.hanoi.low_emission_zone", "vn.hanoi.low_emission_zone.cars"}


def test_the_page_on_the_law_lists_every_rule_with_its_dates() -> None:
    page = (Path(__file__).parents[1] / "docs" / "explanation" / "law.md").read_text(encoding="utf-8")
    for rule in LAW.rules:
        dates = " | ".join(str(each or "–") for each in (rule.since, rule.until, rule.known_until))
        assert f"| `{rule.id}` | {rule.title.get('en')} | {dates} | {rule.confidence} |" in page
    assert page.count("| `vn.") == len(LAW.rules)


# An operator's file


def test_own_rules_are_added_and_confirmations_make_errors(tmp_path: Path) -> None:
    own = Law.load(written(tmp_path, OWN))
    assert failed_cases(own.rules) == ()
    law = LAW + own
    assert [rule.id for rule in law.rules] == [*(rule.id for rule in LAW.rules), "co.yard_closed"]
    assert law.rule("co.yard_closed").effect == "error"
    ban = law.rule("vn.hanoi.coach_ban")
    assert (ban.effect, ban.standing) == ("error", "press, confirmed by Sở GTVT, call of Ms Hoa on 2026-12-01")
    assert LAW.rule("vn.hanoi.coach_ban").effect == "warning", "the packaged law stays as it is"
    assert [each.id for each in law.on(date(2027, 3, 20)).coach_bans][-1] == "co.yard_closed"


def test_a_rule_of_the_same_id_takes_the_place_of_the_packaged_one(tmp_path: Path) -> None:
    text = OWN.split("[[confirm]]")[0].replace("co.yard_closed", "vn.hanoi.coach_ban")
    law = LAW + Law.load(written(tmp_path, text))
    assert len(law.rules) == len(LAW.rules)
    assert law.rule("vn.hanoi.coach_ban").source == "our depot's notice"


def test_a_case_that_does_not_come_out_is_named(tmp_path: Path) -> None:
    own = Law.load(written(tmp_path, OWN.replace("weekdays = [6, 7]", "weekdays = [1]")))
    assert [str(each) for each in failed_cases(own.rules)] == [
        "co.yard_closed, case 1 on 2027-03-20: ok, expected broken",
        "co.yard_closed, case 2 on 2027-03-22 (a Monday): broken, expected ok",
    ]


def test_confirming_what_does_not_exist_says_what_is_near(tmp_path: Path) -> None:
    own = Law.load(written(tmp_path, OWN.replace('"vn.hanoi.coach_ban"', '"vn.hanoi.coach_bans"')))
    with pytest.raises(UnknownIdError, match=r"no rule 'vn\.hanoi\.coach_bans'; nearest: vn\.hanoi\.coach_ban"):
        _ = LAW + own
    with pytest.raises(UnknownIdError, match="nearest"):
        LAW.confirmed("vn.driver_hours.weak", by="x", on=date(2026, 12, 1))


FAULTY = """
[[rule]]
id = "co.a"
kind = "coach_bann"

[[rule]]
id = "co.b"
kind = "coach_ban"
title = { vi = "b" }
source = "x"
since = 2027-01-01
until = 2026-01-01
seats = "35"
wheels = 6
hours = [{ open = "06:00", close = 09:00:00 }, { open = 10:00:00, close = 09:00:00 }]
area = "nowhere"

[[rule]]
id = "co.c"
kind = "holidays"
title = { vi = "c" }
source = "x"

[[rule]]
id = "co.d"
kind = "access"
title = { vi = "d" }
source = "x"
village = "d"
known_until = "2027"

[[rule]]
id = "co.e"
kind = "holidays"
title = { vi = "e" }
source = "x"
days = [2027-03-20]

[[rule]]
id = "co.e"
kind = "holidays"
title = { vi = "e" }
source = "x"
days = [2027-03-21]

[[confirm]]
id = "co.e"
by = "me"

[rules]
"""


def test_all_faults_of_a_file_come_at_once_with_place_value_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Law.load(written(tmp_path, FAULTY))
    told = {
        f"{each.column}: {each.value} {each.code}".replace(":  ", ": ") for each in caught.value.problems
    }
    assert told == {
        "rules: unknown-table", "co.a kind: coach_bann unknown-kind", "co.b area: nowhere unknown-area",
        "co.b seats: 35 int-type", "co.b wheels: 6 extra-forbidden", "co.b hours 1 open: 06:00 time-type",
        "co.b hours 2: value-error", "co.c: value-error", "co.d known_until: 2027 date-type", "co.e: twice",
        "confirm co.e on: missing",
    }  # fmt: skip
    text = str(caught.value)
    assert "write coach_ban, driver_hours" in text
    assert "draw it under [areas.nowhere]" in text
    assert "write a time without quotes: 06:30:00" in text
    assert "names no day: give statutory, yearly, days or swaps" in text


@pytest.mark.parametrize(
    ("text", "message"),
    [("on = 2027-13-01", "at line 1"), ("rule = 3", "not a list of tables"), ("[[rule]]", "no kind of rule")],
)
def test_files_that_are_no_rule_packs(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        Law.load(written(tmp_path, text))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file"):
        Law.load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes("# café".encode("latin-1"))
    with pytest.raises(DataError, match="in UTF-8"):
        Law.load(tmp_path / "latin.toml")


def test_a_rule_that_ends_before_it_begins_is_a_fault(tmp_path: Path) -> None:
    text = OWN.replace("seats = 2\n", "seats = 2\nsince = 2027-01-01\nuntil = 2027-01-01\n")
    with pytest.raises(DataError, match="ends on 2027-01-01, not after it begins"):
        Law.load(written(tmp_path, text))


# Extensions


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on sys.path to install distributions in; what was looked up before is forgotten, and so is this."""
    monkeypatch.syspath_prepend(str(tmp_path))
    installed.cache_clear()
    yield tmp_path
    installed.cache_clear()


def distribution(site: Path, module: str, code: str, *points: str) -> None:
    """An installed package: its module, and the metadata that pip would write."""
    (site / f"{module}.py").write_text(code, encoding="utf-8")
    sys.modules.pop(module, None)
    info = site / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    lines = "\n".join(["[tourplanner.rules]", *points])
    (info / "entry_points.txt").write_text(f"{lines}\n", encoding="utf-8")


def test_an_installed_package_brings_rules(site: Path) -> None:
    written(site, OWN)
    code = f"from pathlib import Path\n\n\ndef rules():\n    return Path({str(site)!r}) / 'own.toml'\n"
    distribution(site, "co_rules", code, "yard = co_rules:rules")
    law = Law.installed()
    assert law.rule("co.yard_closed").effect == law.rule("vn.hanoi.coach_ban").effect == "error"
    assert Law.installed() is law, "looked for once"


def test_extensions_that_cannot_be_used_are_all_named(site: Path) -> None:
    written(site, FAULTY)
    code = f"PATH = {str(site / 'own.toml')!r}\nNUMBER = 3\n\n\ndef broken():\n    raise KeyError('x')\n"
    distribution(site, "bad_rules", code, "a = bad_rules:PATH", "b = bad_rules:NUMBER", "c = bad_rules:broken",
                 "d = bad_rules:nothing", "e = no_such_module")  # fmt: skip
    with pytest.raises(DataError) as caught:
        Law.installed()
    text = str(caught.value)
    for words in (
        "entry point a of bad_rules, own.toml, column co.b seats: '35'", "is a int, neither a Law, nor a path",
        "entry point c of bad_rules: 'bad_rules:broken': KeyError: 'x'", "entry point d of bad_rules",
        "ModuleNotFoundError: No module named 'no_such_module' → mend or uninstall that package",
    ):  # fmt: skip
        assert words in text


def test_without_extensions_the_installed_law_is_the_packaged_one(site: Path) -> None:
    assert not list(site.iterdir())
    assert Law.installed() == LAW
