"""Rates: how they are counted, which of them holds on a day, and what is said when none does."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from costing_cases import DAY, QUOTED, TOUR, plain_rates, rate, vnd
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tourplanner.costing import FreePlaces, Rate, RateBook, quote, rates_of, split, typical_rates
from tourplanner.costing.amounts import exact, half_up, rounded
from tourplanner.errors import MissingRate, RateError
from tourplanner.model import Money
from tourplanner.testing import small_catalogue


@pytest.mark.parametrize(
    ("basis", "size", "charged"),
    [
        ("fixed", None, {1: 1, 15: 1, 40: 1}),
        ("person", None, {1: 1, 15: 15, 40: 40}),
        ("group", None, {1: 1, 15: 1, 40: 1}),
        ("group", 15, {1: 1, 15: 1, 16: 2, 30: 2, 31: 3}),
        ("room", None, {1: 1, 2: 1, 3: 2, 15: 8}),
        ("room", 3, {1: 1, 3: 1, 4: 2}),
    ],
)
def test_what_a_rate_charges(basis: str, size: int | None, charged: dict[int, int]) -> None:
    asked = rate("a", "b", 100, basis, size=size)
    assert {heads: asked.units(heads) for heads in charged} == charged


def test_free_places_of_each_full_group() -> None:
    one_per_15 = FreePlaces.parse("1 free per 15")
    assert [heads - one_per_15.of(heads) for heads in (14, 15, 16, 29, 30)] == [14, 14, 15, 28, 28]
    sixteenth = FreePlaces.parse("15+1")
    assert sixteenth == FreePlaces(free=1, per=16)
    assert [heads - sixteenth.of(heads) for heads in (15, 16, 17, 32)] == [15, 15, 16, 30]
    assert FreePlaces(per=10, most=2).of(100) == 2
    assert FreePlaces.parse("1/15") == FreePlaces.parse("1 per 15") == one_per_15
    with pytest.raises(ValueError, match="write 1/15"):
        FreePlaces.parse("one in fifteen")
    with pytest.raises(ValidationError, match="nobody to pay"):
        FreePlaces(free=15, per=15)


def test_net_and_gross() -> None:
    gross = rate("a", "b", 150_000, kind="gross", commission="12.5")
    assert gross.net == 131_250
    assert rate("a", "b", 150_000).net == 150_000


def test_all_that_is_wrong_with_a_rate_is_said_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        rate("a", "b", -5, "fixed", commission=10, size=3, free=FreePlaces(per=15), season=(DAY, QUOTED))
    for what in ("amount: -5", "season: ends on 2026-11-27", "commission: 10", "size:", "free:"):
        assert what in str(caught.value)


@pytest.mark.parametrize("value", [0.1, 22.5, float("nan")])
def test_floats_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="float"):
        exact(value)
    with pytest.raises(ValidationError, match="float"):
        rate("a", "b", 5, kind="gross", commission=value)


@pytest.mark.parametrize("value", ["a tenth", "inf", "NaN", None, True])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"is no (finite )?number"):
        exact(value)
    assert exact(" 22.50 ") == exact(Decimal("22.5")) == Decimal("22.5")


def test_the_shortest_season_counts_and_the_latest_validity() -> None:
    year = rate("a", "b", 50_000, season=("2027-01-01", "2027-12-31"))
    tet = rate("a", "b", 90_000, season=("2027-02-01", "2027-02-14"))
    raised = rate("a", "b", 60_000, season=("2027-01-01", "2027-12-31"), valid=("2026-11-01", None))
    group = rate("a", "b", 10_000, "fixed", season=("2027-01-01", "2027-12-31"))
    book = RateBook(rates=(year, tet, raised, group))
    assert book.find("a", "b", date(2027, 2, 14), QUOTED) == (tet,)
    assert set(book.find("a", "b", date(2027, 2, 15), QUOTED)) == {raised, group}
    assert set(book.find("a", "b", date(2027, 1, 31), date(2026, 10, 31))) == {year, group}


def test_days_are_inclusive_at_both_ends() -> None:
    book = RateBook(rates=(rate("a", "b", 1, season=("2027-03-06", "2027-03-06"), valid=(QUOTED, QUOTED)),))
    assert not isinstance(book.find("a", "b", DAY, QUOTED), MissingRate)
    for on, quoted in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        found = book.find("a", "b", DAY + timedelta(days=on), QUOTED + timedelta(days=quoted))
        assert isinstance(found, MissingRate)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"season": ("2027-04-01", "2027-10-31")}, "no season covers the day (known: 2027-04-01 to 2027-10-31)"),
        ({"valid": ("2026-01-01", "2026-10-31")}, "expired on 2026-11-27 (valid: 2026-01-01 to 2026-10-31)"),
        ({"valid": ("2027-01-01", None)}, "not valid on 2026-11-27 (valid: 2027-01-01 to …)"),
        ({"service": "bt-whel"}, "the price is not known"),
    ],
)
def test_a_missing_rate_names_supplier_service_day_and_why(change: dict[str, object], why: str) -> None:
    book = RateBook(rates=tuple(
        each.replace(**change) if each.service == "bt-wheel" else each for each in plain_rates().rates
    ))  # fmt: skip
    with pytest.raises(RateError) as caught:
        quote(TOUR, on=QUOTED, rates=book)
    (missing,) = caught.value.missing
    assert (missing.supplier, missing.service, missing.on, missing.why) == ("bat-trang/host", "bt-wheel", DAY, why)
    assert f"bat-trang/host, bt-wheel, 2027-03-06: {why}" in str(caught.value)
    if "service" in change:
        assert missing.fix == "add a rate, or is it 'bt-whel'?"


def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(RateError) as caught:
        quote(TOUR, (10, 24), on=QUOTED, rates=RateBook())
    named = [(each.supplier, each.service) for each in caught.value.missing]
    stops = [(stop.experience.host, stop.experience.id) for stop in TOUR.stops]
    assert named == [*stops, ("vehicle", "van16"), ("guide", "day-vi"), ("vehicle", "coach29")]


def test_what_an_itinerary_says_of_its_prices() -> None:
    """Every known price, none for what is unknown, and what was not asked for is marked."""
    book = rates_of(TOUR)
    services = {each.service: each for each in book.rates}
    assert services["bt-wheel"].amount == vnd(70_000)
    assert services["bt-market"].amount == vnd(0)
    assert "bt-kiln" not in services
    assert services["coach29"].amount == vnd(2_400_000)
    assert "car7" not in services
    assert {services[each].provenance.confidence for each in ("coach29", "day-fr")} == {"estimate"}
    with pytest.raises(RateError, match="bat-trang/host, bt-kiln, 2027-03-06: the price is not known → add a rate"):
        quote(TOUR, on=QUOTED)


def test_a_price_known_only_for_the_planned_party_is_parted_among_it() -> None:
    stop = TOUR.stops[1].replace(price=vnd(410_001))
    day = TOUR.days[0].replace(stops=(stop,))
    (found,) = (each for each in rates_of(TOUR.replace(days=(day,))).rates if each.service == "bt-kiln")
    assert found.amount == vnd(20_501)
    assert (found.basis, found.provenance.confidence) == ("person", "estimate")


def test_typical_rates_are_marked_and_say_what_they_rest_on() -> None:
    catalogue = small_catalogue()
    typical = typical_rates(catalogue)
    unknown = {each.id for each in catalogue.experiences if each.price.adult is None}
    assert {each.service for each in typical.rates} <= unknown
    for each in typical.rates:
        kind = catalogue.experience(each.service).kind
        prices = [x.price.adult.amount for x in catalogue.experiences if x.kind == kind and x.price.adult]
        assert each.amount.amount in prices
        assert each.amount.amount > 0
        assert each.provenance.confidence == "estimate"
        assert "known prices of the kind" in each.provenance.note


def test_later_books_replace_what_both_know() -> None:
    own = rate("bat-trang/host", "bt-wheel", 65_000)
    both = plain_rates() | RateBook(rates=(own,))
    assert both.find("bat-trang/host", "bt-wheel", DAY, QUOTED) == (own,)
    assert len(both) == len(plain_rates())
    with pytest.raises(ValidationError, match="given twice for the same days: a, b, person"):
        RateBook(rates=(rate("a", "b", 1), rate("a", "b", 2)))


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_parts_add_up_and_are_fair(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    if not whole:
        return
    parts = split(total, weights)
    assert sum(parts) == total
    assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(st.integers(1, 10**9), st.integers(-(10**8), -1), st.integers(10**9, 10**10))
def test_a_loss_is_parted_like_a_gain(total: int, loss: int, cost: int) -> None:
    assert sum(split(total, (cost, loss))) == total


def test_nothing_cannot_be_parted_after_nothing() -> None:
    assert split(0, (0, 0)) == (0, 0)
    with pytest.raises(ValueError, match="cannot be parted"):
        split(5, (0, 0))


@given(st.fractions(-(10**9), 10**9), st.integers(1, 10**5))
def test_rounding_up_and_to_the_nearest(value, step: int) -> None:
    up, near = rounded(value, step, "up"), rounded(value, step, "nearest")
    assert up % step == near % step == 0
    assert 0 <= up - value < step
    assert abs(near - value) * 2 <= step
    assert abs(half_up(value) - value) * 2 <= 1


def test_a_rate_book_survives_json() -> None:
    book = plain_rates() | RateBook(rates=(rate("x", "y", Money(amount=950, currency="EUR"), season=(DAY, None)),))
    assert RateBook.model_validate_json(book.model_dump_json()) == book
    assert isinstance(book.rates[-1], Rate)
