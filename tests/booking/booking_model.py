"""A simple model of the desk: who holds how many places where, and who waits. It counts heads, nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from booking_cases import Clock, cooperative, offered, session
from hypothesis.stateful import RuleBasedStateMachine, initialize

from tourplanner.booking import Booking, Conditions, Desk, Resource, Terms
from tourplanner.errors import TransitionError

PLACES = {"a": 6, "b": 4, "c": 5, "k": 9, "l": 9, "p": 30}
KILN, HOUSEHOLDS = 8, [3, 2, 4]
TERMS = Terms(steps=((30, 25), (0, 25)))
ALIVE = ("ON_HOLD", "CONFIRMED", "REDEEMED")


class DeskModel(RuleBasedStateMachine):
    """
    Sessions a and b stand alone, c is a at another hour, k and l share a kiln at the same hour, p is a cooperative's.

    ``model`` is what is known of bookings, ``line`` of those who wait, in order of arrival, ``tours`` of departures.
    """

    make_ledger: Any = None
    wanted = "abcklp"
    """Where those who join the line want to go."""

    @initialize()
    def open(self) -> None:
        self.clock, self.count = Clock(), 0
        self.desk = Desk(type(self).make_ledger(), clock=self.clock)
        self.desk.share(Resource(id="kiln", name="Lò", capacity=KILN))
        cooperative(self.desk, HOUSEHOLDS)
        plain = offered(
            self.desk, session("a", 8, places=6), session("b", 9, places=4), session("a", 15, places=5)
        )
        hot = offered(
            self.desk, session("k", 10, places=9), session("l", 10, places=9), conditions=Conditions(uses=("kiln",))
        )
        pooled = offered(self.desk, session("p", 13, places=30), conditions=Conditions(pool="coop"))
        self.ids = dict(zip("abcklp", (*plain, *hot, *pooled), strict=True))
        self.names = {id: name for name, id in self.ids.items()}
        self.model: dict[str, dict[str, Any]] = {}
        self.line: dict[str, dict[str, Any]] = {}
        self.tours: dict[str, dict[str, Any]] = {}

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
        return sum(
            m["pax"] for id, m in self.model.items() if id != but and name in m["at"] and self.status(id) in ALIVE
        )

    def room(self, names: Iterable[str], pax: int, but: str = "") -> bool:
        """Whether so many more have room, by counting heads."""
        names = set(names)
        fits = all(self.guests(name, but) + pax <= PLACES[name] for name in names)
        kiln = sum(self.guests(name, but) + pax * (name in names) for name in "kl")
        pool = self.guests("p", but) + pax * ("p" in names)
        return fits and (kiln <= KILN or not {"k", "l"} & names) and pool <= sum(HOUSEHOLDS)

    def held(self, id: str, names: Collection[str], pax: int, minutes: int, tour: str = "") -> None:
        """Note a new hold."""
        self.model[id] = {
            "status": "ON_HOLD", "pax": pax, "at": set(names), "tour": tour,
            "expires": self.clock.now + timedelta(minutes=minutes),
        }  # fmt: skip

    def waits(self, id: str) -> bool:
        known = self.line[id]
        ends: datetime = known["until"]
        return known["state"] == "WAITING" and self.clock.now < ends

    def move_up(self) -> None:
        """Everybody in the line, in order of arrival, takes what there is; who does not fit goes on waiting."""
        for id, known in self.line.items():
            if self.waits(id) and self.room(known["at"], known["pax"]):
                known["state"] = "OFFERED"
                self.held(id, known["at"], known["pax"], 30, known["tour"])

    def yields(self, names: Collection[str]) -> None:
        """Before anybody takes places there, those who wait and could have them do."""
        rivals = set(names) | ({"k", "l"} if {"k", "l"} & set(names) else set())
        if any(self.waits(id) and rivals & m["at"] and self.room(m["at"], m["pax"]) for id, m in self.line.items()):
            self.move_up()

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
