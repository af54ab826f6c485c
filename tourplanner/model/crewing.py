"""What departures need of guides, drivers and vehicles, and who was assigned to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from tourplanner.model.base import Id, Name, Text, Value
from tourplanner.model.itinerary import Day, Itinerary, Status
from tourplanner.model.money import Party
from tourplanner.model.place import Place

DepartureId = Annotated[Name, StringConstraints(max_length=120)]
Minutes = Annotated[int, Field(ge=0, le=1440)]
Count = Annotated[int, Field(ge=0)]


class CrewTerms(Value):
    """
    What the law does not say, all of it the operator's to set.

    ``turnaround_minutes`` lie between two departures of the same person or vehicle beside the way from one to the
    other: to say goodbye, clean, refuel, rest (an estimate). ``transfer_minutes`` is that way where no travel times are
    given (an estimate), nought between a place and itself.
    """

    turnaround_minutes: Minutes = 30
    transfer_minutes: Minutes = 60


class CrewNeeds(Value):
    """
    A departure that is to be led and driven; make it with ``CrewNeeds.of``.

    Parameters
    ----------
    departure
        The departure's name in the office; plain text.
    party
        Who travels. All of their languages are to be spoken.
    guides
        How many guides go along: one speaks all of the party's languages, several do together.
    priority
        What serving the departure is worth beside others.
    foreign
        Whether any guest is no citizen of Vietnam, so that an international card is needed.
    comfort
        Whether the party gets the vehicles' comfortable places (``Vehicle.guests``); else any seat will do.
    """

    departure: DepartureId
    itinerary: Itinerary
    party: Party
    guides: Annotated[int, Field(ge=0, le=9)] = 1
    priority: Annotated[int, Field(ge=1, le=1000)] = 1
    foreign: bool = False
    comfort: bool = True

    @model_validator(mode="after")
    def _travelling(self) -> Self:
        if not self.itinerary.days:
            raise ValueError("the itinerary has no days")
        if not self.party.size:
            raise ValueError("nobody travels")
        return self

    @classmethod
    def of(
        cls, itinerary: Itinerary, party: Party | None = None, *, departure: str | None = None, guides: int = 1,
        priority: int = 1, foreign: bool | None = None, comfort: bool = True,
    ) -> Self:  # fmt: skip
        """
        What an itinerary needs, by default for the party it was planned for, named by its id and first day.

        Guests who understand anything but Vietnamese are taken for foreign unless ``foreign`` says otherwise.
        """
        guests = party or itinerary.goal.party
        return cls(
            departure=departure or f"{itinerary.id}/{itinerary.days[0].date if itinerary.days else ''}",
            itinerary=itinerary,
            party=guests,
            guides=guides,
            priority=priority,
            foreign=set(guests.languages) != {"vi"} if foreign is None else foreign,
            comfort=comfort,
        )

    @property
    def days(self) -> tuple[Day, ...]:
        return self.itinerary.days

    @property
    def begin(self) -> datetime:
        """When the guests are picked up."""
        return self.days[0].depart

    @property
    def end(self) -> datetime:
        """When they are back for the last time; crew and vehicles stay with them until then."""
        return self.days[-1].back

    @property
    def first(self) -> date:
        return self.days[0].date

    @property
    def last(self) -> date:
        return self.days[-1].date

    @property
    def pickup(self) -> Place:
        return self.days[0].start.place

    @property
    def back(self) -> Place:
        return self.days[-1].end.place

    @property
    def driven(self) -> bool:
        """Whether anything of it is driven, so that it needs vehicles."""
        return any(leg.mode == "drive" for leg in self.itinerary.legs)

    @property
    def work(self) -> Iterator[tuple[date, int]]:
        """Each date with the seconds from the departure to the return on it."""
        return ((day.date, int((day.back - day.depart).total_seconds())) for day in self.days)

    def moved(self, days: int) -> CrewNeeds:
        """The same so many days later, at the same hours, under the same name; sessions are left open."""
        made: CrewNeeds = self.replace(itinerary=_moved(self.itinerary, days))
        return made


def _moved(itinerary: Itinerary, days: int) -> Itinerary:
    by = timedelta(days=days)
    moved = tuple(
        day.replace(
            date=day.date + by,
            depart=day.depart + by,
            back=day.back + by,
            legs=tuple(leg.replace(depart=leg.depart + by) for leg in day.legs),
            stops=tuple(
                stop.replace(arrive=stop.arrive + by, begin=stop.begin + by, end=stop.end + by, session=None)
                for stop in day.stops
            ),
        )
        for day in itinerary.days
    )
    made: Itinerary = itinerary.replace(days=moved)
    return made


class Ride(Value):
    """A vehicle and who drives it, by their ids."""

    vehicle: Id
    driver: Id


class Assigned(Value):
    """Who goes on a departure, by their ids: guides in the order they were given, rides from the largest vehicle."""

    departure: DepartureId
    guides: tuple[Id, ...] = ()
    rides: tuple[Ride, ...] = ()

    @property
    def vehicles(self) -> tuple[str, ...]:
        return tuple(ride.vehicle for ride in self.rides)

    @property
    def drivers(self) -> tuple[str, ...]:
        return tuple(ride.driver for ride in self.rides)


class LeftOver(Value):
    """
    A departure that nobody could be found for.

    ``reasons`` say for each need that fails who would be wanted and where they are; ``changes`` what would help, the
    smallest first.
    """

    departure: DepartureId
    reasons: tuple[Text, ...]
    changes: tuple[Text, ...] = ()


class CrewScore(Value):
    """
    How good an assignment is; compared in this order, the first the highest, the others the lowest.

    ``served`` is the sum of priorities served. ``vehicles`` counts one for each departure and vehicle on it.
    ``spare_seats`` are seats nobody sits in. ``spread`` is the sum, over guides and drivers, of the square of their
    days of work: the more even, the less. ``positioning_s`` are seconds of empty driving: depot to pick-up, from one
    return to the next pick-up of the same day, return to depot.
    """

    served: Count = 0
    vehicles: Count = 0
    spare_seats: Count = 0
    spread: Count = 0
    positioning_s: Count = 0

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """The larger, the better."""
        return self.served, -self.vehicles, -self.spare_seats, -self.spread, -self.positioning_s


class Assignment(Value):
    """
    Who goes where, in the order of the departures given, and what is left over and why.

    ``most`` is the most that could be served by the sum of priorities. ``status`` is "optimal" if it is proven that no
    other assignment has a better score.
    """

    assigned: tuple[Assigned, ...]
    left: tuple[LeftOver, ...] = ()
    score: CrewScore = CrewScore()
    most: Count = 0
    status: Status = "feasible"

    def of(self, departure: str) -> Assigned | None:
        """Who goes on a departure, None if it is left over."""
        return next((each for each in self.assigned if each.departure == departure), None)

    def __str__(self) -> str:
        served = [
            f"{each.departure}: {', '.join(each.guides) or 'no guide'}; "
            + (", ".join(f"{ride.driver} in {ride.vehicle}" for ride in each.rides) or "no vehicle")
            for each in self.assigned
        ]
        left = [
            "\n".join(
                [f"{each.departure}: nobody"]
                + [f"  because {reason.get('en')}" for reason in each.reasons]
                + [f"  → {change.get('en')}" for change in each.changes]
            )
            for each in self.left
        ]
        return "\n".join([*served, *left])
