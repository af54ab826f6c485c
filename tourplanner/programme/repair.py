"""The nearest valid programme, and how it differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby, permutations
from typing import Any

from tourplanner.errors import GoalError, InfeasibleError, JudgeError
from tourplanner.model import HANOI, Itinerary, StartPoint
from tourplanner.model.vehicles import ALL, Vehicle, fleet, hire_vnd
from tourplanner.programme.choices import Noon, StopChoices, lunch_line, noons, stops
from tourplanner.programme.differ import Change, changes_of, ends_change, lunch_change
from tourplanner.programme.keep import Kept, kept
from tourplanner.programme.mended import MendedDay, Shell, mended
from tourplanner.programme.report import Report, report
from tourplanner.programme.roads import roads
from tourplanner.programme.rows import span
from tourplanner.programme.sequence import CHANGE, DROP, Day, Ends, Path, Roads
from tourplanner.programme.value import Line, Programme, Terms
from tourplanner.programme.view import Context, DayView, days, place_of
from tourplanner.rules import Law
from tourplanner.travel import TravelTimes

SMALLEST = ALL[0].seats
ALL_ORDERS = 4
"""Up to so many stops a day every order is tried; of more, every order with one stop out of its place."""

@dataclass(frozen=True, slots=True)
class Repaired:
    """
    A repaired programme.

    ``itineraries`` are its days as the judge accepted them, ``changes`` what became of every line, ``report`` the
    check of the result: it has no errors.
    """

    original: Programme
    programme: Programme
    itineraries: tuple[Itinerary, ...]
    changes: tuple[Change, ...]
    report: Report

    @property
    def count(self) -> int:
        """How many changes there are; a begin moved is none."""
        return sum(change.counts for change in self.changes)

    @property
    def moved(self) -> int:
        """Minutes by which stops, pick-ups and drop-offs begin earlier or later, added up."""
        return sum(abs(change.minutes) for change in self.changes)

    def data(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "changes": self.count, "minutes_moved": self.moved,
            "difference": [change.data() for change in self.changes],
            "programme": self.programme.model_dump(mode="json"), "check": self.report.data(),
        }  # fmt: skip

    def __str__(self) -> str:
        from tourplanner.programme.repaired import repaired_text

        return repaired_text(self)

    def __repr__(self) -> str:
        from tourplanner.programme.repaired import repaired_line

        return f"<Repaired: {repaired_line(self)}>"

    def _repr_html_(self) -> str:
        from tourplanner.programme.repaired import repaired_html

        return repaired_html(self)


@dataclass(frozen=True, slots=True)
class _Solved:
    """The cheapest way found for one day: its path, the stops in the order tried, and what was out of order."""

    cost: int
    path: Path
    order: tuple[int, ...]
    stops: tuple[StopChoices, ...]
    noon: Noon | None


def repaired(
    programme: Programme, keep: Sequence[str], max_changes: int, day: tuple[time | str, time | str],
    travel: TravelTimes | None, law: Law | None = None,
) -> Repaired:  # fmt: skip
    """See ``Programme.repair``."""
    assert programme.terms is not None
    hours = _hours(day)
    law = law or Law.installed()
    staying = kept(programme, keep)
    best: tuple[int, Terms, list[tuple[DayView, Shell, _Solved, Roads]], Context] | None = None
    for terms in _fleets(programme.terms, len(programme.days), law):
        extra = CHANGE if terms.vehicles != programme.terms.vehicles else 0
        if best is not None and extra >= best[0]:
            continue
        context = Context.of(programme, terms, travel, law)
        solved = _all_days(programme, terms, context, staying, hours)
        total = extra + sum(each.cost for _, _, each, _ in solved) if solved else None
        if solved and total is not None and (best is None or total < best[0]):
            best = total, terms, solved, context
    if best is None:
        raise _impossible(keep)
    if best[0] // CHANGE > max_changes:
        needed = best[0] // CHANGE
        message = f"nothing valid within {max_changes} changes; {needed} would do: repair(max_changes={needed})"
        raise InfeasibleError(message, ["max changes", *(f"keep {name}" for name in keep)])
    return _result(programme, best[1], best[2], best[3], travel)


def _hours(day: tuple[time | str, time | str]) -> tuple[int, int]:
    from tourplanner.catalogue.cells import Fault

    try:
        first, last = (each if isinstance(each, time) else span(each)[0] for each in day)
    except Fault as fault:
        raise GoalError(f"day: {day!r}: {fault.message}; {fault.fix}") from None
    if last <= first:
        raise GoalError(f"day: returns at {last:%H:%M}, not after it starts at {first:%H:%M}")
    return first.hour * 60 + first.minute, last.hour * 60 + last.minute


def _fleets(terms: Terms, days: int, law: Law) -> Iterator[Terms]:
    """The vehicles as they are; else those that seat the party, and those too small for the bans of the days."""
    size = terms.party.size
    tried: list[tuple[Vehicle, ...]] = []
    if not terms.vehicles or sum(each.guests for each in terms.vehicles) >= size:
        tried.append(terms.vehicles)
    if terms.vehicles:
        dates = [terms.on + timedelta(days=day) for day in range(days)]
        barred = {ban.seats for on in dates for ban in law.on(on).coach_bans if ban.seats > SMALLEST}
        tried += [fleet(size), *(fleet(size, below_seats=seats) for seats in sorted(barred, reverse=True))]
    for vehicles in dict.fromkeys(tried):
        yield terms.replace(vehicles=vehicles)


def _all_days(
    programme: Programme, terms: Terms, context: Context, staying: Kept, hours: tuple[int, int]
) -> list[tuple[DayView, Shell, _Solved, Roads]] | None:
    """Each day by itself, in order; what an earlier day visits is not visited again."""
    taken: set[str] = set()
    solved = []
    for view in days(programme, terms, context):
        if not any(seen.line.kind in ("visit", "meal", "free") for seen in view.seen):
            continue
        way = roads(view, terms, context)
        noon = lunch_line(view)
        found = stops(view, terms, context, staying.lines, staying.exactly, taken)
        shell = _shell(programme, view, context, hours)
        best = _best(view, terms, context, found, shell, way, noon, staying)
        if best is None:
            return None
        taken |= {choice.experience.variant_of or choice.experience.id for _, choice, _ in best.path.taken}
        solved.append((view, shell, best, way))
    return solved


def _best(
    view: DayView, terms: Terms, context: Context, found: list[StopChoices], shell: Shell, way: Roads,
    noon: Line | None, staying: Kept,
) -> _Solved | None:  # fmt: skip
    """The cheapest over lunches and orders, fewer stops out of place first."""
    wanted = staying.lunch or _over_noon(view, terms)
    lunches = list(noons(view, terms, context, noon, wanted=wanted))
    best: _Solved | None = None
    for level, orders in groupby(_orders(len(found)), key=lambda each: each[0]):
        if best is not None and level * CHANGE > best.cost:
            break
        for _, order in orders:
            for lunch in lunches:
                best = _better(best, found, order, level, lunch, shell, way, 0)
    if (best is None or best.cost >= CHANGE + DROP) and not staying.lunch and None not in lunches:
        # Without a lunch: a change where one was planned, and no better than a fault where none can be had.
        for level, order in _orders(len(found)):
            if best is None or (noon is not None and level * CHANGE + CHANGE + DROP < best.cost):
                best = _better(best, found, order, level, None, shell, way, CHANGE + DROP if noon else 0)
    return best


def _better(
    best: _Solved | None, found: list[StopChoices], order: tuple[int, ...], level: int, lunch: Noon | None,
    shell: Shell, way: Roads, extra: int,
) -> _Solved | None:  # fmt: skip
    limit = None if best is None else best.cost - level * CHANGE - extra
    path = _distinct(tuple(found[at] for at in order), lunch, shell.ends, way, limit)
    if path is None:
        return best
    cost = path.cost + level * CHANGE + extra
    return best if best is not None and best.cost <= cost else _Solved(cost, path, order, tuple(found), lunch)


def _distinct(
    ordered: tuple[StopChoices, ...], lunch: Noon | None, ends: Ends, way: Roads, limit: int | None
) -> Path | None:
    """The best path in which nothing is visited twice: where it is, one of the two does without it, then the other."""
    path = Day(ordered, lunch, ends, way, limit).best()
    if path is None:
        return None
    first: dict[str, int] = {}
    for stop, choice, _ in path.taken:
        name = choice.experience.variant_of or choice.experience.id
        if stop >= 0 and name in first:
            ways = [_distinct(_without(ordered, at, name), lunch, ends, way, limit) for at in (first[name], stop)]
            return min((each for each in ways if each), key=lambda each: each.cost, default=None)
        if stop >= 0:
            first[name] = stop
    return path


def _without(ordered: tuple[StopChoices, ...], at: int, name: str) -> tuple[StopChoices, ...]:
    stop = ordered[at]
    left = tuple(each for each in stop.choices if (each.experience.variant_of or each.experience.id) != name)
    changed = StopChoices(stop.line, stop.begin, left, stop.kept)
    return (*ordered[:at], changed, *ordered[at + 1 :])


def _orders(count: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Orders of so many stops, each with how many are out of their place, in order of that number."""
    same = tuple(range(count))
    if count <= ALL_ORDERS:
        yield from sorted((len(_out_of_order(order)), order) for order in permutations(same))
        return
    yield 0, same
    moved = {(*rest[:to], at, *rest[to:]) for at in same for rest in [same[:at] + same[at + 1 :]] for to in same}
    yield from ((1, order) for order in sorted(moved - {same}))


