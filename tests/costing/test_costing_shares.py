"""Who receives what, and what changed between two quotes."""

from __future__ import annotations

import pytest
from costing_cases import EURO, QUOTED, TOUR, plain_rates, rate, vnd
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.costing import RateBook, Service, Terms, difference, quote
from tourplanner.errors import GoalError
from tourplanner.model import Host, Text
from tourplanner.testing import small_catalogue

HOSTS = (
    Host(id="kieu-ky/host", village="kieu-ky", name=Text(vi="Hộ Lê"), kind="household"),
    Host(
        id="bat-trang/host",
        village="bat-trang",
        name=Text(vi="HTX Bát Tràng"),
        kind="cooperative",
        members=("bat-trang/an", "bat-trang/binh"),
    ),
)


def test_every_dong_has_a_receiver() -> None:
    """10 guests: 5 stops of 50,000 a head, one in Kiêu Kỵ and four in Bát Tràng."""
    offer = quote(TOUR, on=QUOTED, rates=plain_rates())
    shares = offer.to_village(hosts=HOSTS)
    assert dict(shares.villages) == {"kieu-ky": vnd(500_000), "bat-trang": vnd(2_000_000)}
    assert [(x.recipient, x.kind, x.amount.amount) for x in shares.shares] == [
        ("kieu-ky/host", "household", 500_000),
        ("bat-trang/host", "cooperative", 2_000_000),
        ("vehicle", "vehicle", 2_000_000),
        ("guide", "guide", 1_000_000),
        ("tax", "tax", 688_182),
        ("operator", "operator", 1_381_818),
    ]
    assert shares.shares[1].members == ("bat-trang/an", "bat-trang/binh")
    assert shares.of("cooperative") == vnd(2_000_000)
    assert shares.in_villages == vnd(2_500_000)
    assert shares.permille_in_villages == 330  # 2,500,000 of 7,570,000
    assert shares.total == vnd(7_570_000)
    assert "HTX Bát Tràng" in str(shares)


def test_without_hosts_they_go_by_their_ids() -> None:
    shares = quote(TOUR, on=QUOTED, rates=plain_rates()).to_village(24)
    assert [(x.name.vi, x.kind) for x in shares.shares[:2]] == [("kieu-ky/host", "host"), ("bat-trang/host", "host")]
    assert shares.payers == 24
    known = quote(TOUR, on=QUOTED, rates=plain_rates()).to_village(hosts=small_catalogue().hosts)
    assert {share.kind for share in known.shares[:2]} <= {"household", "workshop", "cooperative", "firm"}


def test_costs_are_known_for_the_sizes_that_were_quoted() -> None:
    offer = quote(TOUR, on=QUOTED, rates=plain_rates())
    with pytest.raises(GoalError, match="costs are known for exactly 10 guests, not for 12"):
        offer.to_village(12)


def test_a_service_in_a_village_counts_as_the_villages() -> None:
    cart = Service(
        supplier="carts", service="ride", name=Text(vi="Xe điện"), on=TOUR.days[0].date, village="bat-trang"
    )
    rates = plain_rates() | RateBook(rates=(rate("carts", "ride", 15_000),))
    shares = quote(TOUR, on=QUOTED, rates=rates, extras=[cart]).to_village()
    assert shares.villages["bat-trang"] == vnd(2_150_000)
    assert shares.of("service") == vnd(150_000)


def test_nothing_changed() -> None:
    offer = quote(TOUR, on=QUOTED, rates=plain_rates())
    assert not difference(offer, offer)
    assert str(difference(offer, offer)) == f"{offer.code} → {offer.code}: no change"


def test_what_changed_is_named() -> None:
    old = quote(TOUR, (10, 16), on=QUOTED, rates=plain_rates())
    day = TOUR.days[0]
    shorter = TOUR.replace(days=(day.replace(stops=day.stops[:-1]),))
    rates = plain_rates() | RateBook(rates=(rate("guide", "day-vi", 1_100_000, "fixed"),))
    new = quote(shorter, (10, 24), on="2026-12-01", rates=rates, terms=Terms(margin=25), revises=old)
    found = difference(old, new)
    assert (found.old, found.new) == (old.code, new.code)
    assert [(x.payers, x.before is None, x.after is None) for x in found.prices][1:] == [
        (16, False, True),
        (24, True, False),
    ]
    assert [(x.payers, x.service, x.before, x.after) for x in found.costs] == [
        (10, "bt-market", vnd(500_000), None),
        (10, "day-vi", vnd(1_000_000), vnd(1_100_000)),
    ]
    changed = {each.what: (each.before, each.after) for each in found.terms}
    assert changed["margin"] == ("", "25")
    assert changed["made"] == ("2026-11-27", "2026-12-01")
    assert changed["bands"] == ("10–15, 16", "10–23, 24")
    assert changed["day 1"][1] == changed["day 1"][0].removesuffix(", bt-market")
    assert "  guide, day-vi, 2027-03-06, 10 guests: 1.000.000 ₫ → 1.100.000 ₫" in str(found).splitlines()
    assert "  16 guests: " in str(found)


@settings(max_examples=40)
@given(*[st.integers(0, 10**7)] * 6)
def test_changes_add_up(a: int, b: int, c: int, d: int, e: int, f: int) -> None:
    old, new = (quote(TOUR, on=QUOTED, rates=plain_rates(*each)) for each in ((a, b, c), (d, e, f)))
    found = difference(old, new)
    for before, after in zip(old.bands, new.bands, strict=True):
        changes = [x for x in found.costs if x.payers == before.payers]
        moved = sum((x.after or vnd(0)).amount - (x.before or vnd(0)).amount for x in changes)
        assert moved == (after.cost - before.cost).amount
    back = difference(new, old)
    assert [(x.before, x.after) for x in back.costs] == [(x.after, x.before) for x in found.costs]
    assert bool(found) == bool(back) == ((a, b, c) != (d, e, f))


def test_shares_of_a_quote_in_euros_are_in_dong() -> None:
    offer = quote(TOUR, on=QUOTED, rates=plain_rates(), terms=Terms(currency="EUR", exchange=(EURO,)))
    shares = offer.to_village()
    assert shares.total == vnd(7_812_000)
    assert sum(share.amount.amount for share in shares.shares) == 7_812_000
