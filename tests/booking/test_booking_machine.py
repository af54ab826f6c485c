"""Random operations on the desk against a simple model of it; and a broken desk, which the same test must catch."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from booking_cases import DAY, Clock, cooperative, offered, session
from booking_servers import new_database
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tourplanner.booking import Booking, Conditions, Desk, Resource, Status, Terms
from tourplanner.booking.room import Room
from tourplanner.errors import BookingError, TransitionError, UnavailableError

PLACES = {"a": 6, "b": 4, "k": 9, "l": 9, "p": 30}
KILN, HOUSEHOLDS = 8, [3, 2, 4]
TERMS = Terms(steps=((30, 25), (0, 25)))


class DeskMachine(RuleBasedStateMachine):
    """Sessions a and b stand alone, k and l share a kiln at the same hour, p is a cooperative's."""

    address = ""
    make_ledger: Any = None

    @initialize()
    def open(self) -> None:
        self.clock, self.count = Clock(), 0
        self.desk = Desk(type(self).make_ledger(), clock=self.clock)
        self.desk.share(Resource(id="kiln", name="Lò", capacity=KILN))
        cooperative(self.desk, HOUSEHOLDS)
        plain = offered(self.desk, session("a", 8, places=6), session("b", 9, places=4))
        hot = offered(
            self.desk, session("k", 10, places=9), session("l", 10, places=9), conditions=Conditions(uses=("kiln",))
        )
        pooled = offered(self.desk, session("p", 13, places=30), conditions=Conditions(pool="coop"))
        self.ids = dict(zip("abklp", (*plain, *hot, *pooled), strict=True))
        self.names = {id: name for name, id in self.ids.items()}
        self.model: dict[str, dict[str, Any]] = {}

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()

    def key(self) -> str:
        self.count += 1
        return f"key {self.count}"

    def status(self, id: str) -> str:
        known = self.model[id]
        over = known["status"] == "ON_HOLD" and self.clock.now >= known["expires"]
        return "EXPIRED" if over else str(known["status"])

    def guests(self, name: str, but: str = "") -> int:
        alive = ("ON_HOLD", "CONFIRMED", "REDEEMED")
        return sum(
            m["pax"] for id, m in self.model.items() if id != but and name in m["at"] and self.status(id) in alive
        )

    def room(self, names: list[str], pax: int, but: str = "") -> bool:
        """Whether so many more have room, by counting heads."""
        fits = all(self.guests(name, but) + pax <= PLACES[name] for name in names)
        kiln = sum(self.guests(name, but) + pax * (name in names) for name in "kl")
        pool = self.guests("p", but) + pax * ("p" in names)
        return fits and (kiln <= KILN or not {"k", "l"} & set(names)) and pool <= sum(HOUSEHOLDS)

    @rule(names=st.lists(st.sampled_from("abklp"), min_size=1, max_size=3, unique=True), pax=st.integers(1, 5))
    def hold(self, names: list[str], pax: int) -> None:
        asked = [self.ids[name] for name in names]
        if not self.room(names, pax):
            with pytest.raises(UnavailableError):
                self.desk.hold(asked, pax, key=self.key())
            return
        booking = self.desk.hold(asked, pax, key=self.key(), price=1001 * pax, terms=TERMS, ttl=timedelta(minutes=20))
        self.model[booking.id] = {
            "status": "ON_HOLD", "pax": pax, "at": set(names), "expires": self.clock.now + timedelta(minutes=20),
        }  # fmt: skip

    def try_to(self, id: str, allowed: bool, call: Any, refused: type[Exception] = TransitionError) -> Booking | None:
        if allowed:
            booking: Booking = call()
            assert call() == booking, "the same key again"
            return booking
        before = self.desk.booking(id)
        with pytest.raises(refused):
            call()
        assert self.desk.booking(id) == before
        return None

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

    @precondition(lambda self: self.model)
    @rule(data=st.data(), gone=st.integers(1, 4))
    def cancel_guests(self, data: st.DataObject, gone: int) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        allowed = self.status(id) in ("ON_HOLD", "CONFIRMED") and gone < self.model[id]["pax"]
        if self.try_to(id, allowed, lambda: self.desk.cancel(id, key=key, guests=gone), BookingError):
            self.model[id]["pax"] -= gone

    @precondition(lambda self: self.model)
    @rule(data=st.data(), pax=st.integers(1, 5))
    def amend(self, data: st.DataObject, pax: int) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        known, status = self.model[id], self.status(id)
        fits = pax == known["pax"] or self.room(sorted(known["at"]), pax, but=id)
        allowed = fits and (status == "ON_HOLD" or (status == "CONFIRMED" and pax >= known["pax"]))
        if self.try_to(id, allowed, lambda: self.desk.amend(id, key=key, party=pax), BookingError):
            known["pax"] = pax

    @precondition(lambda self: self.model)
    @rule(data=st.data(), to=st.sampled_from("abklp"))
    def move(self, data: st.DataObject, to: str) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        known = self.model[id]
        old = data.draw(st.sampled_from(sorted(known["at"])))
        if to in known["at"]:
            return
        there = self.status(id) in ("ON_HOLD", "CONFIRMED")
        rest = known["at"] - {old}
        known["at"] = rest
        allowed = there and self.room([to], known["pax"])
        known["at"] = rest | {old}
        moves = {self.ids[old]: self.ids[to]}
        if self.try_to(id, allowed, lambda: self.desk.amend(id, key=key, moves=moves), BookingError):
            known["at"] = rest | {to}

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def pay(self, data: st.DataObject) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.model))), self.key()
        amount = data.draw(st.integers(1, 6000))
        allowed = self.status(id) in ("ON_HOLD", "CONFIRMED") and amount <= self.desk.booking(id).due_vnd
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


def machine(make: Any) -> type[DeskMachine]:
    return type("Machine", (DeskMachine,), {"make_ledger": staticmethod(make)})


def steps(examples: int) -> settings:
    """Every example is the whole story of a desk; a shorter one of a failure is not worth the minutes it takes."""
    phases = (Phase.explicit, Phase.generate)
    return settings(max_examples=examples, stateful_step_count=20, deadline=None, derandomize=True, phases=phases)


def copies(empty: Path, folder: Path) -> Any:
    return lambda: shutil.copy(empty, Path(tempfile.mkdtemp(dir=folder)) / "desk.db")


def test_random_operations_on_sqlite(empty_file: Path, tmp_path: Path) -> None:
    run_state_machine_as_test(machine(copies(empty_file, tmp_path)), settings=steps(40))


def test_random_operations_on_postgresql(server: str, template: str) -> None:
    run_state_machine_as_test(machine(lambda: new_database(server, template=template)), settings=steps(15))


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
