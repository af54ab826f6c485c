"""Rules of kind ``access``: the largest vehicle that reaches a village, where it parks, and the last stretch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from tourplanner.model import Id, Place, Text, Value
from tourplanner.model.vehicles import ALL, fleet
from tourplanner.rules.law.finding import LawFinding, Trip, second_of, told_fleet
from tourplanner.rules.law.rule import Case, Rule

HOW = {
    "foot": ("đi bộ", "on foot"), "electric cart": ("đi xe điện", "by electric cart"), "ferry": ("đi đò", "by ferry"),
}  # fmt: skip
Metres = Annotated[int, Field(ge=0)]


class LastStretch(Value):
    """From where vehicles park to the village: how, how far and how long, as far as that is known."""

    by: Literal["foot", "electric cart", "ferry"]
    metres: Metres | None = None
    minutes: Metres | None = None

    def told(self, language: Literal["vi", "en"]) -> str:
        """ "on foot (400 m, 6 min)"."""
        index, unit = (0, "phút") if language == "vi" else (1, "min")
        known = [f"{self.metres} m"] if self.metres is not None else []
        known += [f"{self.minutes} {unit}"] if self.minutes is not None else []
        return HOW[self.by][index] + (f" ({', '.join(known)})" if known else "")


class AccessCase(Case):
    """A vehicle of so many seats goes to the village."""

    seats: int


class Access(Rule):
    """
    How a village is reached.

    ``seats`` is the largest vehicle, by its seats, that comes all the way; 0 if none does, None if no limit is known.
    ``title`` says what happens there, ``parking`` where vehicles wait (``point`` if that is known).
    """

    kind: Literal["access"] = "access"
    village: Id
    seats: Annotated[int, Field(ge=0)] | None = None
    parking: Text | None = None
    point: Place | None = None
    last: LastStretch | None = None
    cases: tuple[AccessCase, ...] = ()

    def stops(self, seats: int) -> bool:
        """Whether a vehicle of so many seats does not come all the way."""
        return self.seats is not None and seats > self.seats

    def broken_by(self, case: AccessCase) -> bool:
        return self.stops(case.seats)

    @property
    def fits(self) -> bool:
        """Whether any vehicle on record comes all the way."""
        return any(not self.stops(vehicle.seats) for vehicle in ALL)

    def findings(self, trip: Trip) -> Iterator[LawFinding]:
        """Every vehicle reaches the villages that are visited; one finding for a village and day."""
        for number, day in trip.days(self) if self.stops(trip.seats) else ():
            stop = next((stop for stop in day.stops if stop.village.id == self.village), None)
            if stop is not None:
                name = stop.village.name
                message = f"{name.vi}: {self.title.vi}", f"{name.get('en')}: {self.title.get('en')}"
                yield self.finding(self.village, *message, trip, number, second_of(stop.arrive), self._ways_out(trip))

    @property
    def arrangement(self) -> Text:
        """What to arrange for a vehicle that does not come all the way: parking and the last stretch."""
        vi, en = (self.parking.vi, self.parking.get("en")) if self.parking else ("ngoài làng", "outside the village")
        last = self.last or LastStretch(by="foot")
        return Text(vi=f"đỗ xe {vi}, rồi {last.told('vi')}", en=f"park {en}, then {last.told('en')}")

    def _ways_out(self, trip: Trip) -> Iterator[Text]:
        if self.fits:
            assert self.seats is not None
            yield told_fleet(fleet(trip.tour.goal.party.size, below_seats=self.seats + 1))
        yield self.arrangement
