"""The days of service of a feed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tourplanner.travel.timetable.gtfs.cells import Cells
from tourplanner.travel.timetable.gtfs.files import Faults, Tables
from tourplanner.travel.timetable.service import Service

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def services(tables: Tables, faults: Faults) -> dict[str, Service]:
    """By id: weeks of calendar.txt, with the single days of calendar_dates.txt."""
    weeks: dict[str, Service] = {}
    for row in tables["calendar.txt"]:
        cells = Cells("calendar.txt", row, faults)
        service = cells.text("service_id")
        if service in weeks:
            cells.fault("service_id", "id-twice", "this service has two rows", "remove one")
        weeks[service] = _week(cells)
    days = _single_days(tables, faults)
    none = Service(frozenset())
    return {
        id: Service(week.weekdays, week.first, week.last, frozenset(days["1", id]), frozenset(days["2", id]))
        for id, week in {**{id: none for _, id in list(days)}, **weeks}.items()
    }


def _week(cells: Cells) -> Service:
    weekdays = frozenset(number for number, name in enumerate(WEEKDAYS) if cells.choice(name, "01", "") == "1")
    first, last = cells.day("start_date"), cells.day("end_date")
    if first is not None and last is not None and last < first:
        cells.fault("end_date", "dates-swapped", f"the service ends before it begins, on {first}", "swap the dates")
    return Service(weekdays, first, last)


def _single_days(tables: Tables, faults: Faults) -> defaultdict[tuple[str, str], set[date]]:
    """By kind, 1 for added and 2 for removed, and service."""
    days: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
    for row in tables["calendar_dates.txt"]:
        cells = Cells("calendar_dates.txt", row, faults)
        service, kind, day = cells.text("service_id"), cells.choice("exception_type", "12", ""), cells.day("date")
        if day is None:
            continue
        if day in days["1", service] | days["2", service]:
            cells.fault("date", "day-twice", f"service {service} has two rows for this day", "remove one")
        days[kind, service].add(day)
    return days
