"""From a path through a day to a judged itinerary, and back to the lines of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tourplanner.errors import JudgeError
from tourplanner.model import HANOI, Day, Goal, Itinerary, Leg, Lunch, Place, StartPoint, Stop, Text
from tourplanner.planning.lines import drawn
from tourplanner.programme.choices import Choice
from tourplanner.programme.sequence import Ends, Path, Roads, told_back
from tourplanner.programme.value import Line, Terms, clock
from tourplanner.programme.view import Context
from tourplanner.rules import check
from tourplanner.travel import timed_leg


@dataclass(frozen=True, slots=True)
class MendedDay:
    """A repaired day: the itinerary the judge accepted, its lines, and what each stop became."""

    itinerary: Itinerary
    lines: tuple[Line, ...]
    taken: tuple[tuple[int, Choice, int], ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """What a day is built into: its date, ends with their lines, lunch, and the goal's musts."""

    number: int
    on: datetime
    ends: Ends
    points: tuple[StartPoint, StartPoint]
    lines: tuple[Line, Line]
    lunch: Lunch | None
    must: tuple[str, ...]


def mended(shell: Shell, path: Path, terms: Terms, context: Context, roads: Roads) -> MendedDay:
    """
    The day a path stands for.

    Raises
    ------
    JudgeError
        If the judge does not accept it.
    """
    departs = _departs(shell, path, roads)
    day = _day(shell, path, terms, context, departs)
    itinerary = _itinerary(shell, day, terms, context)
    catalogue = context.catalogue
    findings = check(itinerary, context.travel, catalogue.sessions, catalogue.festivals, context.law)
    if findings:
        raise JudgeError(findings)
    return MendedDay(itinerary, tuple(_lines(shell, path, day)), path.taken)


def _departs(shell: Shell, path: Path, roads: Roads) -> list[int]:
    """When each leg leaves: as late as it may and still arrive in time; the last as near to the plan as it can be."""
    places = [shell.ends.start, *(choice.place for _, choice, _ in path.taken), shell.ends.end]
    departs = [path.depart]
    for at, (_, choice, begin) in enumerate(path.taken):
        over = begin + choice.minutes
        following = path.taken[at + 1][2] if at + 1 < len(path.taken) else None
        times = _leaving(over, places[at + 1], places[at + 2], roads)
        if following is not None:
            departs.append(max(depart for depart, arrive in times if arrive <= following))
        else:
            back, last = shell.ends.back, shell.ends.last
            home = [(depart, arrive) for depart, arrive in times if arrive <= last]
            law = roads.lawful(places[at + 2])
            lawful = [each for each in home if (told := told_back(each[1], back)) <= last and law[told]]
            departs.append(min(lawful, key=lambda each: (abs(told_back(each[1], back) - (back or 0)), each))[0])
    return departs


def _leaving(ready: int, origin: Place, target: Place, roads: Roads) -> list[tuple[int, int]]:
    """Every lawful minute of leaving from when guests are ready, with the minute of arrival."""
    leave, reach = roads.links(origin, target)
    return [(depart, arrive) for depart, arrive in zip(leave.tolist(), reach.tolist(), strict=True) if depart >= ready]


def _day(shell: Shell, path: Path, terms: Terms, context: Context, departs: list[int]) -> Day:
    midnight = shell.on
    names = [shell.points[0].id, *(choice.experience.id for _, choice, _ in path.taken), shell.points[1].id]
    places = [shell.ends.start, *(choice.place for _, choice, _ in path.taken), shell.ends.end]
    legs = []
    for at, depart in enumerate(departs):
        matrix = context.way(places[at], places[at + 1], midnight.date())
        legs.append(timed_leg(matrix, (0, 1), (names[at], names[at + 1]), midnight + timedelta(minutes=depart)))
    stops = tuple(
        Stop(
            experience=choice.experience, village=context.catalogue.village(choice.experience.village),
            arrive=leg.arrive,
            begin=midnight + timedelta(minutes=begin), end=midnight + timedelta(minutes=begin + choice.minutes),
            price=choice.experience.price.total(terms.party),
        )
        for (_, choice, begin), leg in zip(path.taken, legs, strict=False)
    )  # fmt: skip
    day = Day(date=midnight.date(), start=shell.points[0], end=shell.points[1], depart=legs[0].depart,
              back=legs[-1].arrive, stops=stops, legs=tuple(legs))  # fmt: skip
    return drawn([day], context.travel, context.law, context.vehicles)[0]


def _itinerary(shell: Shell, day: Day, terms: Terms, context: Context) -> Itinerary:
    many = max(1, len(day.stops))
    goal = Goal(
        party=terms.party, start=shell.points[0].id, end=shell.points[1].id, lunch=shell.lunch, must=shell.must,
        day=(clock(shell.ends.first), clock(shell.ends.last)), stops=(1, many), villages=(1, many),
        vehicles=tuple(each.id for each in terms.named_vehicles),
    )  # fmt: skip
    villages = dict.fromkeys(stop.village.name.vi for stop in day.visits)
    crafts = dict.fromkeys(craft for stop in day.visits for craft in (stop.experience.crafts or stop.village.crafts))
    name = Text(vi=" – ".join(villages) or "–")
    return Itinerary(
        id=f"day-{shell.number}", name=name, theme=name, goal=goal, days=(day,),
        crafts=tuple(each for each in context.catalogue.crafts if each.id in crafts), basis=context.travel.basis,
    )  # fmt: skip


def _lines(shell: Shell, path: Path, day: Day) -> list[Line]:
    """The lines of the day: its ends, its stops, and a drive where guests leave later than they are ready."""
    first, last = shell.lines
    lines = [first.replace(begin=clock(_minute(day.depart) - shell.ends.waits), minutes=shell.ends.waits, groups=1)]
    ready = _minute(day.depart)
    for (_, choice, begin), leg in zip(path.taken, day.legs, strict=False):
        lines += _drive(shell, leg, ready, choice.line.place)
        lines.append(choice.line.replace(begin=clock(begin)))
        ready = begin + choice.minutes
    lines += _drive(shell, day.legs[-1], ready, last.place)
    back = told_back(_minute(day.back + timedelta(seconds=59)), shell.ends.back)
    return [*lines, last.replace(begin=clock(back), minutes=0, groups=1)]


def _drive(shell: Shell, leg: Leg, ready: int, place: str | None) -> list[Line]:
    depart = _minute(leg.depart)
    if depart == ready or place is None:
        return []
    minutes = -(-leg.seconds // 60)
    return [Line(id=f"drive-{shell.number}-{depart}", begin=clock(depart), minutes=minutes, kind="drive", place=place,
                 text="Di chuyển")]  # fmt: skip


def _minute(moment: datetime) -> int:
    local = moment.astimezone(HANOI)
    return local.hour * 60 + local.minute
