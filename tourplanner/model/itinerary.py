"""What comes out: itineraries and portfolios, complete in themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from tourplanner.model.base import Id, Name, Nfc, Text, Value
from tourplanner.model.craft import Craft, Experience, Village
from tourplanner.model.goal import Goal
from tourplanner.model.meal import OWN_ARRANGEMENT
from tourplanner.model.money import Money
from tourplanner.model.place import Place, StartPoint

Status = Literal["optimal", "feasible"]
Point = tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]


def _no_single_point(path: tuple[Point, ...]) -> tuple[Point, ...]:
    if len(path) == 1:
        raise ValueError("a line has at least two points, or none where it is not known")
    return path


Path = Annotated[tuple[Point, ...], AfterValidator(_no_single_point)]


class Notice(Value):
    """
    Something to know before selling: a stable code, the text, and the ids it is about.

    Codes are lower-case words such as ``environment-unknown``, ``hours-estimated``, ``lunch-unconfirmed``.
    """

    code: Id
    text: Text
    subjects: tuple[str, ...] = ()


class Leg(Value):
    """
    A move between two consecutive points of a day. ``origin`` and ``destination`` are start-point or experience ids.

    ``seconds`` includes ``padding_s`` for the coordinates' accuracy; ``metres`` is the road distance, not padded.
    ``path`` is the drawn line as (lat, lon) in WGS 84 degrees, from where the leg leaves to where it arrives, both
    included; empty means no road geometry is known: draw it straight and say so. ``roads`` are the names or numbers of
    the roads in the order of travel, as far as they have any.

    ``walk_m`` is how many of a driven leg's metres are on foot, at its ends, where the vehicle cannot go. ``spread``
    says how far the time may stray, as a share of it: 0.25 is ±25 %.
    """

    origin: Id
    destination: Id
    depart: AwareDatetime
    seconds: Annotated[int, Field(ge=0)]
    metres: Annotated[int, Field(ge=0)]
    padding_s: Annotated[int, Field(ge=0)] = 0
    mode: Literal["drive", "walk"] = "drive"
    walk_m: Annotated[int, Field(ge=0)] = 0
    spread: Annotated[float, Field(ge=0, le=5)] = 0.25
    path: Path = ()
    roads: tuple[Name, ...] = ()

    @property
    def arrive(self) -> AwareDatetime:
        return self.depart + timedelta(seconds=self.seconds)

    @property
    def walked_m(self) -> int:
        """Metres on foot: all of a walk, the ends of a ride."""
        return self.metres if self.mode == "walk" else self.walk_m

    @property
    def driven_m(self) -> int:
        """Metres in the vehicle."""
        return self.metres - self.walked_m


class Stop(Value):
    """
    One visit or meal: guests arrive, wait until ``begin`` if need be, and leave at ``end``.

    ``price`` is the whole party's, None while unknown.
    """

    experience: Experience
    village: Village
    arrive: AwareDatetime
    begin: AwareDatetime
    end: AwareDatetime
    price: Money | None = None
    session: Id | None = None

    @property
    def is_meal(self) -> bool:
        return self.experience.kind == "meal"

    @property
    def is_break(self) -> bool:
        """Whether this is a lunch that the group arranges itself."""
        return self.experience.host == OWN_ARRANGEMENT

    @property
    def place(self) -> Place:
        return self.experience.place or self.village.place


class Day(Value):
    """
    One day: from ``start`` at ``depart`` over the stops to ``end`` at ``back``.

    ``legs`` has one more entry than ``stops``: leg *i* leads to stop *i*, the last one to ``end``.
    """

    date: date
    start: StartPoint
    end: StartPoint
    depart: AwareDatetime
    back: AwareDatetime
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]

    @property
    def visits(self) -> tuple[Stop, ...]:
        """The stops that are not meals."""
        return tuple(stop for stop in self.stops if not stop.is_meal)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the day goes: its start, its stops in order, its end."""
        return self.start.place, *(stop.place for stop in self.stops), self.end.place

    @property
    def metres(self) -> int:
        return sum(leg.metres for leg in self.legs)

    @property
    def drive_s(self) -> int:
        return sum(leg.seconds for leg in self.legs)


