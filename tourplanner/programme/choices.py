"""What each stop of a day may become when a programme is repaired, and what that costs in changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from tourplanner.model import Experience, Lunch, Place
from tourplanner.model.meal import lunch_break
from tourplanner.programme.value import Line, Terms
from tourplanner.programme.view import Context, DayView, Seen, begins, unrecorded
from tourplanner.rules.law import CoachBan, Law

SHORTER = ((3, 4), (2, 3), (1, 2))
"""Parts of its time that a visit may be cut to."""
AGAIN = "/line-"
"""In the id of what a line visits that names nothing of its own."""
LEAST_MINUTES = 15
MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """
    One way to keep a stop: the experience with its length and places as they would be, and the line that says so.

    ``windows`` are the minutes it may begin in, both ends inclusive; ``change`` is what was changed, "" for nothing.
    """

    experience: Experience
    place: Place
    windows: tuple[tuple[int, int], ...]
    minutes: int
    line: Line
    change: str = ""


@dataclass(frozen=True, slots=True)
class StopChoices:
    """A stop of the programme: when it was planned, its choices, and whether it has to stay."""

    line: Line
    begin: int
    choices: tuple[Choice, ...]
    kept: bool


@dataclass(frozen=True, slots=True)
class Noon:
    """
    The day's lunch: where it may be by village, when it was planned (None: it was not), and how it has to be.

    ``own`` is whether the group arranges it itself, at the place just visited.
    """

    lunch: Lunch
    line: Line | None
    begin: int | None
    tables: dict[str, tuple[Choice, ...]]
    own: bool


def stops(
    view: DayView, terms: Terms, context: Context, kept: Collection[str], exactly: Collection[str],
    taken: Collection[str],
) -> list[StopChoices]:  # fmt: skip
    """The visits of a day with their choices, in order; ``exactly`` are lines that keep their experience."""
    named = {line.experience for line in (seen.line for seen in view.seen) if line.experience}
    found = []
    for seen in view.seen:
        if not _scheduled(seen):
            continue
        used = {*taken, *named} - {seen.line.experience}
        choices = tuple(_choices(seen, view.on, terms, context, used, fixed=seen.line.id in exactly))
        found.append(StopChoices(seen.line, seen.begin, choices, seen.line.id in kept))
    return found


def _scheduled(seen: Seen) -> bool:
    """Whether a line is a stop that repair places: a visit, or time in a village; not meals, not the road."""
    return seen.village is not None and seen.line.kind in ("visit", "free")


def _choices(
    seen: Seen, on: date, terms: Terms, context: Context, used: Collection[str], *, fixed: bool
) -> Iterator[Choice]:
    village = seen.village
    assert village is not None
    if village.environment == "not met":
        return
    line = seen.line
    if line.kind != "visit" or not seen.recorded:
        place = unrecorded(village).replace(id=f"{village.id}{AGAIN}{line.id}", minutes=max(5, seen.stay or seen.usual))
        yield from _one(place, line, on, terms, context, "")
        return
    there = [each for each in context.catalogue.experiences_in[village.id] if each.kind != "meal"]
    free = [each for each in there if each.id not in used and each.variant_of not in used]
    if line.experience is None and not free:
        # All there is has a line of its own: this one is more time in the village.
        for each in there:
            again = each.replace(id=f"{village.id}{AGAIN}{line.id}", variant_of=None)
            yield from _one(again, line, on, terms, context, "")
    for each in free:
        own = each.id == line.experience
        if fixed and line.experience and not own:
            continue
        yield from _one(each, line, on, terms, context, "" if own or line.experience is None else "swapped")


def _one(each: Experience, line: Line, on: date, terms: Terms, context: Context, change: str) -> Iterator[Choice]:
    """An experience at its planned length, shorter, and in groups where the party is too large."""
    size = terms.party.size
    if terms.booked and (on - terms.booked).days < each.lead_days:
        return
    shared = [context.catalogue.experience(id) for id in line.beside] if change == "" else []
    groups = line.groups if change == "" else 1
    room = sum(other.capacity for other in (each, *shared))
    minutes = line.minutes or each.minutes_for(-(-size // groups))
    if size > room * groups and not change:
        groups, change = -(-size // room), "grouped"
    if size < each.party_min or size > room * groups or groups > MOST_GROUPS:
        return
    lengths = {minutes: change}
    if groups == 1 and not change:
        shorter = {minutes * part // whole // 5 * 5 for part, whole in SHORTER}
        shorter |= {each.minutes_for(size)} if each.minutes_for(size) < minutes else set()
        lengths |= {short: "shortened" for short in sorted(shorter, reverse=True) if LEAST_MINUTES <= short < minutes}
    for length, what in lengths.items():
        whole = length * groups
        if not 5 <= whole <= 600:
            continue
        made = each.replace(minutes=whole, minutes_from=(), capacity=max(size, room))
        windows = tuple(begins(context.catalogue, made, on, whole, size))
        place = each.place or context.catalogue.village(each.village).place
        said = line.minutes is None and not what
        told = line.replace(minutes=None if said and line.kind != "visit" else length, groups=groups,
                            experience=each.id if line.kind == "visit" and not _blank(each) else None,
                            place=each.village, beside=line.beside if what != "swapped" else ())  # fmt: skip
        if windows:
            yield Choice(made, place, windows, whole, told, what)


def _blank(each: Experience) -> bool:
    return AGAIN in each.id


def lunch_line(view: DayView) -> Line | None:
    """The line of a day that is its lunch: the meal nearest to noon, within two hours of it."""
    meals = [seen.line for seen in view.seen if seen.line.kind == "meal" and 10 * 60 <= seen.begin <= 15 * 60]
    return min(meals, key=lambda line: abs(line.minute - 12 * 60), default=None)


def noons(view: DayView, terms: Terms, context: Context, line: Line | None, *, wanted: bool) -> Iterator[Noon | None]:
    """How the day may have its lunch: at a table of a village, or as the group's own arrangement; None for none."""
    window = terms.lunch
    if window is None or (line is None and not wanted):
        yield None
        return
    minutes = min(240, max(15, line.whole or window.minutes)) if line else window.minutes
    begin = line.minute if line else None
    for kind in ("place", "break"):
        lunch = Lunch(kind=kind, earliest=window.earliest, latest=window.latest, minutes=minutes)
        tables = _tables(view, terms, context, line, lunch)
        if any(tables.values()):
            yield Noon(lunch, line, begin, tables, kind == "break")


