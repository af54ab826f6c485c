"""Travel by timetable: which pairs ride, what one reads of them, and a tour with a boat."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from timetable_cases import BOAT, FERRY, RIVER, Banks

import tourplanner as tp
from tourplanner.errors import GoalError, NoRouteError, UnknownIdError
from tourplanner.model import Place
from tourplanner.testing import small_catalogue
from tourplanner.travel import Dated, Draws, GeodesicTravel, HourlyTravel, RoadTravel, courses, on_day
from tourplanner.travel.timetable import Call, Service, Stop, Timetable, TimetableTravel, Trip

FEED = Path(__file__).parent / "data" / "gtfs"
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2027, 3, day) for day in (19, 20, 21, 22))
OLD_QUARTER, BAT_TRANG = Place(lat=21.0318, lon=105.8575), Place(lat=20.9747, lon=105.9100)
SOUTH = Place(lat=20.90, lon=105.87)
HOUR = 3600


def clock(text):
    hours, minutes = map(int, text.split(":"))
    return hours * HOUR + minutes * 60


def arrives(matrix, depart, pair=(0, 1)):
    """The clock of arrival."""
    second = clock(depart) + matrix.leg_s(*pair, clock(depart))
    return f"{second // HOUR:02}:{second // 60 % 60:02}"


def river_boat(**options):
    boat = Timetable.from_gtfs(FEED)
    return TimetableTravel(GeodesicTravel(), boat, by=[("chuong-duong", "bat-trang")], step_s=60, **options)


def test_a_boat_there_and_the_coach_back():
    matrix = river_boat().on(SATURDAY).matrix([OLD_QUARTER, BAT_TRANG, SOUTH])
    driven = GeodesicTravel().matrix([OLD_QUARTER, BAT_TRANG, SOUTH])
    # A good 8 minutes to the pier, and 5 before departure: the boat of 08:30 is caught up to 08:16.
    assert arrives(matrix, "06:00") == arrives(matrix, "08:16") == "09:55"
    assert arrives(matrix, "08:17") == arrives(matrix, "13:46") == "15:25"
    last = clock("13:46") + matrix.leg_s(0, 1, clock("13:46"))
    for text in ("13:47", "15:00", "16:00"):
        assert clock(text) + matrix.leg_s(0, 1, clock(text)) == max(last, clock(text) + driven.seconds[0, 1])
    for pair in ((1, 0), (0, 2), (2, 0), (1, 2), (2, 1)):
        assert set(matrix.by_hour[:, pair[0], pair[1]].tolist()) == {driven.seconds[pair]}
        assert matrix.metres[pair] == driven.metres[pair]
    assert not matrix.walked[0, 1]


def test_days_without_a_boat_are_those_of_the_base():
    monday = river_boat().on(MONDAY).matrix([OLD_QUARTER, BAT_TRANG])
    assert (monday.seconds == GeodesicTravel().matrix([OLD_QUARTER, BAT_TRANG]).seconds).all()
    assert not monday.is_hourly


def test_dates_with_the_same_trips_are_equal():
    travel = TimetableTravel(None, BOAT)
    assert on_day(travel, SATURDAY) == on_day(travel, MONDAY)
    weekly = river_boat()
    assert isinstance(weekly, Dated)
    assert weekly.on(SATURDAY) == weekly.on(date(2027, 3, 27)) != weekly.on(MONDAY)
    assert hash(weekly.on(SATURDAY)) == hash(weekly.on(date(2027, 3, 27)))


def test_a_calendar_needs_a_date_within_it():
    with pytest.raises(GoalError, match=r"ask for the times of a date, travel.on\(date\)"):
        river_boat().matrix([OLD_QUARTER, BAT_TRANG])
    with pytest.raises(GoalError, match="says nothing of 2028-03-18"):
        river_boat().on(date(2028, 3, 18))


def test_the_base_s_date_is_asked_for_too():
    inner = river_boat()
    assert TimetableTravel(inner, BOAT).on(SATURDAY).base == inner.on(SATURDAY)


def test_who_misses_the_last_ferry_waits_for_the_first_of_the_next_day():
    west, east = Place(lat=21.0, lon=RIVER - 0.002), Place(lat=21.0, lon=RIVER + 0.002)
    matrix = TimetableTravel(Banks(), FERRY).matrix([west, east])
    first = matrix.leg_s(0, 1, 0)
    assert matrix.leg_s(0, 1, clock("23:00")) == HOUR + first
    assert clock("05:07") < first < clock("05:15")


def test_the_next_day_of_service_may_be_days_away_or_a_week():
    here, there = BOAT.stops[0].place, BOAT.stops[1].place

    def boat(**days):
        service = Service(frozenset(days.get("weekdays", ())), added=frozenset(days.get("added", ())))
        stops = [(stop.name, stop.place) for stop in BOAT.stops]
        return TimetableTravel(None, Timetable.line("Tàu", stops, departures=["08:30"], minutes=20, service=service))

    weekly = boat(weekdays=[5])
    assert weekly.on(SATURDAY).matrix([here, here]).leg_s(0, 1, clock("09:00")) == 0
    with pytest.raises(NoRouteError, match="no trip of this date or of the next day of service"):
        weekly.on(FRIDAY).matrix([there, here])
    both = weekly.timetable + Timetable.line(
        "Về", [(stop.name, stop.place) for stop in BOAT.stops[::-1]], departures=["08:30"], minutes=20,
        service=Service(frozenset({5}))
    )  # fmt: skip
    friday = TimetableTravel(None, both).on(FRIDAY).matrix([here, there])
    assert friday.leg_s(0, 1, clock("08:30")) == 24 * HOUR + 20 * 60
    once = TimetableTravel(None, Timetable(
        both.stops, tuple(Trip(each.line, each.mode, each.calls, Service(frozenset(), added=frozenset({SATURDAY})))
                          for each in both.trips)))  # fmt: skip
    assert once.on(SATURDAY).matrix([here, there]).leg_s(0, 1, clock("08:30")) == 7 * 24 * HOUR + 20 * 60


def test_a_trip_of_the_night_before_goes_on_after_midnight():
    stops = tuple(Stop(name, name, Place(lat=21.0 + 0.1 * at, lon=105.8)) for at, name in enumerate("abc"))
    night = Trip("Tàu đêm", "train", (Call("a", 23 * HOUR, 23 * HOUR), Call("b", 24 * HOUR + 600, 24 * HOUR + 900),
                                      Call("c", 25 * HOUR, 25 * HOUR)))  # fmt: skip
    back = Trip("Về", "train", tuple(Call(id, HOUR * at, HOUR * at) for at, id in enumerate("cba", 10)))
    matrix = TimetableTravel(None, Timetable(stops, (night, back)), ahead_s=0).matrix([each.place for each in stops])
    assert matrix.leg_s(1, 2, 0) == HOUR
    assert matrix.leg_s(1, 2, 901) == 25 * HOUR - 901
    assert matrix.leg_s(0, 2, 0) == 25 * HOUR


def test_one_change_at_a_stop_with_time_enough():
    stops = [("A", Place(lat=21.0, lon=105.80)), ("B", Place(lat=21.0, lon=105.85)), ("C", Place(lat=21.0, lon=105.9))]
    table = (
        Timetable.line("1", stops[:2], departures=["08:00"], minutes=20, mode="bus")
        + Timetable.line("2", stops[1:], departures=["08:29", "08:30", "09:00"], minutes=20, mode="bus")
        + Timetable.line("0", stops[::-1], departures=["08:00"], minutes=20, mode="bus")
    )
    ends = [stops[0][1], stops[2][1]]
    travel = TimetableTravel(None, table, ahead_s=0)
    assert arrives(travel.matrix(ends), "08:00") == "08:50"
    assert arrives(TimetableTravel(None, table, ahead_s=0, transfer_s=601).matrix(ends), "08:00") == "09:20"
    (course,) = courses(travel, ends)
    assert course.roads == ("1", "2")
    assert course.points == ((21.0, 105.80), (21.0, 105.85), (21.0, 105.9))


def test_an_island_is_left_and_reached_by_its_ferry_alone_and_walked():
    lane = [Place(lat=21.0, lon=RIVER + 0.002), Place(lat=21.002, lon=RIVER + 0.003)]
    shore, far = Place(lat=21.0, lon=RIVER - 0.002), Place(lat=21.05, lon=RIVER - 0.05)
    travel = TimetableTravel(GeodesicTravel(), FERRY, islands=["bo-dong"])
    places = [*lane, shore, far]
    matrix, driven = travel.matrix(places), GeodesicTravel().matrix(places)
    assert matrix.walked[0, 1]
    assert matrix.seconds[0, 1] == pytest.approx(1.29 * 245 / (4 / 3.6), abs=5)
    assert matrix.leg_s(2, 3, 0) == driven.seconds[2, 3]
    quay = GeodesicTravel().matrix([far, FERRY.stops[0].place]).seconds[0, 1]
    assert matrix.seconds[3, 0] >= quay + 300 + 420
    assert not matrix.walked[3, 0]
    drawn = courses(travel, [far, lane[0], lane[1]])
    assert drawn[0].roads == ("Đò ngang",)
    assert drawn[0].points[1:3] == ((21.0, RIVER - 0.001), (21.0, RIVER + 0.001))
    assert drawn[1].points == ()


def test_nobody_walks_over_the_water_to_the_other_quay():
    east = Place(lat=21.0, lon=RIVER + 0.002)
    matrix = TimetableTravel(None, FERRY).matrix([east, Place(lat=21.0, lon=RIVER - 0.008)])
    assert not matrix.walked[0, 1]
    assert matrix.seconds[0, 1] >= 7 * 60 + 300


def test_lines_follow_shapes_and_drive_to_the_quay_as_the_base_does():
    travel = river_boat().on(SATURDAY)
    (course,) = courses(travel, [OLD_QUARTER, BAT_TRANG])
    assert course.roads == ("S1 Chương Dương – Bát Tràng",)
    assert (21.0125, 105.879) in course.points
    assert [lat for lat, _ in course.points] == sorted((lat for lat, _ in course.points), reverse=True)
    metres = travel.matrix([OLD_QUARTER, BAT_TRANG]).metres[0, 1]
    assert 8_500 < metres < 10_500
    roads = RoadTravel.packaged("hanoi")
    west, east = ("Bến Tây", Place(lat=21.0300, lon=105.8610)), ("Bến Đông", Place(lat=21.0320, lon=105.8700))
    ferry = Timetable.shuttle("Đò", [west, east], every=20, first="06:00", last="18:00", minutes=8)
    over = TimetableTravel(roads, ferry, islands=["ben-dong"])
    start = Place(lat=21.0100, lon=105.8000)
    (course,) = courses(over, [start, east[1]])
    (driven,) = courses(roads, [start, west[1]])
    assert course.roads == (*driven.roads, "Đò")
    assert course.points[: len(driven.points)] == driven.points


def test_what_it_says_of_itself():
    travel = river_boat()
    assert isinstance(travel, Draws)
    vietnamese, _, english = travel.basis.partition(" / ")
    assert vietnamese == "ước tính theo khoảng cách, ±25 %; tàu xe theo giờ chạy (Bến tàu tưởng tượng)"
    assert english == "estimated from distance, ±25 %; trips by timetable (Bến tàu tưởng tượng)"
    roads = RoadTravel.packaged("hanoi")
    assert TimetableTravel(roads, BOAT).attribution == roads.attribution


def test_stops_and_numbers_are_checked():
    with pytest.raises(UnknownIdError, match="there is no stop 'chuong-dong'; nearest: chuong-duong"):
        TimetableTravel(None, Timetable.from_gtfs(FEED), by=[("chuong-dong", "bat-trang")])
    with pytest.raises(ValueError, match=r"reach_m -1 .*transfer_s 0 .*step_s 0.5"):
        TimetableTravel(None, BOAT, reach_m=-1, transfer_s=0, step_s=0.5)


def test_by_the_hour_over_a_timetable_keeps_its_steps_in_order():
    travel = HourlyTravel(TimetableTravel(GeodesicTravel(), BOAT, everywhere=True), {"08:00": 1.5, "09:00": 1.0})
    matrix = travel.matrix([BOAT.stops[0].place, BOAT.stops[1].place])
    departs = np.arange(0, 24 * HOUR, 97)
    assert all(a <= b for a, b in pairwise((departs + matrix.legs_s(0, 1, departs)).tolist()))


def test_a_tour_with_a_boat_is_planned_and_the_judge_agrees():
    start, village = Place(lat=21.0335, lon=105.8570), Place(lat=20.9760, lon=105.9090)
    boat = Timetable.line(
        "Tàu sông Hồng", [("Chương Dương", start), ("Bát Tràng", village)], departures=["08:45", "10:00"], minutes=70
    )
    travel = TimetableTravel(tp.GeodesicTravel(), boat, by=[("chuong-duong", "bat-trang")])
    goal = tp.Goal(must=("bat-trang",), villages=(1, 1))
    tour = tp.plan(small_catalogue(), goal, on="2027-03-20", travel=travel)
    assert tp.check(tour, travel) == ()
    there, *_, back = tour.legs
    assert there.roads == ("Tàu sông Hồng",)
    assert there.path[0] == (21.0318, 105.8521)
    assert there.seconds > 70 * 60 > back.seconds
    assert there.arrive.hour >= 9
    assert back.roads == ()
    assert {finding.rule for finding in tp.check(tour)} >= {"road"}
