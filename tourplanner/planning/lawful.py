"""
When the party's vehicles may run where, as hours: a large coach sets out, arrives and leaves outside the hours that
local law bars it from an area.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tourplanner.errors import InfeasibleError
from tourplanner.model import Day, Goal, Notice, Place, Text
from tourplanner.model.vehicles import fleet
from tourplanner.planning.hours import Windows, seconds, up
from tourplanner.rules import Law
from tourplanner.rules.law import CoachBan

MINUTE_S = 60
Depart = Callable[[int], int]
"""Seconds of arrival, from midnight, for those of departure."""


@dataclass(frozen=True, slots=True)
class Bans:
    """The bans that concern the party's vehicles on one day; equal ones make equal days."""

    bans: tuple[CoachBan, ...] = ()

    def barred(self, place: Place) -> list[tuple[int, int]]:
        """Seconds from midnight in which the vehicles may not run at a place, both ends inclusive, in order."""
        hours = [hours for ban in self.bans if ban.area.holds(place) for hours in ban.hours]
        return sorted((seconds(each.open), seconds(each.close)) for each in hours)

    def begins(self, windows: Windows, place: Place, service_s: int) -> Windows:
        """The begin windows of a visit that leave arriving at its begin, and leaving at its end, lawful."""
        for first, last in self.barred(place):
            for begin, end in ((first, last), (first - service_s, last - service_s)):
                windows = _without(windows, begin, end)
        return windows

    def day(self, start: Place, end: Place, day: tuple[int, int]) -> tuple[int, int]:
        """
        The hours of a day: no earlier departure, no later return.

        A day that would end in barred hours, or after them, ends before them.
        """
        earliest, latest = day
        for first, last in self.barred(start):
            if first <= earliest <= last:
                earliest = last + MINUTE_S
        for first, _ in self.barred(end):
            if earliest < first <= latest:
                latest = first - MINUTE_S
        return earliest, latest

    def departure(self, origin: Place, target: Place, ready: int, arrival: Depart) -> int:
        """The first second from ``ready`` on at which leaving, and then arriving, is lawful."""
        depart, moved = ready, True
        while moved:
            before = depart
            for first, last in self.barred(origin):
                if first <= depart <= last:
                    depart = last + 1
            for first, last in self.barred(target):
                while first <= arrival(depart) <= last:
                    depart += max(1, last - arrival(depart))
            moved = depart != before
        return depart


def bans_on(goal: Goal, day: date, law: Law) -> Bans:
    """The bans in force on a day for the vehicles of a goal, sure or not: nobody wants to be turned back."""
    largest = max(vehicle.seats for vehicle in goal.fleet)
    return Bans(tuple(ban for ban in law.on(day).coach_bans if largest >= ban.seats))


def notice(goal: Goal, bans: Mapping[date, Bans], days: Sequence[Day]) -> Notice | None:
    """What the bans of the days' dates mean for a tour that goes where they hold; None if they do not concern it."""
    rules = {
        ban.id: ban
        for day in days
        for ban in bans.get(day.date, Bans()).bans
        if any(map(ban.area.holds, day.places))
    }
    if not rules:
        return None
    seats = max(vehicle.seats for vehicle in goal.fleet)
    smaller = fleet(goal.party.size, below_seats=min(ban.seats for ban in rules.values()))
    vi = "; ".join(f"{ban.title.vi} ({ban.source}; {ban.said.vi})" for ban in rules.values())
    en = "; ".join(f"{ban.title.get('en')} ({ban.source}; {ban.standing})" for ban in rules.values())
    other = f"{len(smaller)} × {smaller[0].seats}"
    return Notice(
        code="coach-ban",
        text=Text(
            vi=f"Xe {seats} chỗ: {vi}. Lịch trình đã tránh các giờ đó; đi {other} chỗ thì không bị hạn chế",
            en=f"With {seats} seats: {en}. The timetable keeps clear of these hours; {other} seats are not concerned",
        ),
        subjects=tuple(rules),
    )


def barred_all_day(goal: Goal, bans: Mapping[date, Bans], ends: Sequence[Place]) -> InfeasibleError:
    """The error where local law leaves no hour of the goal's day."""
    vehicle = max(goal.fleet, key=lambda each: each.seats)
    rules = {ban.id: ban for each in bans.values() for ban in each.bans if any(map(ban.area.holds, ends))}
    named = "; ".join(f"{ban.title.get('en')} ({ban.source})" for ban in rules.values())
    smaller = fleet(goal.party.size, below_seats=min(ban.seats for ban in rules.values()))
    message = (
        f"between {goal.day[0]:%H:%M} and {goal.day[1]:%H:%M} a {vehicle.name.get('en')} may not run where the day "
        f"begins or ends: {named}. Start elsewhere, at other hours, or in smaller vehicles: vehicles="
        f"{tuple(each.id for each in smaller)}"
    )
    return InfeasibleError(message, ["day", "start", "vehicles"])


def _without(windows: Windows, begin: int, end: int) -> Windows:
    before = ((first, min(last, begin - 1)) for first, last in windows)
    after = ((max(first, up(end + 1)), last) for first, last in windows)
    return tuple(sorted({(first, last) for each in (before, after) for first, last in each if first <= last}))