def _tables(
    view: DayView, terms: Terms, context: Context, line: Line | None, lunch: Lunch
) -> dict[str, tuple[Choice, ...]]:
    villages = {seen.village.id: seen.village for seen in view.seen if seen.village and seen.line is not line}
    named = line.experience if line else None
    within = _minutes(lunch)
    tables: dict[str, tuple[Choice, ...]] = {}
    for id, village in villages.items():
        if lunch.kind == "break":
            places = [village.place, *(each.place for each in context.catalogue.experiences_in[id] if each.place)]
            found = [lunch_break(village, place, at) for at, place in enumerate(dict.fromkeys(places), 1)]
        else:
            found = [each for each in context.catalogue.experiences_in[id] if each.kind == "meal"]
        choices = []
        for each in found:
            windows = _clipped(begins(context.catalogue, each, view.on, lunch.minutes, terms.party.size), within)
            late = terms.booked is not None and (view.on - terms.booked).days < each.lead_days
            if windows and not late and each.party_min <= terms.party.size <= each.capacity:
                own = lunch.kind == "break"
                told = Line(
                    id=line.id if line else f"lunch-day-{view.number}", begin=lunch.earliest, minutes=lunch.minutes,
                    kind="meal", place=None if own else id, experience=None if own else each.id,
                    text=line.text if line else "Ăn trưa",
                )  # fmt: skip
                change = _lunch_change(line, named, id, each.id, own=own)
                choices.append(Choice(each, each.place or village.place, windows, lunch.minutes, told, change))
        tables[id] = tuple(choices)
    return tables


def _lunch_change(line: Line | None, named: str | None, village: str, table: str, *, own: bool) -> str:
    if line is None:
        return "added"
    if own:
        return "" if line.place is None else "swapped"
    if named is not None:
        return "" if named == table else "swapped"
    return "" if line.place in (None, village) else "swapped"


def _minutes(lunch: Lunch) -> tuple[int, int]:
    return (lunch.earliest.hour * 60 + lunch.earliest.minute, lunch.latest.hour * 60 + lunch.latest.minute)


def _clipped(windows: list[tuple[int, int]], within: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    cut = ((max(first, within[0]), min(last, within[1])) for first, last in windows)
    return tuple((first, last) for first, last in cut if first <= last)


def bans(terms: Terms, on: date, law: Law) -> tuple[CoachBan, ...]:
    """The bans that concern the vehicles on a day."""
    largest = max((vehicle.seats for vehicle in terms.vehicles), default=0)
    return tuple(ban for ban in law.on(on).coach_bans if largest >= ban.seats)
