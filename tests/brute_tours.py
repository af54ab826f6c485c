"""
The best tour of a tiny region by trying everything, straight from the documents of model, goal and points.

Nothing of the planner, of the almanac or of the rules is used: hours, lunar days (of March 2027 only), roads, clocks
and scores are worked out anew.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from importlib import resources
from itertools import pairwise, product
from math import ceil, cos, floor, hypot, radians
from random import Random
from typing import Any

import numpy as np
from shapely import MultiPolygon, Point, Polygon, unary_union

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.model import HANOI, Experience, Goal, Opening, Place, Season
from tourplanner.planning import Points
from tourplanner.travel import TravelMatrix

KINDS = {
    "class": 100, "workshop": 90, "performance": 90, "museum": 80, "market": 70, "heritage site": 70, "showroom": 60,
}  # fmt: skip
NEW_MOON = date(2027, 3, 8)
"""Day 1 of lunar month 2, which has 29 days or more."""
GRAIN = 300
CLOCKS = (27_000, 30_120, 34_200, 41_000, 46_800, 57_600, 61_200)
"""7:30, 8:22, 9:30, 11:23:20, 13:00, 16:00 and 17:00: the hours at which travel times are drawn where they differ."""
USUAL = Points()


@dataclass(frozen=True)
class Roads:
    """Travel times drawn from a seed: roughly by distance, another way there than back, some places walked between."""

    seed: int = 0
    odd: bool = False
    """Legs take any number of seconds, not only whole minutes."""
    rush: bool = False
    """Legs take longer at some hours than at others, walks too."""
    ends: bool = False
    """Guests walk some of a ride's metres."""
    free: int | None = None
    """Another seed for Saturdays and Sundays."""
    basis: str = "drawn from a seed"
    attribution: str = ""

    def leg(self, a: Place, b: Place) -> tuple[int, int, bool]:
        """Seconds and metres from one place to another, and whether the way is walked."""
        km = hypot(a.lat - b.lat, (a.lon - b.lon) * cos(radians(21))) * 111.2
        random = Random(f"{self.seed} {a.lat} {a.lon} {b.lat} {b.lon}")
        seconds = 60 * max(5, ceil(1.6 * km) + random.randint(0, 9))
        seconds += random.randrange(60) if self.odd else 0
        return seconds, int(1300 * km) + random.randrange(3000), km <= 0.4 or random.random() < 0.1

    def on(self, day: date) -> Roads:
        """As they are on a day."""
        return replace(self, free=None, seed=self.free if self.free and day.weekday() > 4 else self.seed)

    def on_foot(self, a: Place, b: Place) -> int:
        """Metres of the way that are walked."""
        _, metres, walked = self.leg(a, b)
        part = Random(f"foot {self.seed} {a.lat} {a.lon} {b.lat} {b.lon}").choice((0, 0, 5, 20))
        return metres if walked else metres * part // 100 if self.ends else 0

    def by_hour(self, a: Place, b: Place) -> list[int]:
        """Seconds for who leaves at each of ``CLOCKS``; nobody who leaves later is there earlier."""
        random, times = Random(f"rush {self.seed} {a.lat} {a.lon} {b.lat} {b.lon}"), []
        for number, clock in enumerate(CLOCKS):
            seconds = 60 * max(2, self.leg(a, b)[0] * random.choice((60, 80, 100, 100, 130, 180, 250)) // 6000)
            seconds += random.randrange(60) if self.odd else 0
            times.append(max(seconds, times[-1] - (clock - CLOCKS[number - 1])) if times else seconds)
        return times

    def takes(self, a: Place, b: Place, depart: int) -> int:
        """Seconds for who leaves then: between two clocks in proportion, rounded down."""
        if not self.rush:
            return self.leg(a, b)[0]
        times = self.by_hour(a, b)
        for (early, first), (late, last) in pairwise(zip(CLOCKS, times, strict=True)):
            if early <= depart <= late:
                return floor(first + Fraction((last - first) * (depart - early), late - early))
        return times[0] if depart < CLOCKS[0] else times[-1]

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        n = range(len(places))
        legs = [[self.leg(places[i], places[j]) if i != j else (0, 0, True) for j in n] for i in n]
        every = np.array(legs, dtype=np.int64).reshape(len(n), len(n), 3)
        seconds, metres, walked = (np.ascontiguousarray(every[:, :, column]) for column in range(3))
        none, walked = np.zeros_like(seconds), walked.astype(np.bool_)
        foot = np.array([[self.on_foot(places[i], places[j]) if i != j else 0 for j in n] for i in n], dtype=np.int64)
        foot = foot.reshape(seconds.shape)
        if not self.rush:
            return TravelMatrix(seconds, metres, none, walked, walk_m=foot)
        times = [[self.by_hour(places[i], places[j]) if i != j else [0] * len(CLOCKS) for j in n] for i in n]
        by_hour = np.array(times, dtype=np.int64).reshape(len(n), len(n), len(CLOCKS)).transpose(2, 0, 1)
        return TravelMatrix.hourly(np.array(CLOCKS), by_hour, metres=metres, padding_s=none, walked=walked, walk_m=foot)


@dataclass(frozen=True)
class World:
    """A region, a question about it, and what it weighs."""

    catalogue: Catalogue
    goal: Goal
    on: tuple[date, ...]
    points: Points = USUAL
    roads: Roads = Roads()


@dataclass(frozen=True)
class Filled:
    """One day filled: experience ids in order, minutes and metres driven, and where it begins and ends."""

    visits: tuple[str, ...]
    minutes: int
    metres: int
    ends: tuple[str, str]


def best(world: World) -> int | None:
    """The most points of any tour, None if no tour keeps the goal."""
    return max((score(world, tour) for tour in tours(world)), default=None)


def score(world: World, tour: Sequence[Filled]) -> int:
    """Points of the visits, of each craft the best in full, less what the driving costs."""
    by_craft: dict[str, list[int]] = {}
    wishes = 0
    for id in (id for day in tour for id in day.visits):
        one = world.catalogue.experience(id)
        by_craft.setdefault(main_craft(world, one), []).append(worth(world, id))
        wishes += world.points.wish * bool({id, one.village} & set(world.goal.wishes))
    gained = sum(max(each) for each in by_craft.values())
    gained += sum(
        each * world.points.same_craft // 100 for worths in by_craft.values() for each in sorted(worths)[:-1]
    )
    return gained + wishes - world.points.drive_minute * sum(day.minutes for day in tour)


def worth(world: World, id: str) -> int:
    """Points of one visit, wishes apart."""
    one, points = world.catalogue.experience(id), world.points
    village = world.catalogue.village(one.village)
    gained = KINDS[one.kind] + points.ocop_star * (one.ocop_stars or 0)
    gained += points.satellite * (village.standing == "satellite") + points.at_risk * bool(village.at_risk)
    return gained + points.recognised * (village.recognition in ("traditional", "tourism"))


def tours(world: World) -> Iterator[tuple[Filled, ...]]:
    """Every tour that keeps the goal; of days with the same visits, only those with the shortest drives."""
    goal = world.goal
    if goal.days == 1:
        choices = [[(filled,) for on in world.on for filled in fillings(world, on, 0)]]
        yield from (tour for tour in choices[0] if keeps(world, tour))
        return
    days = [fillings(world, world.on[0] + timedelta(number), number) for number in range(goal.days)]
    yield from (tour for tour in product(*days) if keeps(world, tour))


def keeps(world: World, tour: Sequence[Filled]) -> bool:
    """Whether the days together keep what the goal asks of the whole tour."""
    goal, catalogue = world.goal, world.catalogue
    if any(day.ends[1] != after.ends[0] for day, after in pairwise(tour)):
        return False
    visits = [id for day in tour for id in day.visits]
    every = [catalogue.experience(id) for id in visits]
    villages = {one.village for one in every}
    standing = Counter(catalogue.village(id).standing for id in villages)
    crafts = Counter(main_craft(world, one) for one in every)
    order = {id: number for number, id in enumerate(visits)}
    return (
        len({one.variant_of or one.id for one in every}) == len(every)
        and set(goal.must) <= set(visits) | villages
        and all(len(set(group) & set(visits)) == 1 for group in goal.either)
        and all(len(set(group) & set(visits)) in (0, len(set(group))) for group in goal.together)
        and not any(a in order and b in order and order[a] > order[b] for a, b in goal.before)
        and len({one.role for one in every} - {None}) >= goal.roles
        and standing["anchor"] >= goal.anchors
        and standing["satellite"] >= goal.satellites
        and (goal.per_craft is None or max(crafts.values(), default=0) <= goal.per_craft)
        and all(
            least <= named(world, every, name) <= (99 if most is None else most) for name, (least, most) in goal.limits
        )
        and (goal.co2_grams is None or carbon(goal, sum(day.metres for day in tour)) <= goal.co2_grams)
        and (goal.budget is None or sum(per_guest(world, one) for one in every) <= goal.budget.amount)
    )


def carbon(goal: Goal, metres: int) -> int:
    """Grams of CO2 per guest, rounded up: as much as the vehicle gives off, or the smallest that takes the party."""
    guests = goal.party.adults + goal.party.children
    litres = {5: 8.0, 12: 10.5, 25: 17.0, 30: 20.0, 40: 27.0}
    per_km = goal.vehicle_co2 or round(litres[min(most for most in litres if guests <= most)] * 26.8)
    return -(-metres * per_km // (1000 * guests))


def named(world: World, every: Sequence[Experience], name: str) -> int:
    """How many visits have this kind, role, main craft or group of it; heritage belongs to no group."""
    crafts = {craft.id: craft for craft in world.catalogue.crafts}
    count = 0
    for one in every:
        craft = crafts.get(main_craft(world, one))
        group = craft.group if craft and not craft.heritage else None
        count += name in (one.kind, one.role, craft and craft.id, group)
    return count


def main_craft(world: World, one: Experience) -> str:
    return next(iter((*one.crafts, *world.catalogue.village(one.village).crafts)), "")


def per_guest(world: World, one: Experience) -> int:
    """Đồng per guest, rounded up."""
    party, price = world.goal.party, one.price
    assert price.adult is not None
    whole = price.adult.amount
    if price.per == "person":
        whole = whole * party.adults + (price.child or price.adult).amount * party.children
    return -(-whole // party.size)


def fillings(world: World, on: date, number: int) -> list[Filled]:
    """Every way to fill a day; of those with the same visits and ends, those of which none drives less in any way."""
    found: dict[tuple[frozenset[str], tuple[str, str]], list[Filled]] = {}
    for start, end in product(*_stays(world.goal, number)):
        for filled in _Day(world, on, (start, end)).walk():
            own = found.setdefault((frozenset(filled.visits), filled.ends), [])
            if not any(each.minutes <= filled.minutes and each.metres <= filled.metres for each in own):
                own[:] = [each for each in own if each.minutes < filled.minutes or each.metres < filled.metres]
                own.append(filled)
    return [filled for own in found.values() for filled in own]


def _stays(goal: Goal, number: int) -> tuple[Sequence[str], Sequence[str]]:
    """Where a day of the tour may begin and end."""
    nights: list[Sequence[str]] = [(night,) if isinstance(night, str) else night for night in goal.nights]
    places = [(goal.start,), *(nights or [(goal.start,)] * (goal.days - 1)), (goal.end or goal.start,)]
    return places[number], places[number + 1]


Way = tuple[int, int, int, int]
"""Seconds, whole minutes leg by leg and metres driven; metres walked."""


@dataclass
class _State:
    now: int
    here: Place
    visits: tuple[Experience, ...] = ()
    way: Way = (0, 0, 0, 0)
    fed: bool = False


@dataclass
class _Day:
    """One day of the tour, walked through in every way there is."""

    world: World
    on: date
    ends: tuple[str, str]
    begins: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    meals: dict[str, list[Experience]] = field(default_factory=dict)

    first: int = 0
    roads: Roads = Roads()

    def __post_init__(self) -> None:
        self.roads = self.world.roads.on(self.on)
        for one in self.world.catalogue.experiences:
            if one.kind == "meal":
                if not closed_by_festival(self.world.catalogue, one.id, self.on):
                    self.meals.setdefault(one.village, []).append(one)
            elif welcome(self.world, one) and (found := begins(self.world, one, self.on)):
                self.begins[one.id] = found

    def walk(self) -> Iterator[Filled]:
        here = self.world.catalogue.start(self.ends[0]).place
        begin = _seconds(self.world.goal.day[0])
        barred = [last for first, last in barred_hours(self.world.goal, here) if first <= begin <= last]
        self.first = max([begin, *(last + 60 for last in barred)])
        yield from self._on(_State(self.first, here))

    def _on(self, state: _State) -> Iterator[Filled]:
        goal = self.world.goal
        last = state.visits[-1].village if state.visits else None
        hungry = goal.lunch is not None and not state.fed
        for fed in self._eat(state, last) if hungry else [state]:
            yield from self._home(fed)
        if len(state.visits) == goal.stops[1]:
            return
        for id in self.begins:
            one = self.world.catalogue.experience(id)
            if not self._may_follow(state, one):
                continue
            ways = [state]
            if hungry:
                ways += [fed for village in {last, one.village} for fed in self._eat(state, village)]
            for way in ways:
                yield from self._visit(way, one)

    def _may_follow(self, state: _State, one: Experience) -> bool:
        seen = [each.id for each in state.visits]
        left = {each.village for each in state.visits} - {state.visits[-1].village if state.visits else None}
        late = any(first == one.id and second in seen for first, second in self.world.goal.before)
        return one.id not in seen and one.village not in left and not late

    def _arrive(self, state: _State, to: Place) -> int:
        """When guests are there if they leave as soon as they can."""
        return state.now + self.roads.takes(state.here, to, state.now)

    def _way(self, state: _State, to: Place, begin: int | None = None) -> Way:
        """The way they have come, if what is there begins at ``begin``."""
        depart = state.now if begin is None else self._leave(state, to, begin)
        _, metres, walked = self.roads.leg(state.here, to)
        seconds, foot = self.roads.takes(state.here, to, depart), self.roads.on_foot(state.here, to)
        road, minutes, driven, on_foot = state.way
        if walked:
            return road, minutes, driven, on_foot + metres
        return road + seconds, minutes + seconds // 60, driven + metres - foot, on_foot + foot

    def _leave(self, state: _State, to: Place, begin: int) -> int:
        """A day's first leg leaves on the last full five minutes that will do; every other as soon as it can."""
        if state.visits or state.fed:
            return state.now
        clocks = (at for at in range(begin, state.now - 1, -1) if at % GRAIN == 0)
        takes = self.roads.takes
        return next((at for at in clocks if at + takes(state.here, to, at) <= begin), state.now)

    def _visit(self, state: _State, one: Experience) -> Iterator[Filled]:
        place = spot(self.world, one)
        ready = -(-self._arrive(state, place) // GRAIN) * GRAIN
        minutes, lunch = length(self.world, one), self.world.goal.lunch
        # Whether a visit is lunch as well depends on when it begins: guests may wait for it, or until it is past.
        for meal in (False, True) if lunch and one.price.includes_lunch else (False,):
            begin = next((at for at in self._from(one, ready) if self._is_lunch(one, at, minutes) == meal), None)
            if begin is not None and not (meal and state.fed):
                now, way = begin + 60 * minutes, self._way(state, place, begin)
                yield from self._on(_State(now, place, (*state.visits, one), way, state.fed or meal))

    def _from(self, one: Experience, ready: int) -> Iterator[int]:
        """When a visit may begin: as soon as guests are there and the door is open, or on a full five minutes later."""
        hours, stays = barred_hours(self.world.goal, spot(self.world, one)), 60 * length(self.world, one)
        for first, last in self.begins[one.id]:
            at = max(ready, first)
            while at <= last:
                if not any(early <= clock <= late for early, late in hours for clock in (at, at + stays)):
                    yield at
                at = (at // GRAIN + 1) * GRAIN

    def _is_lunch(self, one: Experience, begin: int, minutes: int) -> bool:
        """Whether the price has lunch in it and there is time for it between the earliest and the latest begin."""
        lunch = self.world.goal.lunch
        if lunch is None or not one.price.includes_lunch:
            return False
        last = min(_seconds(lunch.latest), begin + 60 * (minutes - lunch.minutes))
        return max(begin, _seconds(lunch.earliest)) <= last

    def _eat(self, state: _State, village: str | None) -> Iterator[_State]:
        lunch = self.world.goal.lunch
        assert lunch is not None
        for place, spans_ in self._tables(village) if lunch.kind == "place" else self._pauses(village):
            ready = -(-self._arrive(state, place) // GRAIN) * GRAIN
            for first, last in spans_:
                begin = max(ready, first, _seconds(lunch.earliest))
                if begin <= min(last, _seconds(lunch.latest)):
                    now = begin + 60 * lunch.minutes
                    yield _State(now, place, state.visits, self._way(state, place, begin), True)
                    break

    def _tables(self, village: str | None) -> Iterator[tuple[Place, list[tuple[int, int]]]]:
        """Where a village feeds guests, and when that may begin."""
        goal = self.world.goal
        assert goal.lunch is not None
        for meal in self.meals.get(village or "", ()):
            if not {meal.id, meal.village} & set(goal.never) and takes(goal, meal):
                yield spot(self.world, meal), spans(meal.opening, goal.lunch.minutes, self.on)

    def _pauses(self, village: str | None) -> Iterator[tuple[Place, list[tuple[int, int]]]]:
        """Where guests of a village may eat what they brought: at any hour, at the village's point."""
        if village is not None:
            yield self.world.catalogue.village(village).place, [(0, 24 * 3600)]

    def _home(self, state: _State) -> Iterator[Filled]:
        goal = self.world.goal
        villages = {one.village for one in state.visits}
        if not state.visits or not goal.stops[0] <= len(state.visits) or not goal.villages[0] <= len(villages):
            return
        if len(villages) > goal.villages[1]:
            return
        end = self.world.catalogue.start(self.ends[1]).place
        back, (road, minutes, driven, on_foot) = self._arrive(state, end), self._way(state, end)
        if goal.drive_minutes is not None and road > 60 * goal.drive_minutes:
            return
        if goal.walk_metres is not None and on_foot > goal.walk_metres:
            return
        latest = _seconds(goal.day[1])
        latest = min([latest, *(first - 60 for first, _ in barred_hours(goal, end) if self.first < first <= latest)])
        if back <= latest:
            yield Filled(tuple(one.id for one in state.visits), minutes, driven, self.ends)


def barred_hours(goal: Goal, place: Place) -> list[tuple[int, int]]:
    """When the vehicles of a goal may not run at a place, in order."""
    seats = {"car7": 7, "van16": 16, "coach29": 29, "coach35": 35, "coach45": 45}
    largest = max((seats[id] for id in goal.vehicles), default=0)
    spot = Point(place.lat, place.lon)
    barred = [rule["hours"] for rule, area in _bans() if largest >= rule["seats"] and area.contains(spot)]
    return sorted((_seconds(each["open"]), _seconds(each["close"])) for hours in barred for each in hours)


@cache
def _bans() -> list[tuple[dict[str, Any], MultiPolygon]]:
    """The coach bans as they are written, with their areas."""
    text = (resources.files("tourplanner.rules.law.data") / "vn.hanoi.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    areas = {name: unary_union([Polygon(ring) for ring in each["polygons"]]) for name, each in data["areas"].items()}
    return [(rule, areas[rule["area"]]) for rule in data["rule"] if rule["kind"] == "coach_ban" and "until" not in rule]


def spot(world: World, one: Experience) -> Place:
    """Where it happens."""
    return one.place or world.catalogue.village(one.village).place


def welcome(world: World, one: Experience) -> bool:
    """Whether this experience is for this goal, whatever the date."""
    goal = world.goal
    return (
        not {one.id, one.village} & set(goal.never)
        and world.catalogue.village(one.village).environment != "not met"
        and takes(goal, one)
        and (not goal.hosts_speak or bool(set(goal.party.languages) & set(one.languages)))
        and (not goal.verified_only or one.fact("opening").verified)
        and (goal.budget is None or one.price.adult is not None)
    )


def takes(goal: Goal, one: Experience) -> bool:
    return one.party_min <= goal.party.adults + goal.party.children <= one.capacity


def length(world: World, one: Experience) -> int:
    """Minutes of a visit: of the steps that the party reaches, the last."""
    size = world.goal.party.adults + world.goal.party.children
    minutes = one.minutes
    for guests, longer in one.minutes_from:
        minutes = longer if size >= guests else minutes
    return minutes


def begins(world: World, one: Experience, on: date) -> list[tuple[int, int]]:
    """When a visit may begin on a day: seconds, both ends inclusive."""
    catalogue, goal = world.catalogue, world.goal
    dated = [each for each in catalogue.sessions if each.experience == one.id and _local(each.begin).date() == on]
    if dated or one.sessions_only:
        size = goal.party.adults + goal.party.children
        found = [(_seconds(_local(each.begin).time()),) * 2 for each in dated if each.places_left >= size]
    elif closed_by_festival(catalogue, one.id, on):
        found = []
    else:
        found = spans(one.opening, length(world, one), on)
    first, last = map(_seconds, goal.day)
    return sorted((max(a, first), min(b, last)) for a, b in found if max(a, first) <= min(b, last))


def closed_by_festival(catalogue: Catalogue, id: str, on: date) -> bool:
    """Closed by one that is held, or open at festivals only and none of them is held."""
    held = [
        each
        for each in catalogue.festivals
        if each.lunar_month == 2 and each.first_day <= lunar_day(on) <= each.last_day
    ]
    needed = [each for each in catalogue.festivals if id in each.opens]
    return any(id in each.closes for each in held) or (bool(needed) and not any(id in each.opens for each in held))


def lunar_day(on: date) -> int:
    """The day of lunar month 2."""
    day = (on - NEW_MOON).days + 1
    assert 1 <= day <= 29
    return day


def spans(opening: Opening, minutes: int, on: date) -> list[tuple[int, int]]:
    """When something so long may begin by the opening hours alone."""
    ranges = [(_seconds(each.open), _seconds(each.close)) for each in _ranges(opening, on)]
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    fits = [(first, last - 60 * minutes) for first, last in joined if last - 60 * minutes >= first]
    if opening.starts:
        shows = sorted(map(_seconds, opening.starts))
        return [(show, show) for show in shows if any(first <= show <= last for first, last in fits)]
    return fits


def _ranges(opening: Opening, on: date) -> Sequence[Any]:
    for exception in reversed(opening.exceptions):
        if exception.first <= on <= exception.last:
            return exception.ranges
    if any(_within(season, on) for season in opening.closures):
        return ()
    if opening.seasons and not any(_within(season, on) for season in opening.seasons):
        return ()
    if opening.lunar_days and not any(
        each.day == lunar_day(on) and each.month in (None, 2) for each in opening.lunar_days
    ):
        return ()
    return opening.weekly[on.weekday()]


def _within(season: Season, on: date) -> bool:
    day = (2, lunar_day(on)) if season.calendar == "lunar" else (on.month, on.day)
    if season.first <= season.last:
        return season.first <= day <= season.last
    return day >= season.first or day <= season.last


def _local(moment: datetime) -> datetime:
    return moment.astimezone(HANOI)


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
