"""Rules of a single departure: who and what goes along is enough, and fit for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tourplanner.model import Assignment, licence_rank
from tourplanner.rules.crew.case import CrewCase
from tourplanner.rules.crew.roster import named, rosters, served
from tourplanner.rules.finding import Finding
from tourplanner.rules.law import CoachBan, LowEmissionZone
from tourplanner.rules.law.finding import Trip


def once(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """Every departure is assigned or left over, once, and none is invented."""
    times = Counter([each.departure for each in plan.assigned] + [each.departure for each in plan.left])
    for departure in case.departures:
        if times[departure] != 1:
            yield Finding("once", departure, f"assigned or left over {times[departure]} times, once is right")
    for departure in sorted(times.keys() - case.departures.keys()):
        yield Finding("once", departure, "no such departure was asked for")


def known(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """Everybody and everything assigned is there, and counts once."""
    there = {"guide": case.guides, "driver": case.drivers, "vehicle": case.vehicles}
    for _, assigned in served(case, plan):
        for (kind, id), times in Counter(named(assigned)).items():
            if id not in there[kind]:
                yield Finding("known", assigned.departure, f"there is no {kind} {id}")
            elif times > 1:
                yield Finding("known", assigned.departure, f"{kind} {id} is on it {times} times")


def guides(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """As many guides go along as are wanted."""
    for need, assigned in served(case, plan):
        if len(assigned.guides) != need.guides:
            yield Finding("guides", need.departure, f"{len(assigned.guides)} guides, {need.guides} wanted")


def language(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """All of the party's languages are spoken by the guides together, and each guide speaks one of them."""
    for need, assigned in served(case, plan):
        going = [case.guides[id] for id in assigned.guides if id in case.guides]
        spoken = {tag for guide in going for tag in guide.languages}
        silent = [tag for tag in need.party.languages if tag not in spoken]
        if silent and need.guides:
            yield Finding("language", need.departure, f"no guide on it speaks {', '.join(silent)}")
        for guide in going:
            if not set(guide.languages) & set(need.party.languages):
                yield Finding("language", need.departure, f"guide {guide.id} speaks no language of the party")


def card(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """A guide's card is good for the guests and the villages, and valid on every day."""
    for need, assigned in served(case, plan):
        villages = [village.id for village in need.itinerary.villages]
        for guide in (case.guides[id] for id in assigned.guides if id in case.guides):
            if not guide.may_lead(foreign=need.foreign, villages=villages):
                yield Finding("card", need.departure, f"a card of kind {guide.card} is not enough: {guide.id}")
            if guide.card_until < need.last:
                yield Finding("card", need.departure, f"the card of {guide.id} is valid until {guide.card_until} only")


def off(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """Nobody is assigned in time off, no vehicle while it is out of service."""
    for roster in rosters(case, plan):
        for need in roster.departures:
            away = roster.member.away(need.begin, need.end)
            if away is not None:
                message = f"{roster.kind} {roster.member.id} is off from {away.begin} to {away.end}"
                yield Finding("off", need.departure, message)


def rides(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """What is driven has vehicles, what is not has none."""
    for need, assigned in served(case, plan):
        if need.driven is not bool(assigned.rides):
            message = "it is driven and has no vehicle" if need.driven else "it has vehicles, and nothing is driven"
            yield Finding("rides", need.departure, message)


def seats(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """Guests, guides and drivers all have a seat; with comfort, the guests a comfortable one."""
    for need, assigned in served(case, plan):
        going = [case.vehicles[id].vehicle for id in assigned.vehicles if id in case.vehicles]
        if not going:
            continue
        people = need.party.size + len(assigned.guides) + len(assigned.rides)
        there = sum(vehicle.seats for vehicle in going)
        if people > there:
            yield Finding("seats", need.departure, f"{people} people with guides and drivers, {there} seats")
        comfortable = sum(vehicle.guests for vehicle in going)
        if need.comfort and need.party.size > comfortable:
            message = f"{need.party.size} guests, room in comfort for {comfortable}"
            yield Finding("seats", need.departure, message)


def licence(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """Every driver's licence is good for the vehicle, and valid on every day."""
    for need, assigned in served(case, plan):
        for ride in assigned.rides:
            driver, unit = case.drivers.get(ride.driver), case.vehicles.get(ride.vehicle)
            if driver and unit and licence_rank(driver.licence) < licence_rank(unit.licence):
                message = f"{driver.id} has licence {driver.licence}, {unit.id} takes {unit.licence}"
                yield Finding("licence", need.departure, message)
            if driver and driver.licence_until < need.last:
                message = f"the licence of {driver.id} is valid until {driver.licence_until} only"
                yield Finding("licence", need.departure, message)


def ban(case: CrewCase, plan: Assignment) -> Iterator[Finding]:
    """No vehicle drives where the law of the day bars it, be the rule confirmed or not."""
    bans = [rule for rule in case.law.rules if isinstance(rule, CoachBan | LowEmissionZone)]
    for need, assigned in served(case, plan):
        for unit in (case.vehicles[id] for id in assigned.vehicles if id in case.vehicles):
            for rule in bans:
                for breach in rule.findings(Trip(need.itinerary, (unit.vehicle,))):
                    message = f"{unit.id}: {breach.message.get('en')} ({breach.rule})"
                    yield Finding("ban", need.departure, message, breach.day, breach.at)


FITNESS = (once, known, guides, language, card, off, rides, seats, licence, ban)
