"""Who drives how long, and on what fuel: driving hours and low-emission zones by the law of the day."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.programme.edits import confirmed
from tourplanner.programme.faults.basis import settled
from tourplanner.programme.faults.law import basis, coded
from tourplanner.programme.report import Case, Fault
from tourplanner.programme.show import place_name
from tourplanner.programme.value import clock
from tourplanner.programme.view import DayView
from tourplanner.rules.law import DriverHours, LowEmissionZone
from tourplanner.rules.law.driver_hours import Drive


def hours(case: Case) -> Iterator[Fault]:
    """No driver drives longer than allowed at a stretch, in a day or in a week."""
    rules = dict.fromkeys(rule for view in case.views for rule in case.context.law.on(view.on).driver_hours)
    for rule in rules if case.terms.vehicles else ():
        drives = [_drives(view) if rule.in_force(view.on) else () for view in case.views]
        for index, second, seconds in rule.exceeded(drives):
            if not settled(case, rule.id):
                yield _too_long(case, case.views[index], rule, second, seconds)


def _drives(view: DayView) -> tuple[Drive, ...]:
    return tuple((60 * ride.depart, 60 * ride.depart + ride.seconds) for ride in view.rides if not ride.walked)


def _too_long(case: Case, view: DayView, rule: DriverHours, second: int, seconds: int) -> Fault:
    relief = confirmed(case, (rule.id,), "thêm lái xe thứ hai, hoặc nghỉ giữa đường", "take a second driver, or rest")
    return case.fault(coded(rule, "HOURS"), view, second // 60, f"day-{view.number}", rule.id, basis(rule),
                      rule.told(seconds), [relief])  # fmt: skip


def low_emission(case: Case) -> Iterator[Fault]:
    """No vehicle known to be barred drives from, to or within a low-emission zone; one fault for a zone and day."""
    for view in case.views:
        for zone in case.context.law.on(view.on).low_emission_zones:
            fault = _restricted(case, view, zone)
            if fault is not None and not settled(case, zone.id):
                yield fault


def _restricted(case: Case, view: DayView, zone: LowEmissionZone) -> Fault | None:
    vehicle = zone.barred(case.terms.vehicles)
    if vehicle is None:
        return None
    for ride in view.rides:
        for seen, at in ((ride.origin, ride.depart), (ride.target, ride.arrive)):
            if not ride.walked and seen.place and zone.holds_at((seen.place.lat, seen.place.lon), clock(at)):
                where = place_name(case.context.catalogue, seen.line.place)
                way = zone.ways_out()[0]
                cleaner = confirmed(case, (zone.id,), way.vi, way.get("en"))
                return case.fault(coded(zone, "LEZ"), view, at, seen.line.id, zone.id, basis(zone),
                                  zone.told((where, where), vehicle), [cleaner])  # fmt: skip
    return None
