"""Random operations on the desk against a simple model of it; and a broken desk, which the same test must catch."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from booking_cases import DAY
from booking_line_rules import DepartureRules, LineRules
from booking_model import HOUSEHOLDS, KILN, PLACES, TERMS
from booking_servers import new_database
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from tourplanner.booking import Booking, Status
from tourplanner.booking.line import due
from tourplanner.booking.room import Room
from tourplanner.errors import BookingError, UnavailableError


class DeskMachine(LineRules):
    """Bookings, one after the other or in each other's way."""

    @rule(names=st.lists(st.sampled_from("abcklp"), min_size=1, max_size=3, unique=True), pax=st.integers(1, 5))
    def hold(self, names: list[str], pax: int) -> None:
        asked = [self.ids[name] for name in names]
        self.yields(names)
        if not self.room(names, pax):
            with pytest.raises(UnavailableError):
                self.desk.hold(asked, pax, key=self.key())
            return
        booking = self.desk.hold(asked, pax, key=self.key(), price=1001 * pax, terms=TERMS, ttl=timedelta(minutes=20))
        self.held(booking.id, names, pax, 20)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        if self.try_to(id, self.status(id) == "ON_HOLD", lambda: self.desk.confirm(id, key=key)):
            self.model[id]["status"] = "CONFIRMED"

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        if self.try_to(id, self.status(id) in ("ON_HOLD", "CONFIRMED"), lambda: self.desk.cancel(id, key=key)):
            self.model[id]["status"] = "CANCELLED"
            self.move_up()

    @precondition(lambda self: self.model)
    @rule(data=st.data(), gone=st.integers(1, 4))
    def cancel_guests(self, data: st.DataObject, gone: int) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        allowed = self.status(id) in ("ON_HOLD", "CONFIRMED") and gone < self.model[id]["pax"]
        if self.try_to(id, allowed, lambda: self.desk.cancel(id, key=key, guests=gone), BookingError):
            self.model[id]["pax"] -= gone
            self.move_up()

    @precondition(lambda self: self.model)
    @rule(data=st.data(), pax=st.integers(1, 5))
    def amend(self, data: st.DataObject, pax: int) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        known, status = self.model[id], self.status(id)
        changes = status == "ON_HOLD" or (status == "CONFIRMED" and pax >= known["pax"])
        if changes and pax > known["pax"]:
            self.yields(known["at"])
        fits = pax == known["pax"] or self.room(sorted(known["at"]), pax, but=id)
        if self.try_to(id, fits and changes, lambda: self.desk.amend(id, key=key, party=pax), BookingError):
            known["pax"] = pax
            self.move_up()

    @precondition(lambda self: self.model)
    @rule(data=st.data(), to=st.sampled_from("abcklp"))
    def move(self, data: st.DataObject, to: str) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        known = self.model[id]
        old = data.draw(st.sampled_from(sorted(known["at"])))
        if to in known["at"]:
            return
        there = self.status(id) in ("ON_HOLD", "CONFIRMED")
        there = self.status(id) in ("ON_HOLD", "CONFIRMED")
        if there:
            self.yields([to])
        rest = known["at"] - {old}
        known["at"] = rest
        allowed = there and self.room([to], known["pax"])
        known["at"] = rest | {old}
        moves = {self.ids[old]: self.ids[to]}
        if self.try_to(id, allowed, lambda: self.desk.amend(id, key=key, moves=moves), BookingError):
            known["at"] = rest | {to}
            self.move_up()

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def pay(self, data: st.DataObject) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        amount = data.draw(st.integers(1, 6000))
        allowed = self.status(id) != "EXPIRED" and amount <= self.desk.booking(id).due_vnd
        self.try_to(id, allowed, lambda: self.desk.pay(id, amount, key=key), BookingError)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def redeem(self, data: st.DataObject) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        if self.try_to(id, self.status(id) == "CONFIRMED", lambda: self.desk.redeem(id, key=key)):
            self.model[id]["status"] = "REDEEMED"

    @rule(minutes=st.sampled_from((1, 10, 19, 20)))
    def wait(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        due = {id for id, known in self.model.items() if known["status"] == "ON_HOLD" and self.status(id) == "EXPIRED"}
        assert set(self.desk.expire()) == due
        for id in due:
            self.model[id]["status"] = "EXPIRED"
        self.move_up()

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "model"):
            return
        bookings = {booking.id: booking for booking in self.desk.bookings()}
        assert {id: str(booking.status) for id, booking in bookings.items()} == {
            id: self.status(id) for id in self.model
        }
        for id, booking in bookings.items():
            self.adds_up(booking, self.model[id])
        for each in self.desk.availability(first=DAY.date(), last=DAY.date()):
            name = self.names[each.session]
            assert self.guests(name) <= PLACES[name]
            assert (each.vacancies >= 1) is self.room([name], 1)
        assert self.guests("k") + self.guests("l") <= KILN
        assert sum(each.guests for each in self.desk.shares("coop")) == self.guests("p") <= sum(HOUSEHOLDS)
        assert all(each.guests <= size for each, size in zip(self.desk.shares("coop"), HOUSEHOLDS, strict=True))
        assert self.desk.differences() == []

    def adds_up(self, booking: Booking, known: dict[str, Any]) -> None:
        alive = [item for item in booking.items if not item.cancelled]
        assert booking.price_vnd == sum(item.price_vnd for item in alive)
        if booking.status in (Status.ON_HOLD, Status.CONFIRMED, Status.REDEEMED):
            assert {self.names[item.session] for item in alive} == known["at"]
            assert {item.pax for item in alive} == {known["pax"]} == {booking.party.size}
        paid = sum(each.amount_vnd for each in booking.payments if each.kind != "refund")
        back = sum(each.amount_vnd for each in booking.payments if each.kind == "refund")
        assert (paid, back) == (booking.paid_vnd, booking.refunded_vnd)
        assert 0 <= back <= paid
        assert booking.due_vnd >= 0
        assert all(sum(s.pax for s in item.shares) == item.pax for item in alive if item.shares)


