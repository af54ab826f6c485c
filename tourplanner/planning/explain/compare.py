"""Two tours side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tourplanner.model import HANOI, Itinerary, Stop, Text
from tourplanner.model.tables import html_table, text_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIGURES = ("", "first", "second", "difference")
STOPS = ("stop", "first", "second", "change")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of both tours: ``unit`` is what it is counted in, "" for a plain count or points."""

    name: Text
    unit: str
    first: int
    second: int

    @property
    def difference(self) -> int:
        """Second less first."""
        return self.second - self.first


@dataclass(frozen=True, slots=True)
class StopChange:
    """
    What becomes of one stop: ``same``, ``moved`` (another time or day), ``added``, ``removed``, or ``swapped``.

    A removed and an added stop are swapped if they share time on the same day of the tour. ``first`` and ``second``
    are (day from 1, begin); None where the stop is not in that tour.
    """

    what: str
    experience: str
    name: Text
    first: tuple[int, datetime] | None
    second: tuple[int, datetime] | None
    swapped_for: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures and stops of two tours; ``difference`` of a figure is second less first."""

    figures: tuple[Figure, ...]
    stops: tuple[StopChange, ...]

    def __getitem__(self, name: str) -> Figure:
        """A figure by its English name, e.g. ``"driving"``; KeyError if there is none."""
        for figure in self.figures:
            if figure.name.get("en") == name:
                return figure
        raise KeyError(name)

    def ids(self, *what: str) -> tuple[str, ...]:
        """The experiences with these changes, e.g. ``ids("added", "removed")``."""
        return tuple(stop.experience for stop in self.stops if stop.what in what)

    def __str__(self) -> str:
        figures = text_table(FIGURES, self._figures(), right=(1, 2, 3))
        return f"{figures}\n\n{text_table(STOPS, self._stops())}"

    def _repr_html_(self) -> str:
        figures = html_table(FIGURES, self._figures(), right=(1, 2, 3))
        return f"<div>{figures}{html_table(STOPS, self._stops())}</div>"

    def _figures(self) -> list[tuple[object, ...]]:
        return [
            (f"{each.name.get('en')}{', ' if each.unit else ''}{each.unit}", *map(_grouped, (each.first, each.second)),
             f"{'+' if each.difference > 0 else ''}{_grouped(each.difference)}")
            for each in self.figures
        ]  # fmt: skip

    def _stops(self) -> list[tuple[object, ...]]:
        names = {stop.experience: stop.name for stop in self.stops}
        several = max((each[0] for stop in self.stops for each in (stop.first, stop.second) if each), default=1) > 1
        return [
            (stop.name, _when(stop.first, several), _when(stop.second, several),
             f"{stop.what} with {names[stop.swapped_for]}" if stop.swapped_for else stop.what)
            for stop in self.stops
        ]  # fmt: skip


def compare(first: Itinerary, second: Itinerary) -> Comparison:
    """
    Two itineraries side by side.

    Returns
    -------
    Comparison
        Figures: score in points; visits, villages; minutes visiting, driving, walking, waiting and under way in all;
        km on the road; đồng for the party where prices are known. Stops: those of the first in their order, then what
        is new in the second; meals included.
    """
    figures = tuple(
        Figure(Text(vi=vi, en=en), unit, measure(first), measure(second)) for vi, en, unit, measure in _MEASURES
    )
    return Comparison(figures, tuple(_stops(first, second)))


def _minutes(spans: Iterator[timedelta]) -> int:
    return int(sum(spans, timedelta()).total_seconds() // 60)


_MEASURES: Sequence[tuple[str, str, str, Callable[[Itinerary], int]]] = (
    ("điểm số", "score", "", lambda tour: tour.score),
    ("điểm thăm", "visits", "", lambda tour: len(tour.visits)),
    ("làng", "villages", "", lambda tour: len(tour.villages)),
    ("thăm", "visiting", "min", lambda tour: _minutes(stop.end - stop.begin for stop in tour.visits)),
    ("đi xe", "driving", "min", lambda tour: sum(leg.seconds for leg in tour.legs if leg.mode == "drive") // 60),
    ("đi bộ", "walking", "min", lambda tour: sum(leg.seconds for leg in tour.legs if leg.mode == "walk") // 60),
    ("chờ", "waiting", "min", lambda tour: _minutes(stop.begin - stop.arrive for stop in tour.stops)),
    ("cả chuyến", "under way", "min", lambda tour: _minutes(day.back - day.depart for day in tour.days)),
    ("đường", "road", "km", lambda tour: round(sum(leg.metres for leg in tour.legs) / 1000)),
    ("giá cả đoàn", "price", "đồng", lambda tour: tour.price.amount),
)


def _stops(first: Itinerary, second: Itinerary) -> Iterator[StopChange]:
    one, other = _placed(first), _placed(second)
    removed, added = [id for id in one if id not in other], [id for id in other if id not in one]
    swapped: dict[str, str] = {}
    for id in removed:
        match = next((new for new in added if new not in swapped and _share(one[id], other[new])), None)
        if match:
            swapped |= {id: match, match: id}
    for id in [*one, *added]:
        before, after = one.get(id), other.get(id)
        stop = (before or after or (0, None))[1]
        assert stop is not None
        yield StopChange(
            what=_what(before, after, id in swapped),
            experience=id,
            name=stop.experience.name,
            first=_begin(before),
            second=_begin(after),
            swapped_for=swapped.get(id),
        )


def _placed(tour: Itinerary) -> dict[str, tuple[int, Stop]]:
    return {stop.experience.id: (number, stop) for number, day in enumerate(tour.days, 1) for stop in day.stops}


def _begin(placed: tuple[int, Stop] | None) -> tuple[int, datetime] | None:
    return None if placed is None else (placed[0], placed[1].begin)


def _what(before: tuple[int, Stop] | None, after: tuple[int, Stop] | None, swapped: bool) -> str:
    if before is None or after is None:
        return "swapped" if swapped else "added" if before is None else "removed"
    same = before[0] == after[0] and _clock(before[1].begin) == _clock(after[1].begin)
    return "same" if same else "moved"


def _share(one: tuple[int, Stop], other: tuple[int, Stop]) -> bool:
    """Whether two stops lie on the same day of their tours and share time, whatever the dates."""
    a, b = one[1], other[1]
    return (
        one[0] == other[0]
        and a.is_meal == b.is_meal
        and _clock(a.begin) < _clock(b.end)
        and _clock(b.begin) < _clock(a.end)
    )


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%H:%M:%S}"


def _when(placed: tuple[int, datetime] | None, several: bool) -> str:
    if placed is None:
        return ""
    return f"day {placed[0]} {_clock(placed[1])[:5]}" if several else _clock(placed[1])[:5]


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
