"""What itineraries and portfolios look like in a terminal and in a notebook."""

from __future__ import annotations

import pickle
import re
import unicodedata
from copy import copy, deepcopy
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourplanner.model import Itinerary, Notice, Objective, Portfolio, QuotaResult, Text, Unvisited
from tourplanner.model.tables import html_table, safe, text_table, width
from tourplanner.testing import small_portfolio

HOSTILE = '<script>alert("1")</script>\x1b[31m đỏ\u202e'


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return small_portfolio()


def hostile(portfolio: Portfolio) -> Portfolio:
    name = Text(vi=HOSTILE, en=HOSTILE)
    route: Itinerary = portfolio[0].replace(
        name=name, theme=name, notices=(Notice(code="x", text=name),),
        unvisited=(Unvisited(wish="phu-vinh", code="outscored", reason=name),),
    )  # fmt: skip
    changed: Portfolio = portfolio.replace(routes=(route,), region_name=name, notices=(Notice(code="x", text=name),))
    return changed


class Reader(HTMLParser):
    """Reads tables back as rows of texts, and every tag that was met."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def test_a_portfolio_shows_its_routes_quotas_and_worth(portfolio: Portfolio) -> None:
    lines = str(portfolio).splitlines()
    assert lines[0] == (
        "2 routes over 5 villages of Vùng thử, 2027-03: score 600, bound 612, gap 2.00%"
    )
    assert lines[2].split() == ["#", "date", "km", "hours", "price", "notices", "route"]
    first = portfolio[0].days[0]
    minutes = -(-(first.back - first.depart) // timedelta(minutes=1))
    row = lines[3]
    assert row.startswith("1  Sat 2027-03-06  ")
    assert row.endswith("  Kiêu Kỵ – Bát Tràng")
    assert row.split()[3:9] == [
        f"{first.metres / 1000:.0f}", f"{minutes // 60}:{minutes % 60:02}", "≥", "5.400.000", "₫", "1"
    ]  # fmt: skip
    stops = " ".join(line.strip() for line in lines[4:6])
    begins = [f"{stop.begin:%H:%M} {stop.experience.name}" for stop in first.stops]
    assert stops.startswith(f"quỳ vàng, gốm: {begins[0]} → {begins[1]} → 11:15 Bữa trưa nhà dân")
    assert re.search(r"villages +at least 4 +5\n", str(portfolio))
    assert "seed 1, feasible" in lines
    assert "≥ some prices are not known; the known ones are added up" in lines


def test_the_most_and_the_least_visited_villages_are_named(portfolio: Portfolio) -> None:
    thrice = portfolio.replace(routes=(portfolio[0], portfolio[0].replace(id="again"), portfolio[1]))
    lines = str(thrice).splitlines()
    assert "most visited: Kiêu Kỵ, Bát Tràng (2 routes)" in lines
    assert "least visited: Vạn Phúc, Chuông, Quảng Phú Cầu (1 route)" in lines


def test_a_missed_quota_and_a_proven_optimum_are_said(portfolio: Portfolio) -> None:
    changed = portfolio.replace(
        quotas=(QuotaResult(name="villages", sense="at least", required=9, achieved=5),),
        objective=Objective(score=600, bound=600),
        routes=portfolio.routes[1:],
    )
    assert re.search(r"villages +at least 9 +5 \(missed\)", str(changed))
    assert "1 route over 3 villages" in str(changed)
    assert "gap 0.00%" in str(changed)
    assert "≥" not in str(changed)


def test_an_itinerary_is_a_timetable(portfolio: Portfolio) -> None:
    text = str(portfolio[0])
    day = portfolio[0].days[0]
    leg, drive = day.legs[0], day.drive_s // 60
    way = f"{leg.metres / 1000:.1f} km, {leg.seconds // 60} min"
    arrive = f"{leg.arrive:%H:%M}"
    begin, end = (f"{moment:%H:%M}" for moment in (day.stops[1].begin, day.stops[1].end))
    wait = (day.stops[2].begin - day.stops[2].arrive) // timedelta(minutes=1)
    lines = [re.sub(" {2,}", " | ", line) for line in text.splitlines()]
    assert f"Sat 2027-03-06: {day.metres / 1000:.0f} km, {drive // 60}:{drive % 60:02} h on the way" in lines
    assert "08:00 | depart | Bờ Hồ - Phố cổ" in lines
    assert f"08:00–{arrive} | drive {way}" in lines
    assert f"{arrive}–{day.stops[0].end:%H:%M} | Xưởng đập quỳ * | Kiêu Kỵ | production | 1.000.000 ₫" in lines
    assert f"{begin}–{end} | Lò bầu cổ * | Bát Tràng | culture | not known" in lines
    assert f"11:15–12:15 | Bữa trưa nhà dân * (wait {wait} min) | Bát Tràng | 3.000.000 ₫" in lines
    rest = [line.partition(" | ")[2] for line in lines]
    assert "Nặn gốm bàn xoay | Bát Tràng | training | 1.400.000 ₫" in rest  # its hours have a source
    assert "Chợ gốm * | Bát Tràng | trade | free" in rest
    assert f"{day.back:%H:%M} | return | Bờ Hồ - Phố cổ" in lines
    assert "* opening hours without a source: call before selling" in lines
    assert "! Environment status not recorded" in lines


def test_wishes_left_out_show_their_reason(portfolio: Portfolio) -> None:
    reason = Text(vi="đóng cửa", en="closed on these days")
    route = portfolio[0].replace(unvisited=(Unvisited(wish="phu-vinh", code="closed", reason=reason),))
    assert "not visited: phu-vinh: closed on these days" in str(route).splitlines()


def test_columns_stand_in_line(portfolio: Portfolio) -> None:
    lines = [line for line in str(portfolio[1]).splitlines() if re.match(r"\d\d:\d\d–\d\d:\d\d  \S", line)]
    ends = {width(line) for line in lines}
    assert len(lines) == 5
    assert len(ends) == 1


def test_reprs_are_short(portfolio: Portfolio) -> None:
    assert repr(portfolio) == f"<Portfolio: {str(portfolio).splitlines()[0]}>"
    assert repr(portfolio[0]) == "<Itinerary: Kiêu Kỵ – Bát Tràng (quỳ vàng, gốm), Sat 2027-03-06, 20 guests>"


def test_a_portfolio_is_gone_through_route_by_route(portfolio: Portfolio) -> None:
    assert list(portfolio) == [*portfolio.routes] == [portfolio[n] for n in range(len(portfolio))]
    assert portfolio[0] in portfolio
    again = Portfolio.model_validate(portfolio.model_dump())
    copies = [again, copy(portfolio), deepcopy(portfolio), portfolio.model_copy(), portfolio.replace()]
    assert all(each == portfolio and hash(each) == hash(portfolio) for each in copies)
    assert Portfolio.model_validate_json(portfolio.model_dump_json()) == portfolio
    assert pickle.loads(pickle.dumps(portfolio)) == portfolio
    assert portfolio.replace(routes=portfolio.routes[:1]) != portfolio


def test_the_notebook_shows_the_same_figures(portfolio: Portfolio) -> None:
    page = Reader(portfolio._repr_html_())
    row = page.rows[1]
    assert row[:2] == ["1", "Sat 2027-03-06"]
    assert row[6:8] == ["Kiêu Kỵ – Bát Tràng", "quỳ vàng, gốm"]
    assert " Xưởng đập quỳ → " in row[-1]
    assert ["villages", "at least 4", "5"] in page.rows
    day = Reader(portfolio[0]._repr_html_())
    assert ["Lò bầu cổ *", "Bát Tràng", "culture", "not known"] in [row[1:] for row in day.rows]


def test_texts_from_data_are_never_trusted(portfolio: Portfolio) -> None:
    bad = hostile(portfolio)
    for shown in (str(bad), str(bad[0]), repr(bad), repr(bad[0])):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    for html in (bad._repr_html_(), bad[0]._repr_html_()):
        assert "script" not in Reader(html).tags
        assert "&lt;script&gt;" in html
        assert "\x1b" not in html


@given(st.text())
def test_safe_text_is_one_line_and_stays_so(text: str) -> None:
    once = safe(text)
    assert safe(once) == once
    assert len(once.splitlines()) <= 1
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in once)


@given(st.text(alphabet="aăâbđeêioôơuưỵẽỗệớửĐẶ , -", max_size=20))
def test_every_vietnamese_letter_is_one_column(text: str) -> None:
    assert width(safe(unicodedata.normalize("NFD", text))) == len(unicodedata.normalize("NFC", text))
    assert width("漢字") == 4


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=5))
def test_tables_keep_every_cell_in_its_column(rows: list[tuple[str, str]]) -> None:
    lines = text_table(("first", "second"), rows).split("\n")
    assert len(lines) == 1 + len(rows)
    column = max(width(safe(cell)) for cell, _ in [("first", ""), *rows]) + 2
    for line, (first, second) in zip(lines[1:], rows, strict=True):
        cells = safe(first) + " " * (column - width(safe(first))) + safe(second)
        assert line == cells.rstrip()
    page = Reader(html_table(("first", "second"), rows))
    assert len(page.rows) == len(lines)
