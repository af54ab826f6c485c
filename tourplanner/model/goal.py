"""What an operator asks for: one frozen value that planner and judge both read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from tourplanner.model.base import Id, Value
from tourplanner.model.carbon import grams_per_km
from tourplanner.model.money import Money, Party
from tourplanner.model.vehicles import ALL, Vehicle, fleet, named


def _clock(value: Any) -> Any:
    return time.fromisoformat(value) if isinstance(value, str) else value


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def _items(value: Any) -> Any:
    items = _frozen(list(value.items()) if isinstance(value, Mapping) else value)
    return tuple(sorted(items, key=str)) if isinstance(items, tuple) else items


Clock = Annotated[time, BeforeValidator(_clock)]
Count = Annotated[int, Field(ge=0)]
Limits = Annotated[tuple[tuple[str, tuple[Count, Count | None]], ...], BeforeValidator(_items)]


class Lunch(Value):
    """
    A meal that begins between ``earliest`` and ``latest``, both inclusive, and takes ``minutes``.

    ``kind`` is "place" for a table in a village that is visited, or "break" for a pause in such a village without a
    host on record: a packed lunch, or what the operator arranges.
    """

    kind: Literal["place", "break"] = "place"
    earliest: Clock = time(11, 15)
    latest: Clock = time(13, 15)
    minutes: Annotated[int, Field(ge=15, le=240)] = 60


class Goal(Value):
    """
    One tour's wishes and limits. Every limit is hard; what cannot be met is reported, never bent.

    Parameters
    ----------
    days
        Length of the tour. All counts below are per day unless they say otherwise.
    start, end
        Start-point ids; ``end`` defaults to ``start``. For several days ``nights`` gives the places slept at
        (``days - 1`` of them, each a start-point id or several to choose one from): a day ends where the next begins.
    day
        Earliest departure and latest return, Hanoi time.
    lunch
        None for a tour without lunch.
    stops, villages
        Fewest and most visits (meals not counted) and distinct villages, both inclusive.
    roles
        Fewest distinct roles of the linkage circle in the tour.
    anchors, satellites
        Fewest well-known and lesser-known villages in the tour.
    must, never
        Experience or village ids.
    wishes
        Experience or village ids that would be welcome; those left out come back with a reason.
    either
        Groups of experience ids of which exactly one is visited.
    together
        Groups of experience ids visited all or not at all.
    before
        Pairs of experience ids: if both are visited, the first comes earlier.
    per_craft
        Most visits with the same main craft in the tour, None for no limit.
    limits
        Fewest and most visits in the tour with a main craft, a craft group, a kind or a role, both inclusive; no most
        with None. Written ``{"pottery": (0, 2), "museum": (1, None)}``, kept as sorted pairs.
    budget
        Most that entries and classes may cost per guest for the whole tour; unknown prices are refused under it.
    drive_minutes
        Most minutes on the road per day, None for no limit.
    walk_metres
        Most metres on foot between the stops of a day, None for no limit. Walks inside a visit are not counted.
    vehicles
        Ids of the vehicles that the party rides in, as ``coach45``; none for the fewest of one kind that carry it.
    co2_grams
        Most grams of CO2 that driving may give off per guest for the whole tour, None for no limit.
    vehicle_co2
        Grams of CO2 per kilometre of all vehicles together; None for an estimate by group size (``grams_per_km``).
    hosts_speak
        If true, every visit's host speaks a language of the party; otherwise a warning says where a guide must.
    verified_only
        If true, only experiences whose opening hours have a source.
    """

    days: Annotated[int, Field(ge=1, le=14)] = 1
    party: Party = Party()
    start: Id = "hoan-kiem-old-quarter"
    end: Id | None = None
    nights: tuple[Id | tuple[Id, ...], ...] = ()
    day: tuple[Clock, Clock] = (time(8, 0), time(17, 30))
    lunch: Lunch | None = Lunch()
    stops: tuple[Count, Count] = (1, 6)
    villages: tuple[Count, Count] = (1, 4)
    roles: Annotated[int, Field(ge=0, le=4)] = 0
    anchors: Count = 0
    satellites: Count = 0
    must: tuple[Id, ...] = ()
    never: tuple[Id, ...] = ()
    wishes: tuple[Id, ...] = ()
    either: tuple[tuple[Id, ...], ...] = ()
    together: tuple[tuple[Id, ...], ...] = ()
    before: tuple[tuple[Id, Id], ...] = ()
    per_craft: Annotated[int, Field(ge=1)] | None = None
    limits: Limits = ()
    budget: Money | None = None
    drive_minutes: Annotated[int, Field(ge=1)] | None = None
    walk_metres: Count | None = None
    vehicles: tuple[Id, ...] = ()
    co2_grams: Count | None = None
    vehicle_co2: Annotated[int, Field(ge=1)] | None = None
    hosts_speak: bool = False
    verified_only: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = []
        if self.day[1] <= self.day[0]:
            faults.append(f"day: returns at {self.day[1]:%H:%M}, not after it starts at {self.day[0]:%H:%M}")
        for name in ("stops", "villages"):
            low, high = getattr(self, name)
            if high < low or high == 0:
                faults.append(f"{name}: at least {low} and at most {high} cannot both hold")
        if self.lunch and self.lunch.latest < self.lunch.earliest:
            faults.append("lunch: the latest begin is before the earliest")
        if self.nights and len(self.nights) != self.days - 1:
            faults.append(f"nights: {self.days} days have {self.days - 1} nights, {len(self.nights)} given")
        if () in self.nights:
            faults.append("nights: a night has one place to choose from or more")
        both = sorted(set(self.must) & set(self.never))
        if both:
            faults.append(f"must and never both name {', '.join(both)}")
        for name in ("either", "together"):
            if any(len(group) < 2 for group in getattr(self, name)):
                faults.append(f"{name}: a group names two experiences or more")
        for category, (low, most) in self.limits:
            if most is not None and most < low:
                faults.append(f"limits: at least {low} and at most {most} of {category} cannot both hold")
        if len({category for category, _ in self.limits}) < len(self.limits):
            faults.append("limits: each name has one limit")
        if not self.party.size:
            faults.append("party: nobody travels")
        faults += [f"vehicles: there is no {id!r}; there are {', '.join(v.id for v in ALL)}"
                   for id in self.vehicles if named(id) is None]  # fmt: skip
        seats = sum(vehicle.seats - 1 for vehicle in map(named, self.vehicles) if vehicle)
        if all(map(named, self.vehicles)) and self.vehicles and seats < self.party.size:
            faults.append(f"vehicles: {seats} seats beside the drivers' are too few for {self.party.size} guests")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def grams_per_km(self) -> int:
        """CO2 of the vehicles, in grams per kilometre: as given, or estimated from the party's size."""
        return self.vehicle_co2 or grams_per_km(self.party.size)

    @property
    def fleet(self) -> tuple[Vehicle, ...]:
        """What the party rides in: as given, or the fewest vehicles of one kind that carry it."""
        return tuple(filter(None, map(named, self.vehicles))) or fleet(self.party.size)

    def ends(self, day: int) -> tuple[str, str]:
        """Start-point ids where day ``day`` (0-based) begins and ends; the first of those a night may be spent at."""
        begins, ends = self.stays(day)
        return begins[0], ends[0]

    def stays(self, day: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Start-point ids where day ``day`` (0-based) may begin, and where it may end."""
        nights = [(night,) if isinstance(night, str) else night for night in self.nights]
        places = [(self.start,), *(nights or [(self.start,)] * (self.days - 1)), (self.end or self.start,)]
        return places[day], places[day + 1]


class Quotas(Value):
    """
    What a portfolio of routes must reach together. All are hard; 0 asks for nothing.

    Parameters
    ----------
    villages, crafts, communes
        Fewest distinct ones over all routes (crafts: heritage is not counted; communes: names of the date).
    at_risk, ocop
        Fewest distinct villages or crafts recorded as at risk, and villages met with a starred OCOP product.
    visits_per_village
        Most routes that share a village.
    overlap_percent
        Most of the shorter route's stops, in percent, that any two routes share; meals are not counted.
    share_permille
        Every village that is in the portfolio receives at least this share of all guests' visiting time, in ‰.
    """

    villages: Count = 25
    crafts: Count = 12
    communes: Count = 15
    at_risk: Count = 0
    ocop: Count = 0
    visits_per_village: Annotated[int, Field(ge=1)] = 3
    overlap_percent: Annotated[int, Field(ge=0, le=100)] = 30
    share_permille: Annotated[int, Field(ge=0, le=1000)] = 10
