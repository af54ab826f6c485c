"""One cell at a time: what operators type, and what it means."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourplanner.catalogue.cells import Fault, clock, day, minutes, number, price, steps, whole
from tourplanner.catalogue.hours import read_hours, write_hours
from tourplanner.model import LunarDay, Money, Opening, TimeRange


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8h30", time(8, 30)),
        ("08:30", time(8, 30)),
        ("8.30", time(8, 30)),
        ("8.3", time(8, 30)),
        ("8:30 AM", time(8, 30)),
        ("8:30 pm", time(20, 30)),
        ("12:15 am", time(0, 15)),
        ("12 trưa", time(12)),
        ("8h", time(8)),
        ("8", time(8)),
        ("8 giờ", time(8)),
        ("8 giờ 05 phút", time(8, 5)),
        ("8h rưỡi", time(8, 30)),
        ("5h chiều", time(17)),
        ("7h tối", time(19)),
        ("24:00", time(23, 59)),
    ],
)
def test_a_clock_time_is_read_as_people_write_it(text, expected):
    assert clock(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [("25h", "time-unreadable"), ("8:75", "time-unreadable"), ("8:5", "time-unreadable"), ("8.5", "time-ambiguous"),
     ("sớm", "time-unreadable"), ("", "time-unreadable")],
)  # fmt: skip
def test_a_clock_time_that_may_mean_two_things_is_a_fault(text, code):
    with pytest.raises(Fault) as caught:
        clock(text)
    assert caught.value.code == code


@given(st.times())
def test_every_written_minute_of_the_day_reads_back(moment):
    expected = moment.replace(second=0, microsecond=0, fold=0)
    for text in (f"{moment:%H:%M}", f"{moment:%H}h{moment:%M}", f"{moment:%I:%M %p}", f"{moment:%H.%M}"):
        assert clock(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30p", 30), ("30", 30), ("30 phút", 30), ("1h30", 90), ("1h", 60), ("1:30", 90), ("1,5 giờ", 90),
     ("2 tiếng", 120), ("1 giờ rưỡi", 90), ("45'", 45), ("90 min", 90), ("1 giờ 15 phút", 75)],
)  # fmt: skip
def test_a_duration_is_read_as_people_write_it(text, expected):
    assert minutes(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [("-30", "negative"), ("- 30p", "negative"), ("0", "duration-range"), ("700", "duration-range"),
     ("nửa ngày", "duration-unreadable"), ("30-45p", "duration-unreadable"), ("", "duration-unreadable")],
)  # fmt: skip
def test_a_duration_nobody_can_plan_with_is_a_fault(text, code):
    with pytest.raises(Fault) as caught:
        minutes(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [("13: 90", ((13, 90),)), ("13: 90; 25: 2h", ((13, 90), (25, 120))), ("từ 13 khách: 90 phút", ((13, 90),)),
     ("13 guests = 1h30", ((13, 90),)), ("", ())],
)  # fmt: skip
def test_minutes_by_guests_are_read_as_people_write_them(text, expected):
    assert steps(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [("90", "steps-unreadable"), ("13: 90; 12: 120", "steps-order"), ("13: 90; 20: 60", "steps-order"),
     ("13: many", "duration-unreadable"), ("1: 30", "steps-order")],
)  # fmt: skip
def test_minutes_by_guests_that_make_no_sense_are_a_fault(text, code):
    with pytest.raises(Fault) as caught:
        steps(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "amount", "currency", "per"),
    [
        ("70k", 70_000, "VND", None),
        ("70.000đ", 70_000, "VND", None),
        ("70,000 VND", 70_000, "VND", None),
        ("70 000 ₫", 70_000, "VND", None),
        ("70000", 70_000, "VND", None),
        ("70 nghìn đồng", 70_000, "VND", None),
        ("1.250.000 ₫", 1_250_000, "VND", None),
        ("1,2 triệu/đoàn", 1_200_000, "VND", "group"),
        ("1tr2", 1_200_000, "VND", None),
        ("70k/người", 70_000, "VND", "person"),
        ("60.000đ/khách", 60_000, "VND", "person"),
        ("5 USD", 500, "USD", None),
        ("$5.50", 550, "USD", None),
        ("9,50 EUR", 950, "EUR", None),
        ("500đ", 500, "VND", None),
        ("miễn phí", 0, "VND", None),
        ("0", 0, "VND", None),
    ],
)
def test_a_price_is_read_as_people_write_it(text, amount, currency, per):
    assert price(text) == (Money(amount=amount, currency=currency), per)


def test_a_price_on_request_is_unknown_and_not_free():
    assert price("liên hệ") == (None, None)


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [("70", "price-ambiguous", "70k"), ("50-70k", "price-unreadable", "write it like 70.000đ or 70k"),
     ("-70k", "negative", "70000"), ("70.5đ", "price-unreadable", "write it like 70.000đ or 70k")],
)  # fmt: skip
def test_a_price_that_may_mean_two_things_is_a_fault(text, code, fix):
    with pytest.raises(Fault) as caught:
        price(text)
    assert (caught.value.code, caught.value.fix) == (code, fix)


@given(st.integers(min_value=1000, max_value=10**9))
def test_grouped_numbers_read_the_same_with_points_commas_or_none(value):
    grouped = f"{value:,}"
    assert number(grouped) == number(grouped.replace(",", ".")) == number(str(value)) == value
    assert price(grouped.replace(",", ".") + " ₫").money == Money(amount=value)


def test_whole_numbers_let_a_unit_be_and_refuse_fractions():
    assert whole("30 khách") == whole("30") == 30
    for text, code in (("-3", "negative"), ("3,5", "number-unreadable"), ("ba", "number-unreadable")):
        with pytest.raises(Fault) as caught:
            whole(text)
        assert caught.value.code == code


def test_dates_are_day_month_year_or_iso():
    assert day("22/11/2026") == day("2026-11-22") == day("22.11.2026") == date(2026, 11, 22)
    assert day("11/2026") == date(2026, 11, 1)
    assert day("2026") == date(2026, 1, 1)
    for text in ("31/02/2026", "11/22/2026", "hôm qua", "1/2/26"):
        with pytest.raises(Fault, match=r"date|day"):
            day(text)


def hours(open, close):
    return (TimeRange(open=time(*open), close=time(*close)),)


NOON_BREAK = (*hours((8,), (11, 30)), *hours((13, 30), (17,)))


@pytest.mark.parametrize(
    ("text", "monday", "saturday", "sunday"),
    [
        ("8h–17h", hours((8,), (17,)), hours((8,), (17,)), hours((8,), (17,))),
        ("từ 8h đến 17h", hours((8,), (17,)), hours((8,), (17,)), hours((8,), (17,))),
        ("8h sáng tới 5h chiều", hours((8,), (17,)), hours((8,), (17,)), hours((8,), (17,))),
        ("T2-T6 8h30-17h; T7 9h-12h", hours((8, 30), (17,)), hours((9,), (12,)), ()),
        ("Thứ 2 - Thứ 6: 8:30-17:00", hours((8, 30), (17,)), (), ()),
        ("thứ hai đến thứ sáu 8h-17h, thứ bảy", hours((8,), (17,)), hours((8,), (17,)), ()),
        ("Mon-Fri 8:30-17:00", hours((8, 30), (17,)), (), ()),
        ("T2-6 8h-17h", hours((8,), (17,)), (), ()),
        ("8h-17h; CN nghỉ", hours((8,), (17,)), hours((8,), (17,)), ()),
        ("cả ngày", hours((0,), (23, 59)), hours((0,), (23, 59)), hours((0,), (23, 59))),
        ("T7, CN cả ngày", (), hours((0,), (23, 59)), hours((0,), (23, 59))),
        ("CN nghỉ", hours((8,), (17,)), hours((8,), (17,)), ()),
        ("hàng ngày 8h-17h", hours((8,), (17,)), hours((8,), (17,)), hours((8,), (17,))),
        ("cuối tuần 8.30-17.00", (), hours((8, 30), (17,)), hours((8, 30), (17,))),
        ("08:00-11:30, 13:30-17:00", NOON_BREAK, NOON_BREAK, NOON_BREAK),
        ("sáng 8h-11h30 chiều 1h30-5h", NOON_BREAK, NOON_BREAK, NOON_BREAK),
        ("sáng: 8h-11h30, chiều: 13h30-17h; CN nghỉ", NOON_BREAK, NOON_BREAK, ()),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(text, monday, saturday, sunday):
    weekly = read_hours(text).opening.weekly
    assert (weekly[0], weekly[5], weekly[6]) == (monday, saturday, sunday)


def test_lunar_days_and_appointments_take_the_usual_hours_and_say_so():
    market, assumed = read_hours("âm lịch 4;10;14")
    assert market.lunar_days == (LunarDay(day=4), LunarDay(day=10), LunarDay(day=14))
    assert assumed
    assert market.weekly[3] == hours((8,), (17,))
    visit, assumed = read_hours("theo hẹn")
    assert visit.by_appointment
    assert assumed
    festival, assumed = read_hours("âm lịch 14/3, rằm; 6h-11h; theo hẹn")
    assert festival.lunar_days == (LunarDay(day=14, month=3), LunarDay(day=15))
    assert festival.weekly[0] == hours((6,), (11,))
    assert festival.by_appointment
    assert not assumed


def test_a_show_begins_at_its_times():
    show = read_hours("8h-18h; suất 10h, 15h30").opening
    assert show.starts == (time(10), time(15, 30))


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("17h-8h", "closes-before-opens", "08:00-17:00 or 17:00-20:00"),
        ("8h-5h", "closes-before-opens", "05:00-08:00 or 08:00-17:00"),
        ("ban ngày", "hours-unreadable", "write it like T2-T6 8h30-17h; T7 9h-12h"),
        ("8h-17h trừ lúc ăn", "hours-unreadable", "write it like T2-T6 8h30-17h; T7 9h-12h"),
        ("âm lịch 31", "hours-unreadable", "days 1 to 30, like âm lịch 4, 10, 14"),
        ("8h", "hours-unreadable", "write it like T2-T6 8h30-17h; T7 9h-12h"),
        ("", "hours-unreadable", "write it like T2-T6 8h30-17h; T7 9h-12h"),
    ],
)
def test_hours_nobody_can_keep_are_a_fault_with_a_fix(text, code, fix):
    with pytest.raises(Fault) as caught:
        read_hours(text)
    assert (caught.value.code, caught.value.fix) == (code, fix)


@st.composite
def openings(draw):
    """Any opening the weekly part of a table can say, to the minute."""
    moments = st.integers(0, 24 * 60 - 1)
    spans = st.tuples(moments, moments).filter(lambda span: span[0] < span[1])
    ranges = st.lists(spans, max_size=2).map(
        lambda spans: tuple(TimeRange(open=time(a // 60, a % 60), close=time(b // 60, b % 60)) for a, b in spans)
    )
    lunar = st.builds(LunarDay, day=st.integers(1, 30), month=st.none() | st.integers(1, 12))
    starts = st.sets(moments, max_size=3).map(lambda each: tuple(time(m // 60, m % 60) for m in sorted(each)))
    week = draw(st.tuples(*[ranges] * 7))
    return Opening(
        weekly=week,
        lunar_days=tuple(draw(st.lists(lunar, max_size=3, unique=True))),
        starts=draw(starts),
        by_appointment=draw(st.booleans()),
    )


@given(openings())
def test_written_hours_read_back_equal(opening):
    text = write_hours(opening)
    again, assumed = read_hours(text)
    assert again == opening
    assert not assumed
