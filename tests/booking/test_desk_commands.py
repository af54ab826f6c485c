"""``tourplanner desk``: the whole way of a booking on both databases, and what each command says when it cannot."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from booking_cases import Clock
from command_cases import Run
from openpyxl import load_workbook

from tourplanner.booking import Desk
from tourplanner.booking.tickets import load_keyring, read
from tourplanner.cli.desk.ledger import hidden
from tourplanner.model import HANOI
from tourplanner.publish import route_json
from tourplanner.testing import small_portfolio

NEEDED = ["--typical", "--bands", "10-15", "16-23", "24"]


def test_a_route_is_offered_held_paid_confirmed_and_cancelled(one: list[object], run: Run) -> None:
    assert run("init").out.startswith("the ledger is ready: ")
    offered = run("offer", *one, "--capacity", 30, "--cutoff", "3h", "--json").data
    assert [each["experience"] for each in offered] == [
        "kk-goldleaf", "bt-kiln", "bat-trang-lunch", "bt-wheel", "bt-market",
    ]  # fmt: skip
    group = ["--party", 24, "--language", "fr", "--price", "24.000.000"]
    held = run("hold", *one, *group, "--hold-for", "24h", "--json").data
    assert (held["status"], held["expires"]) == ("ON_HOLD", "2027-02-02T09:00:00+07:00")
    shown = run("show", held["id"][:6]).out
    assert "held until  2027-02-02 09:00" in shown
    assert "guests      24 adults, 0 children (fr)" in shown
    paid = run("pay", held["id"], "7.200.000", "--deposit", "--reference", "FT27032", "--json").data
    assert (paid["paid_vnd"], paid["due_vnd"]) == (7_200_000, 16_800_000)
    assert run("confirm", held["id"], "--json").data["status"] == "CONFIRMED"
    gone = run("cancel", held["id"], "--json").data
    assert (gone["status"], gone["refunded_vnd"]) == ("CANCELLED", 7_200_000)
    assert "a cancelled booking stays so" in run("cancel", held["id"], "--key", "once more").refused()


def test_the_same_words_count_once(one: list[object], run: Run, booked: dict[str, Any], clock: Clock) -> None:
    hold = ["hold", *one, "--party", 24, "--language", "fr", "--price", "24.000.000", "--reference", "Lumière 7"]
    again = run(*hold)
    assert again.code == 0
    assert again.err.startswith("done before, at 2027-02-01 02:00 UTC")
    assert "status     CONFIRMED" in again.out
    assert "the key was used for another request" in run(*hold, "--hold-for", "2h").err
    assert run("pay", "Lumière 7", "7.200.000", "--deposit", "--json").data["due_vnd"] == 16_800_000
    assert "7.200.000 ₫" in run("pay", "Lumière 7", "7.200.000", "--deposit").out
    second = run("pay", "Lumière 7", "7.200.000", "--deposit", "--reference", "second", "--json").data
    assert second["paid_vnd"] == 14_400_000
    # Thirteen days before, 30 % are kept of what the four had to pay.
    clock.now = datetime(2027, 2, 21, 9, tzinfo=HANOI)
    fewer = run("cancel", booked["id"][:8], "--guests", 4, "--json").data
    assert (fewer["price_vnd"], fewer["fees_vnd"], fewer["due_vnd"]) == (20_000_000, 1_200_000, 6_800_000)
    assert "20 adults" in run("cancel", booked["id"], "--guests", 4).out
    other = run("hold", *one, "--party", 4, "--language", "fr", "--price", "24.000.000", "--key", "mine", "--json")
    assert other.data["id"] != booked["id"]
    back = run("pay", "Lumière 7", 200_000, "--refund", "--json").data
    assert (back["refunded_vnd"], back["fees_vnd"]) == (200_000, 1_000_000)


@pytest.mark.usefixtures("booked")
def test_departures_manifest_and_audit(one: list[object], run: Run) -> None:
    run("hold", *one, "--party", 5)
    (found,) = run("departures", "--json").data
    assert (found["departs"], found["booked"], found["held"]) == ("2027-03-06", 24, 5)
    assert (found["hold_ends"], found["due_vnd"]) == ("2027-02-01 09:30", 24_000_000)
    head, row = run("departures").out.splitlines()
    assert (len(head), head.index("itinerary")) == (len(row), row.index("01-bat-trang"))
    assert run("departures", "--since", "2027-03-07").out == "nothing departs\n"
    assert "Lumière 7" in run("manifest", *one).out
    assert run("manifest", *one, "--json").data[0]["Người lớn / Adults"] == "24"
    assert run("audit", "--check").out == "the ledger is what its 4 entries say\n"
    entries = run("audit", "Lumière 7", "--json").data
    assert [entry["operation"] for entry in entries] == ["hold", "confirm"]
    assert run("audit", "5 sessions").out.split()[8] == "offer"


@pytest.mark.usefixtures("ledger_in_a_file")
def test_guests_are_listed_from_a_file_of_ones_own(routes: Path, run: Run, tmp_path: Path) -> None:
    names, out = tmp_path / "khach.csv", tmp_path / "manifest.xlsx"
    names.write_text("Họ và tên,Mã đặt chỗ,Trẻ em,Ngôn ngữ,Ăn kiêng,Điểm đón\n"
                     "Nguyễn Thị Hạnh,An & Bình,,vi,=1+1,Nhà hát Lớn\nBé Na,An & Bình,có,vi,,Nhà hát Lớn\n",
                     encoding="utf-8")  # fmt: skip
    done = run("manifest", routes, "--route", "1", "--guests", names, "--out", out)
    assert (done.out, done.err) == (f"{out}\n", "An & Bình: 2 of 3 guests are named\n")
    sheet = load_workbook(out).active
    assert [cell.value for cell in sheet[3]][:4] == ["1", "Nguyễn Thị Hạnh", "An & Bình", None]
    assert sheet["G3"].data_type == "s"
    names.write_text("name,booking,child,language\nA,An & Bình,,vi\nB,An & Bình,maybe,vi\nC,Lumière,,vi\nD,,,vi\n"
                     "E,An & Bình,,french\nF,An & Bình,,\nG,An & Bình,,\nH,An & Bình,,\n",
                     encoding="utf-8")  # fmt: skip
    out.unlink()
    told = run("manifest", routes, "--route", "1", "--guests", names, "--out", out).refused()
    assert re.findall(r"row (\d+), column (\w+)", told) == [
        ("3", "child"), ("4", "booking"), ("5", "booking"), ("6", "language"), ("9", "booking"),
    ]  # fmt: skip
    assert "there are: An & Bình" in told
    assert "french" not in told
    assert not out.exists()


@pytest.mark.usefixtures("ledger_in_a_file")
def test_tickets_are_one_page_that_is_the_same_again(run: Run, tmp_path: Path) -> None:
    keys, page = tmp_path / "keys.json", tmp_path / "tickets.html"
    assert "make it with --office" in run("tickets", "An & Bình", "--keys", keys, "--out", page).refused()
    run("tickets", "An & Bình", "--keys", keys, "--office", "Đường làng", "--out", page)
    first = page.read_text(encoding="utf-8")
    assert "An &amp; Bình" in first or "An &#38; Bình" in first
    assert "Lò bầu cổ" in first
    assert first.count('viewBox="0 0 148 148"') == 5  # a style that sizes them does not cut them
    assert first.count("<svg") == first.count("<code>") == 5
    assert not re.search("<script|https?://(?!www.w3.org)", first)
    run("tickets", "An & Bình", "--keys", keys, "--out", page)
    assert page.read_text(encoding="utf-8") == first
    codes = re.findall("<code>([^<]+)</code>", first)
    begins = [read(code, load_keyring(keys)).begins.astimezone(HANOI) for code in codes]
    assert begins[0] == small_portfolio()[0].stops[0].begin
    each = ["tickets", "An & Bình", "--keys", keys, "--each", "--out", page]
    assert "print those, or revoke them first" in run(*each).refused()
    assert run(*each, "--anew").out == f"15 tickets of An & Bình → {page}\n"
    assert "khách số 3 / guest no. 3" in page.read_text(encoding="utf-8")
    run("hold", tmp_path / "routes.json", "--route", 1, "--party", 2, "--reference", "later")
    assert "it is ON_HOLD; confirm it first" in run("tickets", "later", "--keys", keys, "--out", page).refused()


def test_a_quote_needs_no_ledger(routes: Path, run: Run, tmp_path: Path) -> None:
    assert "bt-kiln, 2027-03-06: the price is not known" in run("quote", routes, "--route", 1).refused()
    out = [tmp_path / "devis.pdf", tmp_path / "bao-gia.docx"]
    done = run("quote", routes, "--route", 1, *NEEDED, "--client", "Voyages Lumière", "--currency", "EUR",
               "--exchange", "27900", "--guide", "fr", "--text", "fr", "--share-of-villages", "--out", *out,
               "--deposit", "30", "--payers", 24, "--account", "970436:0123456789", "--json")  # fmt: skip
    offer = done.data
    assert offer["on"] == "2027-02-01"
    assert [(band["payers"], band["upto"], band["price"]["currency"]) for band in offer["bands"]] == [
        (10, 15, "EUR"), (16, 23, "EUR"), (24, 24, "EUR"),
    ]  # fmt: skip
    shares = offer["shares"]
    assert sum(each["amount"]["amount"] for each in shares["recipients"]) == shares["total_vnd"]
    assert offer["deposit"]["vietqr"].startswith("000201")
    assert [path.read_bytes()[:4] for path in out] == [b"%PDF", b"PK\x03\x04"]
    rates = tmp_path / "rates.csv"
    rates.write_text("supplier,service,basis,amount\nbat-trang/host,bt-kiln,person,30k\n", encoding="utf-8")
    told = run("quote", routes, "--route", 1, "--rates", rates)
    assert "price per payer" in told.out
    assert "Lò bầu cổ (person) *  " in told.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--currency", "EUR"], "--exchange VND"),
        (["--exchange", "27900"], "Give --currency"),
        (["--deposit", "30"], "--account BANK:NUMBER"),
        (["--out", "offer.odt"], "write .pdf or .docx"),
        (["--out", "a.pdf", "./a.pdf"], "names a file twice"),
        (["--typical", "--deposit", "30", "--account", "12:34"], "bank"),
        (["--typical", "--margin", "120"], "margin"),
        (["--typical", "--bands", "10-15", "12"], "do not overlap"),
        (["--bands", "ten"], "no size of group"),
        (["--rates", "nothing.csv"], "no such file"),
    ],
)
def test_a_quote_that_cannot_be_writes_nothing(
    routes: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in run("quote", routes, "--route", 1, *words).refused()
    assert [path.name for path in tmp_path.iterdir()] == ["routes.json"]


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--route", "2"], "NOT_OFFERED"), (["--route", "1", "--party", "900"], "PARTY_TOO_LARGE, asked 900, left 25")],
)
@pytest.mark.usefixtures("ledger_in_a_file")
def test_places_that_are_not_there_end_with_3(routes: Path, run: Run, words: list[str], said: str) -> None:
    told = run("hold", routes, *words).refused(3)
    assert told.count(said.split(",")[0]) == 5
    assert said in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "nobody"], "there is no booking 'nobody'"),
        (["hold", "ROUTES"], "which of 2 routes? Give --route"),
        (["hold", "ROUTES", "--route", "01-bat-trang"], "nearest: 01-bat-trang-kieu-ky"),
        (["hold", "ROUTES", "--route", "1", "--hold-for", "80h"], "time to live"),
        (["hold", "ROUTES", "--route", "1", "--terms", "7:30"], "the last one is (0, percent)"),
        (["hold", "ROUTES", "--route", "1", "--terms", "seven"], "no step of terms"),
        (["hold", "ROUTES", "--route", "1", "--hold-for", "long"], "no length of time"),
        (["hold", "nothing.json"], "name a routes.json"),
        (["cancel", "An & Bình", "--guests", "9"], "9"),
        (["cancel", "An & Bình", "--session", "x", "--guests", "1"], "not both"),
        (["pay", "An & Bình", "99.000.000"], "at most"),
        (["tickets", "An & Bình", "--out", "t.html"], "desk.keys.json; make it with --office NAME"),
        (["audit", "nobody"], "there is no booking 'nobody'"),
        (["fly"], "fly"),
    ],
)
def test_what_cannot_be_done_is_told(
    ledger_in_a_file: str, routes: Path, run: Run, words: list[str], said: str
) -> None:
    told = run(*[str(routes) if word == "ROUTES" else word for word in words]).refused()
    assert said in told
    desk = Desk(ledger_in_a_file)
    assert len(desk.audit()) == 3


@pytest.mark.usefixtures("ledger_in_a_file")
def test_a_hold_that_ended_is_not_taken_for_one(routes: Path, run: Run, clock: Clock) -> None:
    words = ["hold", routes, "--route", 1, "--party", 2]
    run(*words)
    clock.forward(hours=1)
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert "is EXPIRED; give another --key to hold anew" in done.err
    assert run(*words, "--key", "again", "--json").data["status"] == "ON_HOLD"


@pytest.mark.usefixtures("ledger_in_a_file")
def test_a_reference_that_two_have_is_not_enough(routes: Path, run: Run) -> None:
    run("hold", routes, "--route", 1, "--party", 2, "--reference", "An & Bình")
    assert "could be 2 bookings; give the id" in run("show", "An & Bình").refused()


def test_a_ledger_written_past_the_desk_is_found_out(ledger_in_a_file: str, run: Run) -> None:
    import sqlite3

    with sqlite3.connect(ledger_in_a_file) as connection:
        connection.execute("UPDATE booking SET paid_vnd = 1")
    done = run("audit", "--check")
    assert (done.code, done.out) == (2, "somebody wrote past the desk: booking differ from the log\n")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (None, "which ledger? Give --ledger FILE"),
        ("none.db", "tourplanner desk init --ledger none.db"),
        ("sqlite:///none.db", "tourplanner desk init --ledger sqlite:///none.db"),
        ("text.db", "file is not a database"),
        ("empty.db", "it has no tables of a desk"),
        ("postgresql://desk:geheim@127.0.0.1:1/desk", "Connection refused"),
        ("postgresql://desk@127.0.0.1:geheim/desk", "%40 %3A %2F"),
        ("postgresql://desk@127.0.0.1:1/desk?password=geheim", "127.0.0.1"),
        ("mysql://desk:geheim@office/desk", "knows SQLite and PostgreSQL"),
    ],
)
def test_no_ledger_no_traceback_and_no_password(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str | None, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOURPLANNER_LEDGER", raising=False)
    Path("text.db").write_text("no database", encoding="utf-8")
    Path("empty.db").touch()
    told = run("departures", *(["--ledger", where] if where else [])).refused()
    assert said in told
    assert "geheim" not in told
    assert not Path("none.db").exists()


def test_passwords_are_blotted_out_wherever_they_stand() -> None:
    assert hidden("at postgresql://u:se:cret@h/d?sslpassword=two&x=1") == "at postgresql://u:***@h/d?sslpassword=***&x=1"
    assert hidden("Lumière 7: no ledger sqlite:///a.db") == "Lumière 7: no ledger sqlite:///a.db"


@pytest.mark.usefixtures("ledger_in_a_file")
def test_one_tour_is_read_as_well_and_a_manifest_is_csv(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "route.json", tmp_path / "list.csv"
    path.write_bytes(route_json(small_portfolio()[0]))
    run("manifest", path, "--out", out)
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["Mã đặt chỗ / Booking", "An & Bình"]
