"""Feeds and invitations as five independent calendar programs see them, at home and abroad."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import vobject
from browser import browser
from calendar_cases import CHANGED, NAME, OFFICE, STAMP, mornings, staffed, tour, visit
from calendar_readers import (
    IcalJs,
    Seen,
    by_ics,
    by_khal,
    by_recurring_ical_events,
    by_vobject,
    khal,
)

from tourplanner.model import HANOI, Appointment
from tourplanner.publish.calendars import feed_ics, feeds, festivals_ics, invitation

ANNE = ("Anne", "anne@example.fr")
PARIS, NEW_YORK = "Europe/Paris", "America/New_York"
ABROAD = {
    # the day in Hanoi, where it is eight: what a phone in Paris and one in New York show, by the rules of summer time
    "2027-03-13": ("2027-03-13 02:00", "2027-03-12 20:00"),
    "2027-03-14": ("2027-03-14 02:00", "2027-03-13 20:00"),
    "2027-03-15": ("2027-03-15 02:00", "2027-03-14 21:00"),
    "2027-03-27": ("2027-03-27 02:00", "2027-03-26 21:00"),
    "2027-03-28": ("2027-03-28 03:00", "2027-03-27 21:00"),
    "2027-10-30": ("2027-10-30 03:00", "2027-10-29 21:00"),
    "2027-10-31": ("2027-10-31 02:00", "2027-10-30 21:00"),
    "2027-11-07": ("2027-11-07 02:00", "2027-11-06 21:00"),
    "2027-11-08": ("2027-11-08 02:00", "2027-11-07 20:00"),
}


@pytest.fixture(scope="module")
def icaljs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IcalJs]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield IcalJs(opened)


@pytest.fixture(params=["ics", "vobject", "recurring-ical-events", "khal", "ical.js"])
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[bytes], dict[str, Seen]]:
    """Each program's reading of a file: what it sees, by UID."""
    if request.param == "ical.js":
        return request.getfixturevalue("icaljs").events
    if request.param == "khal":
        return lambda data: by_khal(data, tmp_path)
    return {"ics": by_ics, "vobject": by_vobject, "recurring-ical-events": by_recurring_ical_events}[request.param]


def meant(*appointments: Appointment) -> dict[str, Seen]:
    """What everybody should see of visits in Vietnamese."""
    found = {}
    for each in appointments:
        title = f"{each.title.vi} – {each.village.name.vi}" if each.village else each.title.vi
        title = f"ĐÃ HỦY: {title}" if each.status == "CANCELLED" else title
        begin, end = each.begin.astimezone(UTC), each.end.astimezone(UTC)
        found[f"{each.id.replace('/', '--')}@tourplanner"] = Seen(begin, end, title, each.status)
    return found


def test_every_program_sees_the_same_feed(read: Callable[[bytes], dict[str, Seen]]) -> None:
    told = [*mornings(*ABROAD), visit(datetime(2027, 5, 1, 23, 30, tzinfo=HANOI), "b2/1", status="TENTATIVE")]
    told[0] = told[0].replace(status="CANCELLED", sequence=3)
    data = feed_ics(told, name=NAME, stamp=STAMP, remind=timedelta(hours=2))
    assert read(data) == meant(*told)


def test_every_program_sees_an_invitation_its_change_and_its_end(read: Callable[[bytes], dict[str, Seen]]) -> None:
    first = tour()
    later = first.later(timedelta(days=1)).replace(sequence=1)
    gone = later.replace(status="CANCELLED", sequence=2)
    for each in (first, later, gone):
        letter = invitation(each, organizer=OFFICE, guests=[ANNE], stamp=STAMP, languages=("vi",))
        assert read(letter.data) == meant(each)


@pytest.mark.parametrize(("zone", "which"), [(PARIS, 0), (NEW_YORK, 1)])
def test_guests_abroad_see_their_own_clocks_across_summer_time(
    icaljs: IcalJs, tmp_path: Path, zone: str, which: int
) -> None:
    data = feed_ics(mornings(*ABROAD), name=NAME, stamp=STAMP)
    shown = [clocks[which] for clocks in ABROAD.values()]
    assert icaljs.clocks(data, zone) == shown
    (tmp_path / "feed.ics").write_bytes(data)
    printed = khal(tmp_path, "printics", "-f", "{start-long-full}", str(tmp_path / "feed.ics"), zone=zone)
    assert printed.splitlines()[1:] == shown


