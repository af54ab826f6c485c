"""The day as guide and driver work it: who is met where, what comes when, whom to call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from tourplanner.model.base import Id, Text, Value
from tourplanner.model.itinerary import Day, Itinerary, Leg, Stop
from tourplanner.model.one_line import Line, Mark, Named

Duty = Literal["guide", "driver", "host", "office"]
Happening = Literal["pickup", "drive", "walk", "visit", "meal", "back"]


class Person(Value):
    """A value about somebody: what it holds appears in no ``repr``, and no error repeats what was given."""

    model_config = ConfigDict(hide_input_in_errors=True)


class Contact(Person):
    """Somebody to call on the day: guide, driver, host or the office."""

    name: Named
    duty: Duty
    phone: Annotated[Mark, Field(repr=False)] = ""


class RunVehicle(Value):
    """A vehicle that guests look for: what it is, and its plate, "" while not known."""

    name: Text
    plate: Mark = ""


class RunLine(Value):
    """
    One thing that happens at ``at`` and takes ``minutes``; ``to_call`` is who receives the group.

    ``count`` is how many guests are met, at a pick-up.
    """

    at: AwareDatetime
    what: Happening
    place: Text
    minutes: int = 0
    metres: int = 0
    count: int = 0
    to_call: Contact | None = None


class RunSheet(Value):
    """
    A departure's run sheet. ``diets`` and ``needs`` are counted, not attributed: names are in the manifest.
    """

    departure: Id
    title: Text
    begins: AwareDatetime
    adults: int
    children: int
    languages: tuple[tuple[Line, int], ...] = ()
    diets: tuple[tuple[Line, int], ...] = ()
    needs: tuple[tuple[Line, int], ...] = ()
    staff: tuple[Contact, ...] = ()
    vehicles: tuple[RunVehicle, ...] = ()
    lines: tuple[RunLine, ...]


def planned_run(itinerary: Itinerary) -> RunSheet:
    """The run sheet of a plan that nobody has booked yet: its party, its vehicles by kind, nobody named."""
    party = itinerary.goal.party
    return RunSheet(
        departure=itinerary.id,
        title=itinerary.name,
        begins=itinerary.days[0].depart,
        adults=party.adults,
        children=party.children,
        vehicles=tuple(RunVehicle(name=vehicle.name) for vehicle in itinerary.goal.fleet),
        lines=tuple(line for day in itinerary.days for line in run_lines(day)),
    )


def run_lines(day: Day, hosts: Mapping[str, Contact] | None = None) -> Iterator[RunLine]:
    """
    Legs and stops of a day in order: leg, stop, leg, stop, ..., the leg home, the return.

    Parameters
    ----------
    hosts
        Whom to call at a stop, by host id or experience id; a stop without one has nobody.
    """
    known = hosts or {}
    for leg, stop in zip(day.legs, day.stops, strict=False):
        yield _leg_line(leg, _stop_name(stop))
        yield RunLine(
            at=stop.begin,
            what="meal" if stop.is_meal else "visit",
            place=_stop_name(stop),
            minutes=round((stop.end - stop.begin).total_seconds() / 60),
            to_call=known.get(stop.experience.id) or known.get(stop.experience.host),
        )
    yield _leg_line(day.legs[-1], day.end.name)
    yield RunLine(at=day.back, what="back", place=day.end.name)


def _leg_line(leg: Leg, to: Text) -> RunLine:
    minutes = -(-leg.seconds // 60)
    return RunLine(at=leg.depart, what=leg.mode, place=to, minutes=minutes, metres=leg.metres)


def _stop_name(stop: Stop) -> Text:
    experience, village = stop.experience.name, stop.village.name
    english = f"{experience.en or experience.vi} – {village.en or village.vi}"
    return Text(vi=f"{experience.vi} – {village.vi}", en=english)
