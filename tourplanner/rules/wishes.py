"""Rules of what the operator asked for, per day and for the whole tour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tourplanner.model import Itinerary, Stop
from tourplanner.rules.finding import DayCase, Finding


def day_size(case: DayCase) -> Iterator[Finding]:
    """The number of visits and villages of a day lies within the goal's limits."""
    counts = {"stops": len(case.day.visits), "villages": len({stop.village.id for stop in case.day.visits})}
    for name, count in counts.items():
        low, high = getattr(case.tour.goal, name)
        if not low <= count <= high:
            yield case.finding("day-size", case.day.start.id, f"{count} {name}, allowed {low} to {high}")


def per_craft(tour: Itinerary) -> Iterator[Finding]:
    """No more visits of one main craft than the goal allows in the tour."""
    most = tour.goal.per_craft
    for craft, count in Counter(main_craft(stop) for stop in tour.visits).items():
        if most is not None and count > most:
            yield Finding("per-craft", craft, f"{count} visits, at most {most}")


def limits(tour: Itinerary) -> Iterator[Finding]:
    """Neither too few nor too many visits of each kind, role, main craft or craft group that the goal limits."""
    groups = {craft.id: craft.group for craft in tour.crafts if not craft.heritage}
    counts: Counter[str] = Counter()
    for stop in tour.visits:
        craft = main_craft(stop)
        counts.update({stop.experience.kind, stop.experience.role or "", craft, groups.get(craft, craft)})
    for name, (least, most) in tour.goal.limits:
        if counts[name] < least or (most is not None and counts[name] > most):
            allowed = f"at least {least}" if most is None else f"allowed {least} to {most}"
            yield Finding("limits", name, f"{counts[name]} visits, {allowed}")


def party(tour: Itinerary) -> Iterator[Finding]:
    """Every host takes the party, speaks with it if asked to, is verified if asked to, and meets the environment."""
    goal = tour.goal
    for stop in tour.stops:
        one = stop.experience
        if not one.party_min <= goal.party.size <= one.capacity:
            yield Finding(
                "party", one.id, f"takes {one.party_min} to {one.capacity} guests, the party is {goal.party.size}"
            )
        if stop.is_meal:
            continue
        if goal.hosts_speak and not set(one.languages) & set(goal.party.languages):
            yield Finding("language", one.id, f"speaks {one.languages}, the party {goal.party.languages}")
        if goal.verified_only and not one.fact("opening").verified:
            yield Finding("verified", one.id, "its opening hours have no source")
        if stop.village.environment == "not met":
            yield Finding("environment", stop.village.id, "does not meet the environment rules")


def once(tour: Itinerary) -> Iterator[Finding]:
    """Nothing is visited twice, nor in two variants."""
    for id, count in Counter(stop.experience.variant_of or stop.experience.id for stop in tour.visits).items():
        if count > 1:
            yield Finding("once", id, f"is visited {count} times")


def must(tour: Itinerary) -> Iterator[Finding]:
    """All that must be visited is, and nothing that never may be."""
    met = {stop.experience.id for stop in tour.visits} | {village.id for village in tour.villages}
    for id in tour.goal.must:
        if id not in met:
            yield Finding("must", id, "has to be visited and is not")
    every = {id for stop in tour.stops for id in (stop.experience.id, stop.village.id)}
    for id in tour.goal.never:
        if id in every:
            yield Finding("never", id, "is excluded and visited all the same")


def groups(tour: Itinerary) -> Iterator[Finding]:
    """Exactly one of each either-or, all or none of each together, and the first before the second."""
    order = {stop.experience.id: number for number, stop in enumerate(tour.visits)}
    for group in tour.goal.either:
        if len(order.keys() & set(group)) != 1:
            yield Finding("either", "/".join(group), "exactly one of them has to be visited")
    for group in tour.goal.together:
        if len(order.keys() & set(group)) not in (0, len(set(group))):
            yield Finding("together", "+".join(group), "all or none of them may be visited")
    for first, second in tour.goal.before:
        if first in order and second in order and order[first] > order[second]:
            yield Finding("before", first, f"comes after {second}")


def circle(tour: Itinerary) -> Iterator[Finding]:
    """Enough roles of the linkage circle, enough anchors and satellites."""
    goal = tour.goal
    standing = Counter(village.standing for village in tour.villages)
    counts = {
        "roles": (len(tour.roles), goal.roles),
        "anchors": (standing["anchor"], goal.anchors),
        "satellites": (standing["satellite"], goal.satellites),
    }
    for name, (count, least) in counts.items():
        if count < least:
            yield Finding("circle", name, f"{count}, at least {least}")


def budget(tour: Itinerary) -> Iterator[Finding]:
    """Prices are those of the experiences, and entries and classes fit the budget per guest."""
    goal = tour.goal
    for stop in tour.stops:
        total = stop.experience.price.total(goal.party)
        if stop.price != total:
            yield Finding("price", stop.experience.id, f"says {stop.price}, should be {total}")
    if goal.budget is None:
        return
    for stop in tour.visits:
        if stop.price is None:
            yield Finding("budget", stop.experience.id, "its price is unknown")
        elif stop.price.amount and stop.price.currency != goal.budget.currency:
            yield Finding("budget", stop.experience.id, f"{stop.price} cannot be held against {goal.budget}")
    spent = sum(-(-stop.price.amount // goal.party.size) for stop in tour.visits if stop.price)
    if spent > goal.budget.amount:
        yield Finding("budget", tour.id, f"{spent} per guest in {goal.budget.currency}, at most {goal.budget}")


def length(tour: Itinerary) -> Iterator[Finding]:
    """As many days as the goal has, on consecutive dates."""
    dates = [day.date for day in tour.days]
    if len(dates) != tour.goal.days:
        yield Finding("days", tour.id, f"{len(dates)} days, {tour.goal.days} asked for")
    if any((later - earlier).days != 1 for earlier, later in pairwise(dates)):
        yield Finding("days", tour.id, f"the dates {', '.join(map(str, dates))} do not follow each other")


def main_craft(stop: Stop) -> str:
    """The craft a visit is counted under."""
    return next(iter((*stop.experience.crafts, *stop.village.crafts)), "no-craft")
