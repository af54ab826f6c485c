"""Guests in the ledger: on lists with no more than may be, handed out whole, and forgotten everywhere."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from booking_cases import NOW, Clock, offered, session
from booking_duels import desks, meanwhile
from booking_servers import new_database
from sqlalchemy import Connection, select

from tourplanner.booking import Booking, Desk, copy_ledger, init, occurrences
from tourplanner.booking.papers import Guest, Pickup, Room, manifest, rooming, run_sheet, run_text
from tourplanner.booking.personal import Consent, Datum, Dossier, forget, totals
from tourplanner.booking.schema import METADATA, PERSONAL, STATE
from tourplanner.errors import BookingError, GoalError, StoppedError, TransitionError, UnknownIdError
from tourplanner.model import Itinerary, Party, Text
from tourplanner.testing import small_portfolio

ZOE = Guest(
    name="Zoë Lefèvre",
    language="fr",
    phone="+84912345678",
    diet="végétarienne",
    needs="fauteuil roulant",
    pickup="Nhà hát Lớn",
    room="1",
    nationality="FR",
    passport="19AA12345",
    born=date(1980, 2, 29),
)
PERSONAL_WORDS = [ZOE.name, ZOE.phone, ZOE.diet, ZOE.needs, ZOE.passport, "1980-02-29", "form of Zoë"]
PICKUP, ROOM = Pickup(name=ZOE.pickup, at=session("a", 8).begin), Room(name="1")


def consent(purpose: str, by: Any = "self") -> Consent:
    return Consent(purpose=purpose, given=NOW, proof="form of Zoë", by=by)


ALL = (consent("meals"), consent("assistance"))


@pytest.fixture
def desk(ledger: str) -> Desk:
    return Desk(ledger, clock=Clock())


def booked(desk: Desk, party: Party | int = 3, *, key: str = "k") -> Booking:
    ids = offered(desk, session("a"), session("b", 11))
    return desk.confirm(desk.hold(ids, party, key=key, price=3000, reference="LUM-24").id, key=f"{key} c")


def rows(desk: Desk, booking: Booking, **more: Any) -> list[tuple[str, ...]]:
    found = desk.guest_list([booking.id], pickups=[PICKUP], rooms=[ROOM], **more)
    return [row[1:] for row in manifest(found, identity=bool(more)).rows]


def test_a_list_has_what_may_be_used_and_the_count_is_right(desk: Desk) -> None:
    booking = booked(desk, Party(adults=2, children=1, languages=("fr",)))
    desk.note_guest(booking.id, 1, ZOE, consents=[consent("meals")])
    assert rows(desk, booking) == [
        ("Zoë Lefèvre", "LUM-24", "", "fr", "+84912345678", "végétarienne", "", "Nhà hát Lớn"),
        ("Khách 2 / Guest 2", "LUM-24", "", "fr", "", "", "", ""),
        ("Khách 3 / Guest 3", "LUM-24", "x", "fr", "", "", "", ""),
    ]
    assert rows(desk, booking, identity=True)[0][-3:] == ("FR", "19AA12345", "1980-02-29")
    rooms = rooming(desk.guest_list([booking.id], pickups=[PICKUP], rooms=[ROOM])).rows
    assert [row[3:] for row in rooms if row[0] == "1"] == [("Zoë Lefèvre", "")]
    desk.clock.now = session("b", 11).end + timedelta(days=7)  # type: ignore[attr-defined]
    assert rows(desk, booking)[0] == ("Zoë Lefèvre", "LUM-24", "", "fr", "+84912345678", "", "", "Nhà hát Lớn")


def test_a_child_is_named_with_a_guardians_consent(desk: Desk) -> None:
    booking = booked(desk, Party(adults=1, children=1))
    child = Guest(name="Paul", child=True, diet="no nuts")
    person = desk.note_guest(booking.id, 1, child, consents=[consent("meals")])
    assert [row[0] for row in rows(desk, booking)] == ["Khách 1 / Guest 1", "Khách 2 / Guest 2"]
    assert [row[2] for row in rows(desk, booking)] == ["x", ""]
    desk.give_consent(person, consent("booking", "guardian"))
    desk.give_consent(person, consent("meals", "guardian"))
    assert rows(desk, booking)[0][:6] == ("Paul", "LUM-24", "x", "vi", "", "no nuts")


def test_noting_again_replaces_what_was_told_and_counts_once(desk: Desk) -> None:
    booking = booked(desk)
    person = desk.note_guest(booking.id, 2, ZOE, consents=ALL, pays=True)
    entries = len(desk.audit())
    assert desk.note_guest(booking.id, 2, ZOE, consents=ALL, pays=True) == person
    assert len(desk.audit()) == entries
    desk.note_guest(booking.id, 2, ZOE.replace(diet="", phone="0900"), consents=ALL, pays=True)
    dossier = desk.dossier(person)
    assert desk.person(booking.id, 2) == person
    held = {(datum.name, datum.purpose): datum.value for datum in dossier.data}
    assert held["phone", "booking"] == "0900"
    assert ("diet", "meals") not in held
    assert held["name", "accounts"] == ZOE.name
    assert dossier.consents == ALL
    assert {datum.last_needed for datum in dossier.data} == {session("b", 11).end}
    assert totals(dossier.entries) == {("CONFIRMED", "VND"): (1, 3000)}


def test_somebody_who_comes_again_is_the_same_person(desk: Desk) -> None:
    first, second = booked(desk), booked(desk, 2, key="again")
    person = desk.note_guest(first.id, 1, ZOE, pays=True)
    assert desk.note_guest(second.id, 1, ZOE, person=person, pays=True) == person
    assert totals(desk.dossier(person).entries) == {("CONFIRMED", "VND"): (2, 6000)}
    desk.note_guest(second.id, 2, Guest(name="Paul"), pays=True)
    assert totals(desk.dossier(person).entries) == {("CONFIRMED", "VND"): (2, 3000)}, "one of them pays"
    with pytest.raises(UnknownIdError, match="no person 'guest-x'"):
        desk.note_guest(second.id, 1, ZOE, person="guest-x")


def test_a_tour_that_is_moved_keeps_what_it_needs(desk: Desk) -> None:
    booking = booked(desk)
    person = desk.note_guest(booking.id, 1, ZOE, consents=ALL)
    offered(desk, session("a", day=90), session("b", 11, day=90))
    desk.amend(booking.id, key="m", on=session("a", day=90).begin.date())
    desk.clock.now = session("a", day=80).begin  # type: ignore[attr-defined]
    assert desk.prune_persons() == 0
    assert {datum.last_needed for datum in desk.dossier(person).data} == {session("b", 11, day=90).end}


def test_no_more_are_named_than_come(desk: Desk) -> None:
    booking = booked(desk)
    for number in (1, 2, 3):
        desk.note_guest(booking.id, number, ZOE)
    with pytest.raises(BookingError, match="it is for 3 guests; amend the party first"):
        desk.note_guest(booking.id, 4, ZOE)
    with pytest.raises(GoalError, match="the guest's number is 0"):
        desk.note_guest(booking.id, 0, ZOE)
    desk.cancel(booking.id, key="x", guests=1)
    (todo,) = desk.to_do()
    assert (todo.code, todo.guests, todo.session) == ("guests", 3, session("a").id)
    with pytest.raises(BookingError, match="3 are named and 2 come; take out who cancelled"):
        rows(desk, booking)
    assert desk.remove_guest(booking.id, 2)
    assert not desk.remove_guest(booking.id, 2)
    assert [row[0] for row in rows(desk, booking)] == [ZOE.name] * 2
    assert desk.to_do() == ()
    desk.cancel(booking.id, key="y")
    with pytest.raises(TransitionError, match=r"naming guests of booking .* it is CANCELLED"):
        desk.note_guest(booking.id, 1, ZOE)


def test_lists_are_of_confirmed_bookings(desk: Desk) -> None:
    (a,) = offered(desk, session("a"))
    held = desk.hold([a], 1, key="h")
    with pytest.raises(TransitionError, match=r"a guest list of booking .* it is ON_HOLD"):
        desk.guest_list([held.id])
    with pytest.raises(UnknownIdError):
        desk.guest_list(["nothing"])
    desk.confirm(held.id, key="c")
    desk.note_guest(held.id, 1, ZOE)
    with pytest.raises(GoalError, match="no pick-up 'Nhà hát Lớn' in this departure; no room '1'"):
        desk.guest_list([held.id])


def sold(desk: Desk) -> Itinerary:
    """A planned tour with two bookings, one more on hold, and one of something else."""
    tour = small_portfolio()[0]
    desk.clock.now = tour.days[0].depart - timedelta(days=3)  # type: ignore[attr-defined]
    desk.offer(occurrences(tour), capacity=30)
    for key, pax in (("first", 3), ("second", 2), ("held", 4)):
        booking = desk.hold(tour, Party(adults=pax, languages=("fr",)), key=key, reference=key)
        if key != "held":
            desk.confirm(booking.id, key=f"{key} c")
    other = desk.hold([occurrences(tour)[0].id], 5, key="other")
    desk.confirm(other.id, key="other c")
    return tour


def test_manifest_rooms_and_run_sheet_come_from_the_desk(desk: Desk) -> None:
    tour = sold(desk)
    first = next(each for each in desk.bookings() if each.reference == "first")
    desk.note_guest(first.id, 1, ZOE, consents=ALL)
    found = desk.guest_list(tour, pickups=[PICKUP.replace(at=tour.days[0].depart)], rooms=[ROOM])
    assert (found.title, found.begins, len(found.guests)) == (tour.name, tour.days[0].depart, 5)
    assert [guest.booking for guest in found.guests] == ["first"] * 3 + ["second"] * 2
    sheet = run_sheet(tour, found)
    assert (sheet.adults, sheet.diets, sheet.languages) == (5, (("végétarienne", 1),), (("fr", 5),))
    assert "végétarienne" not in run_text(sheet, reader="driver")
    assert desk.guest_list(tour, title=Text(vi="Tết"), pickups=found.pickups, rooms=[ROOM]).title.vi == "Tết"


def everything(desk: Desk, tables: Any) -> str:
    """All that some tables hold, as text."""
    with desk.store.reading() as connection:
        return "\n".join(str(tuple(row)) for table in tables for row in connection.execute(select(table)))


def test_every_table_is_either_rebuilt_from_the_log_or_personal_or_a_record() -> None:
    names = [table.name for table in (*STATE, *PERSONAL)]
    assert len(set(names)) == len(names)
    assert {table.name for table in METADATA.sorted_tables} - set(names) == {"request", "audit", "outbox"}


def test_who_is_forgotten_is_nowhere_and_no_sum_changes(desk: Desk) -> None:
    booking = booked(desk)
    person = desk.note_guest(booking.id, 1, ZOE.replace(room="", pickup=""), consents=ALL, pays=True)
    desk.note_guest(booking.id, 2, Guest(name="Paul"))
    sums, before = totals(desk.dossier(person).entries), desk.booking(booking.id)
    records = [table for table in METADATA.sorted_tables if table not in PERSONAL]
    said = everything(desk, records)
    assert [word for word in [*PERSONAL_WORDS, person, "guest-"] if word in said] == []
    desk.clock.now = session("b", 11).end + timedelta(days=4100)  # type: ignore[attr-defined]
    done = desk.forget_person(person)
    assert done.kept == ()
    assert done.erased == ("born", "diet", "language", "name", "nationality", "needs", "passport", "phone")
    assert totals(done.dossier.entries) == sums
    assert desk.dossier(done.dossier.subject) == done.dossier
    assert desk.booking(booking.id) == before
    said = everything(desk, METADATA.sorted_tables)
    assert [word for word in [*PERSONAL_WORDS, person] if word in said] == []
    assert "Paul" in said
    assert [entry.subject for entry in desk.audit() if entry.operation == "forget"] == [done.dossier.subject]
    assert desk.differences() == []
    with pytest.raises(UnknownIdError):
        desk.forget_person(person)


def test_what_a_law_keeps_stays_for_its_time_and_is_pruned_then(desk: Desk) -> None:
    booking = booked(desk)
    person = desk.note_guest(booking.id, 1, ZOE, consents=ALL, pays=True)
    done = desk.forget_person(person)
    assert {(kept.name, kept.purpose) for kept in done.kept} == {
        ("name", "accounts"), ("nationality", "stay"), ("passport", "stay"), ("born", "stay"),
    }  # fmt: skip
    assert desk.prune_persons() == 0
    desk.clock.now = session("b", 11).end + timedelta(days=30)  # type: ignore[attr-defined]
    assert desk.prune_persons() == 1
    (left,) = desk.dossier(done.dossier.subject).data
    assert (left.name, left.purpose) == ("name", "accounts")
    desk.remove_guest(booking.id, 1)
    desk.clock.forward(days=4000)  # type: ignore[attr-defined]
    assert desk.prune_persons() == 1
    assert desk.dossier(done.dossier.subject).consents, "that there were consents is shown without the person"


def test_a_person_of_whom_nothing_is_left_is_taken_out(desk: Desk) -> None:
    booking = booked(desk)
    person = desk.note_guest(booking.id, 1, Guest(name="Lan"))
    desk.remove_guest(booking.id, 1)
    desk.clock.now = session("b", 11).end + timedelta(days=365)  # type: ignore[attr-defined]
    assert desk.prune_persons() == 1
    with pytest.raises(UnknownIdError):
        desk.dossier(person)


def in_file(path: str, word: str) -> bool:
    beside = [Path(path), Path(f"{path}-wal")]
    return any(word.encode() in file.read_bytes() for file in beside if file.exists())


@pytest.mark.parametrize("guarded", [True, False])
def test_nothing_is_left_in_the_file_either(sqlite: str, monkeypatch: pytest.MonkeyPatch, guarded: bool) -> None:
    desk = Desk(sqlite, clock=Clock())
    person = desk.note_guest(booked(desk).id, 1, ZOE, consents=ALL)
    assert in_file(sqlite, "végétarienne")
    if not guarded:
        monkeypatch.setattr("tourplanner.booking.guestbook.overwriting", keep)
        monkeypatch.setattr("tourplanner.booking.guestbook.empty_log", lambda _: None)
    desk.forget_person(person)
    assert in_file(sqlite, "végétarienne") is not guarded


def keep(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA secure_delete = OFF")


def test_a_person_is_handed_everything(desk: Desk) -> None:
    person = desk.note_guest(booked(desk).id, 1, ZOE, consents=ALL, pays=True)
    told = json.loads(desk.export_person(person))
    assert {datum["value"] for datum in told["data"]} >= set(PERSONAL_WORDS) - {"form of Zoë"}
    assert [each["purpose"] for each in told["consents"]] == ["meals", "assistance"]
    assert [each["guests"] for each in told["entries"]] == [1]


def test_a_consent_that_is_taken_back_takes_the_data_with_it(desk: Desk) -> None:
    booking = booked(desk)
    person = desk.note_guest(booking.id, 1, ZOE, consents=ALL)
    left = desk.withdraw_consent(person, "meals")
    assert left == desk.dossier(person)
    assert "meals" not in {datum.purpose for datum in left.data}
    assert rows(desk, booking)[0][5:7] == ("", "fauteuil roulant")
    with pytest.raises(UnknownIdError, match="no purpose 'profit'"):
        desk.withdraw_consent(person, "profit")
    assert [entry.subject for entry in desk.audit() if entry.operation == "personal data"] == ["a person"]


def test_a_dossier_is_swapped_whole_or_not_at_all(desk: Desk) -> None:
    kept = desk.dossiers()
    person = desk.note_guest(booked(desk).id, 1, ZOE)
    old = kept.load(person)
    news = Datum(name="mail", value="zoe@example.fr", purpose="marketing", last_needed=session("b", 11).end)
    assert kept.swap(old, old.replace(data=(*old.data, news), child=True))
    assert not kept.swap(old, old.replace(data=()))
    assert kept.load(person) == old.replace(data=(*old.data, news), child=True)
    with pytest.raises(GoalError, match="come from the bookings"):
        kept.swap(old, old.replace(entries=()))
    assert not kept.swap(Dossier(subject="guest-x"), Dossier(subject="guest-y"))


def test_who_is_changed_at_every_try_is_not_forgotten(desk: Desk) -> None:
    person = desk.note_guest(booked(desk).id, 1, ZOE)

    class Late:
        load = staticmethod(desk.dossiers().load)

        @staticmethod
        def swap(old: Dossier, new: Dossier) -> bool:
            desk.give_consent(person, consent("meals"))
            return desk.dossiers().swap(old, new)

    with pytest.raises(StoppedError, match="nothing was erased"):
        forget(Late(), person, NOW, tries=2)
    assert len(desk.dossier(person).consents) == 2


def noted_while_withdrawn(ledger: str, kind: str) -> list[str]:
    """A guest is noted again by one desk while the other takes a consent back; the purposes consented to after it."""
    one, other = desks(ledger, kind)
    booking = booked(one)
    person = one.note_guest(booking.id, 1, ZOE, consents=ALL)
    again = partial(one.note_guest, booking.id, 1, ZOE.replace(phone="0900"))
    meanwhile(one, again, lambda: other.withdraw_consent(person, "meals"), at="DELETE FROM datum")
    return [each.purpose for each in one.dossier(person).consents if each.holds(NOW)]


def test_noting_a_guest_does_not_revive_a_consent(ledger: str) -> None:
    assert noted_while_withdrawn(ledger, "guarded") == ["assistance"]


def test_without_locks_it_does(ledger: str) -> None:
    assert noted_while_withdrawn(ledger, "no locks") == ["meals", "assistance"]


WORDS = ["'; DROP TABLE person; --", '"', "%_\\", "😀", "=1+1", "<script>", "{0}", "x" * 200]


@pytest.mark.parametrize("word", WORDS)
def test_names_are_text(desk: Desk, word: str) -> None:
    booking = booked(desk)
    person = desk.note_guest(booking.id, 1, Guest(name=word, needs=word), consents=ALL)
    assert desk.dossier(person).data[0].value == word
    assert desk.guest_list([booking.id]).guests[0].name == word
    assert word not in repr(desk.dossier(person)) or len(word) < 3


@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
def test_guests_and_tickets_move_with_the_ledger(ledger: str, there: str, server: str, tmp_path: Path) -> None:
    desk = Desk(ledger, clock=Clock())
    person = desk.note_guest(booked(desk).id, 1, ZOE, consents=ALL, pays=True)
    target = str(tmp_path / "there.db") if there == "sqlite" else new_database(server)
    copy_ledger(ledger, target)
    assert Desk(target, clock=Clock()).dossier(person) == desk.dossier(person)


def test_a_ledger_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    from alembic import command

    from tourplanner.booking import open_store
    from tourplanner.booking.store.migrate import _config

    path = tmp_path / "old.db"
    store = open_store(path)

    def first(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")

    store.run(first)
    store.close()
    init(path).close()
    desk = Desk(path, clock=Clock())
    assert desk.note_guest(booked(desk).id, 1, ZOE) in everything(desk, PERSONAL)
