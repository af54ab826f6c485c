"""Steps from one tiny question to the next: a demand more, a demand less, another region, another day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from brute_tours import Roads, World, begins, main_craft

from tourplanner.model import (
    HANOI,
    Experience,
    Festival,
    Goal,
    LunarDay,
    Lunch,
    Money,
    Opening,
    OpeningException,
    Party,
    Place,
    Price,
    Provenance,
    Season,
    Session,
    Text,
    TimeRange,
)
from tourplanner.planning import Points
from tourplanner.testing import small_catalogue

Step = Callable[[World, Random], World | None]
"""Another world, or None where the step does not apply."""

SMALL = small_catalogue()
MOST_VISITS, MOST_DAYS = 6, 3
ESTIMATE = Provenance(sources=("made up",), as_of=date(2026, 11, 22), confidence="estimate")
LUNCHES = (Lunch(), Lunch(minutes=45), Lunch(kind="break"))
STARTS = tuple(start.id for start in SMALL.starts)


def first(random: Random) -> World:
    """A region of three villages with three or four visits, and a goal that asks for little."""
    villages = random.sample(SMALL.villages, random.choice((2, 3, 3, 4)))
    ids = {village.id for village in villages}
    meals = tuple(_meal(id, random) for id in sorted(ids) if random.random() < 0.8)
    region = SMALL.replace(
        villages=tuple(
            each.replace(
                at_risk=random.choice((None, False, True)),
                environment=random.choice(("unknown", "met", "met", "met", "not met")),
            )
            for each in villages
        ),
        experiences=meals,
        hosts=(),
    )
    world = World(
        region,
        Goal(party=Party(adults=random.choice((12, 20))), stops=(1, 3), lunch=random.choice((None, *LUNCHES))),
        (date(2027, 3, 8) + timedelta(random.randrange(12)),),
        Points(drive_minute=random.choice((1, 1, 1, 2, 0))),
        other_rush(Roads(random.randrange(1000), odd=random.random() < 0.2)),
    )
    for _ in range(random.choice((3, 4))):
        world = add_visit(world, random) or world
    return world


# the region


def visits(world: World) -> list[Experience]:
    return [each for each in world.catalogue.experiences if each.kind != "meal"]


def add_visit(world: World, random: Random) -> World | None:
    """One more experience."""
    here = {each.id for each in world.catalogue.experiences}
    villages = {village.id for village in world.catalogue.villages}
    others = [each for each in SMALL.experiences if each.kind != "meal" and each.village in villages]
    others = [each for each in others if each.id not in here]
    if not others or len(visits(world)) == MOST_VISITS:
        return None
    one = random.choice(others)
    price = Price(adult=Money(amount=1000 * random.randint(0, 9)), per=random.choice(("person", "person", "group")))
    price = price.replace(includes_lunch=random.random() < 0.3)
    minutes = random.choice((30, 37, 45, 60, 60, 75, 90))
    twin = random.choice(visits(world)).id if visits(world) and random.random() < 0.1 else None
    one = one.replace(
        minutes=minutes,
        minutes_from=((random.choice((10, 15, 22)), minutes + random.choice((0, 20, 60))),) * (random.random() < 0.2),
        capacity=random.choice((15, 25, 40, 40, 40)),
        party_min=random.choice((1, 1, 1, 15)),
        price=random.choice((Price(), price, price, price)),
        ocop_stars=random.choice((None, None, 4)),
        languages=random.choice((("vi",), ("vi", "en"), ("en",))),
        opening=hours(random),
        variant_of=twin,
        role=random.choice((one.role, one.role, "production")),
        place=Place(lat=20.9 + random.random() / 4, lon=105.8 + random.random() / 4, accuracy_m=50)
        if random.random() < 0.2
        else None,
        provenance={"opening": ESTIMATE.replace(confidence=random.choice(("estimate", "sourced")))},
    )
    return with_experiences(world, (*world.catalogue.experiences, one))


def remove_visit(world: World, random: Random) -> World | None:
    """One experience less, of those that the goal does not name."""
    goal = world.goal
    said = {*goal.must, *goal.never, *goal.wishes}
    said |= {id for groups in (goal.either, goal.together, goal.before) for group in groups for id in group}
    said |= {each.variant_of for each in visits(world) if each.variant_of}
    free = [each for each in visits(world) if each.id not in said]
    if not free:
        return None
    gone = random.choice(free)
    region = world.catalogue.replace(
        experiences=tuple(each for each in world.catalogue.experiences if each.id != gone.id),
        sessions=tuple(each for each in world.catalogue.sessions if each.experience != gone.id),
        festivals=tuple(
            each.replace(
                opens=tuple(id for id in each.opens if id != gone.id),
                closes=tuple(id for id in each.closes if id != gone.id),
            )
            for each in world.catalogue.festivals
        ),
    )
    return replace(world, catalogue=region)


def add_meal(world: World, random: Random) -> World | None:
    """One more place to eat."""
    village = random.choice(world.catalogue.villages).id
    meals = sum(each.kind == "meal" for each in world.catalogue.experiences)
    if meals == 4:
        return None
    meal = _meal(village, random).replace(id=f"{village}-lunch-{meals}-{random.randrange(1000)}")
    return with_experiences(world, (*world.catalogue.experiences, meal))


def _meal(village: str, random: Random) -> Experience:
    meal = next(each for each in SMALL.experiences if each.kind == "meal")
    place = SMALL.village(village).place
    return meal.replace(
        id=f"{village}-lunch",
        village=village,
        capacity=random.choice((18, 40, 40)),
        opening=Opening.daily(time(10, 30), time(random.choice((13, 14, 15)), 30)),
        place=place.replace(lat=place.lat + random.choice((0.001, 0.02))) if random.random() < 0.3 else None,
    )


def with_experiences(world: World, experiences: Iterable[Experience]) -> World:
    return replace(world, catalogue=world.catalogue.replace(experiences=tuple(experiences)))


def hours(random: Random) -> Opening:
    """All kinds of opening hours, most of them simple."""
    kind = random.choice(("day", "day", "day", "noon", "week", "lunar", "starts", "closure", "season", "exception"))
    begin = time(random.choice((7, 8, 8, 9, 10)), random.choice((0, 0, 30, 2)))
    end = time(random.choice((12, 15, 17, 18)))
    if kind == "noon":
        ranges = [(begin, time(11, 30)), (time(13, random.choice((0, 30))), time(17))]
        return _weekly([_ranges(ranges)] * 7)
    simple = _ranges([(begin, end)])
    if kind == "week":
        return _weekly([simple if random.random() < 0.7 else () for _ in range(7)])
    if kind == "lunar":
        days = tuple(LunarDay(day=each) for each in sorted(random.sample(range(1, 20), 9)))
        return _weekly([simple] * 7, lunar_days=days)
    if kind == "starts":
        return _weekly([_ranges([(time(8), time(18))])] * 7, starts=(time(9, 30), time(10, 7), time(14)))
    if kind in ("closure", "season"):
        low = random.randrange(8, 18)
        period = Season(first=(3, low), last=(3, low + random.randrange(6)))
        if random.random() < 0.5:
            period = Season(first=(2, low - 7), last=(2, low), calendar="lunar")
        return _weekly([simple] * 7, **{"closures" if kind == "closure" else "seasons": (period,)})
    if kind == "exception":
        on = date(2027, 3, 8) + timedelta(random.randrange(14))
        other = _ranges([(time(8), time(11))]) if random.random() < 0.5 else ()
        return _weekly([simple] * 7, exceptions=(OpeningException(first=on, last=on, ranges=other),))
    return _weekly([simple] * 7)


def _ranges(ranges: Iterable[tuple[time, time]]) -> tuple[TimeRange, ...]:
    return tuple(TimeRange(open=first, close=last) for first, last in ranges)


def _weekly(week: list[tuple[TimeRange, ...]], **rest: Any) -> Opening:
    return Opening.model_validate({"weekly": tuple(week), **rest})


def change_hours(world: World, random: Random) -> World | None:
    """Another opening of one experience."""
    if not visits(world):
        return None
    one = random.choice(visits(world))
    changed = one.replace(opening=hours(random), sessions_only=random.random() < 0.1)
    return with_experiences(world, (changed if each is one else each for each in world.catalogue.experiences))


def add_session(world: World, random: Random) -> World | None:
    """A dated session of one experience, with few or many places left."""
    if not visits(world) or len(world.catalogue.sessions) == 4:
        return None
    one = random.choice(visits(world))
    on = random.choice(days(world))
    begin = datetime.combine(on, time(random.choice((9, 11, 14)), random.choice((0, 15, 7))), HANOI)
    ids = {each.id for each in world.catalogue.sessions}
    session = Session(
        id=next(f"s{number}" for number in range(9) if f"s{number}" not in ids),
        experience=one.id,
        begin=begin,
        end=begin + timedelta(minutes=one.minutes),
        places_left=random.choice((5, 40, 40)),
    )
    return replace(world, catalogue=world.catalogue.replace(sessions=(*world.catalogue.sessions, session)))


def remove_session(world: World, random: Random) -> World | None:
    """One session less."""
    sessions = list(world.catalogue.sessions)
    if not sessions:
        return None
    sessions.pop(random.randrange(len(sessions)))
    return replace(world, catalogue=world.catalogue.replace(sessions=tuple(sessions)))


def change_festivals(world: World, random: Random) -> World | None:
    """A festival that opens or closes something, or none."""
    if world.catalogue.festivals or not visits(world):
        return replace(world, catalogue=world.catalogue.replace(festivals=()))
    first_day = random.randrange(1, 14)
    named = tuple(each.id for each in random.sample(visits(world), min(2, len(visits(world)))))
    festival = Festival(
        id="festival",
        village=world.catalogue.villages[0].id,
        name=Text(vi="Hội làng"),
        lunar_month=2,
        first_day=first_day,
        last_day=first_day + random.randrange(5),
        main_day=first_day,
        **{random.choice(("opens", "closes")): named},
    )
    return replace(world, catalogue=world.catalogue.replace(festivals=(festival,)))


# the days


def days(world: World) -> list[date]:
    """The dates of the tour, or the ones it may choose from."""
    if world.goal.days == 1:
        return list(world.on)
    return [world.on[0] + timedelta(number) for number in range(world.goal.days)]


def add_day(world: World, random: Random) -> World | None:
    """A day more, and fewer stops on each."""
    if world.goal.days == MOST_DAYS:
        return None
    goal = world.goal.replace(days=world.goal.days + 1, nights=(), stops=(1, 2))
    if random.random() < 0.7:
        choice = (*STARTS, *STARTS, STARTS, STARTS[::-1])
        goal = goal.replace(nights=tuple(random.choice(choice) for _ in range(goal.days - 1)))
    return replace(world, goal=goal, on=world.on[:1])


def remove_day(world: World, _: Random) -> World | None:
    """A day less."""
    if world.goal.days == 1:
        return None
    return replace(world, goal=world.goal.replace(days=world.goal.days - 1, nights=()))


def move(world: World, random: Random) -> World | None:
    """Another first day, other ends."""
    on = date(2027, 3, 8) + timedelta(random.randrange(12))
    goal = world.goal.replace(start=random.choice(STARTS), end=random.choice((None, *STARTS)))
    return replace(world, on=(on,), goal=goal)


def add_date(world: World, random: Random) -> World | None:
    """One more date to choose from."""
    if world.goal.days > 1 or len(world.on) == 3:
        return None
    return replace(world, on=tuple(sorted({*world.on, date(2027, 3, 8) + timedelta(random.randrange(12))})))


def remove_date(world: World, random: Random) -> World | None:
    """One date less to choose from."""
    if len(world.on) == 1:
        return None
    return replace(world, on=tuple(sorted(random.sample(world.on, len(world.on) - 1))))


def other_party(world: World, random: Random) -> World | None:
    """Other guests, other languages."""
    party = Party(
        adults=random.choice((8, 12, 16, 20)),
        children=random.choice((0, 0, 3)),
        languages=random.choice((("vi",), ("en",), ("fr",))),
    )
    return _asking(world, party=party)


def other_vehicle(world: World, random: Random) -> World | None:
    """A vehicle of its own."""
    return _asking(world, vehicle_co2=random.choice((None, 300, 900)))


def coach(world: World, random: Random) -> World | None:
    """A coach of some size, or none, on roads that take as long at any hour: who waits for the law meets others."""
    if world.goal.vehicles:
        return _asking(world, vehicles=())
    return None if world.roads.rush else _asking(world, vehicles=(random.choice(("coach29", "coach35", "coach45")),))


def other_roads(world: World, random: Random) -> World | None:
    """Other travel times, the same at all hours or not, or others at weekends."""
    change = random.choice(("rush", "seed", "free", "ends"))
    if change == "rush" and world.goal.vehicles:
        return None
    changes = {"rush": not world.roads.rush, "seed": random.randrange(1000), "ends": not world.roads.ends,
               "free": None if world.roads.free else random.randrange(1, 1000)}  # fmt: skip
    return replace(world, roads=replace(world.roads, **{change: changes[change]}))


def other_rush(roads: Roads) -> Roads:
    """In every third region, travel takes as long as it does at the hour."""
    return replace(roads, rush=roads.seed % 3 == 0)


def other_points(world: World, random: Random) -> World | None:
    """Driving and a second visit of one craft weighed in another way."""
    points = Points(drive_minute=random.choice((0, 1, 1, 3)), same_craft=random.choice((100, 100, 50, 33, 0)))
    return replace(world, points=points)


def other_lunch(world: World, random: Random) -> World | None:
    """Lunch, or none."""
    return _asking(world, lunch=None if world.goal.lunch else random.choice(LUNCHES))


def wish(world: World, random: Random) -> World | None:
    """Other wishes."""
    places = [each.id for each in (*visits(world), *world.catalogue.villages)]
    return _asking(world, wishes=tuple(random.sample(places, min(len(places), random.randrange(3)))))


# demands: each of them can only take tours away


def coin(random: Random) -> bool:
    return random.random() < 0.5


def _asking(world: World, **changes: Any) -> World:
    return replace(world, goal=world.goal.replace(**changes))


def _usable(world: World) -> list[str]:
    """What is open on some day, or anything: most demands are for what there is."""
    open_ = [each.id for each in visits(world) if any(begins(world, each, on) for on in days(world))]
    return open_ or [each.id for each in visits(world)]


def _some(world: World, random: Random, count: int) -> tuple[str, ...]:
    there = _usable(world)
    return tuple(random.sample(there, count)) if len(there) >= count else ()


def must(world: World, random: Random) -> World | None:
    goal = world.goal
    id = random.choice([*_usable(world), *_usable(world), world.catalogue.villages[0].id])
    if id in (*goal.must, *goal.never) or len(goal.must) == 2:
        return None
    return _asking(world, must=(*goal.must, id))


def never(world: World, random: Random) -> World | None:
    goal = world.goal
    id = random.choice([each.id for each in (*world.catalogue.experiences, *world.catalogue.villages)])
    if id in (*goal.must, *goal.never) or len(goal.never) == 2:
        return None
    return _asking(world, never=(*goal.never, id))


def either(world: World, random: Random) -> World | None:
    group = _some(world, random, random.choice((2, 2, 3)))
    return _asking(world, either=(*world.goal.either, group)) if group and not world.goal.either else None


def together(world: World, random: Random) -> World | None:
    group = _some(world, random, random.choice((2, 2, 3)))
    return _asking(world, together=(*world.goal.together, group)) if group and len(world.goal.together) < 2 else None


def before(world: World, random: Random) -> World | None:
    pair = _some(world, random, 2)
    return _asking(world, before=(*world.goal.before, pair)) if pair and len(world.goal.before) < 3 else None


def _lower(old: int | None, new: int) -> int | None:
    """The new limit if it asks for more than the old one."""
    return new if old is None or new < old else None


def per_craft(world: World, random: Random) -> World | None:
    most = _lower(world.goal.per_craft, random.choice((1, 2)))
    return _asking(world, per_craft=most) if most else None


def budget(world: World, random: Random) -> World | None:
    old = world.goal.budget.amount if world.goal.budget else None
    most = _lower(old, 1000 * random.randint(2, 20))
    return _asking(world, budget=Money(amount=most)) if most else None


def drive_minutes(world: World, random: Random) -> World | None:
    most = _lower(world.goal.drive_minutes, random.choice((40, 60, 75, 90, 120, 150)))
    return _asking(world, drive_minutes=most) if most else None


def walk_metres(world: World, random: Random) -> World | None:
    most = _lower(world.goal.walk_metres, random.choice((0, 2000, 4000, 8000)))
    return _asking(world, walk_metres=most) if most is not None else None


def co2(world: World, random: Random) -> World | None:
    most = _lower(world.goal.co2_grams, random.choice((700, 1000, 1500, 2000, 3000)))
    return _asking(world, co2_grams=most) if most is not None else None


def roles(world: World, _: Random) -> World | None:
    return _asking(world, roles=world.goal.roles + 1) if world.goal.roles < 3 else None


def anchors(world: World, _: Random) -> World | None:
    return _asking(world, anchors=world.goal.anchors + 1) if world.goal.anchors < 2 else None


def satellites(world: World, _: Random) -> World | None:
    return _asking(world, satellites=world.goal.satellites + 1) if world.goal.satellites < 2 else None


def hosts_speak(world: World, _: Random) -> World | None:
    return None if world.goal.hosts_speak else _asking(world, hosts_speak=True)


def verified_only(world: World, _: Random) -> World | None:
    return None if world.goal.verified_only else _asking(world, verified_only=True)


def fewest_stops(world: World, _: Random) -> World | None:
    low, high = world.goal.stops
    return _asking(world, stops=(low + 1, high)) if low < high else None


def most_stops(world: World, _: Random) -> World | None:
    low, high = world.goal.stops
    return _asking(world, stops=(low, high - 1)) if low < high else None


def fewest_villages(world: World, _: Random) -> World | None:
    low, high = world.goal.villages
    return _asking(world, villages=(low + 1, high)) if low < min(high, 3) else None


def most_villages(world: World, _: Random) -> World | None:
    low, high = world.goal.villages
    return _asking(world, villages=(low, min(high, 4) - 1)) if low < min(high, 4) - 1 else None


def shorter_day(world: World, random: Random) -> World | None:
    begin, end = world.goal.day
    begin = time(begin.hour, 30) if coin(random) and not begin.minute else begin
    end = time(end.hour - random.choice((1, 2)), random.choice((0, 17))) if coin(random) else end
    return _asking(world, day=(begin, end)) if end.hour > begin.hour + 2 and (begin, end) != world.goal.day else None


def lunch_window(world: World, random: Random) -> World | None:
    lunch = world.goal.lunch
    if lunch is None or lunch.latest < time(13):
        return None
    return _asking(world, lunch=lunch.replace(earliest=time(11, 30), latest=time(12, random.choice((0, 30, 42)))))


def limit(world: World, random: Random) -> World | None:
    """Fewest or most visits of a kind, a role, a craft or a group."""
    if not visits(world):
        return None
    one = random.choice(visits(world))
    crafts = {craft.id: craft.group for craft in world.catalogue.crafts}
    craft = main_craft(world, one)
    group = crafts.get(craft)
    heritage = {each.group for each in world.catalogue.crafts if each.heritage}
    name = random.choice([each for each in (one.kind, one.role, craft, group) if each and each not in heritage])
    if name in dict(world.goal.limits) or len(world.goal.limits) == 2:
        return None
    bounds = random.choice(((0, 1), (0, 1), (0, 2), (1, None), (1, 1), (2, None)))
    return _asking(world, limits={**dict(world.goal.limits), name: bounds})


USUAL: dict[str, Any] = {
    "must": (), "never": (), "either": (), "together": (), "before": (), "per_craft": None, "budget": None,
    "drive_minutes": None, "walk_metres": None, "co2_grams": None, "roles": 0, "anchors": 0, "satellites": 0,
    "hosts_speak": False, "verified_only": False, "limits": (), "villages": (1, 4), "day": (time(7, 30), time(18)),
}  # fmt: skip
"""What a goal says if it does not ask: every other value allows less."""


def drop(world: World, random: Random) -> World | None:
    """One demand less."""
    asked = [name for name, usual in USUAL.items() if getattr(world.goal, name) != usual]
    asked += ["stops"] if world.goal.stops != (1, most(world.goal)) else []
    if not asked:
        return None
    name = random.choice(asked)
    if name == "stops":
        return _asking(world, stops=(1, most(world.goal)))
    value = getattr(world.goal, name)
    several = name in ("must", "never", "either", "together", "before", "limits")
    return _asking(world, **{name: value[1:] if several else USUAL[name]})


def most(goal: Goal) -> int:
    """Most stops on a day, so that trying everything takes no time."""
    return 3 if goal.days == 1 else 2


TIGHTER: tuple[Step, ...] = (
    must, never, either, together, before, per_craft, budget, drive_minutes, walk_metres, co2, roles, anchors,
    satellites, hosts_speak, verified_only, fewest_stops, most_stops, fewest_villages, most_villages, shorter_day,
    lunch_window, limit, remove_visit, remove_date,
)  # fmt: skip
LOOSER: tuple[Step, ...] = (drop, drop, drop, add_visit, add_visit, add_meal, add_date)
TIMED: tuple[Step, ...] = (shorter_day, lunch_window, drop)
"""Those of them that may move clocks: where travel depends on the hour, other tours are possible, not only fewer."""
OTHER: tuple[Step, ...] = (
    change_hours, add_session, remove_session, change_festivals, add_day, remove_day, move, other_party, other_vehicle,
    other_points, other_lunch, wish, other_roads, coach,
)  # fmt: skip