def _out_of_order(order: Sequence[int]) -> frozenset[int]:
    """The fewest stops that have to be taken out so that the rest stand in their order."""
    longest: list[tuple[int, ...]] = []
    for stop in order:
        before: tuple[int, ...] = max((each for each in longest if each[-1] < stop), key=len, default=())
        longest.append((*before, stop))
    kept_in_order: tuple[int, ...] = max(longest, key=len, default=())
    return frozenset(order) - frozenset(kept_in_order)


def _over_noon(view: DayView, terms: Terms) -> bool:
    window = terms.lunch
    if window is None or not view.seen:
        return False
    earliest, latest = (each.hour * 60 + each.minute for each in (window.earliest, window.latest))
    return view.seen[0].begin <= earliest and view.seen[-1].end >= latest


def _shell(programme: Programme, view: DayView, context: Context, hours: tuple[int, int]) -> Shell:
    pick_up = next((seen.line for seen in view.seen if seen.line.kind == "pick-up" and seen.place), None)
    drop_off = next((seen.line for seen in reversed(view.seen) if seen.line.kind == "drop-off" and seen.place), None)
    day, start = f"day-{view.number}", programme.start
    ends = (
        pick_up or Line(id=f"{day}-start", begin=time(0), kind="pick-up", place=start, text="Đón khách"),
        drop_off or Line(id=f"{day}-end", begin=time(0), kind="drop-off", place=start, text="Trả khách"),
    )
    first, last = (_point(context, line.place or programme.start) for line in ends)
    depart = pick_up.minute + (pick_up.whole or 0) if pick_up else None
    back = drop_off.minute if drop_off else None
    placed = Ends(
        first.place, last.place, depart, back, min(hours[0], depart if depart is not None else hours[0]),
        max(hours[1], back if back is not None else hours[1]), (pick_up.whole or 0) if pick_up else 0,
    )  # fmt: skip
    midnight = datetime.combine(view.on, time(), HANOI)
    return Shell(view.number, midnight, placed, (first, last), ends, None, ())


