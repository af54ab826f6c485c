"""Timetables: read from GTFS, written by hand, and refused with every fault."""

import csv
import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.errors import DataError, GoalError
from tourplanner.model import Place
from tourplanner.travel.timetable import Call, Service, Stop, Timetable, Trip
from tourplanner.travel.timetable.gtfs import files

FEED = Path(__file__).parent / "data" / "gtfs"
SATURDAY, MONDAY, DRIVEN_OUT = date(2027, 3, 20), date(2027, 3, 22), date(2027, 2, 6)
HERE, THERE = Place(lat=21.03, lon=105.86), Place(lat=20.976, lon=105.908)
CELLS = st.sampled_from(
    ["", "0", "-1", "1", "2", "9", "0.5", "nan", "1e999", "99999999999", "25:10:00", "24:60:00", "999:00:00",
     "20270229", "20271231", "00000101", "van", "do-di", "²", "٣", "\x00", '"', "a\nb"]
) | st.text(st.characters(codec="utf-8"), max_size=5)  # fmt: skip
WINTER = st.dates(date(2027, 1, 1), date(2027, 3, 1))


def clock(hours, minutes, seconds=0):
    return hours * 3600 + minutes * 60 + seconds


@pytest.fixture
def feed(tmp_path):
    """A copy of the feed that a test may change."""
    for file in FEED.glob("*.txt"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def rewrite(feed, name, *pairs):
    text = (feed / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    (feed / name).write_text(text, encoding="utf-8")


def zipped(folder, path, prefix=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.glob("*.txt")):
            archive.write(file, prefix + file.name)
    return path


def codes(path):
    with pytest.raises(DataError) as caught:
        Timetable.from_gtfs(path)
    return {(each.file, each.row, each.column, each.value, each.code) for each in caught.value.problems}


def read(path):
    """The trips of a feed, or what is wrong with it."""
    try:
        return Timetable.from_gtfs(path).trips, ()
    except DataError as error:
        return (), error.problems


def times(trip):
    return [(call.stop, call.arrive_s, call.depart_s) for call in trip.calls]


def test_a_folder_and_a_zip_file_hold_the_same(tmp_path):
    table = Timetable.from_gtfs(FEED)
    assert table == Timetable.from_gtfs(zipped(FEED, tmp_path / "feed.zip"))
    assert table.source == "Bến tàu tưởng tượng"
    assert {stop.id for stop in table.stops} == {
        "chuong-duong", "dao-giua", "bat-trang", "van", "tho-ha", "ga-1", "ga-bac-ninh",
    }  # fmt: skip
    assert {(trip.line, trip.mode) for trip in table.trips} == {
        ("S1 Chương Dương – Bát Tràng", "ferry"), ("Đò Thổ Hà", "ferry"), ("LB9", "train"),
    }  # fmt: skip


def test_a_byte_order_mark_and_other_line_ends_change_nothing(feed):
    for name in ("stops.txt", "stop_times.txt"):
        text = (feed / name).read_text(encoding="utf-8")
        (feed / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert Timetable.from_gtfs(feed) == Timetable.from_gtfs(FEED)


def test_a_row_without_a_number_is_one_fault(feed):
    rewrite(feed, "stop_times.txt", ("dao-giua,2,0,0", "dao-giua,hai,0,0"))
    assert codes(feed) == {("stop_times.txt", 3, "stop_sequence", "hai", "number-unreadable")}


def test_times_between_timepoints_follow_the_way():
    first, second = (trip for trip in Timetable.from_gtfs(FEED).trips if trip.calls[0].stop == "chuong-duong")
    (_, start, _), (_, middle, leave), (_, end, _) = times(first)
    assert (start, end, middle) == (clock(8, 30), clock(9, 50), leave)
    # 2.67 of 7.75 km of straight ways: a little more than a third of 80 minutes.
    assert middle == pytest.approx(clock(8, 30) + 4800 * 2.67 / 7.75, abs=15)
    assert times(second)[1] == ("dao-giua", clock(14, 40), clock(14, 40))


def test_where_one_may_not_board_or_alight_is_kept():
    first, second = (trip for trip in Timetable.from_gtfs(FEED).trips if trip.calls[0].stop == "chuong-duong")
    assert [(call.boards, call.alights) for call in first.calls] == [(True, True), (True, True), (False, True)]
    assert [(call.boards, call.alights) for call in second.calls] == [(True, True), (False, False), (True, True)]


def test_distances_along_the_way_are_used_where_all_are_given(feed):
    rewrite(
        feed, "stop_times.txt", ("pickup_type,drop_off_type", "shape_dist_traveled,drop_off_type"),
        ("chuong-duong,1,0,0", "chuong-duong,1,10,0"), ("dao-giua,2,0,0", "dao-giua,2,12,0"),
        ("bat-trang,5,1,0", "bat-trang,5,18,0"),
    )  # fmt: skip
    first = next(trip for trip in Timetable.from_gtfs(feed).trips if trip.calls[0].stop == "chuong-duong")
    assert times(first)[1][1] == clock(8, 30) + 4800 // 4


def test_shapes_are_put_in_order():
    first = next(trip for trip in Timetable.from_gtfs(FEED).trips if trip.calls[0].stop == "chuong-duong")
    assert [lat for lat, _ in first.shape] == [21.03, 21.02, 21.0125, 20.99, 20.9761]


def test_frequencies_run_from_the_start_until_before_the_end():
    ferry = [trip for trip in Timetable.from_gtfs(FEED).trips if trip.calls[0].stop == "van"]
    assert [trip.calls[0].depart_s for trip in ferry] == list(range(clock(5, 0), clock(19, 0), 900))
    assert {trip.calls[1].arrive_s - trip.calls[0].depart_s for trip in ferry} == {360}


def test_calendars_say_what_runs_and_times_go_on_after_midnight():
    table = Timetable.from_gtfs(FEED)

    def boats(day):
        return {trip.line for trip in table.running(day)} - {"Đò Thổ Hà"}

    assert boats(SATURDAY) == {"S1 Chương Dương – Bát Tràng"}
    assert boats(MONDAY) == boats(DRIVEN_OUT) == set()
    assert boats(date(2027, 9, 2)) == {"S1 Chương Dương – Bát Tràng"}
    assert boats(date(2027, 4, 30)) == {"LB9"}
    night = next(trip for trip in table.running(date(2027, 4, 30)) if trip.line == "LB9")
    assert times(night) == [("ga-1", clock(23, 30), clock(23, 30)), ("ga-bac-ninh", clock(25, 10), clock(25, 10))]


def test_a_day_beyond_the_calendar_is_refused():
    table = Timetable.from_gtfs(FEED)
    for day in (date(2026, 12, 31), date(2028, 1, 1)):
        with pytest.raises(GoalError, match=f"is for 2027-01-01 to 2027-12-31 and says nothing of {day}"):
            table.running(day)


def test_all_faults_at_once(feed):
    rewrite(feed, "stops.txt", ("20.9760", "209.760"), ("Bến Vân (bịa)", ""))
    rewrite(feed, "routes.txt", ("S1,Chương Dương – Bát Tràng,4", "S1,Chương Dương – Bát Tràng,99"))
    rewrite(feed, "trips.txt", ("do,moi-ngay,do-ve", "do,moi-ngey,do-ve"), ("tau,le", "tao,le"))
    rewrite(
        feed, "stop_times.txt", ("09:50:00", "9h50"), ("14:00:00,14:00:00,chuong", ",,chuong"), ("bat-trang,3", "bt,3"),
        ("17:40:00,17:40:00", "15:40:00,15:40:00"),
    )  # fmt: skip
    rewrite(feed, "calendar.txt", ("0,1,1,20270101", "0,1,x,20270131"), ("1,1,1,20270101", "1,1,1,20271301"))
    rewrite(feed, "frequencies.txt", ("900", "0"), ("19:05:00", "04:05:00"))
    assert codes(feed) == {
        ("stops.txt", 4, "stop_lat", "209.760", "number-unreadable"),
        ("stops.txt", 5, "stop_name", "", "cell-empty"),
        ("routes.txt", 2, "route_type", "99", "value-unknown"),
        ("trips.txt", 6, "service_id", "moi-ngey", "service-unknown"),
        ("trips.txt", 7, "route_id", "tao", "route-unknown"),
        ("stop_times.txt", 4, "arrival_time", "9h50", "clock-unreadable"),
        ("stop_times.txt", 5, "arrival_time", "", "time-missing"),
        ("stop_times.txt", 7, "stop_id", "bt", "stop-unknown"),
        ("stop_times.txt", 9, "arrival_time", "15:40:00", "time-back"),
        ("stop_times.txt", 9, "departure_time", "15:40:00", "time-back"),
        ("calendar.txt", 2, "sunday", "x", "value-unknown"),
        ("calendar.txt", 3, "start_date", "20271301", "date-unreadable"),
        ("frequencies.txt", 2, "headway_secs", "0", "number-unreadable"),
        ("frequencies.txt", 3, "end_time", "04:05:00", "times-swapped"),
    }


def test_what_is_there_twice_or_not_at_all(feed):
    rewrite(feed, "stops.txt", ("tho-ha,", "van,"))
    rewrite(feed, "calendar.txt", ("moi-ngay", "cuoi-tuan"))
    rewrite(feed, "calendar_dates.txt", ("cuoi-tuan,20270902", "cuoi-tuan,20270206"))
    rewrite(feed, "trips.txt", ("tau-dem,", "tau-toi,"))
    found = {(file, row, code) for file, row, _, _, code in codes(feed)}
    assert found >= {
        ("stops.txt", 6, "id-twice"),
        ("calendar.txt", 3, "id-twice"),
        ("calendar_dates.txt", 3, "day-twice"),
        ("trips.txt", 7, "trip-empty"),
        ("stop_times.txt", 14, "trip-unknown"),
    }


def test_missing_tables_and_columns_come_first(feed):
    (feed / "stops.txt").unlink()
    (feed / "calendar.txt").unlink()
    (feed / "calendar_dates.txt").unlink()
    rewrite(feed, "trips.txt", ("trip_id", "trip"))
    assert {(file, column, value, code) for file, _, column, value, code in codes(feed)} == {
        (feed.name, "", "stops.txt", "table-missing"),
        (feed.name, "", "calendar.txt", "table-missing"),
        ("trips.txt", "trip_id", "", "column-missing"),
    }


def test_a_zipped_folder_a_text_file_and_nothing_are_refused(tmp_path):
    inside = zipped(FEED, tmp_path / "inside.zip", prefix="gtfs/")
    with pytest.raises(DataError, match="zip the tables, not the folder they are in"):
        Timetable.from_gtfs(inside)
    with pytest.raises(DataError, match="no zip file or folder that can be read"):
        Timetable.from_gtfs(FEED / "stops.txt")
    with pytest.raises(DataError, match="no zip file or folder that can be read"):
        Timetable.from_gtfs(tmp_path / "nowhere.zip")


def test_other_encodings_and_broken_quotes_are_refused(feed):
    (feed / "stops.txt").write_bytes("stop_id,stop_name\nx,Bến".encode("utf-16"))
    (feed / "routes.txt").write_text('route_id,route_type\n"a"b,3\n')
    assert {(file, code) for file, _, _, _, code in codes(feed)} >= {
        ("stops.txt", "unreadable"), ("routes.txt", "unreadable"),
    }  # fmt: skip


def test_what_unpacks_a_thousandfold_or_is_huge_is_refused(feed, tmp_path, monkeypatch):
    (feed / "shapes.txt").write_text("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n" + "0" * 3_000_000)
    assert {code for *_, code in codes(zipped(feed, tmp_path / "bomb.zip"))} == {"zip-bomb"}
    monkeypatch.setattr(files, "MOST_BYTES", 1 << 20)
    assert {code for *_, code in codes(zipped(feed, tmp_path / "large.zip"))} == {"too-large"}
    assert {code for *_, code in codes(feed)} == {"too-large"}


def test_too_many_departures_are_refused(feed):
    rewrite(feed, "frequencies.txt", ("05:00:00,19:00:00,900", "00:00:00,150:00:00,1"))
    assert codes(feed) == {("frequencies.txt", 2, "headway_secs", "1", "too-large")}


@settings(max_examples=250, deadline=None)
@given(
    name=st.sampled_from(sorted(file.name for file in FEED.glob("*.txt"))), row=st.integers(0, 15),
    column=st.integers(0, 9), cell=CELLS,
)  # fmt: skip
def test_any_cell_may_be_wrong_and_is_named_or_harmless(name, row, column, cell):
    with TemporaryDirectory() as folder:
        for file in FEED.glob("*.txt"):
            rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
            if file.name == name:
                cells = rows[row % len(rows)]
                cells[column % len(cells)] = cell
            with (Path(folder) / file.name).open("w", encoding="utf-8", newline="") as copy:
                csv.writer(copy).writerows(rows)
        trips, problems = read(folder)
    assert bool(trips) != bool(problems)
    assert all(len(trip.calls) > 1 for trip in trips)
    # A heading that is gone, an id that others name: the fault may show in another table.
    assert all(problem.file and problem.message for problem in problems)


@given(
    weekdays=st.frozensets(st.integers(0, 6)), day=WINTER, first=st.none() | WINTER, added=st.frozensets(WINTER),
)  # fmt: skip
def test_services_run_on_their_weekdays_and_added_days_within_their_bounds(weekdays, day, first, added):
    service = Service(weekdays, first, None, added, removed=frozenset({date(2027, 2, 6)}) - added)
    expected = day in added or (
        day.weekday() in weekdays and (first is None or first <= day) and day not in service.removed
    )
    assert service.runs(day) == expected
    if expected and (weekdays or added):
        assert service.bounds[0] <= day <= service.bounds[1]


def test_a_shuttle_goes_both_ways_from_the_first_to_the_last():
    ferry = Timetable.shuttle(
        "Đò Thổ Hà", [("Bến Vân", HERE), ("Thổ Hà", THERE)], every=15, first="05:00", last="05:40", minutes=6
    )
    assert ferry.stops == (Stop("ben-van", "Bến Vân", HERE), Stop("tho-ha", "Thổ Hà", THERE))
    there = [(("ben-van", start, start), ("tho-ha", start + 360, start + 360)) for start in (18000, 18900, 19800)]
    back = [(("tho-ha", start, start), ("ben-van", start + 360, start + 360)) for start in (18000, 18900, 19800)]
    assert [tuple(times(trip)) for trip in ferry.trips] == there + back
    assert not ferry.is_dated
    assert ferry.running(date(1990, 1, 1))


def test_a_line_of_several_stops_and_two_timetables_together():
    stops = [("Bến A", HERE), ("Bến B", Place(lat=21.0, lon=105.88)), ("Bến C", THERE)]
    boat = Timetable.line("Tàu", stops, departures=["08:30"], minutes=[20, 50], source="nhà tàu")
    assert times(boat.trips[0]) == [("ben-a", 30600, 30600), ("ben-b", 31800, 31800), ("ben-c", 34800, 34800)]
    both = boat + Timetable.line("Về", stops[::-1], departures=["15:00"], minutes=30, source="nhà tàu")
    assert len(both.stops) == 3
    assert [trip.line for trip in both.trips] == ["Tàu", "Về"]
    assert both.source == "nhà tàu"


def test_hand_written_faults_come_together():
    with pytest.raises(ValueError, match="a line needs two stops") as caught:
        Timetable.shuttle("Đò", [("A", HERE)], every=0, first="5h", last="19:00", minutes=[0])
    for fault in ("every 0", "'5h' is no clock", "1 rides do not join 1 stops", "a ride of 0 minutes"):
        assert fault in str(caught.value)
    with pytest.raises(ValueError, match="the last departure, 05:00, is before the first, 19:00"):
        Timetable.shuttle("Đò", [("A", HERE), ("B", THERE)], every=5, first="19:00", last="05:00", minutes=3)


def test_values_that_cannot_be_are_refused_together():
    here = Stop("a", "A", HERE)
    with pytest.raises(ValueError, match="two stops 'a'") as caught:
        Timetable(
            (here, here, Stop("b", "B", THERE)),
            (
                Trip("one", "bus", (Call("a", 0, 0),)),
                Trip("two", "bus", (Call("a", 10, 5), Call("c", 100, 100))),
                Trip("back", "bus", (Call("a", 100, 100), Call("b", 50, 50))),
            ),
        )
    for fault in ("one: a trip needs two calls", "two: it is at a from 10 to 5 s", "no stop 'c'", "leaves a at 100 s"):
        assert fault in str(caught.value)
