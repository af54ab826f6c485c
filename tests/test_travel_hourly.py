"""Travel times that depend on the hour: first in, first out, whatever the factors; and tables that are refused."""

from datetime import time
from fractions import Fraction
from itertools import pairwise
from math import floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.model import Place
from tourplanner.planning.kernels.clock import leg
from tourplanner.travel import GeodesicTravel, HourlyTravel, TravelMatrix, first_in_first_out

OLD_QUARTER, BAT_TRANG = Place(lat=21.0318, lon=105.8521), Place(lat=20.9747, lon=105.9127, accuracy_m=300)
NEXT_DOOR = Place(lat=21.0320, lon=105.8521)
PLACES = [OLD_QUARTER, BAT_TRANG, NEXT_DOOR]
PLAIN = GeodesicTravel().matrix(PLACES)
clocks = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
factors = st.dictionaries(clocks, st.floats(0.05, 20, allow_nan=False), min_size=1, max_size=8)
seconds = st.integers(-3600, 90_000)


@settings(max_examples=150, deadline=None)
@given(factors=factors, departs=st.tuples(seconds, seconds), pair=st.permutations(range(3)))
def test_leaving_later_never_arrives_earlier_however_steep_the_factors(factors, departs, pair):
    matrix, (origin, target, _) = HourlyTravel(GeodesicTravel(), factors).matrix(PLACES), pair
    early, late = sorted(departs)
    assert early + matrix.leg_s(origin, target, early) <= late + matrix.leg_s(origin, target, late)


@settings(max_examples=60, deadline=None)
@given(factors=factors, arrive=seconds)
def test_the_latest_departure_is_the_last_second_that_will_do(factors, arrive):
    matrix = HourlyTravel(GeodesicTravel(), factors).matrix(PLACES)
    depart = matrix.latest_s(0, 1, arrive)
    assert depart + matrix.leg_s(0, 1, depart) <= arrive < depart + 1 + matrix.leg_s(0, 1, depart + 1)


@settings(max_examples=60, deadline=None)
@given(factors=factors, depart=seconds)
def test_between_two_hours_times_are_in_proportion_rounded_down_and_the_kernel_says_the_same(factors, depart):
    matrix = HourlyTravel(GeodesicTravel(), factors).matrix(PLACES)
    table = list(zip(matrix.hours.tolist(), matrix.by_hour[:, 0, 1].tolist(), strict=True))
    expected = table[0][1] if depart < table[0][0] else table[-1][1]
    for (early, first), (late, last) in pairwise(table):
        if early <= depart <= late:
            expected = floor(first + Fraction((last - first) * (depart - early), late - early))
    assert matrix.leg_s(0, 1, depart) == expected
    assert leg(matrix.hours, matrix.by_hour, depart, 0, 1) == expected


