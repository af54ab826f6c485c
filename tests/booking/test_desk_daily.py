"""``tourplanner desk``: what an office does from day to day between a hold and the last guest at the door."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from booking_cases import Clock
from command_cases import Run

from tourplanner.booking import Desk
from tourplanner.booking.papers import Guest
from tourplanner.booking.personal import Consent
from tourplanner.model import HANOI, Session
from tourplanner.testing import small_portfolio

TOUR = small_portfolio()[0]
WHEEL = "bt-wheel"


@pytest.fixture
def fifteen(ledger_in_a_file: str, routes: Path, run: Run) -> dict[str, Any]:
    """A hold for fifteen of 25 places, three of which are sold."""
    assert ledger_in_a_file
    made = run("hold", routes, "--route", 1, "--party", 15, "--price", "15.000.000", "--reference", "Mười lăm")
    assert made.code == 0
    return dict(run("show", "Mười lăm", "--json").data)


def codes_in(page: Path) -> list[str]:
    return re.findall("<code>([^<]+)</code>", page.read_text(encoding="utf-8"))


def test_a_hold_runs_on_each_time_it_is_asked_for(fifteen: dict[str, Any], run: Run, clock: Clock) -> None:
    for minutes in (10, 20):
        clock.forward(minutes=10)
        ends = run("extend", "Mười lăm", "--json").data["expires"]
        assert datetime.fromisoformat(ends) == clock.now + timedelta(minutes=30), minutes
    clock.forward(minutes=31)
    assert "EXPIRED" in run("extend", fifteen["id"]).refused()


@pytest.mark.usefixtures("fifteen")
def test_a_booking_is_amended(ledger_in_a_file: str, run: Run) -> None:
    run("confirm", "Mười lăm")
    more = run("amend", "Mười lăm", "--children", 2, "--json").data
    assert (more["party"]["adults"], more["party"]["children"], more["price_vnd"]) == (15, 2, 17_000_000)
    again = run("amend", "Mười lăm", "--children", 2)
    assert again.err.startswith("done before")
    assert "15 adults, 2 children (vi)" in again.out
    wheel = next(item["session"] for item in more["items"] if item["experience"] == WHEEL)
    begin = datetime.combine(TOUR.days[0].date, time(17), HANOI)
    late = Session(id="bt-wheel/late", experience=WHEEL, begin=begin, end=begin + timedelta(hours=1), places_left=20)
    Desk(ledger_in_a_file, clock=lambda: datetime(2027, 2, 1, 9, tzinfo=HANOI)).offer([late])
    change = ["--move", wheel, late.id, "--language", "fr", "--price", "16.000.000"]
    moved = run("amend", "Mười lăm", *change, "--json").data
    assert late.id in [item["session"] for item in moved["items"]]
    assert (moved["party"]["languages"], moved["price_vnd"]) == (["fr"], 16_000_000)
    assert "what is to change?" in run("amend", "Mười lăm").refused()
    assert "it is confirmed" in run("amend", "Mười lăm", "--party", 9).refused()
    assert "has no session on 2027-03-08 at its hour" in run("amend", "Mười lăm", "--on", "2027-03-08").refused(3)


@pytest.mark.usefixtures("fifteen")
def test_who_waits_is_served_when_places_come_free(routes: Path, run: Run, clock: Clock) -> None:
    group = [routes, "--route", 1, "--party", 10, "--reference", "Mười"]
    assert "waiting line: wait(…)" in run("hold", *group).refused(3)
    assert run("waiting").out == "nobody\n"
    (place,) = run("wait", *group, "--until", "2027-02-20", "--hold-for", "2h", "--json").data
    assert (place["state"], place["until"]) == ("WAITING", "2027-02-21T00:00:00+07:00")
    assert run("wait", *group, "--until", "2027-02-20", "--hold-for", "2h").err.startswith("done before")
    run("wait", *group[:-1], "Mười nữa", "--key", "two")
    assert [each["reference"] for each in run("waiting", "--json").data] == ["Mười", "Mười nữa"]
    assert "LEFT" in run("leave", "Mười nữa").out
    assert "there is no place 'Mười nữa'" in run("leave", "Mười nữa").refused()
    assert run("promote").out == "nobody\n"
    clock.forward(minutes=31)  # the fifteen have let their hold go, and nobody has noticed
    assert [each["id"] for each in run("promote", "--json").data] == [place["id"]]
    held = run("show", "Mười", "--json").data
    assert (held["id"], held["status"], held["expires"]) == (place["id"], "ON_HOLD", "2027-02-01T11:31:00+07:00")


@pytest.fixture
def shared(sqlite: str, routes: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> str:
    """A ledger in which two households of a cooperative take the guests at the wheel."""
    monkeypatch.setenv("TOURPLANNER_LEDGER", sqlite)
    run("pool", "homes", "--name", "HTX gốm", "--household", "an=Nhà An", "binh=Nhà Bình")
    for home, places in (("an", 8), ("binh", 12)):
        done = run("duty", "homes", home, "--since", "2027-03-01", "--until", "2027-03-31", "--places", places)
        assert done.out == f"{home} takes up to {places} guests at a time from 2027-03-01 to 2027-03-31\n"
    run("offer", routes, "--route", 1, "--pool", "bt-wheel=homes")
    run("hold", routes, "--route", 1, "--party", 10, "--reference", "Lumière 7")
    run("confirm", "Lumière 7")
    return sqlite


@pytest.mark.usefixtures("shared")
def test_a_household_drops_out_and_its_guests_go_to_the_other(run: Run) -> None:
    assert [(each["household"], each["guests"]) for each in run("pool", "homes", "--json").data] == [
        ("an", 0), ("binh", 10),
    ]  # fmt: skip
    off = ["duty", "homes", "binh", "--since", "2027-03-06", "--off"]
    assert "the other households have room for 8" in run(*off).refused(3)
    run("duty", "homes", "an", "--since", "2027-03-01", "--until", "2027-03-31", "--places", 10)
    (moved,) = run(*off, "--json").data
    assert (moved["household"], moved["guests"], moved["session"].split("/")[0]) == ("an", 10, WHEEL)
    assert run(*off).out == "binh is off duty; it had no guests to deal anew\n"
    assert "an         Nhà An        10         1" in run("pool", "homes").out


@pytest.mark.usefixtures("shared")
def test_suppliers_are_asked_and_their_no_needs_somebody(run: Run, clock: Clock) -> None:
    asked = run("letters", "Lumière 7", "--office", "Đường làng", "--within", "3d", "--json").data
    (home,) = [each for each in asked if each["household"]]
    assert (home["household"], home["guests"], home["until"]) == ("binh", 10, "2027-02-04T09:00:00+07:00")
    yes, no = re.findall(r"[0-9A-Z]{52}", home["texts"]["vi"])
    assert run("letters", "Lumière 7", "--json").data == asked
    assert "nothing needs you" in run("todo").out
    assert run("answer", no, "--by", "Zalo").out.startswith("binh cannot take 10 guests: bt-wheel/")
    (todo,) = run("todo", "--json").data
    assert (todo["code"], todo["reference"], todo["household"]) == ("refused", "Lumière 7", "binh")
    assert "Nhà Bình không nhận 10 khách / Nhà Bình cannot take 10 guests" in run("todo").out
    assert run("answer", *re.findall("....", yes), "--json").data["accepts"] is True
    told = run("letters", "Lumière 7", "--link", "https://tours.example.vn/a").out
    assert "Nhà Bình · bt-wheel/" in told
    assert "said yes" in told
    assert f"https://tours.example.vn/a/{yes}" in told
    clock.forward(days=4)
    assert "was open until 2027-02-04" in run("answer", no).refused()
    assert {each["code"] for each in run("todo", "--json").data} == {"silent"}


@pytest.mark.usefixtures("ledger_in_a_file")
def test_guests_are_let_in_once(run: Run, tmp_path: Path, clock: Clock) -> None:
    page = tmp_path / "tickets.html"
    run("tickets", "An & Bình", "--office", "Đường làng", "--out", page)
    assert (tmp_path / "desk.keys.json").stat().st_mode & 0o077 == 0
    first, second, *_ = codes_in(page)
    assert "the code is for 2027-03-06 08:36, and it is 2027-02-01" in run("redeem", first).refused()
    clock.now = TOUR.stops[0].begin - timedelta(minutes=5)
    came = run("redeem", *first.split(), "--by", "van 1", "--json").data
    assert (came["guests"], came["reference"], came["by"]) == (3, "An & Bình", "van 1")
    assert "was used at 2027-03-06" in run("redeem", first, "--by", "van 1").refused()
    before = [item["session"] for item in run("show", "An & Bình", "--json").data["items"] if not item["redeemed"]]
    without = run("redeem", "--booking", "An & Bình", "--session", before[0], "--json").data
    assert [item["session"] for item in without["items"] if not item["redeemed"]] == before[1:]
    assert run("redeem", "--booking", "An & Bình", "--session", before[0]).err.startswith("done before")
    assert "not both" in run("redeem").refused()
    assert "not both" in run("redeem", second, "--booking", "An & Bình").refused()
    run("tickets", "An & Bình", "--out", page)
    assert len(codes_in(page)) == 3
    assert run("audit", "--check").code == 0


@pytest.mark.usefixtures("ledger_in_a_file")
def test_new_tickets_stand_in_for_lost_ones(run: Run, tmp_path: Path, clock: Clock) -> None:
    page, keys = tmp_path / "tickets.html", tmp_path / "office.json"
    words = ["tickets", "An & Bình", "--keys", keys, "--out", page]
    run(*words, "--office", "Đường làng")
    lost = codes_in(page)
    run(*words, "--anew")
    fresh = codes_in(page)
    assert len({*lost, *fresh}) == 10
    clock.now = TOUR.stops[0].begin
    assert "revoked" in run("redeem", lost[0], "--keys", keys).refused()
    assert run("redeem", fresh[0], "--keys", keys).out.startswith("3 guests of An & Bình are in: kk-goldleaf/")


def test_the_manifest_names_whom_the_ledger_may_name(
    ledger_in_a_file: str, routes: Path, run: Run, clock: Clock
) -> None:
    desk = Desk(ledger_in_a_file, clock=clock)
    (booking,) = desk.bookings(reference="An & Bình")
    meals = Consent(purpose="meals", given=clock.now, proof="form 3")
    guest = Guest(name="Nguyễn Thị Hạnh", diet="chay", needs="xe lăn", pickup="Nhà hát Lớn", room="Sen")
    assert desk.noted(booking.id) == ()
    desk.note_guest(booking.id, 2, guest, consents=[meals])
    assert desk.noted(booking.id) == (2,)
    done = run("manifest", routes, "--route", 1, "--json")
    assert done.err == "An & Bình: 1 of 3 guests are named\n"
    assert re.findall(r'"Họ và tên / Name": "([^"]+)"', done.out) == [
        "Khách 1 / Guest 1", "Nguyễn Thị Hạnh", "Khách 3 / Guest 3",
    ]  # fmt: skip
    assert '"Ăn kiêng / Diet": "chay"' in done.out
    assert "Nhà hát Lớn" in done.out
    assert "xe lăn" not in done.out, "nobody consented to that"
    met = desk.guest_list(TOUR, pickups=None, rooms=None)
    assert [(each.name, each.at) for each in met.pickups] == [("Nhà hát Lớn", TOUR.days[0].depart)]
    assert [(each.name, each.sleeps) for each in met.rooms] == [("Sen", 1)]


@pytest.mark.usefixtures("ledger_in_a_file")
def test_who_cancelled_is_not_on_the_manifest(routes: Path, run: Run) -> None:
    run("cancel", "An & Bình")
    assert run("manifest", routes, "--route", 1, "--json").data == []


def test_departures_on_sale_to_all_stand_beside_what_is_booked(
    ledger_in_a_file: str, run: Run, clock: Clock
) -> None:
    desk = Desk(ledger_in_a_file, clock=clock)
    decide = datetime(2027, 3, 4, 12, tzinfo=HANOI)
    sale = desk.depart(TOUR, key="sale", minimum=6, decide_by=decide, price=990_000, name="Thứ bảy")
    other = desk.depart([item.session for item in desk.bookings()[0].items], key="other", minimum=2, decide_by=decide,
                        price=900_000)  # fmt: skip
    desk.confirm(desk.hold_departure(sale.id, 4, key="four").id, key="four confirmed")
    unnamed, found = run("departures", "--json").data
    assert (found["itinerary"], found["booked"], [each["id"] for each in found["scheduled"]]) == (TOUR.id, 7, [sale.id])
    (on_sale,) = found["scheduled"]
    assert (on_sale["state"], on_sale["booked"], on_sale["minimum"]) == ("open", 4, 6)
    assert (on_sale["decide_by"], on_sale["price_vnd"]) == ("2027-03-04 12:00", 990_000)
    assert (unnamed["itinerary"], unnamed["bookings"], unnamed["scheduled"][0]["id"]) == ("", [], other.id)
    clock.now = decide
    shown = run("departures").out
    row = next(line for line in shown.splitlines() if "Thứ bảy" in line)
    assert row.split()[4:8] == ["thin", "4", "6", "0"]
    assert run("departures", "--since", "2027-03-07").out == "nothing departs\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pool", "homes"], "there is no pool 'homes'"),
        (["pool", "homes", "--name", "HTX"], "needs both its --name and its --household"),
        (["pool", "homes", "--name", "HTX", "--household", "an"], "write it as one=other"),
        (["duty", "homes", "an", "--since", "2027-03-06", "--places", "4"], "homes"),
        (["duty", "homes", "an", "--since", "2027-03-06", "--until", "2027-03-05", "--off"], "is before --since"),
        (["duty", "homes", "an", "--since", "2027-03-06"], "one of the arguments --places --off is required"),
        (["offer", "ROUTES", "--route", "1", "--pool", "bt-glaze=homes"], "the route has no experience bt-glaze"),
        (["offer", "ROUTES", "--route", "1", "--pool", "bt-wheel=homes"], "there is no pool 'homes'"),
        (["leave", "nobody"], "there is no place 'nobody'"),
        (["redeem", "ABC"], "make it with --office NAME"),
        (["answer", "ABC", "--office", "Đường làng"], "not a code of ours"),
        (["letters", "An & Bình", "--office", "Đường làng", "--link", "http://x.vn"], "give an https address"),
        (["extend", "An & Bình"], "CONFIRMED"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    ledger_in_a_file: str, routes: Path, run: Run, words: list[str], said: str
) -> None:
    assert said in run(*[str(routes) if word == "ROUTES" else word for word in words]).refused()
    assert len(Desk(ledger_in_a_file).audit()) == 3
