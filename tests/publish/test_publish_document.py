"""routes.json against its published schema and against the itinerary it tells of."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tourplanner.model import Goal, Money
from tourplanner.publish import portfolio_document, portfolio_json, route_json
from tourplanner.testing.small import small_portfolio

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
SCHEMA = json.loads((REFERENCE / "portfolio.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return portfolio_document(small_portfolio())


def faults(document: object) -> list[str]:
    checker = Draft202012Validator.FORMAT_CHECKER
    return [error.message for error in Draft202012Validator(SCHEMA, format_checker=checker).iter_errors(document)]


def test_the_schema_is_a_schema_and_the_document_follows_it(document: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert faults(document) == []
    assert json.loads(portfolio_json(small_portfolio())) == document


@pytest.mark.parametrize(
    "break_it",
    [
        lambda d: d.update(schema="tourplanner/portfolio@2"),
        lambda d: d.pop("seed"),
        lambda d: d.update(month="2027-13"),
        lambda d: d.update(surprise=1),
        lambda d: d["objective"].update(gap=-0.1),
        lambda d: d["quotas"][0].pop("achieved"),
        lambda d: d["routes"][0].pop("legs"),
        lambda d: d["routes"][0].update(depart="2027-03-06T08:00:00Z"),
        lambda d: d["routes"][0].update(start={"id": "hoan-kiem-old-quarter"}),
        lambda d: d["routes"][0].update(date="06/03/2027"),
        lambda d: d["routes"][0]["stops"][0].update(lat=105.9, lon=200),
        lambda d: d["routes"][0]["stops"][0].update(role="eating"),
        lambda d: d["routes"][0]["stops"][0].update(price_vnd=12.5),
        lambda d: d["routes"][0]["legs"][0].update(seconds=-1),
        lambda d: d["routes"][0]["name"].update(vi=""),
    ],
)
def test_the_schema_refuses_what_is_not_a_portfolio(
    document: dict[str, Any], break_it: Callable[[dict[str, Any]], object]
) -> None:
    broken = copy.deepcopy(document)
    break_it(broken)
    assert faults(broken)


def test_a_route_is_told_as_it_is(document: dict[str, Any]) -> None:
    route = document["routes"][0]
    assert (route["id"], route["date"], route["start"], route["end"]) == (
        "01-bat-trang-kieu-ky", "2027-03-06", "hoan-kiem-old-quarter", "hoan-kiem-old-quarter",
    )  # fmt: skip
    assert route["depart"] == "2027-03-06T08:00:00+07:00"
    assert [stop["experience"] for stop in route["stops"]] == ["kk-goldleaf", "bt-kiln", "bt-wheel", "bt-market"]
    assert [meal["place"] for meal in route["meals"]] == ["bat-trang-lunch"]
    assert route["stops"][0]["price_vnd"] == 1_000_000
    assert route["stops"][1]["price_vnd"] is None
    assert route["meals"][0]["price_vnd"] == 3_000_000
    assert [stop["verified"] for stop in route["stops"]] == [False, False, True, False]
    assert route["warnings"][0]["code"] == "environment-unknown"
    assert document["objective"]["gap"] == pytest.approx(0.02)
    assert [quota["met"] for quota in document["quotas"]] == [True, True]


def test_legs_form_one_chain_in_place_and_time(document: dict[str, Any]) -> None:
    for route in document["routes"]:
        stays = {stop["experience"]: stop for stop in route["stops"]} | {m["place"]: m for m in route["meals"]}
        legs = route["legs"]
        assert [leg["to"] for leg in legs[:-1]] == [leg["from"] for leg in legs[1:]]
        assert (legs[0]["from"], legs[-1]["to"]) == (route["start"], route["end"])
        assert set(stays) == {leg["to"] for leg in legs[:-1]}
        for leg in legs:
            arrival = datetime.fromisoformat(leg["depart"]) + timedelta(seconds=leg["seconds"])
            expected = stays[leg["to"]]["arrive"] if leg["to"] in stays else route["return"]
            assert arrival.isoformat() == expected == leg["arrive"]


def test_one_tour_follows_the_route_part_of_the_schema() -> None:
    route = json.loads(route_json(small_portfolio()[0]))
    assert route.pop("schema") == "tourplanner/route@1"
    part = {"$ref": "#/$defs/route", "$defs": SCHEMA["$defs"]}
    assert not list(Draft202012Validator(part).iter_errors(route))


def test_the_goal_of_the_schema_has_every_field_of_a_goal() -> None:
    assert list(SCHEMA["$defs"]["goal"]["properties"]) == list(Goal.model_fields)


def test_a_price_in_another_currency_is_refused_not_dropped() -> None:
    portfolio = small_portfolio()
    route = portfolio[0]
    day = route.days[0]
    stop = day.stops[0].replace(price=Money(amount=950, currency="EUR"))
    route = route.replace(days=(day.replace(stops=(stop, *day.stops[1:])),))
    with pytest.raises(ValueError, match="convert one of them first"):
        portfolio_document(portfolio.replace(routes=(route,)))


def test_every_key_is_explained(document: dict[str, Any]) -> None:
    text = (REFERENCE / "portfolio-json.md").read_text("utf-8")
    explained = set(re.findall(r"`([a-z_0-9]+)`", text))

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(document) <= explained