def test_a_calendar_program_keeps_one_entry_through_all_changes(tmp_path: Path) -> None:
    first = tour()
    later = first.later(timedelta(days=1)).replace(sequence=1)
    for each, there in ((first, ["2027-03-28 01:30"]), (later, ["2027-03-29 02:30"])):
        letter = invitation(each, organizer=OFFICE, guests=[ANNE], stamp=STAMP)
        (tmp_path / "letter.ics").write_bytes(letter.data)
        khal(tmp_path, "import", "--batch", "-a", "tours", str(tmp_path / "letter.ics"))
        listed = khal(tmp_path, "list", "-df", "", "-f", "{start-long-full}", "2027-03-27", "5d")
        assert [line for line in listed.splitlines() if line] == there


def test_a_feed_says_all_that_clients_ask_for(icaljs: IcalJs) -> None:
    one = visit(datetime(2027, 3, 20, 9, tzinfo=HANOI), sequence=4, changed=CHANGED)
    address = "https://tours.example.vn/feeds/village/ha-thai.ics"
    data = feed_ics(
        [one], name=NAME, stamp=STAMP, languages=("vi", "en"), source=address, page="https://tours.example.vn/ha-thai",
        remind=timedelta(minutes=90), refresh=timedelta(hours=6),
    )  # fmt: skip
    _, properties, components = icaljs.calendar(data)
    assert ["refresh-interval", {}, "duration", "PT6H"] in properties
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in data
    assert ["source", {}, "uri", address] in properties
    said = {name: value for name, _, _, value in properties}
    assert (said["method"], said["x-published-ttl"]) == ("PUBLISH", "PT6H")
    assert said["name"] == said["x-wr-calname"] == "Lịch thử / Trial calendar"
    assert (said["url"], said["last-modified"]) == ("https://tours.example.vn/ha-thai", "2027-01-01T12:00:00Z")
    event = vobject.readOne(data.decode()).vevent
    assert event.dtstamp.value == STAMP
    assert (event.sequence.value, event.status.value, event.transp.value) == ("4", "CONFIRMED", "OPAQUE")
    assert event.last_modified.value == CHANGED
    assert event.geo.value == "20.901;105.874"
    assert event.location.value == "Hạ Thái, Xã Hồng Vân, Hà Nội"
    assert event.categories.value == ["Đào tạo / Training"]
    assert event.summary.value == "Lớp sơn mài – Hạ Thái / Lacquer class – Ha Thai"
    assert event.description.value == (
        "12 khách\nNgôn ngữ của khách: fr\n\n12 guests\nLanguages of the guests: fr"
    )
    assert event.valarm.trigger.value == timedelta(minutes=-90)
    assert (event.valarm.action.value, event.valarm.description.value[:12]) == ("DISPLAY", "Sắp đến giờ:")
    assert [name for name, _, _ in components] == ["vtimezone", "vevent"]


def test_an_invitation_names_who_invites_and_who_is_invited(icaljs: IcalJs) -> None:
    guests = [("Anne Dupont", "anne@example.fr"), ('Bo "B"; Ltd', "bo@example.com")]
    letter = invitation(tour(sequence=2), organizer=OFFICE, guests=guests, stamp=STAMP)
    _, properties, (_, (_, event, _)) = icaljs.calendar(letter.data)
    assert ["method", {}, "text", "REQUEST"] in properties
    organizer = [value for name, *value in event if name == "organizer"]
    assert organizer == [[{"cn": "Hanoi Craft Tours"}, "cal-address", "mailto:office@tours.example.vn"]]
    asked = {"role": "REQ-PARTICIPANT", "partstat": "NEEDS-ACTION", "rsvp": "TRUE"}
    assert [value for name, *value in event if name == "attendee"] == [
        [{"cn": "Anne Dupont", **asked}, "cal-address", "mailto:anne@example.fr"],
        [{"cn": "Bo 'B', Ltd", **asked}, "cal-address", "mailto:bo@example.com"],
    ]
    over = invitation(tour(sequence=3, status="CANCELLED"), organizer=OFFICE, guests=guests, stamp=STAMP)
    _, properties, (_, (_, event, alarms)) = icaljs.calendar(over.data)
    assert ["method", {}, "text", "CANCEL"] in properties
    assert ["sequence", {}, "integer", 3] in event
    assert ["status", {}, "text", "CANCELLED"] in event
    assert alarms == []
    assert (letter.content_type, over.method) == ("text/calendar; method=REQUEST; charset=utf-8", "CANCEL")


