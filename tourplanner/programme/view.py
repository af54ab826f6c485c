"""A programme on its days: every line with its place, host and clock, and the rides between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import pairwise

from tourplanner.almanac import begin_windows, festival_closed, windows
from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError, UnknownIdError
from tourplanner.model import HANOI, Experience, Opening, Place, Price, Village
from tourplanner.model.vehicles import Vehicle, fleet
from tourplanner.programme.value import DAY_MINUTES, Line, Programme, Terms
from tourplanner.rules import Law
from tourplanner.rules.law import lawful_roads
from tourplanner.travel import TravelMatrix, TravelTimes, kept_matrix, usual_travel
from tourplanner.travel.kept import MOST

USUAL = {"meal": 60, "pick-up": 0, "drop-off": 0, "drive": 0, "free": 30, "visit": 60}
"""Minutes of a line that does not say."""
UNRECORDED = "/visit"
"""What the id of a visit ends in of which nothing is on record."""


@dataclass(frozen=True, slots=True)
class Context:
    """What everything is looked up in."""

    catalogue: Catalogue
    travel: TravelTimes
    law: Law = field(default_factory=Law.installed)
    vehicles: tuple[Vehicle, ...] = ()
    asked: TravelTimes | None = None
    known: dict[tuple[date, Place, Place], TravelMatrix] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, programme: Programme, terms: Terms, travel: TravelTimes | None, law: Law | None) -> Context:
        """What a programme is looked up in under its terms; by default over the packaged roads, by its own vehicles."""
        vehicles = terms.named_vehicles or fleet(terms.party.size)
        return cls(programme.catalogue, travel or usual_travel(vehicles), law or Law.installed(), vehicles, travel)

    def under(self, programme: Programme) -> Context:
        """The same for a programme that was changed: other vehicles may have other roads."""
        assert programme.terms is not None
        changed = Context.of(programme, programme.terms, self.asked, self.law)
        return self if changed.vehicles == self.vehicles else changed

    @property
    def places(self) -> list[Place]:
        """All places of the catalogue."""
        region = self.catalogue
        found = [start.place for start in region.starts] + [village.place for village in region.villages]
        return list(dict.fromkeys([*found, *(each.place for each in region.experiences if each.place)]))

    def way(self, origin: Place, target: Place, on: date) -> TravelMatrix:
        """The roads from one place to another on a day, as a matrix of the two; each looked up once."""
        asked = on, origin, target
        if asked not in self.known:
            roads = lawful_roads(self.travel, on, self.law, self.vehicles)
            if not self.known and len(self.places) <= MOST:
                # All at once: a programme asks for many pairs, one after the other.
                kept_matrix(roads, self.places)
            self.known[asked] = kept_matrix(roads, [origin, target])
        return self.known[asked]


@dataclass(frozen=True, slots=True)
class Seen:
    """
    A line on its day. ``begin`` and ``stay`` are minutes; ``stay`` is as written, or what the day leaves of ``usual``.

    ``experience`` is the one named, or the first of the village that takes the party then; None where there is no
    host. ``recorded`` is false if nothing is on record there.
    """

    line: Line
    begin: int
    stay: int
    usual: int
    place: Place | None = None
    village: Village | None = None
    experience: Experience | None = None
    others: tuple[Experience, ...] = ()
    recorded: bool = True

    @property
    def end(self) -> int:
        return self.begin + self.stay

    @property
    def hosts(self) -> tuple[Experience, ...]:
        return (self.experience, *self.others) if self.experience else ()


@dataclass(frozen=True, slots=True)
class Ride:
    """From one placed line to the next: ready to leave at ``ready``, leaving at ``depart`` (minutes)."""

    origin: Seen
    target: Seen
    ready: int
    depart: int
    seconds: int
    metres: int
    walked: bool

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)

    @property
    def arrive(self) -> int:
        return self.depart + self.minutes


@dataclass(frozen=True, slots=True)
class DayView:
    """One day: ``number`` from 1, lines in order of time, rides in order; the outer rides may lead to implied ends."""

    number: int
    on: date
    seen: tuple[Seen, ...]
    rides: tuple[Ride, ...]


def days(programme: Programme, terms: Terms, context: Context) -> tuple[DayView, ...]:
    """
    The days as they run.

    Raises
    ------
    GoalError
        If lines name places or experiences the catalogue does not have: all of them at once.
    """
    _known(programme, context.catalogue)
    taken: set[str] = {line.experience for line in programme.lines if line.experience}
    return tuple(_day(programme, terms, context, number, taken) for number in range(1, len(programme.days) + 1))


def _known(programme: Programme, catalogue: Catalogue) -> None:
    faults = []
    for line in programme.lines:
        for get, id in ((place_of, line.place), (Catalogue.experience, line.experience),
                        *((Catalogue.experience, other) for other in line.beside)):  # fmt: skip
            try:
                if id is not None:
                    get(catalogue, id)
            except UnknownIdError as error:
                faults.append(f"line {line.id}: {error}")
    if faults:
        raise GoalError("the programme names what the catalogue does not have:\n  " + "\n  ".join(faults))


def place_of(catalogue: Catalogue, id: str) -> Place:
    """The point of a village or start point; ``UnknownIdError`` if there is neither."""
    if any(each.id == id for each in catalogue.starts):
        return catalogue.start(id).place
    return catalogue.village(id).place


def _day(programme: Programme, terms: Terms, context: Context, number: int, taken: set[str]) -> DayView:
    on = terms.on + timedelta(days=number - 1)
    lines = sorted(programme.days[number - 1], key=lambda line: line.minute)
    seen = [_seen(line, on, terms, context, taken) for line in lines]
    return _ride(_fitted(seen), programme, context, number, on)


def _seen(line: Line, on: date, terms: Terms, context: Context, taken: set[str]) -> Seen:
    catalogue = context.catalogue
    village = next((each for each in catalogue.villages if each.id == line.place), None)
    if line.experience:
        village = catalogue.village(catalogue.experience(line.experience).village)
    host = hosts(line, village, on, terms, catalogue, taken) if village and line.kind in ("visit", "meal") else None
    if host and host.id not in taken:
        taken.add(host.id)
    group = -(-terms.party.size // line.groups)
    usual = host.minutes_for(group) if host and line.kind == "visit" else USUAL[line.kind]
    if line.kind == "meal" and terms.lunch:
        usual = terms.lunch.minutes
    place = (host.place if host else None) or (place_of(catalogue, line.place) if line.place else None)
    if place is None and village:
        place = village.place
    return Seen(
        line=line, begin=line.minute, stay=-1 if line.whole is None else line.whole, usual=usual * line.groups,
        place=None if line.kind == "drive" else place, village=village, experience=host,
        others=tuple(catalogue.experience(id) for id in line.beside),
        recorded=host is None or not host.id.endswith(UNRECORDED),
    )  # fmt: skip


def hosts(
    line: Line, village: Village, on: date, terms: Terms, catalogue: Catalogue, taken: set[str]
) -> Experience | None:
    """The experience a line means: the one it names, the first of the village that takes the party then, or any."""
    if line.experience:
        return catalogue.experience(line.experience)
    every = [each for each in catalogue.experiences_in[village.id] if (each.kind == "meal") == (line.kind == "meal")]
    there = [each for each in every if each.id not in taken] or every
    fit = (
        each for each in there
        if each.party_min <= terms.party.size <= each.capacity
        and admits(catalogue, each, on, line.minute, line.minutes or min(each.minutes, 30), terms.party.size)
    )  # fmt: skip
    room = line.minutes or DAY_MINUTES
    first = min(fit, key=lambda each: each.minutes_for(terms.party.size) > room, default=None) or next(
        iter(there), None
    )
    return first or (None if line.kind == "meal" else unrecorded(village))


def unrecorded(village: Village) -> Experience:
    """A visit to a village of which nothing is on record: no hours, no limit, no price."""
    return Experience(
        id=f"{village.id}{UNRECORDED}", village=village.id, host=village.id, name=village.name, kind="heritage site",
        role="culture", minutes=60, capacity=100_000, opening=Opening.daily(time(0), time(23, 59)), price=Price(),
        note="nothing is on record here",
    )  # fmt: skip


def sessions_on(catalogue: Catalogue, experience: Experience, on: date) -> Mapping[int, int]:
    """The dated sessions of an experience on a day: places left by the minute they begin."""
    return {
        begin.hour * 60 + begin.minute: session.places_left
        for session in catalogue.sessions
        if session.experience == experience.id and (begin := session.begin.astimezone(HANOI)).date() == on
    }


def begins(catalogue: Catalogue, experience: Experience, on: date, minutes: int, size: int) -> list[tuple[int, int]]:
    """When a visit of so many minutes may begin on a day, both ends inclusive, in minutes from midnight."""
    dated = sessions_on(catalogue, experience, on)
    if dated or experience.sessions_only:
        return [(begin, begin) for begin, left in sorted(dated.items()) if left >= size]
    if experience.id in festival_closed(catalogue.festivals, on):
        return []
    found = begin_windows(experience.opening, max(1, minutes), on)
    return [(-(-_seconds(first) // 60), _seconds(last) // 60) for first, last in found]


def opened(experience: Experience, on: date) -> list[tuple[int, int]]:
    """When the door is open on a day, in minutes from midnight."""
    return [(-(-_seconds(each.open) // 60), _seconds(each.close) // 60) for each in windows(experience.opening, on)]


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def admits(catalogue: Catalogue, experience: Experience, on: date, begin: int, minutes: int, size: int) -> bool:
    """Whether a visit may begin then and there."""
    found = begins(catalogue, experience, on, minutes, size)
    return any(first <= begin <= last for first, last in found)


def _fitted(seen: list[Seen]) -> list[Seen]:
    """Lengths for lines that say none: the usual one, free time until the next line."""
    fitted = []
    for number, each in enumerate(seen):
        following = seen[number + 1].begin if number + 1 < len(seen) else DAY_MINUTES
        stay = each.stay
        if stay < 0:
            gap = max(0, following - each.begin)
            stay = gap if each.line.kind == "free" and number + 1 < len(seen) else min(each.usual, gap)
        fitted.append(replace(each, stay=stay))
    return fitted


def _ride(seen: list[Seen], programme: Programme, context: Context, number: int, on: date) -> DayView:
    chain = list(_chain(seen))
    rides = []
    for (origin, ready, leaves), (target, _, _) in pairwise(chain):
        rides.append(_between(origin, target, ready, leaves, _road(origin, target, context, on)))
    seen = _squeezed(seen, rides)
    return DayView(number, on, tuple(seen), tuple(_outer(chain, rides, programme, context, number, on)))


def _chain(seen: Sequence[Seen]) -> Iterator[tuple[Seen, int, int | None]]:
    """Placed lines with when they are over, lines without a place included, and when a drive line leaves them."""
    current: Seen | None = None
    ready, leaves = 0, None
    for each in seen:
        if each.place is not None:
            if current is not None:
                yield current, ready, leaves
            current, ready, leaves = each, each.end, None
        elif each.line.kind == "drive":
            leaves = each.begin
        else:
            ready, leaves = max(ready, each.end), None
    if current is not None:
        yield current, ready, leaves


def _between(origin: Seen, target: Seen, ready: int, leaves: int | None, matrix: TravelMatrix) -> Ride:
    depart = ready if leaves is None else max(leaves, origin.begin)
    if leaves is None and origin.line.whole is None and origin.line.kind != "pick-up":
        # Nothing says when this stop is over: it is over in time for the next.
        depart = max(origin.begin, _latest(matrix, target.begin))
    return _leaving(origin, target, ready, depart, matrix)


def _road(origin: Seen, target: Seen, context: Context, on: date) -> TravelMatrix:
    assert origin.place is not None
    assert target.place is not None
    return context.way(origin.place, target.place, on)


def _latest(matrix: TravelMatrix, arrive: int) -> int:
    """The last minute of leaving with which one is there by a minute."""
    return matrix.latest_s(0, 1, 60 * arrive) // 60


def _leaving(origin: Seen, target: Seen, ready: int, depart: int, matrix: TravelMatrix) -> Ride:
    """The ride as long as it is for who leaves then."""
    return Ride(origin, target, ready, depart, matrix.leg_s(0, 1, 60 * depart), int(matrix.metres[0, 1]),
                bool(matrix.walked[0, 1]))  # fmt: skip


def _squeezed(seen: list[Seen], rides: Sequence[Ride]) -> list[Seen]:
    """Lines that say no length end when the ride to the next place has to leave."""
    leaves = {ride.origin.line.id: ride.depart for ride in rides}
    return [
        replace(each, stay=min(each.stay, max(0, leaves[each.line.id] - each.begin)))
        if each.line.whole is None and each.line.id in leaves and each.line.kind in ("visit", "meal")
        else each
        for each in seen
    ]


def _outer(
    chain: Sequence[tuple[Seen, int, int | None]], rides: list[Ride], programme: Programme, context: Context,
    number: int, on: date,
) -> list[Ride]:  # fmt: skip
    """The rides, with one from and one to the start point where the programme has no pick-up or drop-off."""
    if not chain:
        return []
    first, (last, ready, leaves) = chain[0][0], chain[-1]
    if first.line.kind != "pick-up":
        place = place_of(context.catalogue, programme.start)
        line = Line(id=f"day-{number}-start", begin=first.line.begin, kind="pick-up", place=programme.start)
        origin = Seen(line, first.begin, 0, 0, place)
        matrix = _road(origin, first, context, on)
        depart = max(0, _latest(matrix, first.begin))
        rides = [_leaving(replace(origin, begin=depart), first, depart, depart, matrix), *rides]
    if last.line.kind != "drop-off":
        place = place_of(context.catalogue, programme.start)
        line = Line(id=f"day-{number}-end", begin=last.line.begin, kind="drop-off", place=programme.start)
        target = Seen(line, 0, 0, 0, place)
        ride = _leaving(last, target, ready, max(ready, leaves or 0), _road(last, target, context, on))
        rides = [*rides, replace(ride, target=replace(target, begin=ride.arrive))]
    return rides
