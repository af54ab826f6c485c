"""Putting guides, drivers and vehicles on departures, nobody on two at a time, and taking them off again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from tourplanner.booking import crew_tables as ct
from tourplanner.booking import tables as t
from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.locking import Work
from tourplanner.errors import Clash, ClashError, UnknownIdError
from tourplanner.model import HANOI

PEOPLE = ("guide", "driver")


@dataclass(frozen=True, slots=True)
class Crew:
    """A departure, from ``begin`` to ``end`` in UTC seconds, and its members, each with the vehicle a driver drives."""

    departure: str
    begin: int
    end: int
    turnaround: int
    pickup: str
    members: Mapping[str, str | None]


def enlist(work: Work, members: Iterable[tuple[str, str]]) -> int:
    """Make members known, (id, kind) each; how many were not. Each is its own lock, so they go in the order of ids."""
    rows = [{"id": id, "kind": kind} for id, kind in sorted(members)]
    new = [row for row in rows if work.store.insert_once(work.connection, ct.crew_member, row)]
    for row in new:
        work.journal.inserted(ct.crew_member, row)
    return len(new)


def assign(work: Work, crew: Crew) -> None:
    """
    Put a crew on a departure in place of the one it has.

    Raises
    ------
    UnknownIdError
        If somebody is not enlisted.
    ClashError
        If any of them are on other departures then; names all.
    """
    _lock_departure(work, crew)
    known = {row["id"] for row in work.lock(ct.crew_member, crew.members)}
    for id in sorted(crew.members.keys() - known):
        raise UnknownIdError("member of crews", id)
    clashes = _clashes(work, crew)
    if clashes:
        raise ClashError(f"crew for {crew.departure}", clashes)
    before = duties_of(work, crew.departure)
    after: list[Row] = [
        {"departure": crew.departure, "member": id, "begin_utc": crew.begin, "end_utc": crew.end, "vehicle": vehicle}
        for id, vehicle in sorted(crew.members.items())
    ]
    work.journal.save(ct.crew_duty, before, after)
    _tell(work, before, after, crew.pickup)


def release(work: Work, departure: str) -> None:
    """Take everybody off a departure; UnknownIdError if it never had a crew."""
    if not work.lock(ct.crew_departure, [departure]):
        raise UnknownIdError("departure with a crew", departure)
    before = duties_of(work, departure)
    work.journal.save(ct.crew_duty, before, [])
    _tell(work, before, [], "")


def duties_of(work: Work, departure: str) -> list[Row]:
    """The rows of a departure's crew, in the order of members."""
    query = select(ct.crew_duty).where(ct.crew_duty.c.departure == departure).order_by(ct.crew_duty.c.member)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _lock_departure(work: Work, crew: Crew) -> None:
    """The departure is its own lock; who comes first makes it known."""
    row = {"id": crew.departure, "begin_utc": crew.begin, "end_utc": crew.end}
    if work.store.insert_once(work.connection, ct.crew_departure, row):
        work.journal.inserted(ct.crew_departure, row)
    else:
        work.journal.save(ct.crew_departure, work.lock(ct.crew_departure, [crew.departure]), [row])


def _clashes(work: Work, crew: Crew) -> list[Clash]:
    duty = ct.crew_duty.c
    query = (
        select(ct.crew_duty)
        .where(duty.member.in_(crew.members), duty.departure != crew.departure)
        .where(duty.begin_utc < crew.end + crew.turnaround, duty.end_utc + crew.turnaround > crew.begin)
        .order_by(duty.member, duty.begin_utc)
    )
    return [
        Clash(row.member, row.departure, moment(row.begin_utc, HANOI.key), moment(row.end_utc, HANOI.key))
        for row in work.connection.execute(query)
    ]


def _tell(work: Work, before: Sequence[Row], after: Sequence[Row], pickup: str) -> None:
    """A message to each guide and driver whose duty is new, another, or no more."""
    old, new = ({row["member"]: row for row in rows} for rows in (before, after))
    for member in sorted({*old, *new}):
        if member.split("/")[0] not in PEOPLE or old.get(member) == new.get(member):
            continue
        kind = "crew assigned" if member not in old else "crew released" if member not in new else "crew changed"
        _post(work, kind, new.get(member) or old[member], pickup)


def _post(work: Work, kind: str, row: Row, pickup: str) -> None:
    data: dict[str, Any] = {
        "member": row["member"],
        "departure": row["departure"],
        "begin": moment(row["begin_utc"], HANOI.key).isoformat(),
        "end": moment(row["end_utc"], HANOI.key).isoformat(),
        "vehicle": row["vehicle"],
        "pickup": pickup,
    }
    text = json.dumps(data, ensure_ascii=False)
    values = {"at_utc": work.now, "booking": row["departure"], "kind": kind, "payload": text, "sent_utc": None}
    work.connection.execute(insert(t.outbox).values(**values))
