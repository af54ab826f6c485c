"""Rules over all departures of one person or vehicle: no clash, and no more hours than the law of the dates allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from tourplanner.model import Assignment, CrewNeeds
from tourplanner.rules.crew.case import CrewCase
from tourplanner.rules.crew.roster import Roster, rosters
from tourplanner.rules.finding import Finding
from tourplanner.rules.law import DriverHours
from tourplanner.rules.law.driver_hours import Drive
from tourplanner.rules.law.finding import drives, second_of

WEEK = 7


def clash(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """Between two departures of anybody and anything lie the way from one to the other and the turnaround."""
    for roster in rosters(case, plan):
        for earlier, later in roster.pairs:
            gap = (later.begin - earlier.end).total_seconds()
            least = case.way_s(earlier, later) + case.turnaround_s(roster.kind, earlier)
            if gap < least:
                until = f"{earlier.departure} ends at {earlier.end:%Y-%m-%d %H:%M}"
                message = f"{until}, {_told(gap)} before this, {_told(least)} needed"
                yield Finding("clash", f"{roster.kind} {roster.member.id}, {later.departure}", message, 0, later.begin)


def rest(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """Guides and drivers rest between two days of work."""
    for roster in _people(case, plan):
        for earlier, later in roster.pairs:
            gap, least = (later.begin - earlier.end).total_seconds(), case.limits(later.first).rest_s
            if earlier.last != later.first and gap < least:
                message = f"{_told(gap)} of rest after {earlier.departure}, {_told(least)} needed"
                yield Finding("rest", f"{roster.kind} {roster.member.id}, {later.departure}", message, 0, later.begin)


def work(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """Guides and drivers work no longer in a day and a week, and on no more days of it, than they may."""
    for roster in _people(case, plan):
        seconds, subject = roster.work, f"{roster.kind} {roster.member.id}"
        for day in sorted(seconds):
            limits = case.limits(day)
            week = [day - timedelta(days=back) for back in range(WEEK)]
            worked = sum(seconds.get(each, 0) for each in week)
            count = sum(each in seconds for each in week)
            if limits.work_s is not None and seconds[day] > limits.work_s:
                message = f"{_told(seconds[day])} of work on {day}, {_told(limits.work_s)} at most"
                yield Finding("work", subject, message)
            if limits.week_s is not None and worked > limits.week_s:
                message = f"{_told(worked)} of work in the seven days to {day}, {_told(limits.week_s)} at most"
                yield Finding("work", subject, message)
            if limits.days is not None and count > limits.days:
                yield Finding("work", subject, f"{count} days of work in the seven to {day}, {limits.days} at most")


def driving(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """Drivers drive no longer at a stretch, in a day and in seven than they may, empty ways of the day included."""
    rules = [rule for rule in case.law.rules if isinstance(rule, DriverHours)]
    for roster in _people(case, plan):
        if roster.kind == "driver":
            days = _days(roster)
            driven = _driven(case, roster)
            for rule in rules:
                by_day = [driven[day] if rule.in_force(day) else [] for day in days]
                for index, _, seconds in rule.exceeded(by_day):
                    message = f"{rule.told(seconds)[1]} on {days[index]} ({rule.id})"
                    yield Finding("driving", f"driver {roster.member.id}", message)


def _people(case: CrewCase, plan: Assignment) -> Iterator[Roster]:
    return (roster for roster in rosters(case, plan) if roster.kind != "vehicle")


def _days(roster: Roster) -> list[date]:
    """Every date from the first to the last of a roster."""
    first, last = roster.departures[0].first, max(each.last for each in roster.departures)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _driven(case: CrewCase, roster: Roster) -> dict[date, list[Drive]]:
    found: dict[date, list[Drive]] = defaultdict(list)
    for need in roster.departures:
        for day in need.days:
            for leg, _, _ in drives(day):
                begin = second_of(leg.depart)
                found[day.date].append((begin, begin + leg.seconds))
    for earlier, later in roster.neighbours:
        if earlier.last == later.first:
            found[later.first].append(_empty(case, earlier, later))
    return found


def _empty(case: CrewCase, earlier: CrewNeeds, later: CrewNeeds) -> Drive:
    """The way between two departures of a day, begun after a rest."""
    begin = second_of(earlier.end) + case.limits(earlier.last).pause_s
    return begin, begin + case.way_s(earlier, later)


def _told(seconds: float) -> str:
    minutes = int(seconds // 60)
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02} h"


HOURS = (clash, rest, work, driving)
