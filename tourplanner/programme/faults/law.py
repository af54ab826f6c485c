"""Where the vehicle may go by the law of the day, villages it does not reach, and days nobody knows the law of."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.model import Place, TimeRange
from tourplanner.model.vehicles import ALL, fleet
from tourplanner.programme.edits import confirmed, dropped, shifted, up_to, with_line
from tourplanner.programme.faults.basis import settled
from tourplanner.programme.faults.guests import other_vehicles
from tourplanner.programme.report import Basis, Case, Fault, Fix
from tourplanner.programme.show import place_name
from tourplanner.programme.value import clock
from tourplanner.programme.view import DayView, Ride, Seen
from tourplanner.rules.law import Access, CoachBan, Rule


def basis(rule: Rule) -> Basis:
    return Basis(rule.id, rule.source, rule.since, rule.until, rule.standing)


def coded(rule: Rule, name: str) -> str:
    """E- with the name if a breach is an error, W- while only the press supports the rule."""
    return f"{'E' if rule.effect == 'error' else 'W'}-{name}"


def coach_ban(case: Case) -> Iterator[Fault]:
    """No ride begins or ends, and no pick-up waits, in a forbidden area at a forbidden hour."""
    largest = largest_of(case)
    for view in case.views:
        for ban in case.context.law.on(view.on).coach_bans:
            for seen, at in _moments(view) if largest >= ban.seats else ():
                hours = ban.bars(seen.place, clock(at)) if seen.place else None
                if hours:
                    yield _barred(case, view, seen, at, ban, hours)


def largest_of(case: Case) -> int:
    """Seats of the largest vehicle, 0 if none is settled."""
    return max((vehicle.seats for vehicle in case.terms.vehicles), default=0)


def _moments(view: DayView) -> Iterator[tuple[Seen, int]]:
    """When the vehicle runs where: it comes to a pick-up, leaves each stop and reaches the next."""
    for ride in view.rides:
        if ride.origin.line.kind == "pick-up":
            yield ride.origin, ride.origin.begin
        if not ride.walked:
            yield ride.origin, ride.depart
            yield ride.target, max(ride.arrive, 0 if _waits(ride) else ride.target.begin)


def _waits(ride: Ride) -> bool:
    """A visit may begin after the vehicle has come; a drop-off begins when it comes."""
    return ride.target.line.kind != "drop-off"


def _barred(case: Case, view: DayView, seen: Seen, at: int, ban: CoachBan, hours: TimeRange) -> Fault:
    where = place_name(case.context.catalogue, seen.line.place)
    message = ban.told((where, where), hours)
    smaller = fleet(case.terms.party.size, below_seats=ban.seats) if ban.seats > ALL[0].seats else ()
    fixes = [*_at_other_hours(case, view, seen, at, ban), other_vehicles(case, smaller) if smaller else None,
             _outside(case, seen, ban)]  # fmt: skip
    if seen.line.kind in ("visit", "meal", "free"):
        fixes.append(dropped(case, seen.line))
    return case.fault(coded(ban, "BAN"), view, at, seen.line.id, ban.id, basis(ban), message, fixes)


def _at_other_hours(case: Case, view: DayView, seen: Seen, at: int, ban: CoachBan) -> Iterator[Fix | None]:
    """From here on later until the hours are over; or all of the day earlier, so that they have not begun."""
    hours = ban.bars(seen.place, clock(at)) if seen.place else None
    if hours is None or not case.proposing:
        return
    after = hours.close.hour * 60 + hours.close.minute + 1
    before = hours.open.hour * 60 + hours.open.minute - 1
    by = up_to(after - at)
    own = seen.line.id in {line.id for line in case.programme.lines}
    changed = shifted(case.programme, view.number, seen.line.id if own else None, by)
    if changed is not None and after < 1440:
        begin = clock(at + by)
        text = f"dời đến {begin:%H:%M}, các mục sau lùi {by} phút", f"move to {begin:%H:%M}, all after it +{by} min"
        yield case.fix("shift", *text, changed)
    by = up_to(at - before)
    changed = shifted(case.programme, view.number, None, -by) if before >= 0 else None
    if changed is not None:
        begin = clock(at - by)
        text = f"cả ngày sớm hơn {by} phút ({begin:%H:%M})", f"the whole day {by} min earlier ({begin:%H:%M})"
        yield case.fix("shift", *text, changed)


def _outside(case: Case, seen: Seen, ban: CoachBan) -> Fix | None:
    """Meet or part at the nearest start point outside the area."""
    if not case.proposing or seen.line.kind not in ("pick-up", "drop-off") or seen.place is None:
        return None
    here: Place = seen.place
    starts = sorted(
        (each for each in case.context.catalogue.starts if not ban.area.holds(each.place)),
        key=lambda each: (each.place.lat - here.lat) ** 2 + (each.place.lon - here.lon) ** 2,
    )
    if not starts:
        return None
    there = starts[0]
    if any(line.id == seen.line.id for line in case.programme.lines):
        changed = with_line(case.programme, seen.line.replace(place=there.id))
    else:
        changed = case.programme.replace(start=there.id)
    vi, en = ("đón", "meet") if seen.line.kind == "pick-up" else ("trả khách", "end")
    return case.fix("meet", f"{vi} tại {there.name.vi}", f"{en} at {there.name.get('en')}", changed)


def access(case: Case) -> Iterator[Fault]:
    """The vehicles reach every village that is visited."""
    for view in case.views:
        for rule in case.context.law.on(view.on).access:
            seen = next((each for each in view.seen if each.village and each.village.id == rule.village
                         and each.line.kind in ("visit", "meal")), None)  # fmt: skip
            if seen is not None and rule.stops(largest_of(case)) and not settled(case, rule.id):
                yield _unreached(case, view, seen, rule)


def _unreached(case: Case, view: DayView, seen: Seen, rule: Access) -> Fault:
    name = seen.village.name.vi if seen.village else rule.village
    message = f"{name}: {rule.title.vi}", f"{name}: {rule.title.get('en')}"
    fits = rule.seats is not None and rule.fits
    fixes = [
        confirmed(case, (rule.id,), rule.arrangement.vi, rule.arrangement.get("en")),
        other_vehicles(case, fleet(case.terms.party.size, below_seats=(rule.seats or 0) + 1)) if fits else None,
        dropped(case, seen.line),
    ]  # fmt: skip
    return case.fault("W-ACCESS", view, seen.begin, seen.line.id, rule.id, basis(rule), message, fixes)


def unknown(case: Case) -> Iterator[Fault]:
    """The day lies within what is known of every rule; one fault a day names those of which it does not."""
    for view in case.views:
        beyond = case.context.law.on(view.on).unknown
        if not beyond or settled(case, f"law {view.on}"):
            continue
        names = ", ".join(each.rule.id for each in beyond)
        first = min(beyond, key=lambda each: each.rule.known_until or view.on).rule
        message = (
            f"chưa rõ luật ngày {view.on}: {names} (biết đến {first.known_until})",
            f"nobody has looked up the law of {view.on}: {names} (known until {first.known_until})",
        )
        call = confirmed(case, (f"law {view.on}",), "tra lại quy định cho ngày đó", "look the rules up for that day")
        yield case.fault("W-LAW", view, None, f"day-{view.number}", "law", basis(first), message, [call])
