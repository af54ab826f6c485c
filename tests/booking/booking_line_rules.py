"""The waiting line and departures, as rules of the machine that compares the desk with a model of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from booking_cases import DAY
from booking_model import PLACES, TERMS, DeskModel
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from tourplanner.errors import BookingError, UnavailableError

MINIMUM = 4
HALF_AN_HOUR = timedelta(minutes=30)


class LineRules(DeskModel):
    """Joining the line, leaving it, moving it up."""

    @rule(data=st.data(), pax=st.integers(1, 5), minutes=st.sampled_from((25, 600)))
    def join_line(self, data: st.DataObject, pax: int, minutes: int) -> None:
        names = data.draw(st.lists(st.sampled_from(self.wanted), min_size=1, max_size=3, unique=True))
        asked, until = [self.ids[name] for name in names], self.clock.now + timedelta(minutes=minutes)
        self.yields(names)
        if any(pax > PLACES[name] for name in names):
            with pytest.raises(UnavailableError):
                self.desk.wait(asked, pax, key=self.key())
            return
        there = self.desk.wait(
            asked, pax, key=self.key(), until=until, ttl=HALF_AN_HOUR, price=1001 * pax, terms=TERMS
        )
        known = {"state": there.state, "at": set(names), "pax": pax, "until": until, "tour": ""}
        assert there.state == ("OFFERED" if self.room(names, pax) else "WAITING")
        self.line[there.id] = known
        if there.state == "OFFERED":
            self.held(there.id, names, pax, 30)

    @precondition(lambda self: self.line)
    @rule(data=st.data())
    def leave_line(self, data: st.DataObject) -> None:
        id, key = data.draw(st.sampled_from(sorted(self.line))), self.key()
        if self.waits(id):
            assert self.desk.leave(id, key=key).state == "LEFT"
            self.line[id]["state"] = "LEFT"
        else:
            with pytest.raises(BookingError):
                self.desk.leave(id, key=key)

    @rule()
    def promote(self) -> None:
        before = {id for id, known in self.line.items() if known["state"] == "WAITING"}
        self.move_up()
        after = {id for id, known in self.line.items() if known["state"] == "WAITING"}
        assert set(self.desk.promote()) == before - after

    @invariant()
    def the_line_agrees(self) -> None:
        if not hasattr(self, "tours"):
            return
        line = {id for id in self.line if self.waits(id)}
        assert [each.id for each in self.desk.waiting()] == [id for id in self.line if id in line]


class DepartureRules(LineRules):
    """Offering departures, booking them, joining two, calling one off."""

    @precondition(lambda self: len(self.tours) < 4)
    @rule(name=st.sampled_from("ac"), hours=st.sampled_from((0.2, 1)))
    def depart(self, name: str, hours: float) -> None:
        decide = self.clock.now + timedelta(hours=hours)
        tour = self.desk.depart([self.ids[name]], key=self.key(), minimum=MINIMUM, decide_by=decide, price=500)
        self.tours[tour.id] = {"at": name, "state": "open", "decide": decide}

    @precondition(lambda self: self.tours)
    @rule(data=st.data(), pax=st.integers(1, 4))
    def hold_departure(self, data: st.DataObject, pax: int) -> None:
        tour, key = data.draw(st.sampled_from(sorted(self.tours))), self.key()
        known = self.tours[tour]
        if known["state"] == "open":
            self.yields([known["at"]])
        if known["state"] != "open" or not self.room([known["at"]], pax):
            with pytest.raises(BookingError):
                self.desk.hold_departure(tour, pax, key=key)
            return
        booking = self.desk.hold_departure(tour, pax, key=key)
        assert booking.price_vnd == 500 * pax
        self.held(booking.id, [known["at"]], pax, 30, tour)

    @precondition(lambda self: self.tours)
    @rule(data=st.data(), pax=st.integers(1, 4))
    def wait_departure(self, data: st.DataObject, pax: int) -> None:
        tour, key = data.draw(st.sampled_from(sorted(self.tours))), self.key()
        known = self.tours[tour]
        if known["state"] != "open":
            with pytest.raises(BookingError):
                self.desk.wait_departure(tour, pax, key=key)
            return
        self.yields([known["at"]])
        there = self.desk.wait_departure(tour, pax, key=key, ttl=HALF_AN_HOUR)
        assert there.state == ("OFFERED" if self.room([known["at"]], pax) else "WAITING")
        self.line[there.id] = {
            "state": there.state, "at": {known["at"]}, "pax": pax, "until": DAY, "tour": tour
        }  # fmt: skip
        if there.state == "OFFERED":
            self.held(there.id, [known["at"]], pax, 30, tour)

    def aboard(self, tour: str, *statuses: str) -> list[str]:
        at = self.tours[tour]["at"]
        return [
            id for id, m in self.model.items() if m["tour"] == tour and at in m["at"] and self.status(id) in statuses
        ]

    def sent_home(self, tour: str) -> None:
        for id, known in self.line.items():
            if known["tour"] == tour and self.waits(id):
                known["state"] = "LEFT"

    @precondition(lambda self: len(self.tours) > 2)
    @rule(data=st.data())
    def call_off(self, data: st.DataObject) -> None:
        tour, key = data.draw(st.sampled_from(sorted(self.tours))), self.key()
        guests = self.aboard(tour, "ON_HOLD", "CONFIRMED")
        if self.tours[tour]["state"] != "open" or self.aboard(tour, "REDEEMED"):
            with pytest.raises(BookingError):
                self.desk.call_off(tour, key=key, reason="mưa")
            return
        assert self.desk.call_off(tour, key=key, reason="mưa").booked == 0
        for id in guests:
            booking = self.desk.booking(id)
            assert booking.price_vnd == 0
            assert booking.paid_vnd - booking.refunded_vnd <= booking.fees_vnd
            self.model[id]["status"] = "CANCELLED"
        self.tours[tour]["state"] = "cancelled"
        self.sent_home(tour)
        self.move_up()

    @precondition(lambda self: len(self.tours) > 1)
    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        gone, stays = data.draw(st.permutations(sorted(self.tours)))[:2]
        here, there, key = self.tours[gone]["at"], self.tours[stays]["at"], self.key()
        open_both = all(self.tours[tour]["state"] == "open" for tour in (gone, stays))
        guests = self.aboard(gone, "ON_HOLD", "CONFIRMED")
        whole = open_both and not self.aboard(gone, "REDEEMED")
        whole = whole and all(self.model[id]["at"] == {here} for id in guests)
        if whole and guests and here != there:
            self.yields([there])
        pax = sum(self.model[id]["pax"] for id in guests)
        if not whole or (here != there and not self.room([there], pax)):
            before = self.desk.bookings()
            with pytest.raises(BookingError):
                self.desk.join(gone, stays, key=key)
            assert len(self.desk.bookings()) == len(before)
            return
        prices = {id: self.desk.booking(id).price_vnd for id in guests}
        self.desk.join(gone, stays, key=key)
        for id, price in prices.items():
            assert self.desk.booking(id).price_vnd == price
            self.model[id] |= {"at": {there}, "tour": stays}
        self.tours[gone]["state"] = "joined"
        self.sent_home(gone)
        self.move_up()

    @invariant()
    def the_departures_agree(self) -> None:
        if not hasattr(self, "tours"):
            return
        for each in self.desk.departures(first=DAY.date(), last=DAY.date()):
            known = self.tours[each.id]
            booked, held = (
                sum(self.model[id]["pax"] for id in self.aboard(each.id, *which))
                for which in (("CONFIRMED", "REDEEMED"), ("ON_HOLD",))
            )
            assert (each.booked, each.held) == (booked, held)
            written = known["state"] != "open"
            late = "thin" if self.clock.now >= known["decide"] else "open"
            assert each.state == (known["state"] if written else "guaranteed" if booked >= MINIMUM else late)
