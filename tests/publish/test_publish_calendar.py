"""route.ics as two independent readers understand it, and what it must not let through."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import ics
import pytest
import vobject
from calendar_cases import NAME, OFFICE, STAMP, tour
from calendar_readers import by_ics
from injection import FIELDS, ICS_PAYLOADS, calendar_faults, hostile_calendars, plant

from tourplanner.errors import GoalError
from tourplanner.model import Itinerary, Text
from tourplanner.publish import route_ics
from tourplanner.publish.calendars import feed_ics, invitation
from tourplanner.publish.words import clean
from tourplanner.speech import LANGUAGES, speaker
from tourplanner.testing.small import small_portfolio

Event = tuple[str, datetime, datetime]


@pytest.fixture(scope="module")
def itinerary() -> Itinerary:
    return small_portfolio()[0]


def expected(itinerary: Itinerary) -> set[Event]:
    stops = {
        (f"{stop.experience.name.vi} – {stop.village.name.vi}", stop.begin, stop.end) for stop in itinerary.stops
    }
    names = {stop.experience.id: f"{stop.experience.name.vi} – {stop.village.name.vi}" for stop in itinerary.stops}
    names |= {day.end.id: day.end.name.vi for day in itinerary.days}
    legs = {
        (f"{'Đi bộ' if leg.mode == 'walk' else 'Di chuyển'} → {names[leg.destination]}", leg.depart, leg.arrive)
        for leg in itinerary.legs
    }
    return {(name, begin.astimezone(UTC), end.astimezone(UTC)) for name, begin, end in stops | legs}


def test_ics_reads_every_stop_and_leg_at_its_time(itinerary: Itinerary) -> None:
    calendar = ics.Calendar(route_ics(itinerary).decode())
    found = {(e.name, e.begin.datetime.astimezone(UTC), e.end.datetime.astimezone(UTC)) for e in calendar.events}
    assert found == expected(itinerary)
    assert len(calendar.events) == len(itinerary.stops) + len(itinerary.legs)


def test_vobject_reads_the_same_and_the_rest(itinerary: Itinerary) -> None:
    calendar = vobject.readOne(route_ics(itinerary).decode())
    events = calendar.vevent_list
    found = {(e.summary.value, e.dtstart.value.astimezone(UTC), e.dtend.value.astimezone(UTC)) for e in events}
    assert found == expected(itinerary)
    assert calendar.method.value == "PUBLISH"
    assert calendar.x_wr_calname.value == calendar.contents["name"][0].value == itinerary.name.vi
    first = next(e for e in events if e.summary.value == "Xưởng đập quỳ – Kiêu Kỵ")
    assert first.uid.value == "01-bat-trang-kieu-ky--20270306--kk-goldleaf@tourplanner"
    assert first.dtstamp.value == datetime(2027, 3, 6, tzinfo=UTC)
    assert first.geo.value == "20.9769;105.9584"
    assert first.location.value == "Kiêu Kỵ, Xã Gia Lâm, Hà Nội"
    assert first.categories.value == ["Sản xuất"]
    assert (first.sequence.value, first.status.value) == ("0", "TENTATIVE")
    assert "Giờ mở cửa: 08:00–17:00" in first.description.value
    assert "(ước tính)" in first.description.value
    assert "1.000.000 ₫" in first.description.value


def test_uids_are_distinct_and_outlive_a_change_of_times(itinerary: Itinerary) -> None:
    def uids(route: Itinerary) -> list[str]:
        return [event.uid.value for event in vobject.readOne(route_ics(route).decode()).vevent_list]

    assert len(set(uids(itinerary))) == len(uids(itinerary))
    later = small_portfolio()[0].model_dump()
    for stop in later["days"][0]["stops"]:
        stop["end"] = stop["end"].replace(minute=59)
    assert uids(Itinerary.model_validate(later)) == uids(itinerary)


def test_bytes_are_folded_at_75_octets_between_characters(itinerary: Itinerary) -> None:
    data = route_ics(plant(itinerary, "days.stops.experience.name.vi", "Nặn gốm bàn xoay ở làng cổ ạ " * 9))
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert all(line.decode() is not None for line in lines)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_the_time_zone_is_there_before_its_use_and_short(itinerary: Itinerary) -> None:
    text = route_ics(itinerary).decode()
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")]
    assert "TZID:Asia/Ho_Chi_Minh" in zone
    assert "TZOFFSETTO:+0700" in zone
    assert zone.count("\r\n") <= 12
    assert text.index("END:VTIMEZONE") < text.index("BEGIN:VEVENT")
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20270306T083600" in text


def test_stamp_sequence_and_status_are_the_callers(itinerary: Itinerary) -> None:
    stamp = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    text = route_ics(itinerary, stamp=stamp, sequence=3, status="CANCELLED").decode()
    events = text.count("BEGIN:VEVENT")
    assert text.count("DTSTAMP:20270102T030405Z\r\n") == events
    assert text.count("SEQUENCE:3\r\n") == text.count("STATUS:CANCELLED\r\n") == events
    assert route_ics(itinerary) == route_ics(small_portfolio()[0])


def test_a_leg_that_takes_no_time_has_no_end(itinerary: Itinerary) -> None:
    raw = itinerary.model_dump()
    raw["days"][0]["legs"][2]["seconds"] = 0
    calendar = vobject.readOne(route_ics(Itinerary.model_validate(raw)).decode())
    assert sum(not hasattr(event, "dtend") for event in calendar.vevent_list) == 1


@pytest.mark.parametrize("field", FIELDS)
def test_no_text_becomes_a_line_of_its_own(itinerary: Itinerary, field: str) -> None:
    events = len(itinerary.stops) + len(itinerary.legs)
    for payload in ICS_PAYLOADS:
        data = route_ics(plant(itinerary, field, payload))
        assert list(calendar_faults(data, events)) == [], payload
    assert len(vobject.readOne(data.decode()).vevent_list) == events


@pytest.mark.parametrize("payload", ICS_PAYLOADS)
def test_nor_in_feeds_invitations_and_festivals(payload: str) -> None:
    for place, data, events in hostile_calendars(payload):
        assert list(calendar_faults(data, events)) == [], place
        assert len(vobject.readOne(data.decode()).vevent_list) == events


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "Làng; gốm, sứ \\ \"cổ\"", "ẹ" * 400, "گەنجە", "a\nb", "😀" * 40]
)
def test_hostile_names_are_read_as_the_text_they_are(name: str) -> None:
    data = feed_ics([tour(kind="visit", title=Text(vi=name), village=None)], name=Text(vi=name), stamp=STAMP)
    calendar = vobject.readOne(data.decode())
    assert calendar.vevent.summary.value == calendar.contents["name"][0].value == clean(name)
    assert by_ics(data)["b1@tourplanner"].title == clean(name)


def test_an_escape_is_read_whole_wherever_its_line_is_folded() -> None:
    for length in range(50, 90):
        notes = (Text(vi="x" * length + ",;\\ộ,;\\ộ"), Text(vi="ậ,\\" * length))
        data = feed_ics([tour(notes=notes, guests=None, languages=())], name=NAME, stamp=STAMP)
        assert vobject.readOne(data.decode()).vevent.description.value == "\n".join(note.vi for note in notes)


@pytest.mark.parametrize("address", ["a@b", "a@b.vn\r\nX-EVIL:1", "a b@c.vn", "", "a@b.vn,c@d.vn", "mailto:a@b.vn"])
def test_no_address_but_one_plain_address_is_invited(address: str) -> None:
    with pytest.raises(GoalError, match="needs one address"):
        invitation(tour(), organizer=OFFICE, guests=[("A", address)], stamp=STAMP)


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "javascript:alert(1)"}, {"source": "https://a.vn/\nX-EVIL:1"}, {"page": "https://a.vn/ộ"},
        {"domain": "a\nb"}, {"domain": ""}, {"stamp": datetime(2027, 1, 1)}, {"languages": ()},
        {"languages": ("vi\n",)}, {"refresh": timedelta(0)}, {"remind": timedelta(-1)},
    ],
)  # fmt: skip
def test_what_is_no_text_is_checked(wrong: dict[str, object]) -> None:
    with pytest.raises(GoalError):
        feed_ics([tour()], **{"name": NAME, "stamp": STAMP, **wrong})


def test_one_feed_has_no_appointment_twice() -> None:
    with pytest.raises(GoalError, match="share an id: b1"):
        feed_ics([tour(), tour()], name=NAME, stamp=STAMP)


def test_nor_where_python_drops_its_assertions() -> None:
    here = Path(__file__).with_name("injection.py")
    run = subprocess.run([sys.executable, "-O", str(here)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert int(run.stdout) == (len(FIELDS) + len(list(hostile_calendars("x")))) * len(ICS_PAYLOADS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calendar_speaks_six_languages(itinerary: Itinerary, language: str) -> None:
    data = route_ics(itinerary, languages=(language,))
    entries = list(vobject.readOne(data.decode()).vevent_list)
    told, own = "\n".join(each.description.value for each in entries), speaker(language)
    assert own.say("Travel times are estimates.") in told
    assert own.say("Village: {name}", name=own.content(itinerary.stops[0].village.name).text) in told
    assert len(entries) == len(itinerary.stops) + len(itinerary.legs)
    if language not in ("vi", "en"):
        assert "Travel times" not in told
        assert "Village:" not in told


def test_a_language_the_catalogues_have_not_is_said_in_english(itinerary: Itinerary) -> None:
    english, german = (route_ics(itinerary, languages=(each,)).decode() for each in ("en", "de"))
    assert english.split("BEGIN:VEVENT", 1)[1] == german.split("BEGIN:VEVENT", 1)[1]