@pytest.mark.parametrize("policy", [email.policy.SMTP, email.policy.default])
def test_a_mail_names_the_method_that_is_in_its_file(policy: email.policy.EmailPolicy) -> None:
    for each in (tour(), tour(status="CANCELLED")):
        letter = invitation(each, organizer=OFFICE, guests=[ANNE], stamp=STAMP, languages=("vi", "fr"))
        message = EmailMessage(policy=policy)
        message.set_content("Bonjour")
        letter.add_to(message)
        received = email.message_from_bytes(bytes(message))
        (part,) = [part for part in received.walk() if part.get_content_type() == "text/calendar"]
        assert part.get_param("method") == vobject.readOne(letter.data.decode()).method.value == letter.method
        assert part.get_content_charset() == "utf-8"
        assert part.get_payload(decode=True) == letter.data
        assert "Lacquer class" in letter.data.decode()  # what there is not in French is said in English


def test_everybody_concerned_has_a_feed_of_their_own() -> None:
    told = staffed()
    made = feeds(told, stamp=STAMP, address="https://tours.example.vn/feeds/")
    assert list(made) == [
        "guide/lan.ics", "host/bat-trang--host.ics", "host/kieu-ky--host.ics", "route/01-bat-trang-kieu-ky.ics",
        "vehicle/29b-123.45.ics", "village/bat-trang.ics", "village/kieu-ky.ics",
    ]  # fmt: skip
    events = {path: by_vobject(data) for path, data in made.items()}
    assert len(events["guide/lan.ics"]) == len(events["vehicle/29b-123.45.ics"]) == len(told) == 11
    assert [seen.title for seen in events["village/kieu-ky.ics"].values()] == ["Xưởng đập quỳ – Kiêu Kỵ"]
    assert events["host/bat-trang--host.ics"] == events["village/bat-trang.ics"]
    assert b"SOURCE;VALUE=URI:https://tours.example.vn/feeds/village/kieu-ky.ics\r\n" in made["village/kieu-ky.ics"]
    assert made == feeds(told, stamp=STAMP, address="https://tours.example.vn/feeds")


def test_festivals_are_whole_days_by_the_moon(icaljs: IcalJs) -> None:
    from tourplanner.model import Festival, Text

    spring = Festival(id="f", village="v", name=Text(vi="Hội"), lunar_month=1, first_day=4, last_day=6, main_day=5)
    winter = Festival(id="w", village="v", name=Text(vi="Chạp"), lunar_month=12, first_day=1, last_day=2, main_day=1)
    data = festivals_ics([spring, winter], [], first_year=2027, last_year=2028, stamp=STAMP)
    _, _, events = icaljs.calendar(data)
    dates = [{name: value for name, _, _, value in event[1]} for event in events]
    found = [(each["uid"].partition("@")[0], each["dtstart"], each["dtend"]) for each in dates]
    # Tết is 6 February 2027 and 26 January 2028 (Hồ Ngọc Đức's tables); the month before each begins on the days given
    assert ("festival--f--2027", "2027-02-09", "2027-02-12") in found
    assert ("festival--f--2028", "2028-01-29", "2028-02-01") in found
    assert ("festival--w--2026", "2027-01-08", "2027-01-10") in found
    assert all(["dtstart", {}, "date", each["dtstart"]] in event[1] for each, event in zip(dates, events, strict=True))
