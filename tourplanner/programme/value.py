"""An operator's programme: days of lines as they were written, with what each line was understood to mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from tourplanner.errors import GoalError
from tourplanner.model import Id, Lunch, Nfc, Party, Value
from tourplanner.model.goal import Clock
from tourplanner.model.vehicles import ALL, Vehicle

if TYPE_CHECKING:
    from tourplanner.catalogue import Catalogue
    from tourplanner.model import Itinerary
    from tourplanner.programme.repair import Repaired
    from tourplanner.programme.report import Report
    from tourplanner.rules import Law
    from tourplanner.travel import TravelTimes

Kind = Literal["pick-up", "drive", "visit", "meal", "free", "drop-off"]
DAY_MINUTES = 24 * 60


class Line(Value):
    """
    One line: what happens, from when, for how long, where.

    Parameters
    ----------
    id
        The line's name within its programme; it stays when other lines change.
    begin
        Hanoi time. A drop-off begins when guests are back, a drive when it leaves.
    minutes
        As written; None if the programme does not say.
    kind
        ``drive`` is a line that only says where the coach goes, ``free`` is time without a programme.
    place
        A village or start-point id, None where the line names none (a lunch on the way).
    experience
        What is visited or where the meal is; None for a village in general.
    beside
        More experiences, among which and ``experience`` the party is spread at the same time.
    groups
        In how many groups, one after the other, the party takes turns; ``minutes`` are those of one group.
    text
        The line as it was written.
    """

    id: Id
    begin: Clock
    minutes: Annotated[int, Field(ge=0, le=900)] | None = None
    kind: Kind = "visit"
    place: Id | None = None
    experience: Id | None = None
    beside: tuple[Id, ...] = ()
    groups: Annotated[int, Field(ge=1, le=50)] = 1
    text: Nfc = ""

    @property
    def minute(self) -> int:
        """Minutes from midnight."""
        return self.begin.hour * 60 + self.begin.minute

    @property
    def whole(self) -> int | None:
        """Minutes for the whole party, all groups."""
        return None if self.minutes is None else self.minutes * self.groups

    def at(self, minute: int) -> Line:
        """The same at another minute of the day."""
        moved: Line = self.replace(begin=clock(minute))
        return moved


class Terms(Value):
    """
    Under what a programme is checked: day, guests, vehicles and what the operator has settled.

    Parameters
    ----------
    on
        The first day.
    party
        The guests with the languages they understand.
    vehicles
        What they travel in, together; empty if that is not settled.
    guide
        Whether a guide who speaks the party's language goes along.
    booked
        The day the hosts are asked; None leaves lead times unchecked.
    walk_m
        Most metres on foot a day between places; None for no limit.
    lunch
        When a meal has to begin; None for a tour without lunch.
    confirmed
        What the operator has made sure of, as faults name it: ``bt-wheel.opening``, ``bat-trang/festival-2-14``.
    """

    on: date
    party: Party = Party()
    vehicles: tuple[Vehicle, ...] = ()
    guide: bool = False
    booked: date | None = None
    walk_m: Annotated[int, Field(ge=0)] | None = None
    lunch: Lunch | None = Lunch()
    confirmed: tuple[str, ...] = ()

    @property
    def named_vehicles(self) -> tuple[Vehicle, ...]:
        """The vehicles as a goal may name them: out of ``tp.vehicles``, with a seat for every guest; else none."""
        seats = sum(vehicle.seats - 1 for vehicle in self.vehicles)
        fits = all(vehicle in ALL for vehicle in self.vehicles) and seats >= self.party.size
        return self.vehicles if fits else ()


class Programme(Value):
    """
    A programme of one or more days, each a tuple of lines.

    ``start`` is the start point where a day without a pick-up or drop-off of its own begins and ends. ``terms`` are
    those it was last checked under: a fix that changes the date or the vehicle carries them.
    """

    title: Nfc = ""
    region: Id = "hanoi"
    start: Id = "hoan-kiem-old-quarter"
    days: tuple[tuple[Line, ...], ...]
    terms: Terms | None = None

    _catalogue: Any = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        ids = [line.id for line in self.lines]
        twice = sorted({id for id in ids if ids.count(id) > 1})
        if twice:
            raise ValueError(f"two lines have the id {', '.join(twice)}")
        return self

    def __eq__(self, other: object) -> bool:
        """Equal fields; where ids are looked up is no part of the value."""
        return type(other) is Programme and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.title, self.region, self.days))

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, day by day."""
        return tuple(line for day in self.days for line in day)

    def line(self, id: str) -> Line:
        """The line with this id; ``GoalError`` if there is none."""
        found = next((line for line in self.lines if line.id == id), None)
        if found is None:
            raise GoalError(f"the programme has no line {id!r}; it has {', '.join(line.id for line in self.lines)}")
        return found

    def replace(self, **changes: Any) -> Any:
        """A validated copy with some fields changed; it knows the same catalogue."""
        return super().replace(**changes).knowing(self._catalogue)

    def knowing(self, catalogue: Catalogue | None) -> Programme:
        """The same value, with the catalogue its ids are looked up in."""
        self._catalogue = catalogue
        return self

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue the ids belong to: the one it was read with, else the packaged region."""
        from tourplanner.catalogue import load

        known: Catalogue = self._catalogue or load(self.region)
        return known

    @classmethod
    def of(cls, tour: Itinerary, catalogue: Catalogue | None = None) -> Programme:
        """The programme of a planned tour, so that it can be checked and mended like one that was written by hand."""
        from tourplanner.programme.planned import programme_of

        return programme_of(tour, catalogue)

    @classmethod
    def draft(
        cls,
        villages: Sequence[str],
        catalogue: Catalogue | None = None,
        *,
        at: time = time(8),
        start: str = "hoan-kiem-old-quarter",
        title: str = "",
        travel: TravelTimes | None = None,
    ) -> Programme:
        """
        A day over villages in their order, as one would first write it down.

        The first visit on record in each village for its usual time (an hour where nothing is on record), the road as
        long as ``travel`` says, an hour of lunch once it is a quarter past eleven. Nothing is checked: ``check`` does.

        Raises
        ------
        UnknownIdError
            If a village or the start point does not exist.
        """
        from tourplanner.programme.draft import drafted

        return drafted(villages, catalogue, at, start, title, travel)

    def check(
        self,
        on: date | str | None = None,
        *,
        pax: int | None = None,
        party: Party | None = None,
        languages: Sequence[str] | None = None,
        vehicle: Vehicle | Sequence[Vehicle] | None = None,
        guide: bool | None = None,
        booked: date | str | None = None,
        walk_m: int | None = None,
        travel: TravelTimes | None = None,
        catalogue: Catalogue | None = None,
        law: Law | None = None,
    ) -> Report:
        """
        Every fault of the programme on a day, each with fixes that remove it.

        Parameters
        ----------
        on
            The first day, as a date or "YYYY-MM-DD". What is not given is taken from ``terms``.
        pax, party, languages
            The guests: their number, or a ``Party`` with children; the ISO 639-1 codes they understand.
        vehicle
            One vehicle or several, out of ``tp.vehicles``. Without one neither law nor access is checked.
        guide
            Whether a guide who speaks the party's language goes along.
        booked
            The day the hosts are asked; without it lead times are not checked.
        walk_m
            Most metres on foot a day.
        travel
            Travel times, great-circle estimates by default. Where they depend on the hour (``HourlyTravel``), each leg
            takes as long as it does at its own.
        catalogue
            The data to check against, that of reading by default.
        law
            Local rules, by default those of the package and of installed extensions; each day is judged by its own.

        Raises
        ------
        GoalError
            If no day is given, or one that cannot be; if the programme names what the catalogue does not have.
        """
        from tourplanner.programme.report import report
        from tourplanner.programme.terms import settled

        terms = settled(self, on, pax=pax, party=party, languages=languages, vehicle=vehicle, guide=guide,
                        booked=booked, walk_m=walk_m)  # fmt: skip
        return report(self.replace(terms=terms).knowing(catalogue or self._catalogue), travel, law)

    def repair(
        self,
        keep: Sequence[str] = (),
        max_changes: int = 3,
        on: date | str | None = None,
        *,
        pax: int | None = None,
        party: Party | None = None,
        languages: Sequence[str] | None = None,
        vehicle: Vehicle | Sequence[Vehicle] | None = None,
        booked: date | str | None = None,
        day: tuple[time | str, time | str] = ("07:00", "19:00"),
        travel: TravelTimes | None = None,
        catalogue: Catalogue | None = None,
        law: Law | None = None,
    ) -> Repaired:
        """
        The nearest valid programme: fewest changes, of these fewest stops dropped, of these least minutes moved.

        A change is a stop dropped, exchanged for another of its village, given less time than planned or another place
        in the order, a lunch added, or other vehicles. Beginning a stop earlier or later is no change.

        Parameters
        ----------
        keep
            What has to stay: villages, experiences or words of a line, accents aside; "lunch" keeps the meal.
        max_changes
            Most changes.
        day
            Earliest departure and latest return; a programme's own hours beyond it are kept.
        on, pax, party, languages, vehicle, booked, travel, catalogue
            As in ``check``.
        law
            As in ``check``. A repair keeps to all of it, warnings too.

        Raises
        ------
        InfeasibleError
            If no valid programme has so few changes; the message has the smallest number that would do.
        GoalError
            If ``keep`` names what the programme does not have, or as in ``check``.
        """
        from tourplanner.programme.repair import repaired
        from tourplanner.programme.terms import settled

        terms = settled(self, on, pax=pax, party=party, languages=languages, vehicle=vehicle, booked=booked)
        subject = self.replace(terms=terms).knowing(catalogue or self._catalogue)
        return repaired(subject, keep, max_changes, day, travel, law)

    def __str__(self) -> str:
        from tourplanner.programme.show import programme_text

        return programme_text(self)

    def __repr__(self) -> str:
        from tourplanner.programme.show import programme_line

        return f"<Programme: {programme_line(self)}>"

    def _repr_html_(self) -> str:
        from tourplanner.programme.show import programme_html

        return programme_html(self)


def clock(minute: int) -> time:
    """Minutes from midnight as a time, within the day."""
    within = min(max(minute, 0), DAY_MINUTES - 1)
    return time(within // 60, within % 60)