def _point(context: Context, id: str) -> StartPoint:
    starts = {each.id: each for each in context.catalogue.starts}
    if id in starts:
        return starts[id]
    return StartPoint(id=id, name=context.catalogue.village(id).name, place=place_of(context.catalogue, id))


def _result(
    programme: Programme, terms: Terms, solved: list[tuple[DayView, Shell, _Solved, Roads]], context: Context,
    travel: TravelTimes | None,
) -> Repaired:  # fmt: skip
    lines: dict[int, tuple[Line, ...]] = {}
    itineraries, changes = [], list(_fleet_change(programme.terms, terms))
    for view, shell, each, way in solved:
        made = mended(_with_goal(shell, each), each.path, terms, context, way)
        lines[view.number] = made.lines
        itineraries.append(made.itinerary)
        changes += _day_changes(view, shell, each, made, terms, context)
    new: Programme = programme.replace(
        days=tuple(lines.get(number, day) for number, day in enumerate(programme.days, 1)), terms=terms
    )
    checked = report(new, travel, context.law)
    if checked.errors:
        raise JudgeError(checked.errors)
    return Repaired(programme, new, tuple(itineraries), tuple(changes), checked)


def _with_goal(shell: Shell, each: _Solved) -> Shell:
    lunch = each.noon.lunch if each.noon else None
    must = tuple(
        choice.experience.id for stop, choice, _ in each.path.taken if stop >= 0 and each.stops[each.order[stop]].kept
    )
    return Shell(shell.number, shell.on, shell.ends, shell.points, shell.lines, lunch, must)


def _day_changes(
    view: DayView, shell: Shell, each: _Solved, made: MendedDay, terms: Terms, context: Context
) -> Iterator[Change]:
    taken = [(each.order[stop] if stop >= 0 else -1, choice, begin) for stop, choice, begin in each.path.taken]
    own = {seen.line.id: seen.line for seen in view.seen}
    yield from ends_change(view.number, own.get(shell.lines[0].id), made.lines[0])
    out = _out_of_order([stop for stop in each.order if any(stop == number for number, _, _ in taken)])
    moved = _out_of_order(each.order)
    yield from changes_of(view.number, each.stops, moved or out, taken, made.lines, terms.party, context.catalogue)
    noon = lunch_line(view)
    eaten = next((choice for stop, choice, _ in taken if stop < 0), None)
    served = next(
        (choice.line.text for _, choice, _ in taken if each.noon and choice.experience.price.includes_lunch), ""
    )
    yield from lunch_change(view.number, noon, eaten, served, made.lines, terms.party, context.catalogue)
    yield from ends_change(view.number, own.get(shell.lines[1].id), made.lines[-1])
    known = {stop.line.id for stop in each.stops} | {line.id for line in shell.lines} | ({noon.id} if noon else set())
    for line in own.values():
        if line.id not in known and line.kind != "drive":
            yield Change("left out", view.number, line, None, 0, 0, line.text or line.kind)


def _fleet_change(before: Terms | None, after: Terms) -> Iterator[Change]:
    if before is not None and before.vehicles != after.vehicles:
        was, now = hire_vnd(before.vehicles), hire_vnd(after.vehicles)
        names = (" + ".join(each.id for each in terms.vehicles) for terms in (before, after))
        yield Change("vehicle", 0, None, None, 0, None if was is None or now is None else now - was, " → ".join(names))


def _impossible(keep: Sequence[str]) -> InfeasibleError:
    names = [f"keep {name}" for name in keep]
    what = ", ".join(names) if names else "none of its stops"
    return InfeasibleError(f"no change of this programme makes a valid day: {what} can be visited as asked", names)