class Scarce(LineRules):
    """Places are few and taken from the first; they come free by cancelling, and by holds that run out."""

    wanted = "abc"

    @initialize()
    def open(self) -> None:
        super().open()
        for name in self.wanted:
            self.take(name, 2, 20)
            self.take(name, PLACES[name] - 2, 60)

    def take(self, name: str, pax: int, minutes: int) -> None:
        ttl = timedelta(minutes=minutes)
        self.held(self.desk.hold([self.ids[name]], pax, key=self.key(), ttl=ttl).id, [name], pax, minutes)

    @rule(name=st.sampled_from("abc"), pax=st.integers(1, 5))
    def hold(self, name: str, pax: int) -> None:
        self.yields([name])
        if self.room([name], pax):
            self.take(name, pax, 20)
            return
        with pytest.raises(UnavailableError):
            self.desk.hold([self.ids[name]], pax, key=self.key())

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(sorted(self.model)))
        if self.status(id) == "ON_HOLD":
            self.desk.confirm(id, key=self.key())
            self.model[id]["status"] = "CONFIRMED"
        elif self.status(id) == "CONFIRMED":
            self.desk.cancel(id, key=self.key())
            self.model[id]["status"] = "CANCELLED"
            self.move_up()

    @rule(minutes=st.sampled_from((10, 20, 30)))
    def wait(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "model"):
            assert {each.id: str(each.status) for each in self.desk.bookings()} == {
                id: self.status(id) for id in self.model
            }
            assert self.desk.differences() == []


class LineMachine(Scarce):
    """Many who want the few places."""


class DepartureMachine(Scarce, DepartureRules):
    """Departures over the few places."""


def machine(make: Any, kind: type[LineRules] = DeskMachine) -> Any:
    return type("Machine", (kind,), {"make_ledger": staticmethod(make)})


def steps(examples: int, count: int = 20) -> settings:
    """Every example is the whole story of a desk; a shorter one of a failure is not worth the minutes it takes."""
    phases = (Phase.explicit, Phase.generate)
    return settings(max_examples=examples, stateful_step_count=count, deadline=None, derandomize=True, phases=phases)


def copies(empty: Path, folder: Path) -> Any:
    return lambda: shutil.copy(empty, Path(tempfile.mkdtemp(dir=folder)) / "desk.db")


def test_random_operations_on_sqlite(empty_file: Path, tmp_path: Path) -> None:
    run_state_machine_as_test(machine(copies(empty_file, tmp_path)), settings=steps(40))


def test_random_operations_on_postgresql(server: str, template: str) -> None:
    run_state_machine_as_test(machine(lambda: new_database(server, template=template)), settings=steps(15))


@pytest.mark.parametrize("kind", [LineMachine, DepartureMachine])
def test_a_line_and_departures_on_sqlite(empty_file: Path, tmp_path: Path, kind: type[LineRules]) -> None:
    run_state_machine_as_test(machine(copies(empty_file, tmp_path), kind), settings=steps(7, 60))


@pytest.mark.parametrize("kind", [LineMachine, DepartureMachine])
def test_a_line_and_departures_on_postgresql(server: str, template: str, kind: type[LineRules]) -> None:
    make = machine(lambda: new_database(server, template=template), kind)
    run_state_machine_as_test(make, settings=steps(2, 60))


@pytest.mark.parametrize("guard", ["vacancies", "expiry"])
def test_the_model_catches_a_desk_without_a_guard(
    empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    if guard == "vacancies":
        monkeypatch.setattr(Room, "vacancies", lambda room, id: room.slots[id].capacity)
    else:
        monkeypatch.setattr("tourplanner.booking.states.standing", lambda status, *_: status)
        monkeypatch.setattr("tourplanner.booking.record.standing", lambda status, *_: status)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        run_state_machine_as_test(machine(copies(empty_file, tmp_path)), settings=steps(40))


@pytest.mark.parametrize("guard", ["newcomers yield", "order of arrival"])
def test_the_model_catches_a_line_that_is_not_kept(
    empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    if guard == "newcomers yield":
        monkeypatch.setattr("tourplanner.booking.operations.hold.wait_for_turn", lambda *_: None)
    else:
        monkeypatch.setattr("tourplanner.booking.operations.wait.wait_for_turn", lambda *_, **__: None)
        monkeypatch.setattr("tourplanner.booking.lining.due", lambda *words: list(due(*words))[::-1])
    with pytest.raises((AssertionError, BookingError, pytest.fail.Exception)):
        run_state_machine_as_test(machine(copies(empty_file, tmp_path), LineMachine), settings=steps(20, 60))
