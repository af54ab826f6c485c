"""The frozen integer problem: all that a search sees, and a bug report in one file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

GRAIN_S = 300
"""Visits begin on full five minutes, as a printed timetable does."""


BY_HOUR = ("hours", "travel_by_hour", "drive_by_hour")
"""Fields that are written only where times depend on the hour or on the day."""


@dataclass(frozen=True, slots=True)
class Shift:
    """
    One kind of day to be filled: ``count`` routes leave place ``start`` at ``earliest`` or later, home by ``latest``.

    Seconds from midnight, both inclusive. ``dates`` is the bit set of dates the shift may run on, ``roads`` the number
    of the travel times that hold on them. Shifts of the same ``group`` (not None) share their ``count``: so many routes
    together, which may run on days with different roads.
    """

    start: int
    end: int
    earliest: int
    latest: int
    dates: int
    count: int
    roads: int = 0
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What every single route must keep. Fewest and most are inclusive; None is no limit."""

    stops: tuple[int, int]
    villages: tuple[int, int]
    roles: int = 0
    anchors: int = 0
    satellites: int = 0
    lunch: bool = True
    per_craft: int | None = None
    drive_s: int | None = None
    before: tuple[tuple[int, int], ...] = ()
    counted: tuple[tuple[tuple[int, ...], int, int], ...] = ()
    """Visit numbers of which every route has at least so many and at most so many."""
    alike: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()
    """Two groups of visit numbers of which every route has equally many."""
    budget: int | None = None
    """Most đồng per guest."""
    walk_m: int | None = None
    drive_m: int | None = None
    """Most metres on foot, and most metres driven, over all legs. A leg is driven if it takes any driving."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """
    Visits, meals and travel as arrays. n visits, m meals, p places, w windows, v villages.

    Parameters
    ----------
    visits
        Experience ids, n. An experience with other hours on other dates appears once per pattern.
    ident
        n numbers; two visits with the same number are never in one route (the same thing, or variants of it).
    village, craft, role, anchor
        n each: village number, craft number, bit 0–3 of the linkage circle, 1 if the village is an anchor.
    service, points, price
        n each: seconds, value of a first visit in points, đồng per guest.
    opens, closes
        n x w seconds from midnight: a visit begins within [opens, closes]; unused windows have opens > closes.
    dates
        n bit sets: dates on which these windows hold.
    meals, meal_village, meal_opens, meal_closes, meal_s, meal_dates
        m each; a meal begins within [opens, closes] and is taken in its village. A village may have several.
    place
        n + m numbers: the place of each visit, then of each meal.
    travel_s, drive_s, metres
        p x p: seconds between places, the part of them spent driving, metres. Of times that depend on the hour or the
        day, the least at any time.
    drive_cost
        Points that a minute of driving costs.
    feeds
        n each: 1 if the visit is the day's meal, so that there is no other; none by default.
    hours, travel_by_hour, drive_by_hour
        h ascending seconds from midnight, and (k h) x p x p seconds for who departs then: linear in between and rounded
        down, constant before the first and after the last. The first h tables are those of shifts with roads 0, and so
        on for k kinds of days, and then ``metres`` and ``walk_m`` are k x p x p. By default there is one kind and one
        hour, with ``travel_s`` and ``drive_s``.
    walk_m
        p x p: how many of the metres are on foot; by default all where nothing is driven, none elsewhere.

    Everything happens as early as it can, and every leg leaves as soon as the visit or meal before it is over; only the
    first leg of a day leaves later (``kernels.clock.leaving``).
    """

    shifts: tuple[Shift, ...]
    limits: Limits
    date_names: tuple[str, ...]
    visits: tuple[str, ...]
    villages: tuple[str, ...]
    crafts: tuple[str, ...]
    ident: Ints
    village: Ints
    craft: Ints
    role: Ints
    anchor: Ints
    service: Ints
    points: Ints
    price: Ints
    opens: Ints
    closes: Ints
    dates: Ints
    meals: tuple[str, ...]
    meal_village: Ints
    meal_opens: Ints
    meal_closes: Ints
    meal_s: Ints
    meal_dates: Ints
    place: Ints
    travel_s: Ints
    drive_s: Ints
    metres: Ints
    drive_cost: int = 1
    feeds: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    hours: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    travel_by_hour: Ints = field(default_factory=lambda: np.zeros((0, 0, 0), dtype=np.int64))
    drive_by_hour: Ints = field(default_factory=lambda: np.zeros((0, 0, 0), dtype=np.int64))
    walk_m: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    by_roads: tuple[Problem, ...] = field(init=False, repr=False)
    between: Ints = field(init=False, repr=False)
    driving: Ints = field(init=False, repr=False)
    swappable: npt.NDArray[np.bool_] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        n, m, p = len(self.visits), len(self.meals), len(self.travel_s)
        if not len(self.feeds):
            object.__setattr__(self, "feeds", np.zeros(n, dtype=np.int64))
        h = len(self.hours)
        by_hour = self.travel_by_hour, self.drive_by_hour
        kinds = max(1, len(self.travel_by_hour) // max(1, h))
        if h == kinds == 1:
            by_hour = self.travel_s[None], self.drive_s[None]
        if h == 1:
            object.__setattr__(self, "hours", np.zeros(1, dtype=np.int64))
        if not len(self.walk_m):
            object.__setattr__(self, "walk_m", np.where(self.drive_s > 0, 0, self.metres))
        # Compiled loops know one layout.
        for name, table in zip(("travel_by_hour", "drive_by_hour"), by_hour, strict=True):
            object.__setattr__(self, name, np.ascontiguousarray(table))
        shapes = {
            "ident": (n,), "village": (n,), "craft": (n,), "role": (n,), "anchor": (n,), "service": (n,),
            "points": (n,), "price": (n,), "feeds": (n,), "dates": (n,), "opens": (n, self.opens.shape[-1]),
            "closes": self.opens.shape, "meal_village": (m,), "meal_opens": (m,), "meal_closes": (m,),
            "meal_s": (m,), "meal_dates": (m,), "place": (n + m,), "travel_s": (p, p), "drive_s": (p, p),
            "metres": (kinds, p, p)[kinds == 1 :], "walk_m": (kinds, p, p)[kinds == 1 :], "hours": (h,),
            "travel_by_hour": (kinds * h, *self.travel_s.shape), "drive_by_hour": (kinds * h, *self.drive_s.shape),
        }  # fmt: skip
        for name, shape in shapes.items():
            array = getattr(self, name)
            if array.dtype != np.int64 or array.shape != shape:
                raise TypeError(f"{name}: need whole numbers of shape {shape}, got {array.dtype} {array.shape}")
            array.flags.writeable = False
        if any(not 0 <= shift.roads < kinds for shift in self.shifts):
            raise ValueError(f"shifts: roads number the {kinds} kinds of days with travel times of their own, from 0")
        if len(self.date_names) > 62:
            raise ValueError(f"at most 62 dates fit one problem, got {len(self.date_names)}")
        if not h or (np.diff(self.hours) <= 0).any():
            raise ValueError(f"hours: need ascending seconds from midnight, got {self.hours.tolist()}")
        for name, tables in (("travel_s", self.travel_by_hour), ("drive_s", self.drive_by_hour)):
            if not np.array_equal(getattr(self, name), tables.min(axis=0)):
                raise ValueError(f"{name}: need the least over all hours; the tables by hour say otherwise")
        here = self.place[:n]
        object.__setattr__(self, "between", np.ascontiguousarray(self.travel_s[np.ix_(here, here)]))
        object.__setattr__(self, "driving", np.ascontiguousarray(self.drive_s[np.ix_(here, here)]))
        object.__setattr__(self, "swappable", self._swappable())
        own = tuple(self._of_kind(kind) for kind in range(kinds)) if kinds > 1 else ()
        object.__setattr__(self, "by_roads", own)

    def on(self, shift: Shift) -> Problem:
        """The problem as it is on a shift's days: with one kind of roads."""
        return self.by_roads[shift.roads] if self.by_roads else self

    def _of_kind(self, kind: int) -> Problem:
        rows = slice(kind * len(self.hours), (kind + 1) * len(self.hours))
        travel, drive = self.travel_by_hour[rows], self.drive_by_hour[rows]
        metres, walk_m = (np.ascontiguousarray(each[kind]) for each in (self.metres, self.walk_m))
        return replace(
            self, shifts=tuple(replace(shift, roads=0) for shift in self.shifts), travel_s=travel.min(axis=0),
            drive_s=drive.min(axis=0), travel_by_hour=travel, drive_by_hour=drive, metres=metres, walk_m=walk_m,
        )  # fmt: skip

    @property
    def is_hourly(self) -> bool:
        """Whether times may depend on the hour."""
        return len(self.hours) > 1

    @property
    def routes(self) -> int:
        """How many routes are wanted in all."""
        return sum(count for count, _ in self.together())

    def together(self) -> Iterator[tuple[int, list[int]]]:
        """How many routes are wanted, and of which shifts: those of a group together, others each by itself."""
        groups: dict[object, list[int]] = {}
        for number, shift in enumerate(self.shifts):
            groups.setdefault(("group", shift.group) if shift.group is not None else number, []).append(number)
        for numbers in groups.values():
            yield self.shifts[numbers[0]].count, numbers

    def _swappable(self) -> npt.NDArray[np.bool_]:
        """
        Pairs (i, j) of which only the order j, i needs to be tried once the meal is behind.

        Both lie at the same distance from everything at any hour, open together and have to be over together, so that
        their order changes nothing.
        """
        n = len(self.visits)
        same = (self.village[:, None] == self.village) & (self.dates[:, None] == self.dates)
        same &= (self.opens[:, None] == self.opens).all(-1)
        # Equally long with the same begin windows; or both open without a break until the same hour.
        equal = (self.closes[:, None] == self.closes).all(-1) & (self.service[:, None] == self.service)
        once = (self.opens <= self.closes).sum(axis=1) == 1
        over = self.closes.max(axis=1) + self.service
        same &= (self.feeds[:, None] == 0) & (self.feeds == 0)
        same &= equal | (once[:, None] & once & (over[:, None] == over))
        later = np.arange(n)[:, None] > np.arange(n)
        whole = self.service % GRAIN_S == 0
        rows, columns = np.nonzero(same & later & whole[:, None] & whole)
        alike = np.zeros((n, n), dtype=np.bool_)
        steady = (self.travel_by_hour == self.travel_s).all(axis=0) & (self.drive_by_hour == self.drive_s).all(axis=0)
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
            a, b = self.place[i], self.place[j]
            others = np.ones(len(self.travel_s), dtype=np.bool_)
            others[[a, b]] = False
            # Of two that are not equally long, one order leaves the first earlier than the other: the way between
            # them has to take as long at any hour.
            alike[i, j] = (
                all(_same(table, a, b, others) for table in (self.travel_by_hour, self.drive_by_hour, self.metres))
                and bool(equal[i, j] or steady[a, b])
                and not any(pair in ((i, j), (j, i)) for pair in self.limits.before)
            )
        return alike

    def meals_in(self, shift: Shift) -> list[list[int]]:
        """The meal numbers of every village that can be had on the shift's dates."""
        of_village: list[list[int]] = [[] for _ in self.villages]
        for meal, village in enumerate(self.meal_village.tolist()):
            if int(self.meal_dates[meal]) & shift.dates:
                of_village[village].append(meal)
        return of_village

    def meals_of(self, shift: Shift) -> Ints:
        """
        Where each visit's village can be eaten in on the shift's dates.

        Returns
        -------
        Ints
            r x n meal numbers, -1 for none: row by row the first, second ... place of the visit's village.
        """
        of_village = self.meals_in(shift)
        found = np.full((max(map(len, of_village), default=0), len(self.visits)), -1, dtype=np.int64)
        for visit, village in enumerate(self.village.tolist()):
            found[: len(of_village[village]), visit] = of_village[village]
        return found

    def shortest(self, matrix: Ints, meals: Ints) -> Ints:
        """n x n: the least of ``matrix`` between two visits, straight or over a meal of either village."""
        n = len(self.visits)
        here, there = self.place[:n], self.place[n:]
        least: Ints = matrix[np.ix_(here, here)].copy()
        for row in meals:
            way = there[np.maximum(row, 0)]
            leaving = matrix[here, way][:, None] + matrix[np.ix_(way, here)]
            arriving = matrix[np.ix_(here, way)] + matrix[way, here]
            least = np.where(row[:, None] >= 0, np.minimum(least, leaving), least)
            least = np.where(row >= 0, np.minimum(least, arriving), least)
        return least

    def to_json(self) -> str:
        """The whole problem as JSON text; ``Problem.from_json`` gives it back equal."""
        content: dict[str, Any] = {}
        for each in fields(self):
            if each.init and not (len(self.travel_by_hour) == 1 and each.name in BY_HOUR):
                value = getattr(self, each.name)
                content[each.name] = value.tolist() if isinstance(value, np.ndarray) else value
        content["shifts"] = [_plain(shift) for shift in self.shifts]
        content["limits"] = _plain(self.limits)
        return json.dumps(content, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Problem:
        """Read what ``to_json`` wrote."""
        content = json.loads(text)
        content["shifts"] = tuple(Shift(**shift) for shift in content["shifts"])
        content["limits"] = Limits(**{name: _frozen(value) for name, value in content["limits"].items()})
        width = np.array(content["opens"]).shape[-1] if content["opens"] else 1
        for each in fields(cls):
            if each.type == "Ints" and each.init and each.name in content:
                array = np.array(content[each.name], dtype=np.int64)
                content[each.name] = array.reshape(-1, width) if each.name in ("opens", "closes") else array
            elif isinstance(content.get(each.name), list):
                content[each.name] = tuple(content[each.name])
        return cls(**content)


def _same(table: Ints, a: int, b: int, others: npt.NDArray[np.bool_]) -> bool:
    """Whether two places are at the same distance from all others, and as far there as back."""
    return (
        np.array_equal(table[..., a, others], table[..., b, others])
        and np.array_equal(table[..., others, a], table[..., others, b])
        and np.array_equal(table[..., a, b], table[..., b, a])
    )


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _plain(record: Any) -> dict[str, Any]:
    return {each.name: getattr(record, each.name) for each in fields(record)}


@dataclass(frozen=True, slots=True)
class Route:
    """
    One filled day: visit numbers in order, where the meal comes, and what it adds up to.

    ``meal`` is a meal number or -1; it is eaten after ``meal_after`` visits. ``dates`` are the dates it can run on,
    ``drive_min`` whole minutes of driving, ``drive_m`` metres driven.
    """

    shift: int
    visits: tuple[int, ...]
    meal: int
    meal_after: int
    drive_min: int
    dates: int
    drive_m: int = 0
