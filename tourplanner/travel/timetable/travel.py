"""Travel times that ride by timetable where one says so, or where there is no other way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

import numpy as np

from tourplanner.errors import UnknownIdError
from tourplanner.model import Place
from tourplanner.travel.avoiding import Ring, leading_round
from tourplanner.travel.courses import Course
from tourplanner.travel.dated import on_day
from tourplanner.travel.times import TravelMatrix, TravelTimes
from tourplanner.travel.timetable.days import Day, always, on
from tourplanner.travel.timetable.ground import Afoot
from tourplanner.travel.timetable.lines import drawn
from tourplanner.travel.timetable.pairs import Pairs
from tourplanner.travel.timetable.tables import table
from tourplanner.travel.timetable.values import Timetable

WATER = ("boat", "ferry")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableTravel:
    """
    Another source's times, and boats, ferries, trains and buses by timetable.

    A leg by timetable is: to a stop, wait, one trip or two with a change at one stop, on from a stop. Of all such
    journeys the one that arrives first is taken, for each second of departure. It is used

    - between places near two stops that ``by`` pairs, on foot to and from these stops. When the day's last trip has
      left, the base takes over;
    - to and from places near a stop of ``islands``, which no vehicle reaches. Two places of one island are walked;
    - where the base has no way;
    - with ``everywhere``, wherever it arrives earlier than the base, on foot to and from stops.

    In the second and third case the ways to the stops of ``drive_to`` are the base's: the vehicle takes its guests to
    the quay and waits. After the last trip of the day one waits for the first of the next day of service.

    Parameters
    ----------
    base
        What else there is; None for places within reach of each other on foot, and nothing more.
    timetable
        Stops and trips. With a calendar, ask for the times of a date: ``on(date)``.
    by
        Pairs of stop ids, from and to: ``[("chuong-duong", "bat-trang")]`` for the boat there and the coach back.
    islands
        Ids of stops where only the timetable leads: all places whose nearest stop it is, within ``reach_m``.
    drive_to
        Ids of stops that vehicles can drive to; by default those of boats and ferries.
    everywhere
        Whether every pair may ride.
    reach_m
        How far a stop may be to walk there, great circle.
    walking_kmh, detour
        Speed of walking, and metres walked by metre of great circle; padded by the place's accuracy in the same way.
    ahead_s
        How long before departure one has to be at the first stop: a group has to board (an estimate).
    transfer_s
        At least so long between two trips, 1 or more (an estimate).
    step_s
        Who rides leaves at a multiple of so many seconds, by default at whole five minutes as tours do; the tables have
        at most two hours for each. Arrivals are rounded up to whole minutes.

    Raises
    ------
    UnknownIdError
        If a stop does not exist.
    ValueError
        If numbers are out of range: all at once.
    """

    base: TravelTimes | None = field(kw_only=False)
    timetable: Timetable = field(kw_only=False, repr=False)
    by: Iterable[tuple[str, str]] = ()
    islands: Iterable[str] = ()
    drive_to: Iterable[str] | None = None
    everywhere: bool = False
    reach_m: float = 800.0
    walking_kmh: float = 4.0
    detour: float = 1.29
    ahead_s: int = 300
    transfer_s: int = 600
    step_s: int = 300
    day: Day | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise ValueError(f"travel by timetable: {'; '.join(faults)}")
        object.__setattr__(self, "by", tuple((origin, target) for origin, target in self.by))
        object.__setattr__(self, "islands", tuple(self.islands))
        object.__setattr__(self, "drive_to", self._quays() if self.drive_to is None else tuple(self.drive_to))
        known = {stop.id for stop in self.timetable.stops}
        for asked in (*(each for pair in self.by for each in pair), *self.islands, *(self.drive_to or ())):
            if asked not in known:
                raise UnknownIdError("stop", asked, get_close_matches(asked, sorted(known), cutoff=0.3))

    @property
    def ground(self) -> TravelTimes:
        """The base, or walking."""
        return self.base or self.afoot

    @property
    def afoot(self) -> Afoot:
        """How one walks."""
        return Afoot(self.reach_m, self.walking_kmh, self.detour)

    @property
    def basis(self) -> str:
        vietnamese, _, english = self.ground.basis.partition(" / ")
        whose = f" ({self.timetable.source})" if self.timetable.source else ""
        return f"{vietnamese}; tàu xe theo giờ chạy{whose} / {english or vietnamese}; trips by timetable{whose}"

    @property
    def attribution(self) -> str:
        return self.ground.attribution

    def on(self, day: date) -> TimetableTravel:
        """
        The trips of a date over the base's times of that date.

        Raises
        ------
        GoalError
            If the timetable says nothing of that date.
        """
        base = None if self.base is None else on_day(self.base, day)
        return replace(self, base=base, day=on(self.timetable, day))

    def leading_round(self, areas: Sequence[Ring]) -> TimetableTravel:
        """The trips over the base's times of who goes round the areas."""
        return self if self.base is None else replace(self, base=leading_round(self.base, areas))

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """
        Travel time and distance between all pairs of places.

        Parameters
        ----------
        places
            n places. Order fixes row and column order.

        Returns
        -------
        TravelMatrix
            n x n each, exact at every second over a base whose times do not depend on the hour; over one that does, up
            to a second longer. Metres and padding are those of the quickest journey of the day. Ridden pairs are not
            ``walked``.

        Raises
        ------
        NoRouteError
            If neither the base nor a trip of this date or of the next day of service leads from one to the other.
        GoalError
            If the timetable has a calendar and no date was given.
        """
        return table(self._pairs(places))

    def courses(self, places: Sequence[Place]) -> tuple[Course, ...]:
        """The lines of a tour's legs, a ridden one as its quickest journey of the day goes; lines' names as roads."""
        pairs = self._pairs(places)
        return tuple(drawn(pairs, at, at + 1) for at in range(len(places) - 1))

    def _pairs(self, places: Sequence[Place]) -> Pairs:
        day = always(self.timetable) if self.day is None else self.day
        return Pairs(self, day, tuple(places))

    def _quays(self) -> tuple[str, ...]:
        calls = {call.stop for trip in self.timetable.trips if trip.mode in WATER for call in trip.calls}
        return tuple(stop.id for stop in self.timetable.stops if stop.id in calls)

    def _faults(self) -> Iterator[str]:
        for name in ("reach_m", "walking_kmh", "detour"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value > 0):
                yield f"{name} {value} is no number above 0"
        for name, least in (("ahead_s", 0), ("transfer_s", 1), ("step_s", 1)):
            value = getattr(self, name)
            if not isinstance(value, int) or value < least:
                yield f"{name} {value} is no whole number of at least {least}"
