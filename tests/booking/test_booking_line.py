"""The waiting line: who is served when places come free, on both databases; nobody passes."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from booking_cases import DAY, NOW, Clock, cooperative, offered, oversold, session
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tourplanner.booking import Conditions, Desk, Duty, Resource, Status, Terms
from tourplanner.booking.requests import booking_id
from tourplanner.errors import BookingError, GoalError, KeyConflictError, StoreError, UnavailableError, UnknownIdError
from tourplanner.model import Party

Asked = tuple[tuple[str, ...], int]
"""Where somebody wants to go, and how many they are."""


@pytest.fixture
def desk(ledger: str) -> Desk:
    return Desk(ledger, clock=Clock())


def states(desk: Desk, *ids: str) -> list[str]:
    return [desk.place(id).state for id in ids]


def test_who_waits_is_offered_what_comes_free_and_told(desk: Desk) -> None:
    a, b = offered(desk, session("a", places=4), session("b", 11, places=4))
    held = desk.hold([a, b], 4, key="h")
    guests = Party(adults=2, children=1, languages=("fr",))
    place = desk.wait([a, b], guests, key="w", price=900, terms=Terms(steps=((0, 7),)), reference="Lumière")
    assert (place.state, place.sessions, place.price_vnd, place.party) == ("WAITING", (a, b), 900, guests)
    assert place.until == DAY + timedelta(hours=9)
    assert desk.waiting() == (place,)
    desk.cancel(held.id, key="x", guests=2)
    assert states(desk, place.id) == ["WAITING"]
    desk.cancel(held.id, key="y")
    booking = desk.booking(place.id)
    assert (booking.status, booking.party, booking.price_vnd, booking.reference) == (
        Status.ON_HOLD, guests, 900, "Lumière",
    )  # fmt: skip
    assert booking.terms == Terms(steps=((0, 7),))
    assert booking.expires == NOW + timedelta(days=1)
    assert (desk.place(place.id).state, desk.place(place.id).offered) == ("OFFERED", NOW)
    waiting, offer = desk.outbox()
    assert (waiting.kind, waiting.booking, offer.kind, offer.booking) == ("waiting", place.id, "offered", place.id)
    assert json.loads(waiting.data)["sessions"] == [{"session": a, "pax": 3}, {"session": b, "pax": 3}]
    assert json.loads(offer.data)["expires"] == booking.expires.isoformat()
    assert [entry.operation for entry in desk.audit(place.id)] == ["wait", "promote"]
    desk.confirm(place.id, key="c")
    assert states(desk, place.id) == ["TAKEN"]
    assert desk.waiting() == ()
    assert desk.differences() == []


def test_waiting_for_what_is_free_holds_it_at_once(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=4))
    place = desk.wait([a], 3, key="w", ttl=timedelta(hours=2))
    assert (place.state, desk.booking(place.id).expires) == ("OFFERED", NOW + timedelta(hours=2))
    assert desk.wait([a], 3, key="w", ttl=timedelta(hours=2)) == place
    with pytest.raises(KeyConflictError):
        desk.wait([a], 4, key="w", ttl=timedelta(hours=2))
    assert len(desk.bookings()) == 1
    assert desk.differences() == []


def test_a_party_too_large_for_the_gap_keeps_its_place_and_blocks_nobody(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=6))
    one, two = desk.hold([a], 3, key="1"), desk.hold([a], 3, key="2")
    large, small, late = (desk.wait([a], pax, key=f"w{pax}").id for pax in (5, 2, 1))
    desk.cancel(one.id, key="x")
    assert states(desk, large, small, late) == ["WAITING", "OFFERED", "OFFERED"]
    desk.cancel(two.id, key="y")
    assert states(desk, large) == ["WAITING"]
    desk.cancel(small, key="z")
    assert states(desk, large, small, late) == ["OFFERED", "LEFT", "OFFERED"]
    assert desk.differences() == []


def test_a_newcomer_cannot_take_what_an_expired_hold_has_left_to_the_line(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=2))
    desk.hold([a], 2, key="h", ttl=timedelta(minutes=5))
    other = desk.hold(offered(desk, session("b", 11)), 1, key="other")
    desk.confirm(other.id, key="c")
    first = desk.wait([a], 2, key="w").id
    desk.clock.forward(minutes=5)
    assert states(desk, first) == ["WAITING"]
    with pytest.raises(UnavailableError):
        desk.hold([a], 1, key="newcomer")
    assert states(desk, first) == ["OFFERED"]
    desk.cancel(first, key="x")
    second = desk.wait([a], 2, key="w2").id
    assert states(desk, second) == ["OFFERED"]
    third = desk.wait([a], 2, key="w3").id
    desk.clock.forward(days=1)
    with pytest.raises(UnavailableError):
        desk.amend(other.id, key="m", moves={other.items[0].session: a})
    assert states(desk, second, third) == ["LAPSED", "OFFERED"]


def test_a_booking_grows_only_behind_the_line(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=4))
    grows = desk.hold([a], 2, key="g", ttl=timedelta(hours=1))
    desk.hold([a], 2, key="h", ttl=timedelta(minutes=5))
    first = desk.wait([a], 1, key="w").id
    desk.clock.forward(minutes=5)
    with pytest.raises(UnavailableError):
        desk.amend(grows.id, key="m", party=4)
    assert states(desk, first) == ["OFFERED"]
    assert desk.amend(grows.id, key="m", party=3).party.size == 3


def test_a_lapsed_offer_goes_to_the_next(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=2))
    held = desk.hold([a], 2, key="h")
    first, second = (desk.wait([a], 2, key=key, ttl=timedelta(hours=3)).id for key in ("w1", "w2"))
    desk.cancel(held.id, key="x")
    desk.clock.forward(hours=3)
    assert states(desk, first, second) == ["LAPSED", "WAITING"]
    assert desk.promote() == (second,)
    assert desk.promote() == ()
    assert desk.expire() == (first,)
    assert states(desk, first, second) == ["LAPSED", "OFFERED"]
    assert desk.differences() == []


def test_sweeping_moves_the_line_up(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=2))
    held = desk.hold([a], 2, key="h", ttl=timedelta(minutes=5))
    first = desk.wait([a], 2, key="w").id
    desk.clock.forward(minutes=5)
    assert desk.expire() == (held.id,)
    assert states(desk, first) == ["OFFERED"]


def test_more_places_of_any_kind_move_the_line_up(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=2))
    desk.share(Resource(id="kiln", name="Lò", capacity=3))
    k, l = offered(desk, session("k", 10), session("l", 10), conditions=Conditions(uses=("kiln",)))  # noqa: E741
    cooperative(desk, [2])
    (p,) = offered(desk, session("p", 13), conditions=Conditions(pool="coop"))
    (shut,) = offered(desk, session("s", 15))
    desk.shut([shut], reason="giỗ tổ nghề")
    for id, pax in ((a, 2), (k, 3), (p, 2)):
        desk.hold([id], pax, key=id)
    places = {id: desk.wait([id], 2, key=f"wait {id}").id for id in (a, l, p, shut)}
    assert states(desk, *places.values()) == ["WAITING"] * 4
    desk.offer([session("a", places=4)])
    desk.share(Resource(id="kiln", name="Lò", capacity=5))
    desk.on_duty("coop", [Duty(household="h0", begin=DAY, end=DAY + timedelta(days=2), places=4)])
    desk.reopen([shut])
    assert states(desk, *places.values()) == ["OFFERED"] * 4
    assert oversold(desk) == []
    assert desk.differences() == []


def test_a_newcomer_to_another_session_of_the_kiln_waits_his_turn_too(desk: Desk) -> None:
    desk.share(Resource(id="kiln", name="Lò", capacity=3))
    k, l = offered(desk, session("k", 10), session("l", 10), conditions=Conditions(uses=("kiln",)))  # noqa: E741
    cooperative(desk, [2])
    p, q = offered(desk, session("p", 13), session("q", 13), conditions=Conditions(pool="coop"))
    desk.hold([k], 3, key="k", ttl=timedelta(minutes=5))
    desk.hold([p], 2, key="p", ttl=timedelta(minutes=5))
    waits = [desk.wait([k], 3, key="wk").id, desk.wait([q], 2, key="wq").id]
    desk.clock.forward(minutes=5)
    for id in (l, p):
        with pytest.raises(UnavailableError):
            desk.hold([id], 1, key=f"new {id}")
    assert states(desk, *waits) == ["OFFERED", "OFFERED"]


def test_waiting_that_cannot_help_is_refused(desk: Desk) -> None:
    a, b = offered(desk, session("a", places=4), session("b", 11), conditions=Conditions(party_min=2, lead_days=2))
    with pytest.raises(UnavailableError) as refused:
        desk.wait([a, b, "nowhere"], 5, key="w")
    assert {each.session: each.code for each in refused.value.shortages} == {
        a: "PARTY_TOO_LARGE", "nowhere": "NOT_OFFERED",
    }  # fmt: skip
    with pytest.raises(UnavailableError, match="PARTY_TOO_SMALL"):
        desk.wait([a], 1, key="w")
    with pytest.raises(BookingError, match="which has passed; wait until a later time"):
        desk.wait([a], 4, key="w", until=NOW)
    with pytest.raises(GoalError, match="no time zone"):
        desk.wait([a], 4, key="w", until=NOW.replace(tzinfo=None))
    desk.shut([b], reason="mưa")
    desk.clock.now = DAY
    with pytest.raises(BookingError, match="which has passed"):
        desk.wait([b], 2, key="w")
    assert desk.waiting() == ()


def test_leaving_the_line(desk: Desk) -> None:
    (a,) = offered(desk, session("a", places=2))
    held = desk.hold([a], 2, key="h", ttl=timedelta(days=2))
    first = desk.wait([a], 2, key="w1", until=NOW + timedelta(days=1)).id
    second, third = (desk.wait([a], 2, key=key).id for key in ("w2", "w3"))
    left = desk.leave(second, key="l")
    assert (left.state, desk.leave(second, key="l")) == ("LEFT", left)
    with pytest.raises(BookingError, match="it is LEFT; nothing is left to do"):
        desk.leave(second, key="again")
    desk.clock.forward(days=1)
    assert states(desk, first) == ["OVER"]
    desk.cancel(held.id, key="x")
    assert states(desk, first, second, third) == ["OVER", "LEFT", "OFFERED"]
    with pytest.raises(BookingError, match="it is OFFERED; cancel the booking"):
        desk.leave(third, key="late")
    with pytest.raises(UnknownIdError):
        desk.leave("nobody", key="n")
    with pytest.raises(UnknownIdError):
        desk.place("nobody")
    assert desk.differences() == []


def test_what_was_done_stays_done_when_the_line_cannot_move_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (a,) = offered(desk, session("a", places=2))
    held = desk.hold([a], 2, key="h")
    first = desk.wait([a], 2, key="w").id

    def fails(_desk: Desk) -> None:
        raise StoreError("a transaction", "no answer", "again")

    with monkeypatch.context() as broken:
        broken.setattr(Desk, "promote", fails)
        assert desk.cancel(held.id, key="x").status is Status.CANCELLED
    assert states(desk, first) == ["WAITING"]
    with pytest.raises(UnavailableError):
        desk.hold([a], 1, key="newcomer")
    assert states(desk, first) == ["OFFERED"]


def test_a_line_that_never_stands_still_is_told_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (a,) = offered(desk, session("a", places=2))
    desk.hold([a], 2, key="h", ttl=timedelta(minutes=1))
    desk.wait([a], 2, key="w")
    desk.clock.forward(minutes=1)
    monkeypatch.setattr(Desk, "promote", lambda _desk: ())
    with pytest.raises(StoreError, match="the line before it keeps moving"):
        desk.hold([a], 2, key="newcomer")


VISITS = st.sampled_from([("a",), ("b",), ("a", "b")])
PARTIES = st.lists(st.tuples(VISITS, st.integers(1, 4)), min_size=3, max_size=6)


@settings(max_examples=20, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(held=PARTIES, line=PARTIES, newcomers=PARTIES, ways=st.lists(st.booleans(), min_size=6, max_size=6))
def test_places_go_by_order_of_arrival_to_the_first_whom_they_serve(
    empty_file: Path, held: list[Asked], line: list[Asked], newcomers: list[Asked], ways: list[bool]
) -> None:
    """Sold out, then one party after the other cancels or lapses, and each time a newcomer tries to slip in."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(shutil.copy(empty_file, Path(folder) / "desk.db"), clock=Clock())
        sold = {name: max(4, sum(pax for names, pax in held if name in names)) for name in "ab"}
        ids = dict(zip("ab", offered(desk, *(session(name, places=sold[name]) for name in "ab")), strict=True))
        free = dict(sold)
        waits: list[str] = []
        served: set[int] = set()

        def given_away(asked: Asked) -> bool:
            possible = fits(asked, free)
            free.update({name: free[name] - asked[1] for name in asked[0] if possible})
            return possible

        def serve() -> None:
            served.update(n for n, asked in enumerate(line[: len(waits)]) if n not in served and given_away(asked))

        def at(asked: Asked) -> list[str]:
            return [ids[name] for name in asked[0]]

        for n, asked in enumerate(held):
            desk.hold(at(asked), asked[1], key=f"h{n}", ttl=timedelta(minutes=10 + n))
            assert given_away(asked)
        for n, asked in enumerate(line):
            waits.append(desk.wait(at(asked), asked[1], key=f"w{n}").id)
            serve()
        for n, (leaves, comes) in enumerate(zip(held, newcomers, strict=False)):
            if ways[n]:
                desk.cancel(booking_id(f"h{n}"), key=f"x{n}")
            desk.clock.now = NOW + timedelta(minutes=10 + n)
            free.update({name: free[name] + leaves[1] for name in leaves[0]})
            if ways[n] or any(rivals(comes, line[m]) and fits(line[m], free) for m in set(range(len(line))) - served):
                serve()
            if given_away(comes):
                desk.hold(at(comes), comes[1], key=f"n{n}", ttl=timedelta(days=1))
            else:
                with pytest.raises(UnavailableError):
                    desk.hold(at(comes), comes[1], key=f"n{n}")
            assert {m for m, id in enumerate(waits) if desk.place(id).state == "OFFERED"} == served
        assert oversold(desk, desk.clock.now) == []
        desk.close()


def rivals(one: Asked, other: Asked) -> bool:
    return not set(one[0]).isdisjoint(other[0])


def fits(asked: Asked, free: dict[str, int]) -> bool:
    return all(asked[1] <= free[name] for name in asked[0])
