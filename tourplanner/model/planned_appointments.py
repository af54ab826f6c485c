"""A planned route as appointments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tourplanner.model.appointment import Appointment, Owner
from tourplanner.model.base import Text
from tourplanner.model.itinerary import Day, Itinerary, Leg, Stop
from tourplanner.model.place import Place


def planned_appointments(
    itinerary: Itinerary,
    *,
    hosts: Mapping[str, Text] | None = None,
    guides: Sequence[Owner] = (),
    vehicles: Sequence[Owner] = (),
) -> tuple[Appointment, ...]:
    """
    A planned route as appointments: one per leg and per stop, day by day, as they follow each other.

    All are tentative. Ids derive from route, date and stop alone, so that a changed time leaves them.

    Parameters
    ----------
    hosts
        Names of hosts by id, as ``Catalogue.hosts`` has them; a host without one is called by its id.
    guides, vehicles
        Who goes along.
    """
    maker = _Maker(itinerary, hosts or {}, tuple(guides), tuple(vehicles))
    return tuple(each for day in itinerary.days for each in maker.day(day))


class _Maker:
    """What all appointments of a route have in common, and the ids given so far."""

    def __init__(
        self, itinerary: Itinerary, hosts: Mapping[str, Text], guides: tuple[Owner, ...], vehicles: tuple[Owner, ...]
    ) -> None:
        self.itinerary, self.hosts, self.used = itinerary, hosts, dict[str, int]()
        self.shared: dict[str, Any] = {
            "route": Owner(id=itinerary.id, name=itinerary.name),
            "guides": guides,
            "vehicles": vehicles,
            "languages": itinerary.goal.party.languages,
        }

    def day(self, day: Day) -> list[Appointment]:
        made = []
        for index, leg in enumerate(day.legs):
            made.append(self._leg(day, leg))
            if index < len(day.stops):
                made.append(self._stop(day, day.stops[index]))
        return made

    def _stop(self, day: Day, stop: Stop) -> Appointment:
        guests = self.itinerary.goal.party.size
        return stop_appointment(self._id(day, stop.experience.id), stop, self.hosts, guests=guests, **self.shared)

    def _leg(self, day: Day, leg: Leg) -> Appointment:
        names, places = _points(day)
        return Appointment(
            id=self._id(day, f"leg/{leg.origin}/{leg.destination}"),
            kind=leg.mode,
            title=names[leg.destination],
            begin=leg.depart,
            end=leg.arrive,
            address=names[leg.origin],
            place=places[leg.origin],
            guests=self.itinerary.goal.party.size,
            **self.shared,
        )

    def _id(self, day: Day, subject: str) -> str:
        """A second visit to the same place is told by its count."""
        base = f"{self.itinerary.id}/{day.date:%Y%m%d}/{subject}"
        self.used[base] = count = self.used.get(base, 0) + 1
        return base if count == 1 else f"{base}--{count}"


def _points(day: Day) -> tuple[dict[str, Text], dict[str, Place]]:
    """Names and places of everything a day's legs lead from and to, by id."""
    names = {point.id: point.name for point in (day.start, day.end)}
    places = {day.end.id: day.end.place, day.start.id: day.start.place}
    for stop in day.stops:
        title, village = stop.experience.name, stop.village.name
        names[stop.experience.id] = Text(
            vi=f"{title.vi} – {village.vi}", en=f"{title.get('en')} – {village.get('en')}"
        )
        places[stop.experience.id] = stop.place
    return names, places


def stop_appointment(id: str, stop: Stop, hosts: Mapping[str, Text], **more: Any) -> Appointment:
    """A stop as an appointment; nobody is the host of a lunch that the group arranges itself."""
    experience, village = stop.experience, stop.village
    host = Owner(id=experience.host, name=hosts.get(experience.host, Text(vi=experience.host)))
    return Appointment(
        id=id,
        kind="meal" if stop.is_meal else "visit",
        title=experience.name,
        begin=stop.begin,
        end=stop.end,
        address=_address(stop),
        place=stop.place,
        role=experience.role,
        village=Owner(id=village.id, name=village.name),
        host=None if stop.is_break else host,
        **more,
    )


def _address(stop: Stop) -> Text:
    """Village, commune and province of a stop, by the names in force on its day."""
    village = stop.village.name
    commune = stop.village.commune(stop.begin.date())
    rest = f", {commune.name}, {commune.province}" if commune else ""
    return Text(vi=village.vi + rest, en=village.get("en") + rest)
