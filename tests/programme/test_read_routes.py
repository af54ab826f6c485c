"""routes.json read back: equal to what was written, or every place where it cannot be."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tourplanner as tp
from tourplanner.errors import Problem
from tourplanner.model import Money, Price, Text
from tourplanner.publish import portfolio_document, portfolio_json, route_json
from tourplanner.testing.small import small_catalogue, small_portfolio

Step = str | int
Document = dict[str, Any]


class WithoutLines:
    """Times by distance, which draw no lines."""

    basis, attribution = "", ""

    def matrix(self, places: Any) -> Any:
        return tp.GeodesicTravel().matrix(places)


class NoWay(WithoutLines):
    def courses(self, places: Any) -> Any:
        raise tp.NoRouteError(str(places[0]), str(places[1]))


@cache
def region() -> tp.Catalogue:
    return small_catalogue()


@cache
def document() -> Document:
    return portfolio_document(small_portfolio())


def read(changed: Any, catalogue: tp.Catalogue | None = None, **how: Any) -> tp.Portfolio:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "routes.json"
        path.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
        return tp.read_routes(path, catalogue or region(), **{"travel": WithoutLines()} | how)


def changed(*steps: Step, to: Any) -> Document:
    copied = copy.deepcopy(document())
    inner: Any = copied
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = to
    return copied


def problems(changed_document: Any, catalogue: tp.Catalogue | None = None) -> list[str]:
    with pytest.raises(tp.DataError) as raised:
        read(changed_document, catalogue)
    return [f"{each.column} {each.code} {each.fix}".strip() for each in raised.value.problems]


def test_what_was_written_is_read_back_equal(tmp_path: Path) -> None:
    portfolio = small_portfolio()
    (tmp_path / "routes.json").write_bytes(portfolio_json(portfolio))
    assert tp.read_routes(tmp_path / "routes.json", region(), travel=WithoutLines()) == portfolio
    (tmp_path / "route.json").write_bytes(b"\xef\xbb\xbf" + route_json(portfolio[1]))
    assert tp.read_route(tmp_path / "route.json", region(), travel=WithoutLines()) == portfolio[1]


def test_a_planned_tour_of_two_days_comes_back_with_its_lines_and_passes_the_judge(tmp_path: Path) -> None:
    goal = tp.Goal(
        days=2, nights=("my-dinh-station",), lunch=tp.Lunch(kind="break"), stops=(1, 3), villages=(1, 2),
        must=("ht-class",), limits={"pottery": (0, 1)}, budget=tp.Money(amount=900_000), wishes=("dt-show",),
    )  # fmt: skip
    catalogue = small_catalogue()
    tour = tp.plan(catalogue, goal, on="2027-03-20")
    (tmp_path / "route.json").write_bytes(route_json(tour))
    again = tp.read_route(tmp_path / "route.json", catalogue)
    assert again == tour
    assert all(len(leg.path) > 2 for leg in again.legs if leg.metres > 1000)
    assert any(stop.is_break for stop in again.stops)
    assert tp.check(again, tp.usual_travel(goal.fleet), catalogue.sessions) == ()


def scalars(value: Any, steps: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Any]]:
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from scalars(inner, (*steps, step))
    else:
        yield steps, value


SCALARS = list(scalars(document()))


def other(value: Any) -> st.SearchStrategy[Any]:
    """Something else of the same kind, or of none."""
    same = {
        bool: st.just(not value),
        int: st.integers(1, 10_000).map(lambda more: value + more if isinstance(value, int) else more),
        float: st.floats(0.001, 0.4).map(lambda more: value + more if isinstance(value, float) else more),
        str: st.sampled_from([f"{value}-x", "ha-thai", "2027-03-09", "2027-03-06T09:00:00+07:00", "walk", "Tên"]),
    }.get(type(value), st.just(7))
    return st.one_of(same, st.sampled_from([None, True, -1, "", [], {}])).filter(
        lambda new: (type(new), new) != (type(value), value)
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_of_a_file_goes_unnoticed(data: st.DataObject) -> None:
    """An error at a place, a notice, or a value that says what the file says: nothing is lost on the way."""
    steps, value = data.draw(st.sampled_from(SCALARS))
    new = data.draw(other(value))
    broken = changed(*steps, to=new)
    told: tuple[Problem, ...] = ()
    try:
        again = read(broken)
    except tp.DataError as error:
        told = error.problems
    if told:
        assert all(each.column and each.message and each.fix for each in told)
        return
    notices = sum(len(route.notices) for route in again.routes)
    if notices > sum(len(route["warnings"]) for route in broken["routes"]):
        return
    written = portfolio_document(again)
    for each in (*written["routes"], *broken["routes"]):
        if not each["theme_en"]:
            each["theme_en"] = each["theme"]
    assert _texts_filled(written) == _texts_filled(broken)


def _texts_filled(value: Any) -> Any:
    """The Vietnamese stands in where there is no English."""
    if isinstance(value, dict):
        filled = {key: _texts_filled(inner) for key, inner in value.items()}
        return filled | ({"en": filled["en"] or filled["vi"]} if {"vi", "en"} <= set(filled) else {})
    return [_texts_filled(inner) for inner in value] if isinstance(value, list) else value


STOP = ("routes", 0, "stops", 0)


@pytest.mark.parametrize(
    ("steps", "to", "told"),
    [
        (("schema",), "tourplanner/portfolio@2", "schema schema-unknown"),
        (("region",), "hanoi", "region region-differs"),
        ((*STOP, "village"), "kieu-ki", "routes[0].stops[0].village village-unknown kieu-ky"),
        ((*STOP, "village"), "ha-thai", "routes[0].stops[0].village village-differs kieu-ky"),
        ((*STOP, "price_vnd"), -1, "routes[0].stops[0].price_vnd not-as-the-schema"),
        ((*STOP, "price_vnd"), 7, "routes[0].price_vnd sum-differs"),
        ((*STOP, "end"), "2027-03-06T08:00:00+07:00", "routes[0].stops[0] times-backwards"),
        (("routes", 0, "crafts", 1), "potery", "routes[0].crafts[1] craft-unknown pottery"),
        (("routes", 1, "days", 0, "start"), "ho-guom", "routes[1].days[0].start start-point-unknown"),
        (("routes", 0, "legs", 1, "to"), "bt-wheel", "routes[0].legs[2].from chain-broken bt-wheel"),
        (("routes", 0, "legs", 1, "seconds"), 5, "routes[0].legs[1].arrive times-differ"),
        (("routes", 0, "party", "adults"), 21, "routes[0].party sum-differs"),
        (("routes", 1, "id"), "01-bat-trang-kieu-ky", "routes[0].id id-twice"),
        (("quotas", 0, "met"), False, "quotas[0].met sum-differs"),
        (("objective", "gap"), 0.5, "objective.gap sum-differs"),
        (("routes", 0, "goal", "stops"), [3, 2], "routes[0].goal not-as-the-schema"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(steps: tuple[Step, ...], to: Any, told: str) -> None:
    assert any(each.startswith(told) for each in problems(changed(*steps, to=to)))


def test_all_problems_come_at_once() -> None:
    broken = changed(*STOP, "village", to="kieu-ki")
    broken["routes"][1]["crafts"][0] = "hats"
    broken["routes"][1]["stops"][1]["experience"] = "ch-klass"
    told = problems(broken)
    assert [each.split()[0] for each in told if "-unknown" in each] == [
        "routes[0].stops[0].village", "routes[1].stops[1].experience", "routes[1].crafts[0]",
    ]  # fmt: skip


def _repriced(catalogue: tp.Catalogue) -> tp.Catalogue:
    leaf = catalogue.experience("kk-goldleaf")
    new = leaf.replace(price=Price(adult=Money(amount=60_000)), name=Text(vi="Đập quỳ vàng", en="Gold beating"))
    others = tuple(new if each.id == leaf.id else each for each in catalogue.experiences)
    made: tp.Catalogue = catalogue.replace(experiences=others)
    return made


def test_a_new_price_is_a_notice_and_the_price_agreed_stays() -> None:
    again = read(document(), _repriced(region()))
    notices = {notice.code: notice for notice in again[0].notices}
    assert again[0].stops[0].price == Money(amount=1_000_000)
    assert notices["price-changed"].subjects == ("kk-goldleaf",)
    assert notices["price-changed"].text.vi == "Giá nay đã khác: Đập quỳ vàng 1.000.000 ₫ → 1.200.000 ₫"
    assert "Xưởng đập quỳ → Đập quỳ vàng" in notices["name-changed"].text.vi
    assert again[1].notices == small_portfolio()[1].notices
    # Written and read again, it is not said twice.
    assert read(portfolio_document(again), _repriced(region()))[0].notices.count(notices["price-changed"]) == 1


def _older() -> Document:
    old = copy.deepcopy(document())
    for route in old["routes"]:
        for key in ("goal", "bound", "basis"):
            del route[key]
        for leg in route["legs"]:
            for key in ("padding_seconds", "walk_metres", "spread"):
                del leg[key]
    return old


def test_a_file_from_before_goals_were_written_says_so() -> None:
    again = read(_older())
    assert [notice.code for notice in again[0].notices] == ["environment-unknown", "goal-missing"]
    assert again[0].goal.party == small_portfolio()[0].goal.party
    assert [stop.begin for stop in again[0].stops] == [stop.begin for stop in small_portfolio()[0].stops]


def test_roads_that_have_no_way_any_more_are_a_notice() -> None:
    again = read(document(), travel=NoWay())
    assert again[0].notices[-1].code == "line-unknown"
    assert not any(leg.path for leg in again[0].legs)


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (lambda path: path.exists(), "file-unread"),
        (lambda path: path.mkdir(), "file-unread"),
        (lambda path: path.write_text("{"), "not-json"),
        (lambda path: path.write_bytes(b"\xff\xfe{}"), "not-json"),
        (lambda path: path.write_text("[" * 100_000), "not-json"),
        (lambda path: path.write_text("[]"), "schema-unknown"),
        (lambda path: path.write_bytes(route_json(small_portfolio()[0])), "schema-unknown"),
    ],
)
def test_what_is_no_such_file(tmp_path: Path, write: Callable[[Path], object], code: str) -> None:
    write(tmp_path / "routes.json")
    with pytest.raises(tp.DataError) as raised:
        tp.read_routes(tmp_path / "routes.json", region())
    assert [each.code for each in raised.value.problems] == [code]
    assert raised.value.problems[0].fix
