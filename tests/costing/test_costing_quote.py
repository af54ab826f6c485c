"""Quotes: sums by hand, a second opinion by brute force, and what an operator is warned of."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from costing_cases import DAY, EURO, QUOTED, SOURCED, TOUR, asked_price, plain_rates, rate, vnd
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tourplanner.costing import Exchange, FreePlaces, Quote, RateBook, Service, Terms, quote
from tourplanner.errors import GoalError, RateError
from tourplanner.model import Itinerary, Money, Text
from tourplanner.model.meal import lunch_break
from tourplanner.model.vehicles import fleet

FIVE = 5
"""Stops of the tour."""


def codes(offer: Quote) -> list[str]:
    return [notice.code for notice in offer.notices]


def test_fixed_and_variable_over_the_payers() -> None:
    """(3,000,000 + 250,000 x 10) / 10 = 550,000; 20 % margin 687,500; 10 % tax 756,250; up to 757,000."""
    (band,) = quote(TOUR, (10,), on=QUOTED, rates=plain_rates()).bands
    assert (band.fixed, band.variable, band.cost) == (vnd(3_000_000), vnd(2_500_000), vnd(5_500_000))
    assert band.net_per_payer == 550_000
    assert band.price == vnd(757_000)
    assert band.revenue == vnd(7_570_000)
    assert band.tax == vnd(688_182)
    assert band.result == vnd(1_381_818)


@pytest.mark.parametrize(
    ("terms", "price"),
    [
        (Terms(vat=0), 688_000),
        (Terms(margin=20, vat=0), 688_000),
        (Terms(markup=20, vat=0), 660_000),
        (Terms(markup=25, vat=0), 688_000),
        (Terms(margin="22.5", vat=0), 710_000),
        (Terms(markup=0, vat=8), 594_000),
        (Terms(vat=0, round_to=1), 687_500),
        (Terms(vat=0, round_to=10_000), 690_000),
        (Terms(vat=0, round_to=50_000, rounding="nearest"), 700_000),
        (Terms(vat=0, round_to=100_000, rounding="nearest"), 700_000),
        (Terms(vat=0, round_to=5_000, rounding="nearest"), 690_000),
    ],
)
def test_margin_markup_tax_and_rounding(terms: Terms, price: int) -> None:
    """On a cost of 550,000 a head."""
    (band,) = quote(TOUR, (10,), on=QUOTED, rates=plain_rates(), terms=terms).bands
    assert band.price == vnd(price)


def test_margin_and_markup_are_not_both() -> None:
    with pytest.raises(ValidationError, match="give one; a margin is a share of the price, a markup of the cost"):
        Terms(margin=20, markup=25)
    with pytest.raises(ValidationError, match="float"):
        Terms(margin=0.2)


def test_leaders_travel_on_the_payers_cost() -> None:
    """Eleven entries and a bigger cost, parted among ten."""
    (band,) = quote(TOUR, (10,), on=QUOTED, rates=plain_rates(), terms=Terms(leaders=1, vat=0, margin=0)).bands
    assert band.cost == vnd(3_000_000 + FIVE * 50_000 * 11)
    assert band.price == vnd(575_000)
    assert band.revenue == vnd(5_750_000)


def test_free_places_and_staff_at_the_table() -> None:
    """15 heads, one free; with guide and driver 17 heads, one free."""
    entry = rate("bat-trang/host", "bt-wheel", 100_000, free=FreePlaces(per=15))
    lunch = rate("bat-trang/host", "bat-trang-lunch", 100_000, free=FreePlaces(per=15), staff=True)
    (band,) = quote(TOUR, (15,), on=QUOTED, rates=plain_rates(entry=0) | RateBook(rates=(entry, lunch))).bands
    units = {line.service: line.units for line in band.lines}
    assert (units["bt-wheel"], units["bat-trang-lunch"], units["bt-kiln"]) == (14, 16, 15)
    assert band.variable == vnd(3_000_000)


def test_one_supplier_may_charge_a_service_in_two_ways() -> None:
    both = RateBook(rates=(
        rate("bat-trang/host", "bt-kiln", 300_000, "fixed"), rate("bat-trang/host", "bt-kiln", 20_000)
    ))  # fmt: skip
    (band,) = quote(TOUR, (10,), on=QUOTED, rates=plain_rates() | both).bands
    assert [line.cost.amount for line in band.lines if line.service == "bt-kiln"] == [300_000, 200_000]


def test_a_gross_rate_is_paid_without_its_commission() -> None:
    gross = rate("bat-trang/host", "bt-kiln", 33_333, kind="gross", commission="12.5")
    (band,) = quote(TOUR, (10,), on=QUOTED, rates=plain_rates(0) | RateBook(rates=(gross,))).bands
    (line,) = (line for line in band.lines if line.service == "bt-kiln")
    assert (line.unit, line.cost) == (vnd(33_333), vnd(291_664))  # 333,330 x 0.875 = 291,663.75


def test_the_vehicle_grows_with_the_band_and_leaders_ride_too() -> None:
    offer = quote(TOUR, (12, 25, 41), on=QUOTED, rates=plain_rates())
    rides = [[(x.service, x.units) for x in band.lines if x.kind == "vehicle"] for band in offer.bands]
    assert rides == [[("van16", 1)], [("coach29", 1)], [("coach29", 2)]]
    led = quote(TOUR, (12,), on=QUOTED, rates=plain_rates(), terms=Terms(leaders=1))
    assert [x.service for x in led.bands[0].lines if x.kind == "vehicle"] == ["coach29"]


def test_guides_by_group_and_by_language() -> None:
    rates = plain_rates() | RateBook(rates=(rate("guide", "day-fr", 1_300_000, "fixed"),))
    terms = Terms(guests_per_guide=15, guide_language="fr", leaders=1)
    offer = quote(TOUR, (14, 15, 30), on=QUOTED, rates=rates, terms=terms)
    guides = [[(x.service, x.units, x.cost.amount) for x in band.lines if x.kind == "guide"] for band in offer.bands]
    assert guides == [[("day-fr", n, n * 1_300_000)] for n in (1, 2, 3)]


def test_extras_are_bought_on_their_day() -> None:
    """Two nights for eleven heads in twin rooms: six rooms, twice."""
    night = Service(
        supplier="hotel", service="twin", name=Text(vi="Phòng đôi", en="Twin room"), on=DAY, times=2
    )
    rates = plain_rates() | RateBook(rates=(rate("hotel", "twin", Money(amount=4_500, currency="USD"), "room"),))
    dollar = Exchange(currency="USD", vnd="25000.5", on=QUOTED)
    terms = Terms(leaders=1, exchange=(dollar,))
    (band,) = quote(TOUR, (10,), on=QUOTED, rates=rates, terms=terms, extras=[night]).bands
    (line,) = (line for line in band.lines if line.supplier == "hotel")
    assert line.units == 12
    assert line.cost == vnd(13_500_270)  # 12 x 45 x 25,000.5
    assert (line.on, line.kind, line.village) == (DAY, "service", "")


def test_a_price_in_whole_euros_and_its_sums_in_dong() -> None:
    """756,250 ₫ at 27,900 is 27.106 €, so 28 €."""
    (band,) = quote(TOUR, (10,), on=QUOTED, rates=plain_rates(), terms=Terms(currency="EUR", exchange=(EURO,))).bands
    assert band.price == Money(amount=2_800, currency="EUR")
    assert band.total == Money(amount=28_000, currency="EUR")
    assert band.revenue == vnd(280 * 27_900)
    assert band.revenue == band.cost + band.tax + band.result
    parts = band.per_payer()
    assert sum(part.amount for part in parts) == 2_800
    assert {part.currency for part in parts} == {"EUR"}


def test_the_latest_exchange_rate_that_was_known_counts() -> None:
    later = Exchange(currency="EUR", vnd="28000", on=date(2026, 11, 26))
    future = Exchange(currency="EUR", vnd="1", on=date(2026, 11, 28))
    terms = Terms(currency="EUR", exchange=(later, EURO, future), round_to=1, vat=0, margin=0)
    (band,) = quote(TOUR, (10,), on=QUOTED, rates=plain_rates(), terms=terms).bands
    assert band.price.amount == 1_965  # 550,000 / 280 = 1,964.3 cents


def test_an_exchange_rate_is_never_guessed() -> None:
    future = Exchange(currency="EUR", vnd="28000", on=date(2026, 11, 28))
    rates = plain_rates() | RateBook(rates=(rate("guide", "day-vi", Money(amount=1, currency="USD"), "fixed"),))
    with pytest.raises(RateError) as caught:
        quote(TOUR, on=QUOTED, rates=rates, terms=Terms(currency="EUR", exchange=(future,)))
    found = [(each.supplier, each.service, each.on) for each in caught.value.missing]
    assert found == [("exchange", "EUR", QUOTED), ("exchange", "USD", QUOTED)]
    with pytest.raises(ValidationError, match="float"):
        Exchange(currency="EUR", vnd=27_900.5, on=QUOTED)


def test_bands_in_words() -> None:
    offer = quote(TOUR, (24, 10, 16), on=QUOTED, rates=plain_rates())
    assert [(band.payers, band.upto) for band in offer.bands] == [(10, 15), (16, 23), (24, 24)]
    assert offer.band(15) is offer.bands[0]
    assert offer.total(15) == offer.bands[0].price * 15
    for size in (9, 25):
        with pytest.raises(GoalError, match=f"no price for {size} guests; it has for 10–15, 16–23, 24"):
            offer.band(size)
    pairs = quote(TOUR, ((10, 14), (20, 29)), on=QUOTED, rates=plain_rates())
    assert [(band.payers, band.upto) for band in pairs.bands] == [(10, 14), (20, 29)]


@pytest.mark.parametrize("bands", [(), (0,), (10, 10), ((10, 16), 16), ((12, 10),), (-3, 5)])
def test_bands_that_cannot_be(bands: tuple[object, ...]) -> None:
    with pytest.raises(GoalError, match="bands: "):
        quote(TOUR, bands, on=QUOTED, rates=plain_rates())  # type: ignore[arg-type]


def test_a_larger_band_that_is_dearer_is_said() -> None:
    """Thirteen need the coach that costs four times the van."""
    dear = RateBook(rates=(rate("vehicle", "coach29", 8_000_000, "fixed"),))
    offer = quote(TOUR, (12, 13), on=QUOTED, rates=plain_rates() | dear)
    (notice,) = (notice for notice in offer.notices if notice.code == "band-dearer")
    small, large = (band.price for band in offer.bands)
    assert small < large
    assert notice.text.en == f"13 guests are dearer per head than 12: {large} > {small}"
    assert "band-dearer" not in codes(quote(TOUR, (12, 13), on=QUOTED, rates=plain_rates()))


def test_a_size_within_a_band_that_loses_is_said() -> None:
    dear = RateBook(rates=(rate("vehicle", "coach29", 8_000_000, "fixed"),))
    offer = quote(TOUR, ((12, 30),), on=QUOTED, rates=plain_rates() | dear)
    (notice,) = (notice for notice in offer.notices if notice.code == "band-loses")
    price = offer.bands[0].price.amount

    def loses(size: int) -> bool:
        hire = 2_000_000 if size <= 12 or size > 25 else 8_000_000
        taken = Fraction(price * size * 10, 11)
        return taken < hire + 1_000_000 + FIVE * 50_000 * size

    assert notice.subjects == tuple(str(size) for size in range(12, 31) if loses(size))
    assert notice.subjects


def test_what_is_estimated_old_or_too_full_is_said() -> None:
    assert codes(quote(TOUR, (10, 20), on=QUOTED, rates=plain_rates())) == []
    old = rate("bat-trang/host", "bt-wheel", 70_000, provenance=SOURCED.replace(as_of=date(2024, 1, 1)))
    guess = rate("bat-trang/host", "bt-kiln", 70_000, provenance=SOURCED.replace(confidence="estimate"))
    offer = quote(TOUR, (10, 200), on=QUOTED, rates=plain_rates() | RateBook(rates=(old, guess)))
    said = {notice.code: notice for notice in offer.notices}
    assert said["price-estimated"].subjects == ("bt-kiln",)
    assert said["price-old"].subjects == ("bt-wheel",)
    assert "2024" in said["price-old"].text.vi
    crowded = {notice.subjects for notice in offer.notices if notice.code == "over-capacity"}
    assert crowded == {(stop.experience.id,) for stop in TOUR.stops if stop.experience.capacity < 200}
    stale = Terms(currency="EUR", exchange=(EURO.replace(on=QUOTED - timedelta(days=8)),))
    assert codes(quote(TOUR, on=QUOTED, rates=plain_rates(), terms=stale)) == ["exchange-old"]


def two_days() -> Itinerary:
    """The tour today and, with a lunch that the group arranges itself, the same again tomorrow."""
    day = TOUR.days[0]
    village = day.stops[2].village
    pause = day.stops[2].replace(experience=lunch_break(village, village.place), price=vnd(0))
    second = day.replace(date=day.date + timedelta(days=1), stops=(*day.stops[:2], pause, *day.stops[3:]))
    return TOUR.replace(days=(day, second))


def test_every_day_is_bought_and_what_is_not_is_said() -> None:
    offer = quote(two_days(), (10,), on=QUOTED, rates=plain_rates())
    (band,) = offer.bands
    assert band.cost == vnd(2 * 3_000_000 + (FIVE + FIVE - 1) * 500_000)
    assert [line.on for line in band.lines if line.kind == "guide"] == [DAY, DAY + timedelta(days=1)]
    assert [text.en for text in offer.excluded] == ["Lunch break (own arrangement)", "Accommodation"]
    assert codes(offer) == ["nights-unpriced"]
    room = Service(supplier="hotel", service="twin", name=Text(vi="Phòng đôi"), on=DAY)
    rates = plain_rates() | RateBook(rates=(rate("hotel", "twin", 800_000, "room"),))
    slept = quote(two_days(), (10,), on=QUOTED, rates=rates, extras=[room])
    assert slept.bands[0].cost.amount == band.cost.amount + 5 * 800_000
    assert ([text.en for text in slept.excluded], codes(slept)) == (["Lunch break (own arrangement)"], [])


def test_a_season_is_that_of_each_day() -> None:
    """A rate for the first day alone leaves the second without."""
    first = rate("guide", "day-vi", 1_000_000, "fixed", season=(DAY, DAY))
    with pytest.raises(RateError) as caught:
        quote(two_days(), (10,), on=QUOTED, rates=plain_rates() | RateBook(rates=(first,)))
    assert [(x.service, x.on) for x in caught.value.missing] == [("day-vi", DAY + timedelta(days=1))]


def test_numbers_validity_and_revisions() -> None:
    first = quote(TOUR, on="2026-11-27", rates=plain_rates(), client="Voyages Lumière")
    assert first.number.startswith("BG-20261127-")
    assert (first.revision, first.supersedes, first.until) == (1, None, date(2026, 12, 11))
    assert first.number == quote(TOUR, on=QUOTED, rates=plain_rates(), client="Voyages Lumière").number
    assert first.number != quote(TOUR, on=QUOTED, rates=plain_rates(), client="Autre").number
    again = quote(TOUR, on="2026-12-01", rates=plain_rates(), client="Voyages Lumière", revises=first)
    assert (again.code, again.supersedes) == (f"{first.number}/2", first.code)
    assert [first.holds(first.on + timedelta(days=n)) for n in (-1, 0, 14, 15)] == [False, True, True, False]
    with pytest.raises(ValidationError):
        quote(TOUR, on=QUOTED, rates=plain_rates(), number="lower case")


def test_no_quote_outlives_its_rates() -> None:
    ends = rate("bat-trang/host", "bt-kiln", 5_000, valid=(None, "2026-11-30"))
    offer = quote(TOUR, on=QUOTED, rates=plain_rates() | RateBook(rates=(ends,)))
    assert offer.until == date(2026, 11, 30)


def test_a_quote_survives_json_and_shows_itself() -> None:
    offer = quote(TOUR, on=QUOTED, rates=plain_rates(), terms=Terms(currency="EUR", exchange=(EURO,)))
    assert Quote.model_validate_json(offer.model_dump_json()) == offer
    shown = str(offer)
    assert all(text in shown for text in ("10 guests", "price per payer", "2.500.000 ₫", "xe 16 chỗ"))
    assert repr(offer) == f"<Quote {offer.code}: 10–15: 28.00 EUR, 16–23: 22.00 EUR, 24: 19.00 EUR>"


def test_a_quote_keeps_the_itinerary_alone() -> None:
    """Not what a kind of itinerary carries beside its fields."""

    class Remembering(Itinerary):
        pass

    offer = quote(Remembering(**dict(TOUR)), on=QUOTED, rates=plain_rates())
    assert type(offer.itinerary) is Itinerary
    assert offer == quote(TOUR, on=QUOTED, rates=plain_rates())


PERCENT = st.decimals(0, 60, places=1).map(str)
TERMS = st.builds(
    Terms,
    margin=PERCENT,
    vat=st.sampled_from([0, 8, 10]),
    currency=st.sampled_from(["VND", "EUR"]),
    round_to=st.sampled_from([None, 1, 100, 5_000]),
    exchange=st.just((EURO,)),
    leaders=st.integers(0, 3),
) | st.builds(Terms, markup=PERCENT, vat=st.sampled_from([0, 8]), leaders=st.integers(0, 3))
AMOUNT = st.integers(1, 4_000_000)


@settings(max_examples=80)
@given(TERMS, AMOUNT, AMOUNT, AMOUNT, st.sets(st.integers(1, 60), min_size=1, max_size=3))
def test_prices_sums_and_break_even_by_brute_force(
    terms: Terms, entry: int, hire: int, guide: int, sizes: set[int]
) -> None:
    """Another formula for the price, all sums exact, and every smaller group tried."""
    offer = quote(TOUR, tuple(sizes), on=QUOTED, rates=plain_rates(entry, hire, guide), terms=terms)

    def cost(payers: int) -> int:
        heads = payers + terms.leaders
        return FIVE * entry * heads + hire * len(fleet(heads)) + guide

    def left(price: Money, payers: int) -> int:
        taken = price.amount * payers * (279 if price.currency == "EUR" else 1)
        untaxed = Fraction(taken) * 100 / (100 + Fraction(terms.vat))
        tax = int(taken - untaxed + Fraction(1, 2))
        return taken - tax - cost(payers)

    for band in offer.bands:
        assert band.cost.amount == cost(band.payers)
        assert band.price.amount == asked_price(cost(band.payers), band.payers, terms)
        assert band.result.amount == left(band.price, band.payers)
        assert sum(part.amount for part in band.per_payer()) == band.price.amount
        shares = offer.to_village(band.payers)
        assert sum(share.amount.amount for share in shares.shares) == shares.total.amount == band.revenue.amount
        assert sum(share.permille for share in shares.shares) == 1000
        losing = [size for size in range(1, band.payers + 1) if left(band.price, size) < 0]
        even = max(losing, default=0) + 1
        assert band.break_even == (None if even > band.payers else even)


@settings(max_examples=60)
@given(AMOUNT, AMOUNT, st.integers(13, 24), st.integers(0, 50), st.integers(0, 3))
def test_what_makes_a_tour_dearer_and_cheaper(entry: int, hire: int, payers: int, margin: int, leaders: int) -> None:
    """More guests in the same coach never pay more; more margin, dearer hire or another leader never cost less."""

    def price(payers: int, hire: int, **terms: int) -> int:
        asked = {"margin": margin, "leaders": 0} | terms
        offer = quote(TOUR, (payers,), on=QUOTED, rates=plain_rates(entry, hire), terms=Terms(**asked))
        return offer.bands[0].price.amount

    base = price(payers, hire)
    assert price(payers + 1, hire) <= base
    assert price(payers, hire + 500_000) >= base
    assert price(payers, hire, margin=margin + 5) >= base
    if payers + leaders <= 25:
        assert price(payers, hire, leaders=leaders) >= base


def test_a_break_even_that_cannot_be_known_further_down_stops_there() -> None:
    """Without a rate for the car no group of five or fewer can be priced."""
    rates = RateBook(rates=tuple(each for each in plain_rates().rates if each.service != "car7"))
    (band,) = quote(TOUR, (10,), on=QUOTED, rates=rates, terms=Terms(margin=95)).bands
    assert band.break_even == 6


def test_a_price_rounded_down_may_never_pay_for_itself() -> None:
    (band,) = quote(
        TOUR, (10,), on=QUOTED, rates=plain_rates(), terms=Terms(margin=0, round_to=400_000, rounding="nearest")
    ).bands
    assert band.price == vnd(800_000)
    (band,) = quote(
        TOUR, (10,), on=QUOTED, rates=plain_rates(), terms=Terms(margin=0, round_to=500_000, rounding="nearest")
    ).bands
    assert (band.price, band.break_even) == (vnd(500_000), None)
    assert band.result.amount < 0
    assert sum(part.amount for part in band.per_payer()) == 500_000


def test_terms_read_decimals_from_text_and_keep_them() -> None:
    assert Terms(margin="22.50").margin == Decimal("22.5")
    assert Terms(markup=25).factor == Terms(margin=20).factor == Terms().factor == Fraction(5, 4)