def test_driven_legs_take_their_factor_in_whole_minutes_and_walks_what_they_took():
    matrix = HourlyTravel(GeodesicTravel(), {"07:00": 1.0, "08:00": 1.37, "10:00": 1.0}).matrix(PLACES)
    assert PLAIN.walked[0, 2]
    assert (matrix.by_hour[:, 0, 2] == PLAIN.seconds[0, 2]).all()
    padding = int(PLAIN.padding_s[0, 1])
    assert padding > 0
    at_eight = (int(PLAIN.seconds[0, 1]) - padding) * 1.37 + padding
    assert matrix.by_hour[:, 0, 1].tolist() == [PLAIN.seconds[0, 1], -(-at_eight // 60) * 60, PLAIN.seconds[0, 1]]
    assert (matrix.seconds == PLAIN.seconds).all()
    for name in ("metres", "padding_s", "walked"):
        assert (getattr(matrix, name) == getattr(PLAIN, name)).all()


def test_the_hours_of_both_count_where_the_base_has_some_too():
    base = HourlyTravel(GeodesicTravel(), {"08:00": 2.0, "10:00": 1.0})
    matrix = HourlyTravel(base, {"09:00": 1.0, "16:00": 2.0}).matrix(PLACES)
    assert [hour // 3600 for hour in matrix.hours.tolist()] == [8, 9, 10, 16]
    own = base.matrix(PLACES)
    assert matrix.leg_s(0, 1, 8 * 3600) == own.leg_s(0, 1, 8 * 3600)
    assert matrix.leg_s(0, 1, 16 * 3600) > 1.8 * own.leg_s(0, 1, 16 * 3600)


def test_what_it_rests_on_is_said_in_both_languages():
    travel = HourlyTravel(GeodesicTravel(), [(time(9), 1), ("08:00", 1.5)])
    vietnamese, english = travel.basis.split(" / ")
    assert vietnamese == "ước tính theo khoảng cách, ±25 %; theo giờ, hệ số do người tổ chức ước tính"
    assert english == "estimated from distance, ±25 %; by the hour, the operator's own estimate"
    assert travel.factors == ((time(8), 1.5), (time(9), 1.0))
    assert travel == HourlyTravel(GeodesicTravel(), {"09:00": 1.0, "08:00": 1.5})


def test_all_faults_of_the_factors_come_at_once():
    with pytest.raises(ValueError, match="factors") as caught:
        HourlyTravel(GeodesicTravel(), [("8h", 1.0), ("08:00", 0.0), (time(8), 1.0), ("09:00", float("nan"))])
    said = str(caught.value)
    for part in ("'8h' is no time of day", "0.0 at 08:00 is no number above 0", "08:00 has two", "nan at 09:00"):
        assert part in said
    with pytest.raises(ValueError, match="there are none"):
        HourlyTravel(GeodesicTravel(), {})


def hourly(hours, *tables, **more):
    by_hour = np.array(tables)
    none = np.zeros(by_hour.shape[1:], dtype=np.int64)
    return TravelMatrix.hourly(np.array(hours), by_hour, metres=none, padding_s=none, walked=none > 0, **more)


def test_a_later_departure_that_would_arrive_earlier_is_refused_with_its_pair_and_hours():
    fits = hourly([28_800, 30_600], [[0, 2400], [60, 0]], [[0, 600], [60, 0]])
    assert fits.seconds.tolist() == [[0, 600], [60, 0]]
    with pytest.raises(ValueError, match="from place 0 to place 1 it takes 2401 s at 08:00 and 600 s at 08:30"):
        hourly([28_800, 30_600], [[0, 2401], [60, 0]], [[0, 600], [60, 0]])
    raised = first_in_first_out(np.array([0, 60, 3600]), np.array([600, 100, 90]))
    assert raised.tolist() == [600, 540, 90]


def test_tables_of_32_bits_say_the_same():
    hours, wide = np.array([28_800, 30_600, 70_000]), np.array([[[0, 40_000], [60, 0]], [[0, 39_000], [90, 0]]] * 2)[:3]
    none = np.zeros((2, 2), np.int64)
    one, other = (
        TravelMatrix.hourly(hours, tables, metres=none, padding_s=none, walked=none > 0)
        for tables in (wide, wide.astype(np.int32))
    )
    departs = np.arange(28_000, 71_000, 7)
    for pair in ((0, 1), (1, 0)):
        assert one.legs_s(*pair, departs).tolist() == other.legs_s(*pair, departs).tolist()
        assert one.latest_s(*pair, 69_000) == other.latest_s(*pair, 69_000)
    assert np.array_equal(one.at(departs[:9]), other.at(departs[:9]))
    assert other.seconds.dtype == np.int64


@pytest.mark.parametrize(
    ("hours", "tables", "said"),
    [
        ([9, 8], [[[0, 1], [1, 0]]] * 2, "ascending seconds"),
        ([8, 8], [[[0, 1], [1, 0]]] * 2, "ascending seconds"),
        ([8], [[[0, 1], [1, 0]]] * 2, "a table for each hour"),
        ([8.5, 9.0], [[[0, 1], [1, 0]]] * 2, "whole seconds"),
        ([8, 9], [[[0.0, 1.0], [1.0, 0.0]]] * 2, "whole seconds"),
        ([8, 9], [[[0, -1], [1, 0]]] * 2, "less than 0 s"),
        ([8, 9], [[[5, 1], [1, 0]]] * 2, "from a place to itself"),
    ],
)
def test_tables_that_do_not_fit_are_refused(hours, tables, said):
    with pytest.raises(ValueError, match=said):
        hourly(hours, *tables)


def test_the_least_of_all_hours_is_no_other():
    none = np.zeros((2, 2), dtype=np.int64)
    tables = np.array([[[0, 5], [5, 0]], [[0, 9], [9, 0]]])
    with pytest.raises(ValueError, match="they are the least of by_hour"):
        TravelMatrix(tables[1], none, none, none > 0, np.array([100, 200]), tables)


def test_times_that_know_no_hour_are_the_same_at_any():
    assert not PLAIN.is_hourly
    assert PLAIN.hours.tolist() == [0]
    assert (PLAIN.by_hour == PLAIN.seconds).all()
    assert {PLAIN.leg_s(0, 1, at) for at in (0, 30_000, 86_000)} == {int(PLAIN.seconds[0, 1])}
