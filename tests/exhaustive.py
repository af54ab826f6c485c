"""
``plan`` against trying everything, on random walks through tiny questions.

    python -m tests.exhaustive [--cases 5000] [--seed 1] [--steps 25]

A walk begins with a tiny region and adds or takes away a demand, a visit, a day ... at each step; after each the
planner's answer is held against the best of all tours. Every fault is printed with what leads to it; exits with 1 if
there is one.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from brute_tours import GRAIN, Filled, World, begins, best, keeps, score, tours
from brute_worlds import LOOSER, OTHER, TIGHTER, TIMED, Step, days, drop, first, remove_visit

from tourplanner.errors import InfeasibleError, TourplannerError
from tourplanner.model import Itinerary
from tourplanner.planning import plan


class Fault(AssertionError):  # noqa: N818
    """A difference between the planner and trying everything."""

    def __init__(self, what: str, world: World) -> None:
        super().__init__(what)
        self.what, self.world = what, world

    def __str__(self) -> str:
        return f"{self.what}\n{told(self.world)}"


def compared(world: World) -> int | None:
    """
    The best score of a world, None if nothing fits, after the planner gave just that.

    Raises
    ------
    Fault
        If the planner says anything else, or not what a tour of its own scores.
    """
    expected = best(world)
    try:
        tour = plan(world.catalogue, world.goal, on=world.on, points=world.points, travel=world.roads)
    except InfeasibleError as error:
        if expected is not None:
            raise Fault(f"a tour of {expected} points exists, plan says: {error}", world) from None
        conflict(world, error)
        return None
    except TourplannerError as error:
        raise Fault(f"best {expected}, plan raised {type(error).__name__}: {error}", world) from error
    if expected is None:
        raise Fault(f"nothing fits, plan found {tour.score} points: {shown(tour)}", world)
    if (tour.score, tour.bound, tour.status) != (expected, expected, "optimal"):
        raise Fault(f"best {expected}, plan: {tour.score}, bound {tour.bound}, {tour.status}: {shown(tour)}", world)
    itself(world, tour)
    wishes(world, tour)
    return expected


def itself(world: World, tour: Itinerary) -> None:
    """The tour's own visits and legs are worth its score."""
    filled = [
        Filled(
            tuple(stop.experience.id for stop in day.visits),
            sum(leg.seconds // 60 for leg in day.legs if leg.mode == "drive"),
            sum(leg.metres for leg in day.legs if leg.mode == "drive"),
            (day.start.id, day.end.id),
        )
        for day in tour.days
    ]
    for stop in tour.visits:
        opened = {first for first, _ in begins(world, stop.experience, stop.begin.date())}
        clock = stop.begin.hour * 3600 + stop.begin.minute * 60 + stop.begin.second
        if clock % GRAIN and clock not in opened:
            raise Fault(f"{stop.experience.id} begins at {stop.begin:%H:%M:%S}, on no full five minutes", world)
    if not keeps(world, filled):
        raise Fault(f"the tour does not keep the goal: {shown(tour)}", world)
    if score(world, filled) != tour.score:
        raise Fault(f"says {tour.score} points, its stops and legs are worth {score(world, filled)}", world)


def wishes(world: World, tour: Itinerary) -> None:
    """Wishes left out come back, as outscored just if a tour with them exists."""
    met = {stop.experience.id for stop in tour.visits} | {stop.village.id for stop in tour.visits}
    left = {each.wish: each.code for each in tour.unvisited}
    if set(left) != set(world.goal.wishes) - met:
        raise Fault(f"wishes left out are {set(world.goal.wishes) - met}, unvisited names {set(left)}", world)
    for wish, code in left.items():
        possible = wish not in world.goal.never and fits(world, must=(*world.goal.must, wish))
        if possible != (code == "outscored"):
            raise Fault(f"a tour with {wish} {'exists' if possible else 'does not exist'}, its code is {code}", world)


def fits(world: World, **changes: Any) -> bool:
    """Whether any tour keeps the goal with these changes."""
    return any(True for _ in tours(replace(world, goal=world.goal.replace(**changes))))


WITHOUT: dict[str, dict[str, Any]] = {
    "budget": {"budget": None}, "per craft": {"per_craft": None}, "roles": {"roles": 0}, "anchors": {"anchors": 0},
    "satellites": {"satellites": 0}, "lunch": {"lunch": None}, "drive minutes": {"drive_minutes": None},
    "hosts speak": {"hosts_speak": False}, "verified only": {"verified_only": False}, "never": {"never": ()},
    "walk metres": {"walk_metres": None}, "co2": {"co2_grams": None},
}  # fmt: skip


def without(world: World, name: str) -> World | None:
    """The world without the demand that a conflict calls so; None if it is none that can be given up."""
    goal = world.goal
    changes: dict[str, Any] = WITHOUT.get(name, {})
    word, _, rest = name.partition(" ")
    if word == "fewest":
        changes = {rest: (1, getattr(goal, rest)[1])}
    elif word == "must":
        changes = {"must": tuple(id for id in goal.must if id != rest)}
    elif word in ("either", "together"):
        sign = "/" if word == "either" else "+"
        changes = {word: tuple(group for group in getattr(goal, word) if sign.join(group) != rest)}
    elif word == "limit":
        changes = {"limits": tuple(each for each in goal.limits if each[0] != rest)}
    return replace(world, goal=goal.replace(**changes)) if changes else None


def conflict(world: World, error: InfeasibleError) -> None:
    """Nothing fits is proven, and giving up any one demand of the conflict makes the others possible."""
    if not error.proven:
        raise Fault(f"nothing fits, but it is not proven: {error}", world)
    names = set(error.conflict)
    every = set(named(world))
    for name in names - every - {"day, start and travel times"}:
        raise Fault(f"the conflict names {name!r}, which nobody asked for: {error}", world)
    alone = world
    for name in every - names:
        alone = without(alone, name) or alone
    if best(alone) is not None:
        raise Fault(f"{sorted(names)} can hold together: {best(alone)} points", world)
    # Where nothing fits whatever is asked for, the planner may name what cannot be had by itself.
    bare = world
    for name in every:
        bare = without(bare, name) or bare
    for name in sorted(names & every) if best(bare) is not None else ():
        relaxed = without(alone, name)
        assert relaxed is not None
        if best(relaxed) is None:
            raise Fault(f"{sorted(names)} is no smallest conflict: without {name} nothing fits either", world)


def named(world: World) -> Iterator[str]:
    """Every demand of a goal by the name it has in a conflict."""
    goal = world.goal
    yield from (f"must {id}" for id in goal.must)
    yield from (f"either {'/'.join(group)}" for group in goal.either)
    yield from (f"together {'+'.join(group)}" for group in goal.together)
    yield from (f"limit {name}" for name, _ in goal.limits)
    yield from (name for name, usual in WITHOUT.items() if goal.replace(**usual) != goal)
    yield from (f"fewest {name}" for name in ("stops", "villages") if getattr(goal, name)[0] > 1)


# walks


class Walk:
    """A world, and what is known of it; every step is compared."""

    def __init__(self, random: Random) -> None:
        self.world = first(random)
        self.best = compared(self.world)

    def go(self, steps: Sequence[Step], random: Random) -> str | None:
        """Take one of the steps; its name, or None if it does not apply."""
        step = random.choice(steps)
        world = step(self.world, random)
        if world is None:
            return None
        was, self.world = self.best, world
        self.best = compared(world)
        if world.roads.rush and step in TIMED:
            return step.__name__
        if step in TIGHTER and (was is None or (self.best or -10_000) > was) and self.best is not None:
            raise Fault(f"{step.__name__} raised the best from {was} to {self.best}", world)
        if step in LOOSER and was is not None and (self.best is None or self.best < was):
            raise Fault(f"{step.__name__} lowered the best from {was} to {self.best}", world)
        return step.__name__


def walk(random: Random, steps: int) -> Iterator[tuple[str, int | None]]:
    """One walk: the names of its steps and the best after each."""
    here = Walk(random)
    yield "first", here.best
    for _ in range(steps):
        # Where nothing fits any more, a demand less is worth more than one more.
        ways = (TIGHTER, LOOSER, OTHER) if here.best is not None else (LOOSER, LOOSER, OTHER)
        name = here.go(random.choice(ways), random)
        if name:
            yield name, here.best


# telling


def minimised(fault: Fault, tries: int = 300) -> Fault:
    """The same kind of fault in a smaller world, as far as dropping demands and visits leads."""
    random = Random(1)
    for _ in range(tries):
        smaller = random.choice((drop, drop, remove_visit))(fault.world, random)
        if smaller is None:
            continue
        try:
            compared(smaller)
        except Fault as same:
            fault = same
    return fault


def told(world: World) -> str:
    """A world in words: what is needed to build it again."""
    lines = [f"on {', '.join(map(str, days(world)))}; {world.roads}"]
    lines += [f"points {changed(world.points, type(world.points)())}"]
    lines += [f"goal {changed(world.goal, type(world.goal)())}"]
    for each in world.catalogue.experiences:
        place = f" at {each.place.lat}, {each.place.lon}" if each.place else ""
        lines.append(
            f"  {each.id} in {each.village}{place}: {each.kind}, {each.role}, {each.minutes} min {each.minutes_from}, "
            f"{each.party_min}-{each.capacity} guests, {each.price.adult}/{each.price.per}, {each.languages}, "
            f"variant of {each.variant_of}, sessions only {each.sessions_only}, {opening(each)}"
        )
    lines += [f"  {each}" for each in (*world.catalogue.sessions, *world.catalogue.festivals)]
    return "\n".join(lines)


def opening(one: Any) -> str:
    week = [" ".join(map(str, ranges)) or "-" for ranges in one.opening.weekly]
    rest = {name: value for name, value in one.opening if name != "weekly" and value}
    return f"{week[0] if len(set(week)) == 1 else week} {rest or ''}"


def changed(value: Any, usual: Any) -> str:
    return ", ".join(f"{name}={each!r}" for name, each in value if each != getattr(usual, name)) or "as usual"


def shown(tour: Itinerary) -> str:
    return "; ".join(" ".join(stop.experience.id for stop in day.stops) for day in tour.days)


def main(words: Sequence[str] | None = None) -> int:
    options = ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    options.add_argument("--cases", type=int, default=5000, help="how many comparisons")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--steps", type=int, default=25, help="steps of a walk")
    args = options.parse_args(words)
    done, faults, number = Counter[str](), 0, 0
    fitting = 0
    while done.total() < args.cases:
        number += 1
        try:
            for name, points in walk(Random(f"{args.seed}/{number}"), args.steps):
                done[name] += 1
                fitting += points is not None
        except Fault as fault:
            faults += 1
            done["fault"] += 1
            print(f"-- walk {number} of seed {args.seed}: {minimised(fault)}", flush=True)
    print(f"{done.total()} comparisons on {number} walks, a tour fits in {fitting}; {faults} faults")
    print(", ".join(f"{name} {count}" for name, count in done.most_common()))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
