"""How much may go wrong before a timetable breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from tourplanner.almanac.latest import Break, Latest, latest_begins, printed_leave
from tourplanner.model import HANOI, Day, Itinerary, Text
from tourplanner.model.tables import html_table, text_table
from tourplanner.rules import Law
from tourplanner.rules.law import lawful_roads
from tourplanner.travel import TravelMatrix, TravelTimes, kept_matrix

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = ("day", "time", "what", "minutes to spare", "until")
RIGHT = (3,)


@dataclass(frozen=True, slots=True)
class Spare:
    """
    One leg or stop of day ``day`` (from 1), at its planned time ``at``.

    A leg may take ``minutes`` longer, a stop may begin ``minutes`` later, whole minutes rounded down, with everything
    else as planned and waits used up: one minute more and ``breaks`` happens at ``where`` (the id of an experience or
    of the start point where the day ends): ``opening`` its door closes too early, ``session`` it has begun, ``lunch``
    it is too late for lunch, ``day-end`` the day is over. The goal's most minutes of driving is a limit for planning:
    a slow road breaks nothing by it. Where travel times depend on the hour, every leg after it takes as long as it
    does when it then leaves.
    """

    day: int
    what: Literal["leg", "stop"]
    id: str
    name: Text
    at: datetime
    minutes: int
    breaks: Break
    where: str
    where_name: Text

    @property
    def text(self) -> Text:
        """What breaks, in words."""
        name = self.where_name
        vi, en = {
            "opening": (f"{name.vi} đóng cửa", f"{name.get('en')} closes"),
            "session": (f"{name.vi} bắt đầu suất", f"{name.get('en')} begins its session"),
            "lunch": (f"hết giờ ăn trưa ở {name.vi}", f"it is too late for lunch at {name.get('en')}"),
            "day-end": ("hết ngày đi", "the day is over"),
        }[self.breaks]
        return Text(vi=vi, en=en)


@dataclass(frozen=True, slots=True)
class Slack:
    """Legs and stops in order."""

    each: tuple[Spare, ...]

    @property
    def least(self) -> Spare:
        """Where the least time is to spare, the earliest of them."""
        return min(self.each, key=lambda spare: spare.minutes)

    def __getitem__(self, id: str) -> Spare:
        """The stop at an experience; KeyError if there is none."""
        for spare in self.each:
            if spare.id == id and spare.what == "stop":
                return spare
        raise KeyError(id)

    def __str__(self) -> str:
        return text_table(HEAD, self._rows(), right=RIGHT)

    def _repr_html_(self) -> str:
        return html_table(HEAD, self._rows(), right=RIGHT)

    def _rows(self) -> list[tuple[object, ...]]:
        return [
            (each.day, f"{each.at:%H:%M}", f"  to {each.name}" if each.what == "leg" else each.name, each.minutes,
             each.text.get("en"))
            for each in self.each
        ]  # fmt: skip


def slack(tour: Itinerary, travel: TravelTimes | None = None, law: Law | None = None) -> Slack:
    """
    Time to spare on every leg and at every stop of a valid itinerary.

    ``travel`` and ``law`` are what the tour was planned with; without ``travel`` every leg takes as long as printed at
    any hour.
    """
    found: list[Spare] = []
    for number, day in enumerate(tour.days, 1):
        own = lawful_roads(travel, day.date, law or Law.installed(), tour.goal.fleet) if travel else None
        found += _day(tour, number, day, own)
    return Slack(tuple(found))


def _day(tour: Itinerary, number: int, day: Day, travel: TravelTimes | None) -> Iterator[Spare]:
    places = [*(stop.place for stop in day.stops), day.end.place]
    matrix = kept_matrix(travel, places) if travel else None
    *latest, end = latest_begins(tour, day, lambda index, by: _leave(day, index, by, matrix))
    for leg, stop, limit in zip(day.legs, day.stops, latest, strict=False):
        name = stop.experience.name
        yield _spare(number, "leg", leg.destination, name, leg.depart, limit, limit.at - leg.arrive)
        yield _spare(number, "stop", stop.experience.id, name, stop.begin, limit, limit.at - stop.begin)
    home = day.legs[-1]
    yield _spare(number, "leg", home.destination, day.end.name, home.depart, end, end.at - home.arrive)


def _leave(day: Day, index: int, by: datetime, matrix: TravelMatrix | None) -> datetime:
    """When guests have to leave a stop to be at what follows it by then; ``matrix`` is over the stops and the end."""
    if matrix is None or not matrix.is_hourly:
        return printed_leave(day, index, by)
    midnight = datetime.combine(day.date, time(), HANOI)
    arrive = int((by - midnight).total_seconds())
    return midnight + timedelta(seconds=matrix.latest_s(index, index + 1, arrive))


def _spare(
    day: int, what: Literal["leg", "stop"], id: str, name: Text, at: datetime, limit: Latest, spare: timedelta
) -> Spare:
    return Spare(
        day,
        what,
        id,
        name,
        at.astimezone(HANOI),
        int(spare.total_seconds() // 60),
        limit.breaks,
        limit.where,
        limit.name,
    )
