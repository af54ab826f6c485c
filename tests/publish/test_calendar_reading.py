"""A workshop's own calendar read as busy times: against another reader, by examples, and against hostile files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from calendar_cases import NAME, STAMP, visit
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tourplanner.errors import DataError, GoalError, Problem
from tourplanner.model import HANOI, BusySpan
from tourplanner.publish.calendars import feed_ics, read_busy

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
MORNING = "DTSTART:20270306T090000\nDTEND:20270306T110000"
CUSTOM = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def file(*events: str, before: str = "") -> bytes:
    inner = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{before}{inner}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def busy(*events: str, before: str = "", zone: ZoneInfo = HANOI) -> list[tuple[str, str]]:
    """Begins and ends on the clock of a zone."""
    spans = read_busy(file(*events, before=before), first=FIRST, last=LAST, zone=zone)
    times = [(span.begin.astimezone(zone), span.end.astimezone(zone)) for span in spans]
    return [(f"{begin:%m-%d %H:%M}", f"{end:%m-%d %H:%M}") for begin, end in times]


def faults(data: bytes) -> list[Problem]:
    with pytest.raises(DataError) as refused:
        read_busy(data, first=FIRST, last=LAST, file="xuong.ics")
    assert all(each.file == "xuong.ics" and each.message and each.fix for each in refused.value.problems)
    return list(refused.value.problems)


DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
ORDINALS = st.one_of(DAYS, st.tuples(st.sampled_from(["1", "2", "-1", "-2"]), DAYS).map("".join))
PARTS = {
    "DAILY": {"BYMONTH": st.integers(1, 12), "BYDAY": DAYS, "BYMONTHDAY": st.integers(1, 31)},
    "WEEKLY": {"BYDAY": DAYS, "BYMONTH": st.integers(1, 12)},
    "MONTHLY": {
        "BYDAY": ORDINALS, "BYMONTHDAY": st.integers(-5, 31).filter(bool), "BYSETPOS": st.sampled_from([1, -1])
    },
    "YEARLY": {"BYMONTH": st.integers(1, 12), "BYDAY": ORDINALS, "BYYEARDAY": st.integers(1, 366)},
}  # fmt: skip


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(list(PARTS)))
    rule = f"FREQ={freq};INTERVAL={draw(st.integers(1, 3))}"
    for name in draw(st.sets(st.sampled_from(list(PARTS[freq])), max_size=2)):
        values = draw(st.lists(PARTS[freq][name], min_size=1, max_size=3, unique=True))
        rule += f";{name}={','.join(map(str, values))}"
    if "BYSETPOS" in rule and "BYDAY" not in rule and "BYMONTHDAY" not in rule:
        rule += ";BYDAY=MO,TU"
    return rule + draw(st.sampled_from(["", "", f";COUNT={draw(st.integers(1, 40))}"]))


@st.composite
def series(draw: st.DrawFn) -> str:
    """An event with a rule, further starts, starts left out, and one occurrence moved."""
    zone = draw(st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Paris", "America/New_York", "UTC"]))
    begin = datetime(2026, 11, 1) + timedelta(days=draw(st.integers(0, 200)), minutes=30 * draw(st.integers(0, 47)))
    days = draw(st.lists(st.integers(0, 60), min_size=3, max_size=3, unique=True))
    times = [begin + timedelta(days=day) for day in days]
    extra, without, moved = (f";TZID={zone}:{time:%Y%m%dT%H%M%S}" for time in times)
    core = f"UID:a\nDTSTART;TZID={zone}:{begin:%Y%m%dT%H%M%S}\nDURATION:PT1H\nRRULE:{draw(rules())}"
    core += f"\nRDATE{extra}" if draw(st.booleans()) else ""
    core += f"\nEXDATE{without}" if draw(st.booleans()) else ""
    if not draw(st.booleans()):
        return core
    later = times[2] + timedelta(hours=draw(st.integers(1, 30)))
    other = f"UID:a\nRECURRENCE-ID{moved}\nDTSTART;TZID={zone}:{later:%Y%m%dT%H%M%S}\nDURATION:PT2H"
    # A change of what never was is read as a meeting of its own by us and not at all by others: make it one that is.
    return f"{core}\nRDATE{moved}\nEND:VEVENT\nBEGIN:VEVENT\n{other}"


@settings(max_examples=60)
@given(series())
def test_another_reader_counts_out_the_same(event: str) -> None:
    data = file(event)
    ours = {span.begin for span in read_busy(data, first=FIRST, last=LAST)}
    between = (datetime(2027, 1, 1, tzinfo=HANOI), datetime(2028, 1, 1, tzinfo=HANOI))
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(*between)
    theirs = {each["DTSTART"].dt.astimezone(UTC) for each in found}
    inside = {begin for begin in ours | theirs if FIRST < begin.date() < LAST}
    assert ours & inside == theirs & inside


def test_whole_days_floating_times_and_foreign_zones() -> None:
    assert busy("DTSTART;VALUE=DATE:20270306\nDTEND;VALUE=DATE:20270308") == [("03-06 00:00", "03-08 00:00")]
    assert busy("DTSTART;VALUE=DATE:20270306") == [("03-06 00:00", "03-07 00:00")]
    assert busy(MORNING) == [("03-06 09:00", "03-06 11:00")]
    assert busy(MORNING, zone=ZoneInfo("Europe/Paris")) == [("03-06 09:00", "03-06 11:00")]
    assert busy("DTSTART:20270306T090000Z\nDURATION:PT90M") == [("03-06 16:00", "03-06 17:30")]
    assert busy("DTSTART;TZID=Europe/Paris:20270306T090000\nDTEND;TZID=Asia/Tokyo:20270306T190000") == [
        ("03-06 15:00", "03-06 17:00")
    ]
    assert busy("DTSTART;TZID=SE Asia Standard Time:20270306T090000\nDURATION:PT1H") == [("03-06 09:00", "03-06 10:00")]
    assert busy('DTSTART;TZID="/mozilla.org/20050126/Asia/Tokyo":20270306T110000\nDURATION:PT1H') == [
        ("03-06 09:00", "03-06 10:00")
    ]


def test_a_series_keeps_its_own_clock_across_summer_time() -> None:
    weekly = "DTSTART;TZID={}:20270321T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"
    expected = [("03-21 15:00", "03-21 16:00"), ("03-28 14:00", "03-28 15:00"), ("04-04 14:00", "04-04 15:00")]
    assert busy(weekly.format("Europe/Paris")) == expected
    assert busy(weekly.format("Customized Time Zone"), before=CUSTOM) == expected


def test_an_hour_is_an_hour_and_a_day_a_day_when_clocks_are_changed() -> None:
    night = "DTSTART;TZID=Europe/Paris:20270326T220000\nDTEND;TZID=Europe/Paris:20270327T060000"
    twice = busy(f"{night}\nRRULE:FREQ=DAILY;COUNT=2")
    assert twice == [("03-27 04:00", "03-27 12:00"), ("03-28 04:00", "03-28 12:00")]
    assert busy("DTSTART;TZID=Europe/Paris:20270327T120000\nDURATION:P1D") == [("03-27 18:00", "03-28 17:00")]


def test_a_zone_that_a_file_defines_is_that_files_alone() -> None:
    event = "DTSTART;TZID=Customized Time Zone:20270706T090000\nDURATION:PT1H"
    assert busy(event, before=CUSTOM) == [("07-06 14:00", "07-06 15:00")]
    fixed = CUSTOM.replace("TZOFFSETFROM:+0200\nTZOFFSETTO:+0100", "TZOFFSETFROM:+0900\nTZOFFSETTO:+0900").replace(
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200", "TZOFFSETFROM:+0900\nTZOFFSETTO:+0900"
    )
    assert busy(event, before=fixed) == [("07-06 07:00", "07-06 08:00")]


@pytest.mark.parametrize("clock", ["0130", "0230", "0330"])
@pytest.mark.parametrize("day", ["20270327", "20270328", "20271030", "20271031"])
def test_a_defined_zone_is_as_the_one_it_copies(clock: str, day: str) -> None:
    event = f"DTSTART;TZID={{}}:{day}T{clock}00\nDURATION:PT1H"
    named, copied = event.format("Europe/Paris"), event.format("Customized Time Zone")
    assert busy(copied, before=CUSTOM) == busy(named)


def test_what_takes_nobodys_time_is_left_out() -> None:
    assert busy(f"{MORNING}\nTRANSP:TRANSPARENT", f"{MORNING}\nSTATUS:CANCELLED", "DTSTART:20270306T090000") == []
    assert len(busy(f"{MORNING}\nSTATUS:TENTATIVE", f"{MORNING}\nTRANSP:OPAQUE")) == 2


def test_a_series_with_days_off_and_changed_days() -> None:
    daily = "UID:a\nDTSTART:20270301T090000\nDTEND:20270301T100000\nRRULE:FREQ=DAILY;COUNT=6\nEXDATE:20270302T090000"
    by_day = "\nEXDATE;VALUE=DATE:20270305"
    moved = "UID:a\nRECURRENCE-ID:20270303T090000\nDTSTART:20270303T150000\nDTEND:20270303T170000"
    gone = "UID:a\nRECURRENCE-ID:20270304T020000Z\nDTSTART:20270304T090000\nDTEND:20270304T100000\nSTATUS:CANCELLED"
    assert busy(daily + by_day, moved, gone) == [
        ("03-01 09:00", "03-01 10:00"), ("03-03 15:00", "03-03 17:00"), ("03-06 09:00", "03-06 10:00"),
    ]  # fmt: skip
    onwards = "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270305T090000\nDTSTART:20270305T140000\nDURATION:PT2H"
    assert busy(daily, onwards)[-2:] == [("03-05 14:00", "03-05 16:00"), ("03-06 14:00", "03-06 16:00")]


def test_the_latest_version_of_an_event_counts() -> None:
    newer = "UID:a\nSEQUENCE:2\nDTSTART:20270306T150000\nDTEND:20270306T160000"
    assert busy(newer, f"UID:a\nSEQUENCE:1\n{MORNING}") == [("03-06 15:00", "03-06 16:00")]
    assert busy(newer.replace("SEQUENCE:2", "SEQUENCE:0"), f"UID:a\n{MORNING}") == [
        ("03-06 09:00", "03-06 11:00"), ("03-06 15:00", "03-06 16:00"),
    ]  # fmt: skip


def test_periods_and_ends_of_rules() -> None:
    assert busy(f"{MORNING}\nRDATE;VALUE=PERIOD:20270308T020000Z/PT3H,20270309T020000Z/20270309T030000Z")[1:] == [
        ("03-08 09:00", "03-08 12:00"), ("03-09 09:00", "03-09 10:00"),
    ]  # fmt: skip
    for until, last in (("20270308T020000Z", "03-08"), ("20270308T015959Z", "03-07"), ("20270308", "03-08")):
        assert busy(f"{MORNING}\nRRULE:FREQ=DAILY;UNTIL={until}")[-1][0] == f"{last} 09:00"


def test_what_came_from_our_own_feeds_keeps_nobody_busy() -> None:
    told = [visit(datetime(2027, 3, day, 9, tzinfo=HANOI), f"b/{day}") for day in (6, 7)]
    gone = visit(datetime(2027, 3, 8, 9, tzinfo=HANOI), "gone", status="CANCELLED")
    data = feed_ics([*told, gone], name=NAME, stamp=STAMP)
    assert read_busy(data, first=FIRST, last=LAST) == ()
    others = read_busy(data, first=FIRST, last=LAST, domain="tours.example.vn")
    assert [(span.begin, span.end) for span in others] == [(each.begin, each.end) for each in told]


def test_published_free_and_busy_times() -> None:
    taken = "FREEBUSY:20270306T020000Z/PT1H,20270307T020000Z/20270307T030000Z"
    rest = "FREEBUSY;FBTYPE=FREE:20270308T020000Z/PT1H\nFREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270309T020000Z/P1D"
    before = f"BEGIN:VFREEBUSY\nUID:x\n{taken}\n{rest}\nEND:VFREEBUSY\n"
    assert busy(before=before) == [
        ("03-06 09:00", "03-06 10:00"), ("03-07 09:00", "03-07 10:00"), ("03-09 09:00", "03-10 09:00"),
    ]  # fmt: skip


def test_days_asked_for_cut_what_reaches_beyond_them() -> None:
    spans = read_busy(file("DTSTART:20270301T000000\nDTEND:20270401T000000\nSUMMARY:Nghỉ\\, sửa lò\u202e"),
                      first=date(2027, 3, 6), last=date(2027, 3, 6))  # fmt: skip
    day = datetime(2027, 3, 6, tzinfo=HANOI)
    assert spans == (BusySpan(begin=day, end=day + timedelta(days=1), title="Nghỉ, sửa lò"),)
    with pytest.raises(GoalError):
        read_busy(file(), first=LAST, last=FIRST)


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "lich.ics"
    path.write_bytes(b"\xef\xbb\xbf" + file(f"{MORNING}\nSUMMARY:Họp\n dài").replace(b"\r\n", b"\n"))
    (span,) = read_busy(path, first=FIRST, last=LAST)
    assert span.title == "Họpdài"
    path.write_bytes(b"")
    with pytest.raises(DataError, match=r"lich\.ics: the file is empty"):
        read_busy(path, first=FIRST, last=LAST)


def test_all_that_is_wrong_is_said_at_once_with_its_line() -> None:
    data = file(
        "DTSTART:2027-03-06\nDTEND:20270306T110000",
        "DTSTART:20270306T090000\nDTEND:20270306T080000\nSEQUENCE:x",
        "DTSTART;TZID=Sao/Hoa:20270306T090000\nDURATION:PT",
        f"{MORNING}\nRRULE:FREQ=SECONDLY\nRRULE:FREQ=DAILY;INTERVAL=0\nRRULE:BYDAY=MO\nEXDATE:gestern",
        "SUMMARY:khi nào?",
        f"{MORNING}\nDTSTART:20270306T090000",
        f"None\n{MORNING}\nDURATION:P-1D",
    )
    found = [(each.row, each.column, each.code) for each in faults(data)]
    assert found == [
        (5, "DTSTART", "bad-time"),
        (10, "DTEND", "ends-before"),
        (11, "SEQUENCE", "bad-number"),
        (14, "DTSTART", "bad-time-zone"),
        (20, "RRULE", "bad-recurrence"),
        (21, "RRULE", "bad-recurrence"),
        (22, "RRULE", "bad-recurrence"),
        (23, "EXDATE", "bad-time"),
        (25, "", "no-begin"),
        (31, "DTSTART", "twice"),
        (34, "", "no-property"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-calendar"),
        (b"PK\x03\x04" + bytes(1000), "not-a-calendar"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR".encode("utf-16"), "not-a-calendar"),
        (b"<html><body>404</body></html>", "not-a-calendar"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "not-a-calendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2027", "not-closed"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "not-nested"),
        (b"END:VCALENDAR\r\n", "not-nested"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 100_000, "too-deep"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 10_001, "too-many"),
        (b"BEGIN:VCALENDAR\r\n" + b"X" * 5_000_000, "too-large"),
        (file(*[f"UID:{n}\n{MORNING}\nRRULE:FREQ=DAILY" for n in range(80)]), "too-many"),
        (file(*[f"UID:{n}\n{MORNING}\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30" for n in range(20)]), "too-often"),
        (file(f"{MORNING}\nRRULE:FREQ=DAILY;BYDAY={','.join(['MO'] * 9999)}"), "bad-recurrence"),
        (file(f"{MORNING}\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12"),
         "bad-recurrence"),
        (file(f"{MORNING}\nRRULE:RSCALE=CHINESE;FREQ=YEARLY"), "bad-recurrence"),
        (file(MORNING, before=CUSTOM.replace("YEARLY", "SECONDLY")), "bad-recurrence"),
        (file(MORNING, before=CUSTOM.replace("YEARLY", "DAILY")), "bad-time-zone"),
        (file(MORNING, before=CUSTOM.replace("+0100", "+9900")), "bad-time-zone"),
        (file("DTSTART;TZID=America:20270306T090000\nDURATION:PT1H"), "bad-time-zone"),
        (file("DTSTART;TZID=../../etc/passwd:20270306T090000\nDURATION:PT1H"), "bad-time-zone"),
        (file("DTSTART:99991231T235959\nDURATION:PT1H"), "bad-time"),
        (file("DTSTART:20270306T090000\nDURATION:P99999999W"), "bad-duration"),
        (file(f"UID:a\n{MORNING}\nRRULE:FREQ=DAILY",
              "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270307T090000\nDTSTART:80000101T000000"), "bad-time"),
    ],
)  # fmt: skip
def test_no_file_is_too_bad_to_be_told(data: bytes, code: str) -> None:
    assert code in [each.code for each in faults(data)]


def read_or_refused(data: bytes) -> tuple[tuple[BusySpan, ...] | None, tuple[Problem, ...]]:
    try:
        return read_busy(data, first=FIRST, last=LAST), ()
    except DataError as error:
        return None, error.problems


@given(st.lists(st.sampled_from([
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "DTSTART:20270306T090000", "DTEND:20270306",
    "DURATION:PT1H", "RRULE:FREQ=DAILY", "RRULE:", "EXDATE:20270306,,", "RDATE;VALUE=PERIOD:20270306T090000Z/",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20270306", "UID:\\", "SUMMARY", " fold", "DTSTART;TZID=:1", "BEGIN:VTIMEZONE",
    "END:VTIMEZONE", "TZID:Q", "BEGIN:STANDARD", "END:STANDARD", "TZOFFSETTO:+01", "RRULE:FREQ=YEARLY;UNTIL=090000",
]), max_size=12), st.binary(max_size=8))  # fmt: skip
def test_whatever_is_read_there_are_spans_or_faults(lines: list[str], tail: bytes) -> None:
    for data in (file(*lines), "\r\n".join(lines).encode() + tail, file(MORNING, before="\n".join([*lines, ""]))):
        spans, problems = read_or_refused(data)
        assert bool(problems) is (spans is None)
        assert all(span.begin < span.end for span in spans or ())
