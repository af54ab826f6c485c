"""The desk's crews: who goes on which departure, on record for all desks, nobody on two at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime
from sqlalchemy import Connection, select

from tourplanner.booking import crew_tables as ct
from tourplanner.booking.asked import checked_number
from tourplanner.booking.counter import Counter
from tourplanner.booking.instants import days, moment, seconds, whole
from tourplanner.booking.locking import Work
from tourplanner.booking.operations import crew as crews
from tourplanner.booking.requests import checked_text, claim
from tourplanner.errors import GoalError
from tourplanner.model import HANOI, Assigned, CrewNeeds, Driver, Guide, Id, Member, Ride, Value, VehicleUnit

HALF_AN_HOUR = timedelta(minutes=30)


class CrewDuty(Value):
    """
    One member on one departure, from ``begin`` to ``end``, not included.

    ``vehicle`` is what a driver drives.
    """

    departure: str
    kind: Literal["guide", "driver", "vehicle"]
    member: Id
    begin: AwareDatetime
    end: AwareDatetime
    vehicle: Id | None = None


class DepartureCrew(Value):
    """Everybody and everything on a departure: guides, drivers, vehicles."""

    departure: str
    duties: tuple[CrewDuty, ...]

    @property
    def assigned(self) -> Assigned:
        """The same as the planner takes and gives it."""
        drivers = [each for each in self.duties if each.kind == "driver"]
        return Assigned(
            departure=self.departure,
            guides=tuple(each.member for each in self.duties if each.kind == "guide"),
            rides=tuple(Ride(vehicle=each.vehicle or "", driver=each.member) for each in drivers),
        )


class Crewing(Counter):
    """Enlisting people and vehicles, assigning them, releasing them."""

    def enlist(
        self, *, guides: Iterable[Guide] = (), drivers: Iterable[Driver] = (), vehicles: Iterable[VehicleUnit] = ()
    ) -> int:
        """Make guides, drivers and vehicles known by their ids, nothing else; how many were not known."""
        members = {(_member(kind, each.id), kind) for kind, each in _kinds(guides, drivers, vehicles)}
        return self._write("enlist", f"{len(members)} members", lambda work: crews.enlist(work, members))

    def assign(
        self, need: CrewNeeds, assigned: Assigned, *, key: str, turnaround: timedelta = HALF_AN_HOUR
    ) -> DepartureCrew:
        """
        Put a crew on a departure, in place of the one it has; all of it or nothing.

        Guides and drivers whose duty is new, another or no more are told through the outbox. What the law and the
        guests need is the planner's to see to (``judge_assignment``); the desk sees to it that nobody is on two
        departures at a time, whoever assigns them.

        Parameters
        ----------
        turnaround
            What must lie between two departures of any of them, 0 to 24 hours.

        Raises
        ------
        GoalError
            If the two are not of one departure, or nobody and nothing is assigned.
        UnknownIdError
            If somebody is not enlisted.
        ClashError
            If any of them are on other departures then; names all, and nothing is changed.
        KeyConflictError
            If the key stands for another request.
        """
        if need.departure != assigned.departure:
            raise GoalError(f"the crew of {assigned.departure} was given for {need.departure}")
        members: dict[str, str | None] = {_member("guide", id): None for id in assigned.guides}
        members |= {_member("driver", ride.driver): _member("vehicle", ride.vehicle) for ride in assigned.rides}
        members |= {_member("vehicle", ride.vehicle): None for ride in assigned.rides}
        if not members:
            raise GoalError(f"nobody is assigned to {need.departure}: name a crew, or release it")
        crew = crews.Crew(
            departure=checked_text("the departure", need.departure, 200),
            begin=seconds(need.begin),
            end=seconds(need.end),
            turnaround=checked_number("the turnaround, in seconds,", whole(turnaround), 0, 86_400),
            pickup=need.days[0].start.name.vi,
            members=members,
        )
        asked = {"begin": crew.begin, "end": crew.end, "turnaround": crew.turnaround, "members": members}
        return self._crewed("assign", key, crew.departure, asked, lambda work: crews.assign(work, crew))

    def release(self, departure: str, *, key: str) -> DepartureCrew:
        """
        Take everybody off a departure that was called off; they are told, and free for others.

        Raises
        ------
        UnknownIdError
            If it never had a crew.
        """
        id = checked_text("the departure", departure, 200)
        return self._crewed("release", key, id, {}, lambda work: crews.release(work, id))

    def crew(self, departure: str) -> DepartureCrew:
        """Who is on a departure; nobody, if it is not known."""
        id = checked_text("the departure", departure, 200)
        return DepartureCrew(departure=id, duties=self._duties(ct.crew_duty.c.departure == id))

    def crews(self, *, first: date, last: date, zone: ZoneInfo = HANOI) -> tuple[Assigned, ...]:
        """The crews of departures that begin from day ``first`` to day ``last``, both included: what a plan keeps."""
        begin, end = days(first, last, zone)
        duties = self._duties(ct.crew_duty.c.begin_utc >= begin, ct.crew_duty.c.begin_utc < end)
        departures = dict.fromkeys(each.departure for each in duties)
        return tuple(
            DepartureCrew(departure=id, duties=tuple(each for each in duties if each.departure == id)).assigned
            for id in departures
        )

    def duties(self, kind: Literal["guide", "driver", "vehicle"], member: str) -> tuple[CrewDuty, ...]:
        """What somebody is on, in order of time."""
        return self._duties(ct.crew_duty.c.member == _member(kind, checked_text("the member", member, 200)))

    def _duties(self, *which: Any) -> tuple[CrewDuty, ...]:
        with self.store.reading() as connection:
            return _read(connection, which)

    def _crewed(
        self, operation: str, key: str, departure: str, asked: Mapping[str, Any], change: Callable[[Work], None]
    ) -> DepartureCrew:
        name = checked_text("the key", key, 200)

        def run(connection: Connection) -> DepartureCrew:
            work = self._work(connection)
            answered = claim(work, name, operation, {"departure": departure, **asked}, departure)
            if answered is not None:
                return DepartureCrew.model_validate_json(answered)
            change(work)
            duties = _read(connection, [ct.crew_duty.c.departure == departure])
            crew = DepartureCrew(departure=departure, duties=duties)
            answer = crew.model_dump_json()
            work.journal.close(operation=operation, subject=departure, at=work.now, key=name, answer=answer)
            return crew

        return self.store.run(run)


def _kinds(*groups: Iterable[Member]) -> Iterable[tuple[str, Member]]:
    for kind, group in zip(("guide", "driver", "vehicle"), groups, strict=True):
        yield from ((kind, each) for each in group)


def _member(kind: str, id: str) -> str:
    return f"{kind}/{id}"


def _bare(member: str) -> str:
    return member.split("/", 1)[1]


def _read(connection: Connection, which: Sequence[Any]) -> tuple[CrewDuty, ...]:
    query = (
        select(ct.crew_duty, ct.crew_member.c.kind)
        .join(ct.crew_member, ct.crew_member.c.id == ct.crew_duty.c.member)
        .where(*which)
        .order_by(ct.crew_duty.c.begin_utc, ct.crew_duty.c.departure, ct.crew_duty.c.member)
    )
    return tuple(
        CrewDuty(
            departure=row.departure,
            kind=row.kind,
            member=_bare(row.member),
            begin=moment(row.begin_utc, HANOI.key),
            end=moment(row.end_utc, HANOI.key),
            vehicle=row.vehicle and _bare(row.vehicle),
        )
        for row in connection.execute(query)
    )
