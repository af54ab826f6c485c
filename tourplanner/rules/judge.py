"""The judge: recomputes everything from the itinerary alone and believes nobody."""

from __future__ import annotations

from collections.abc import Sequence

from tourplanner.model import Festival, Itinerary, Portfolio, Quotas, Session
from tourplanner.rules import festivals as held
from tourplanner.rules import groups as at_once
from tourplanner.rules import portfolio as over_set
from tourplanner.rules import times, ways, wishes
from tourplanner.rules.finding import DayCase, DayRule, Finding, TourRule
from tourplanner.rules.law import Law, lawful_roads
from tourplanner.travel import TravelTimes, kept_matrix, usual_travel

DAY_RULES: tuple[DayRule, ...] = (
    times.chain,
    times.road,
    times.clock,
    times.length,
    times.day_span,
    times.opening,
    held.festival,
    times.lunch,
    times.driving,
    ways.walking,
    wishes.day_size,
)
TOUR_RULES: tuple[TourRule, ...] = (
    wishes.length,
    wishes.party,
    wishes.once,
    wishes.must,
    wishes.groups,
    wishes.circle,
    wishes.per_craft,
    wishes.limits,
    wishes.budget,
    ways.carbon,
)
RULES = DAY_RULES + TOUR_RULES
"""Every rule of a single tour, each tested alone."""


def check(
    tour: Itinerary,
    travel: TravelTimes | None = None,
    sessions: Sequence[Session] = (),
    festivals: Sequence[Festival] = (),
    law: Law | None = None,
) -> tuple[Finding, ...]:
    """
    All breaches of an itinerary, none if it is valid.

    Parameters
    ----------
    travel
        What the legs are measured against; by default the packaged roads, in the vehicle the party usually takes.
    sessions
        Dated sessions in force; an experience that has some on the day is visited at one of them.
    festivals
        Festivals that close doors, or open them for their days only.
    law
        What vehicles are led round; by default ``Law.installed()``. For all else it has to say, ask ``judge_law``.
    """
    travel, law = travel or usual_travel(tour.goal.fleet), law or Law.installed()
    found = [finding for rule in TOUR_RULES for finding in rule(tour)]
    for number, day in enumerate(tour.days, 1):
        matrix = kept_matrix(lawful_roads(travel, day.date, law, tour.goal.fleet), day.places)
        case = DayCase(tour, number, day, matrix, tuple(sessions), tuple(festivals))
        found += [finding for rule in DAY_RULES for finding in rule(case)]
    return tuple(found)


def check_groups(
    tours: Sequence[Itinerary],
    travel: TravelTimes | None = None,
    sessions: Sequence[Session] = (),
    festivals: Sequence[Festival] = (),
    law: Law | None = None,
) -> tuple[Finding, ...]:
    """All breaches of tours that run at the same time: of each by itself, and of what they share."""
    found = [finding for tour in tours for finding in check(tour, travel, sessions, festivals, law)]
    return (*found, *at_once.shared(tours, sessions))


def check_portfolio(
    portfolio: Portfolio,
    quotas: Quotas,
    travel: TravelTimes | None = None,
    sessions: Sequence[Session] = (),
    festivals: Sequence[Festival] = (),
    law: Law | None = None,
) -> tuple[Finding, ...]:
    """All breaches of a portfolio and of every route in it, none if it is valid."""
    found = [finding for route in portfolio.routes for finding in check(route, travel, sessions, festivals, law)]
    found += over_set.quotas_met(portfolio, quotas)
    found += over_set.consistent(portfolio)
    return tuple(found)
