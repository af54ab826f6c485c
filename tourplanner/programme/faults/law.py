"""Where the vehicle may go: the coach ban of the day's law, and villages it does not reach."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.model import Place
from tourplanner.model.vehicles import ALL, fleet
from tourplanner.programme.edits import confirmed, dropped, shifted, up_to, with_line
from tourplanner.programme.faults.basis import settled
from tourplanner.programme.faults.guests import other_vehicles
from tourplanner.programme.report import Basis, Case, Fault, Fix
from tourplanner.programme.show import place_name
from tourplanner.programme.value import clock
from tourplanner.programme.view import DayView, Ride, Seen
from tourplanner.rules.local import ACCESS, COACH_BANS, Access, CoachBan, Dated, in_force


def basis(rule: Dated) -> Basis:
    return Basis(rule.id, rule.source, rule.since, rule.until, rule.confidence)


def coach_ban(case: Case) -> Iterator[Fault]:
    """No ride begins or ends, and no pick-up waits, in a forbidden area at a forbidden hour."""
    largest = max((vehicle.seats for vehicle in case.terms.vehicles), default=0)
    for view in case.views:
        for ban in in_force(COACH_BANS, view.on):
            for seen, at in _moments(view) if largest >= ban.seats else ():
                hours = ban.bars(seen.place, clock(at)) if seen.place else None
                if hours:
                    yield _barred(case, view, seen, at, ban, str(hours))


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


def _barred(case: Case, view: DayView, seen: Seen, at: int, ban: CoachBan, hours: str) -> Fault:
    where = place_name(case.context.catalogue, seen.line.place)
    message = (
        f"{where}: xe từ {ban.seats} chỗ không được chạy ở {ban.area.name.vi} {hours}",
        f"{where}: vehicles of {ban.seats} seats or more may not run in {ban.area.name.get('en')} {hours}",
    )
    fixes = [*_at_other_hours(case, view, seen, at, ban), other_vehicles(case, fleet(case.terms.party.size,
             below_seats=ban.seats)), _outside(case, seen, ban)]  # fmt: skip
    if seen.line.kind in ("visit", "meal", "free"):
        fixes.append(dropped(case, seen.line))
    return case.fault("E-BAN", view, at, seen.line.id, ban.id, basis(ban), message, fixes)


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
    largest = max((vehicle.seats for vehicle in case.terms.vehicles), default=0)
    for view in case.views:
        for rule in in_force(ACCESS, view.on):
            seen = next((each for each in view.seen if each.village and each.village.id == rule.village
                         and each.line.kind in ("visit", "meal")), None)  # fmt: skip
            if seen is not None and largest > rule.seats and not settled(case, rule.id):
                yield _unreached(case, view, seen, rule)


def _unreached(case: Case, view: DayView, seen: Seen, rule: Access) -> Fault:
    name = seen.village.name.vi if seen.village else rule.village
    message = f"{name}: {rule.title.vi}", f"{name}: {rule.title.get('en')}"
    fits = any(vehicle.seats <= rule.seats for vehicle in ALL)
    fixes = [
        confirmed(case, (rule.id,), "đã thu xếp đoạn cuối (đi bộ, xe điện, đò)",
                  "arrange the last stretch (on foot, cart, ferry)"),
        other_vehicles(case, fleet(case.terms.party.size, below_seats=rule.seats + 1)) if fits else None,
        dropped(case, seen.line),
    ]  # fmt: skip
    return case.fault("W-ACCESS", view, seen.begin, seen.line.id, rule.id, basis(rule), message, fixes)
