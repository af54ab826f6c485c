"""
Local law and access as dated data: who may drive where and when, and by which document.

Each entry says since when it is in force and how sure that is. What is judged is the law of the day of the tour.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from math import cos, hypot, radians
from typing import TypeVar

from tourplanner.model import Confidence, Place, Text, TimeRange, Value

METRES_PER_DEGREE = 111_195


class Area(Value):
    """A circle around a point."""

    name: Text
    lat: float
    lon: float
    radius_m: int

    def holds(self, place: Place) -> bool:
        """Whether a place lies inside; accurate to some metres over a city's width."""
        east = (place.lon - self.lon) * cos(radians(self.lat))
        return hypot(place.lat - self.lat, east) * METRES_PER_DEGREE <= self.radius_m


class Dated(Value):
    """A rule with its document: in force from ``since``, inclusive, until ``until``, exclusive."""

    id: str
    title: Text
    source: str
    since: date | None = None
    until: date | None = None
    confidence: Confidence = "unknown"
    note: str = ""

    def in_force(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class CoachBan(Dated):
    """Vehicles of ``seats`` or more (driver included) may not run in the area within the hours, ends inclusive."""

    seats: int
    hours: tuple[TimeRange, ...]
    area: Area

    def bars(self, place: Place, at: time) -> TimeRange | None:
        """The hours that forbid a vehicle of this size to drive at a place at this time."""
        if not self.area.holds(place):
            return None
        return next((hours for hours in self.hours if hours.open <= at <= hours.close), None)


class Access(Dated):
    """The largest vehicle, by its seats, that reaches a village; 0 if none does. ``title`` says what happens there."""

    village: str
    seats: int


Rule = TypeVar("Rule", bound=Dated)


def in_force(rules: Iterable[Rule], on: date) -> tuple[Rule, ...]:
    """The rules in force on a day, in the order given."""
    return tuple(rule for rule in rules if rule.in_force(on))


CENTRE = Area(name=Text(vi="nội thành Hà Nội", en="inner Hanoi"), lat=21.0285, lon=105.8522, radius_m=5_000)

COACH_BANS: tuple[CoachBan, ...] = (
    CoachBan(
        id="vn.hanoi.coach_ban",
        title=Text(
            vi="Xe du lịch từ 35 chỗ không được chạy trong nội thành vào giờ cao điểm",
            en="Tourist coaches of 35 seats or more may not run in the inner city in peak hours",
        ),
        source="QĐ 24/2020/QĐ-UBND",
        since=date(2020, 10, 20),
        confidence="press",
        note="read in thuonghieuvaphapluat.vn and baotintuc.vn; the boundary of the inner city was not found and is "
        "taken as 5 km around Hoàn Kiếm lake; later amendments were not looked for",
        seats=35,
        hours=(TimeRange(open=time(6), close=time(9)), TimeRange(open=time(16), close=time(19, 30))),
        area=CENTRE,
    ),
)

ACCESS: tuple[Access, ...] = (
    Access(
        id="vn.access.duong-lam",
        title=Text(
            vi="Xe lớn dừng ở cổng làng Mông Phụ, khách đi bộ vào",
            en="Large coaches stop at the Mông Phụ gate and guests walk in",
        ),
        source="phuot-dl",
        confidence="press",
        note="a travellers' forum",
        village="duong-lam",
        seats=29,
    ),
    Access(
        id="vn.access.tho-ha",
        title=Text(
            vi="Đến làng bằng đò qua sông Cầu, xe đỗ bên kia sông",
            en="The village is reached by ferry across the Cầu river, vehicles stay on the other bank",
        ),
        source="izitour-thoha",
        confidence="press",
        village="tho-ha",
        seats=0,
    ),
    Access(
        id="vn.access.chuong",
        title=Text(vi="Ngõ làng quá hẹp cho xe lớn", en="The lanes are too narrow for a large vehicle"),
        source="joteasdalephotography.com, 2023",
        confidence="press",
        note="said of a large car; taken as more than 16 seats",
        village="chuong",
        seats=16,
    ),
)
