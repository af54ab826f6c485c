"""Changes to a programme, each a new programme, and the fixes made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tourplanner.catalogue import Catalogue
from tourplanner.model import Experience
from tourplanner.programme.report import Case, Fix, named_line
from tourplanner.programme.value import DAY_MINUTES, Line, Programme, clock
from tourplanner.programme.view import DayView, Seen, admits

SEARCH_DAYS = 30
NEARBY = 2
"""How many villages of the same craft are proposed."""


def with_days(programme: Programme, number: int, lines: tuple[Line, ...]) -> Programme:
    """Other lines on a day, in order of time."""
    days = list(programme.days)
    days[number - 1] = tuple(sorted(lines, key=lambda line: line.minute))
    changed: Programme = programme.replace(days=tuple(days))
    return changed


def with_line(programme: Programme, changed: Line) -> Programme:
    """One line exchanged for another with the same id."""
    for number, day in enumerate(programme.days, 1):
        if any(line.id == changed.id for line in day):
            return with_days(programme, number, tuple(changed if line.id == changed.id else line for line in day))
    return programme


def without(programme: Programme, id: str) -> Programme:
    """The programme without a line."""
    days = tuple(tuple(line for line in day if line.id != id) for day in programme.days)
    changed: Programme = programme.replace(days=days)
    return changed


def shifted(programme: Programme, number: int, first: str | None, by: int, last: str | None = None) -> Programme | None:
    """A day's lines from ``first`` to ``last`` (the whole day without them) moved; None if one leaves the day."""
    day = tuple(sorted(programme.days[number - 1], key=lambda line: line.minute))
    ids = [line.id for line in day]
    low = ids.index(first) if first in ids else 0
    high = ids.index(last) if last in ids else len(ids) - 1
    if any(not 0 <= line.minute + by < DAY_MINUTES for line in day[low : high + 1]):
        return None
    moved = (line.at(line.minute + by) if low <= at <= high else line for at, line in enumerate(day))
    return with_days(programme, number, tuple(moved))


def later(case: Case, view: DayView, seen: Seen, by: int, *, alone: bool = False) -> Fix | None:
    """The line and all after it ``by`` minutes later (earlier if negative), or the line alone."""
    if not case.proposing:
        return None
    line = seen.line
    changed = shifted(case.programme, view.number, line.id, by, line.id if alone else None)
    if changed is None or by == 0:
        return None
    begin = clock(seen.begin + by)
    vi = f"bắt đầu lúc {begin:%H:%M}" + ("" if alone else f", các mục sau lùi {by} phút" if by > 0 else
                                         f", các mục sau sớm hơn {-by} phút")  # fmt: skip
    en = f"begin at {begin:%H:%M}" + ("" if alone else f", all after it {by:+} min")
    return case.fix("shift", vi, en, changed)


def up_to(minute: int, grain: int = 5) -> int:
    """Rounded up to full five minutes."""
    return -(-minute // grain) * grain


def dropped(case: Case, line: Line) -> Fix | None:
    """The programme without the line; None if the line is not its own."""
    if not case.proposing or all(each.id != line.id for each in case.programme.lines):
        return None
    what = named_line(line)
    return case.fix("drop", f"bỏ “{what}”", f"drop “{what}”", without(case.programme, line.id))


def shortened(case: Case, seen: Seen, minutes: int) -> Fix | None:
    """The line with fewer minutes; None if less than half of it would be left, or less than ten."""
    if not case.proposing or minutes < max(10, seen.stay / seen.line.groups / 2):
        return None
    text = f"rút còn {minutes} phút", f"shorten to {minutes} min"
    return case.fix("shorten", *text, with_line(case.programme, seen.line.replace(minutes=minutes)))


def swaps(case: Case, view: DayView, seen: Seen, fits: Callable[[Experience], bool] = lambda _: True) -> Iterator[Fix]:
    """Other visits (or meals) of the village at that time, then of the nearest villages with the same craft."""
    if not case.proposing:
        return
    catalogue = case.context.catalogue
    used = {id for line in case.programme.lines for id in (line.experience, *line.beside) if id}
    used |= {host.variant_of or host.id for day in case.views for each in day.seen for host in each.hosts}
    for other in _candidates(catalogue, view, seen):
        if {other.id, other.variant_of or other.id} & used or not fits(other) or not _takes(case, view, seen, other):
            continue
        where = catalogue.village(other.village).name
        line = seen.line.replace(experience=other.id, place=other.village, beside=(), groups=1)
        yield case.fix(
            "swap", f"đổi sang {other.name.vi} ({where.vi})", f"take {other.name.get('en')} ({where.vi}) instead",
            with_line(case.programme, line),
        )  # fmt: skip


def _takes(case: Case, view: DayView, seen: Seen, other: Experience) -> bool:
    size = case.terms.party.size
    minutes = seen.line.minutes or (seen.usual if seen.line.kind == "meal" else other.minutes_for(size))
    return other.party_min <= size <= other.capacity and admits(
        case.context.catalogue, other, view.on, seen.begin, minutes, size
    )


def _candidates(catalogue: Catalogue, view: DayView, seen: Seen) -> Iterator[Experience]:
    if seen.village is None:
        return
    meal = seen.line.kind == "meal"
    villages = [seen.village.id]
    if meal:
        villages += [each.village.id for each in view.seen if each.village and each.village.id != seen.village.id]
    else:
        craft = seen.village.crafts[:1]
        alike = (
            each for each in catalogue.villages if craft and each.crafts[:1] == craft and each.id != seen.village.id
        )
        here = seen.village.place
        near = sorted(alike, key=lambda each: (each.place.lat - here.lat) ** 2 + (each.place.lon - here.lon) ** 2)
        villages += [each.id for each in near if catalogue.experiences_in[each.id]][:NEARBY]
    for village in dict.fromkeys(villages):
        yield from (each for each in catalogue.experiences_in[village] if (each.kind == "meal") == meal)


def on_another_day(case: Case, fits: Callable[[date], bool]) -> Fix | None:
    """The nearest first day, later before earlier, on which something holds; within a month."""
    for away in range(1, SEARCH_DAYS + 1 if case.proposing else 1):
        for by in (away, -away):
            on = case.terms.on + timedelta(days=by)
            if fits(on):
                return case.fix("date", f"đi ngày {on:%d/%m/%Y}", f"run it on {on:%a} {on}", case.programme, on=on)
    return None


def confirmed(case: Case, names: tuple[str, ...], vi: str, en: str) -> Fix | None:
    """The operator has made sure: the names are noted in the terms."""
    if not case.proposing:
        return None
    noted = tuple(dict.fromkeys((*case.terms.confirmed, *names)))
    return case.fix("confirm", vi, en, case.programme, confirmed=noted)


def new_id(programme: Programme, stem: str) -> str:
    """An id no line has: the stem and a number."""
    ids = {line.id for line in programme.lines}
    return next(f"{stem}-{n}" for n in range(1, len(ids) + 2) if f"{stem}-{n}" not in ids)
