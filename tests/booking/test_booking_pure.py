"""The rules without a database: dealing, splitting, terms, room; each against a judge that counts differently."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tourplanner.booking import NO_FEE, Hand, Terms, deal
from tourplanner.booking.instants import cutoff, seconds
from tourplanner.booking.money import for_guests, split
from tourplanner.booking.room import SharedResource, Slot, Span, Timetable, peak
from tourplanner.model import HANOI

HANDS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), min_size=1, max_size=6).map(
    lambda rows: [Hand(f"h{i}", free, dealt, i) for i, (free, dealt) in enumerate(rows)]
)


@given(HANDS, st.data())
def test_a_group_is_dealt_whole_to_as_few_households_as_can_be(hands: list[Hand], data: st.DataObject) -> None:
    places = sum(hand.free for hand in hands)
    if places == 0:
        return
    pax = data.draw(st.integers(1, places))
    dealt = deal(pax, hands)
    free = {hand.household: hand.free for hand in hands}
    assert sum(guests for _, guests in dealt) == pax
    assert len({household for household, _ in dealt}) == len(dealt)
    assert all(0 < guests <= free[household] for household, guests in dealt)
    sizes = range(1, len(hands) + 1)
    fewest = next(size for size in sizes if any(sum(h.free for h in some) >= pax for some in combinations(hands, size)))
    assert len(dealt) == fewest


def test_who_was_dealt_least_is_next_and_a_group_stays_together() -> None:
    assert deal(4, [Hand("a", 6, 10, 0), Hand("b", 6, 2, 1), Hand("c", 3, 0, 2)]) == [("b", 4)]
    assert deal(8, [Hand("a", 6, 10, 0), Hand("b", 6, 2, 1), Hand("c", 3, 0, 2)]) == [("c", 3), ("b", 5)]
    assert deal(2, [Hand("a", 6, 0, 1), Hand("b", 6, 0, 0)]) == [("b", 2)]
    with pytest.raises(ValueError, match="9 guests for 8 places"):
        deal(9, [Hand("a", 8, 0, 0)])


def test_over_time_all_households_are_dealt_alike() -> None:
    dealt = dict.fromkeys("abc", 0)
    for _ in range(30):
        hands = [Hand(name, 4, dealt[name], turn) for turn, name in enumerate(dealt)]
        for household, guests in deal(3, hands):
            dealt[household] += guests
    assert dealt == {"a": 30, "b": 30, "c": 30}


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_parts_add_up_and_are_within_one_dong_of_their_share(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    whole = sum(weights) or len(weights)
    shares = [total * (weight if sum(weights) else 1) / whole for weight in weights]
    assert all(abs(part - share) < 1.001 for part, share in zip(parts, shares, strict=True))


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.integers(1, 60), st.integers(1, 60))
def test_as_much_per_guest_is_rounded_once(prices: list[int], before: int, after: int) -> None:
    """Judged by fractions: the sum is the nearest there is, each part within two đồng of its share."""
    parts = for_guests(prices, [before] * len(prices), after)
    assert abs(sum(parts) - Fraction(sum(prices) * after, before)) <= Fraction(1, 2)
    assert all(abs(part - Fraction(price * after, before)) < 2 for part, price in zip(parts, prices, strict=True))
    if after <= before:
        assert all(part <= price for part, price in zip(parts, prices, strict=True))


def test_a_sixth_of_the_guests_is_a_sixth_of_the_price() -> None:
    assert sum(for_guests([4] * 6, [24] * 6, 20)) == 20
    assert [for_guests([price], [24], 20)[0] for price in [4] * 6] == [3] * 6  # rounded one by one they are 18
    assert for_guests([1001, 999], [2, 2], 3) == [1502, 1498]
    assert for_guests([], [], 3) == []


def test_terms_by_the_day() -> None:
    terms, departs = Terms(), date(2027, 3, 20)
    kept = {days: terms.percent(departs, departs - timedelta(days=days)) for days in (40, 14, 13, 7, 6, 3, 2, 0, -1)}
    assert kept == {40: 0, 14: 0, 13: 30, 7: 30, 6: 50, 3: 50, 2: 100, 0: 100, -1: 100}
    assert terms.fee(1_000_001, departs, date(2027, 3, 10)) == 300_000
    assert terms.fee(5, departs, date(2027, 3, 15)) == 3
    assert NO_FEE.fee(5, departs, departs) == 0
    with pytest.raises(ValidationError, match="fewer days keep at least as much"):
        Terms(steps=((7, 50), (0, 30)))
    with pytest.raises(ValidationError, match="the last one is"):
        Terms(steps=((7, 50),))


SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(0, 5)).map(lambda x: Span(x[0], x[0] + x[1], x[2]))
)


@given(SPANS, st.integers(0, 20), st.integers(1, 8))
def test_the_peak_is_the_fullest_second(spans: list[Span], begin: int, length: int) -> None:
    end = begin + length
    by_second = [sum(s.pax for s in spans if s.begin <= second < s.end) for second in range(begin, end)]
    assert peak(spans, begin, end) == max(by_second)


@given(SPANS, SPANS, st.integers(0, 20), st.integers(1, 8))
def test_a_timetable_finds_what_a_look_at_all_finds(old: list[Span], new: list[Span], begin: int, length: int) -> None:
    table, end = Timetable(old), begin + length
    for span in new:
        table.append(span)
    for span in old[::2]:
        table.remove(span)
    left = [*old[1::2], *new]
    assert bool(table) is bool(left)
    assert table.peak(begin, end) == peak(left, begin, end)


@given(SPANS, st.booleans(), st.integers(0, 20), st.integers(1, 8))
def test_what_is_left_of_a_resource_is_counted_without_ones_own_session(
    spans: list[Span], per_session: bool, begin: int, length: int
) -> None:
    used = {f"s{place}": span for place, span in enumerate(spans)}
    own = Span(begin, begin + length, 3)
    slot = Slot("own", "e", "UTC", begin, begin + length, 0, 9, 1, None, "", None, ("r",))
    resource = SharedResource(4, per_session, {**used, "own": own})
    others = peak([Span(each.begin, each.end, 1) for each in spans], begin, begin + length)
    left = (9 if others < 4 else 0) if per_session else 4 - peak([*spans, own], begin, begin + length)
    assert resource.vacancies(slot) == left
    before = resource.over(slot)
    resource.take(slot, 2)
    assert resource.over(slot) == before + (0 if per_session else 2)


@pytest.mark.parametrize(
    ("begin", "before", "lead", "ends"),
    [
        (datetime(2027, 3, 20, 9, tzinfo=HANOI), timedelta(0), 0, datetime(2027, 3, 20, 9, tzinfo=HANOI)),
        (datetime(2027, 3, 20, 9, tzinfo=HANOI), timedelta(hours=3), 0, datetime(2027, 3, 20, 6, tzinfo=HANOI)),
        (datetime(2027, 3, 20, 9, tzinfo=HANOI), timedelta(0), 1, datetime(2027, 3, 20, tzinfo=HANOI)),
        (datetime(2027, 3, 20, 9, tzinfo=HANOI), timedelta(0), 2, datetime(2027, 3, 19, tzinfo=HANOI)),
        (datetime(2028, 3, 1, 9, tzinfo=HANOI), timedelta(0), 2, datetime(2028, 2, 29, tzinfo=HANOI)),
        (
            datetime(2027, 3, 20, 0, 30, tzinfo=HANOI),
            timedelta(hours=1),
            1,
            datetime(2027, 3, 19, 23, 30, tzinfo=HANOI),
        ),
    ],
)
def test_selling_ends_by_the_villages_calendar(begin: datetime, before: timedelta, lead: int, ends: datetime) -> None:
    assert cutoff(begin, before, lead) == seconds(ends)


@pytest.mark.parametrize(("zone", "day"), [("Europe/Paris", 28), ("America/New_York", 14)])
def test_a_day_of_23_hours_has_a_midnight_too(zone: str, day: int) -> None:
    """Elapsed time for the hours before, the wall calendar for days."""
    begin = datetime(2027, 3, day, 9, tzinfo=ZoneInfo(zone))
    midnight = datetime(2027, 3, day, tzinfo=ZoneInfo(zone))
    assert cutoff(begin, timedelta(0), 1) == seconds(midnight)
    assert seconds(begin) - cutoff(begin, timedelta(0), 1) == 8 * 3600
    assert cutoff(begin, timedelta(hours=24), 0) == seconds(begin) - 24 * 3600