class Unvisited(Value):
    """A wish that is not in the tour, with the reason as a code and in words."""

    wish: Id
    code: Id
    reason: Text


class Itinerary(Value):
    """
    A tour of one or more days, with the goal it was planned for: all that judge and documents need.

    ``crafts`` are the crafts met, in order of first visit. ``score`` is in points (see the explanation of scoring).
    ``basis`` says what the travel times rest on, Vietnamese and English with " / " between; documents print it.
    """

    id: Id
    name: Text
    theme: Text
    goal: Goal
    days: tuple[Day, ...]
    crafts: tuple[Craft, ...] = ()
    score: int = 0
    bound: int | None = None
    status: Status = "feasible"
    notices: tuple[Notice, ...] = ()
    unvisited: tuple[Unvisited, ...] = ()
    basis: Nfc = ""

    @property
    def stops(self) -> tuple[Stop, ...]:
        return tuple(stop for day in self.days for stop in day.stops)

    @property
    def visits(self) -> tuple[Stop, ...]:
        """The stops that are not meals."""
        return tuple(stop for stop in self.stops if not stop.is_meal)

    @property
    def legs(self) -> tuple[Leg, ...]:
        return tuple(leg for day in self.days for leg in day.legs)

    @property
    def villages(self) -> tuple[Village, ...]:
        """The villages visited (a meal alone is no visit), in order of first visit."""
        return tuple({stop.village.id: stop.village for stop in self.visits}.values())

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(sorted({stop.experience.role for stop in self.visits if stop.experience.role}))

    @property
    def price(self) -> Money:
        """Known prices of the whole party; a notice ``price-unknown`` names what is missing."""
        total = Money(amount=0)
        for stop in self.stops:
            total = total + stop.price if stop.price else total
        return total

    def __str__(self) -> str:
        from tourplanner.model.show import itinerary_text

        return itinerary_text(self)

    def __repr__(self) -> str:
        from tourplanner.model.show import itinerary_line

        return f"<Itinerary: {itinerary_line(self)}>"

    def _repr_html_(self) -> str:
        from tourplanner.model.show import itinerary_html

        return itinerary_html(self)


class Objective(Value):
    """
    How good a portfolio is: ``score`` reached, ``bound`` no portfolio can exceed, both in points.

    ``covers`` says over what the bound holds, in words.
    """

    score: int
    bound: int
    covers: Nfc = ""

    @property
    def gap(self) -> float:
        """(bound - score) / |score|, 0.0 when proven optimal."""
        return 0.0 if self.bound <= self.score else (self.bound - self.score) / max(1, abs(self.score))


class QuotaResult(Value):
    """One quota of the set: at least (or at most) ``required``, and what was ``achieved``."""

    name: Name
    sense: Literal["at least", "at most"]
    required: int
    achieved: int

    @property
    def met(self) -> bool:
        return self.achieved >= self.required if self.sense == "at least" else self.achieved <= self.required


class Portfolio(Value):
    """Routes decided together, with the proof of how good they are and every quota's standing."""

    region: Id
    region_name: Text
    seed: int
    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    objective: Objective
    status: Status = "feasible"
    quotas: tuple[QuotaResult, ...]
    routes: tuple[Itinerary, ...]
    notices: tuple[Notice, ...] = ()
    attributions: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.routes)

    def __iter__(self) -> Iterator[Itinerary]:  # type: ignore[override]
        """The routes, not the fields as other values give them: those are in ``model_dump``."""
        return iter(self.routes)

    def __getitem__(self, index: int) -> Itinerary:
        return self.routes[index]

    @property
    def villages(self) -> tuple[Village, ...]:
        """All villages visited, in order of first visit."""
        return tuple({village.id: village for route in self.routes for village in route.villages}.values())

    def __str__(self) -> str:
        from tourplanner.model.show import portfolio_text

        return portfolio_text(self)

    def __repr__(self) -> str:
        from tourplanner.model.show import portfolio_line

        return f"<Portfolio: {portfolio_line(self)}>"

    def _repr_html_(self) -> str:
        from tourplanner.model.show import portfolio_html

        return portfolio_html(self)
