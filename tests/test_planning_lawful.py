"""Large coaches keep out of the inner city in peak hours, by themselves."""

from __future__ import annotations

from datetime import date, time

import pytest
from by_distance import check, plan, portfolio
from hypothesis import given
from hypothesis import strategies as st

from tourplanner.errors import InfeasibleError
from tourplanner.model import Goal, Party, Place, Quotas
from tourplanner.planning.lawful import Bans, bans_on
from tourplanner.rules import Law
from tourplanner.testing import small_catalogue

SMALL = small_catalogue()
SATURDAY = date(2027, 3, 6)
LAKE, VILLAGE = Place(lat=21.0285, lon=105.8522), Place(lat=20.9, lon=105.6)
COACH = Goal(party=Party(adults=38), stops=(1, 3))
MORNING, EVENING = (6 * 3600, 9 * 3600), (16 * 3600, 19 * 3600 + 1800)
LAW = Law.packaged()
BAN = LAW.rule("vn.hanoi.coach_ban")
BANS = Bans((BAN,))
SECONDS = st.integers(0, 86_399)


def test_a_coach_asked_for_at_eight_sets_out_after_nine_and_is_back_before_four():
    tour = plan(SMALL, COACH, on=SATURDAY)
    (day,) = tour.days
    assert time(9) < day.depart.time()
    assert day.back.time() < time(16)
    assert check(tour) == ()
    (notice,) = [each for each in tour.notices if each.code == "coach-ban"]
    assert "24/2020/QĐ-UBND" in notice.text.vi
    assert "2 × 29" in notice.text.vi
    assert "theo báo chí, chưa xác nhận" in notice.text.vi
    assert "press, not confirmed" in notice.text.get("en")
    assert notice.subjects == ("vn.hanoi.coach_ban",)


@pytest.mark.parametrize("goal", [Goal(party=Party(adults=20)), COACH.replace(vehicles=("coach29", "coach29"))])
def test_smaller_vehicles_are_not_concerned(goal):
    tour = plan(SMALL, goal.replace(stops=(3, 3)), on=SATURDAY)
    assert tour.days[0].depart.time() < time(9)
    assert "coach-ban" not in {notice.code for notice in tour.notices}


def test_a_large_coach_for_few_guests_is_a_large_coach():
    tour = plan(SMALL, Goal(vehicles=("coach45",), stops=(1, 3)), on=SATURDAY)
    assert time(9) < tour.days[0].depart.time() < tour.days[0].back.time() < time(16)


def test_the_law_of_the_date_counts():
    assert bans_on(COACH, date(2020, 10, 19), LAW) == Bans()
    assert bans_on(COACH, date(2020, 10, 20), LAW) == BANS


def test_a_day_that_starts_outside_is_not_held_up():
    outside = COACH.replace(start="my-dinh-station")
    smaller = outside.replace(vehicles=("coach29", "coach29"))
    assert plan(SMALL, outside, on=SATURDAY).score == plan(SMALL, smaller, on=SATURDAY).score


def test_a_portfolio_by_large_coach_keeps_out_too():
    quotas = Quotas(villages=3, crafts=3, communes=3)
    for route in portfolio(SMALL, 2, COACH, month="2027-03", quotas=quotas).routes:
        assert time(9) < route.days[0].depart.time() < route.days[0].back.time() < time(16)


def test_a_day_without_a_lawful_hour_says_which_rule_and_what_to_do():
    with pytest.raises(InfeasibleError, match=r"24/2020.*coach29") as caught:
        plan(SMALL, COACH.replace(day=("16:00", "19:00"), lunch=None), on=SATURDAY)
    assert caught.value.conflict == ("day", "start", "vehicles")


def barred(second: int) -> bool:
    return any(first <= second <= last for first, last in (MORNING, EVENING))


@given(st.lists(st.tuples(SECONDS, SECONDS), max_size=3), st.integers(0, 14_400))
def test_begins_are_those_at_which_neither_arriving_nor_leaving_is_barred(windows, service):
    windows = tuple(sorted((min(each), max(each)) for each in windows))
    lawful = BANS.begins(windows, LAKE, service)
    assert BANS.begins(windows, VILLAGE, service) == windows
    for second in range(0, 86_400, 300):
        asked = any(first <= second <= last for first, last in windows)
        allowed = asked and not barred(second) and not barred(second + service)
        assert any(first <= second <= last for first, last in lawful) == allowed
    for first, last in lawful:
        assert not any(barred(end) or barred(end + service) for end in (first, last))


@given(SECONDS, st.integers(0, 7200), st.booleans(), st.booleans())
def test_who_is_held_up_leaves_at_the_first_lawful_second(ready, takes, origin, target):
    found = BANS.departure(
        LAKE if origin else VILLAGE, LAKE if target else VILLAGE, ready, lambda depart: depart + takes
    )
    later = range(ready, ready + 90_000)
    assert found == next(s for s in later if not (origin and barred(s)) and not (target and barred(s + takes)))


@given(SECONDS, SECONDS)
def test_the_hours_of_a_day_are_lawful(first, last):
    earliest, latest = BANS.day(LAKE, LAKE, (first, last))
    assert earliest >= first
    assert latest <= last
    if earliest < latest:
        assert not barred(earliest)
        assert not barred(latest) or MORNING[0] <= latest <= MORNING[1]
