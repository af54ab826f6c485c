"""Crews at the desk: nobody on two departures at a time, whoever assigns them; all on record, all told."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from booking_cases import Clock
from booking_servers import new_database
from crew_cases import SATURDAY, departure, driver, guide, unit

from tourplanner.booking import Desk, copy_ledger
from tourplanner.booking.locking import Work
from tourplanner.errors import ClashError, GoalError, KeyConflictError, UnknownIdError
from tourplanner.model import Assigned, Ride

MORNING, AFTERNOON = departure("r1", 8, 12), departure("r2", 12.5, 17)


def crew(name: str, *guides: str, driver: str = "an", vehicle: str = "van") -> Assigned:
    return Assigned(departure=name, guides=guides or ("lan",), rides=(Ride(vehicle=vehicle, driver=driver),))


def office(ledger: str) -> Desk:
    desk = Desk(ledger, clock=Clock())
    people = {"guides": [guide("lan"), guide("minh")], "drivers": [driver("an"), driver("binh")]}
    desk.enlist(**people, vehicles=[unit("van"), unit("coach")])  # type: ignore[arg-type]
    return desk


def told(desk: Desk) -> list[tuple[str, str]]:
    """Kinds and members of the messages that wait, which are taken for sent."""
    waiting = desk.outbox()
    for message in waiting:
        desk.sent(message.number)
    return [(message.kind, json.loads(message.data)["member"]) for message in waiting]


def test_a_crew_is_on_record_and_told(ledger: str) -> None:
    desk = office(ledger)
    made = desk.assign(MORNING, crew("r1", "lan", "minh"), key="1")
    assert made == desk.crew("r1")
    assert made.assigned == crew("r1", "lan", "minh")
    assert desk.crews(first=SATURDAY, last=SATURDAY) == (crew("r1", "lan", "minh"),)
    assert desk.crews(first=SATURDAY + timedelta(days=1), last=SATURDAY + timedelta(days=9)) == ()
    (duty,) = desk.duties("driver", "an")
    assert (duty.departure, duty.begin, duty.end, duty.vehicle) == ("r1", MORNING.begin, MORNING.end, "van")
    data = json.loads(desk.outbox()[0].data)
    assert (data["begin"], data["pickup"]) == ("2027-03-06T08:00:00+07:00", "east")
    assert told(desk) == [("crew assigned", who) for who in ("driver/an", "guide/lan", "guide/minh")]
    assert [entry.operation for entry in desk.audit("r1")] == ["assign"]
    assert desk.differences() == []


def test_nobody_is_on_two_departures_at_a_time(ledger: str) -> None:
    desk = office(ledger)
    desk.assign(MORNING, crew("r1"), key="1")
    overlapping = departure("r3", 11, 15)
    with pytest.raises(ClashError, match="guide/lan is on r1 from 2027-03-06 08:00 to 2027-03-06 12:00") as refused:
        desk.assign(overlapping, crew("r3"), key="3")
    assert [clash.member for clash in refused.value.clashes] == ["driver/an", "guide/lan", "vehicle/van"]
    assert desk.crew("r3").duties == ()
    assert desk.assign(overlapping, crew("r3", "minh", driver="binh", vehicle="coach"), key="3").duties
    assert desk.differences() == []


def test_the_turnaround_lies_between_on_both_sides(ledger: str) -> None:
    desk = office(ledger)
    desk.assign(AFTERNOON, crew("r2"), key="2")
    hour = timedelta(hours=1)
    with pytest.raises(ClashError):
        desk.assign(MORNING, crew("r1"), key="1", turnaround=hour)
    desk.assign(MORNING, crew("r1"), key="1", turnaround=hour / 2)
    with pytest.raises(ClashError):
        desk.assign(departure("r3", 17.5, 19), crew("r3"), key="3", turnaround=hour)


def test_another_crew_takes_the_place_of_the_first_and_only_those_concerned_are_told(ledger: str) -> None:
    desk = office(ledger)
    desk.assign(MORNING, crew("r1"), key="1")
    told(desk)
    desk.assign(MORNING, crew("r1", "minh"), key="2")
    assert told(desk) == [("crew released", "guide/lan"), ("crew assigned", "guide/minh")]
    desk.assign(departure("r1", 9, 13), crew("r1", "minh", vehicle="coach"), key="3")
    assert told(desk) == [("crew changed", "driver/an"), ("crew changed", "guide/minh")]
    assert desk.duties("vehicle", "van") == ()
    assert desk.differences() == []


def test_who_is_released_is_free_again(ledger: str) -> None:
    desk = office(ledger)
    desk.assign(MORNING, crew("r1"), key="1")
    told(desk)
    assert desk.release("r1", key="gone").duties == ()
    assert told(desk) == [("crew released", "driver/an"), ("crew released", "guide/lan")]
    assert desk.release("r1", key="gone").duties == ()
    desk.assign(departure("r3", 8, 12), crew("r3"), key="3")
    assert [entry.operation for entry in desk.audit("r1")] == ["assign", "release"]
    assert desk.differences() == []


def test_a_request_sent_again_counts_once_and_another_is_a_conflict(ledger: str) -> None:
    desk = office(ledger)
    first = desk.assign(MORNING, crew("r1"), key="1")
    desk.release("r1", key="2")
    assert desk.assign(MORNING, crew("r1"), key="1") == first
    assert desk.crew("r1").duties == ()
    with pytest.raises(KeyConflictError):
        desk.assign(MORNING, crew("r1", "minh"), key="1")


def test_what_is_asked_wrongly_is_refused(ledger: str) -> None:
    desk = office(ledger)
    assert desk.enlist(guides=[guide("lan"), guide("hoa")]) == 1
    with pytest.raises(UnknownIdError, match="driver/nobody"):
        desk.assign(MORNING, crew("r1", driver="nobody"), key="1")
    with pytest.raises(UnknownIdError, match="departure with a crew 'r9'"):
        desk.release("r9", key="2")
    with pytest.raises(GoalError, match="crew of r2 was given for r1"):
        desk.assign(MORNING, crew("r2"), key="3")
    with pytest.raises(GoalError, match="nobody is assigned"):
        desk.assign(MORNING, Assigned(departure="r1"), key="4")
    with pytest.raises(GoalError, match="turnaround"):
        desk.assign(MORNING, crew("r1"), key="5", turnaround=timedelta(days=2))
    assert desk.differences() == []


def test_crews_move_to_another_database_with_the_ledger(sqlite: str, tmp_path: Path) -> None:
    desk = office(sqlite)
    desk.assign(MORNING, crew("r1"), key="1")
    copy_ledger(sqlite, tmp_path / "copy.db")
    copy = Desk(tmp_path / "copy.db", clock=Clock())
    assert (copy.crew("r1"), copy.differences()) == (desk.crew("r1"), [])


CALLERS = 8


def race(ledger: str) -> list[Any]:
    """Desks that put the same guide on overlapping departures, all at once: what each returns or raises."""
    office(ledger)
    desks = [Desk(ledger, clock=Clock()) for _ in range(CALLERS)]
    barrier = Barrier(CALLERS)

    def take(number: int) -> Any:
        name = f"r{number}"
        own = Assigned(departure=name, guides=("lan",))
        barrier.wait()
        try:
            return desks[number].assign(departure(name, 8 + number / 4, 14), own, key=name)
        except ClashError as error:
            return error

    with ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(take, range(CALLERS)))


def test_of_desks_that_want_one_guide_at_once_one_wins(ledger: str) -> None:
    results = race(ledger)
    assert sum(isinstance(each, ClashError) for each in results) == CALLERS - 1
    desk = Desk(ledger, clock=Clock())
    assert len(desk.duties("guide", "lan")) == 1
    assert desk.differences() == []


def test_without_the_lock_on_members_a_guide_is_on_several(
    server: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with READ COMMITTED and no lock, nobody sees what the others are about to do."""
    ledger = new_database(server, template=request.getfixturevalue("template"))
    locked, together = Work.lock, Barrier(CALLERS)

    def unlocked(work: Work, table: Any, ids: Any) -> Any:
        if table.name != "crew_member":
            return locked(work, table, ids)
        together.wait(timeout=30)
        return [{"id": id} for id in ids]

    monkeypatch.setattr(Work, "lock", unlocked)
    results = race(ledger)
    assert sum(not isinstance(each, Exception) for each in results) > 1
