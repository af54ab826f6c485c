"""How good a set of routes is and how well it is backed: the proof, the targets, the facts with a source."""

from __future__ import annotations

from tourplanner.model import Fact, Portfolio, QuotaResult
from tourplanner.publish.words import clean
from tourplanner.speech import Speaker, message

_QUOTA_NAMES = {
    "villages": message("craft villages"),
    "crafts": message("crafts in all"),
    "communes": message("communes and wards (from 1/7/2025)"),
    "at risk": message("crafts and villages at risk of dying out"),
    "ocop": message("villages with OCOP products"),
    "visits per village": message("routes visiting the same village"),
    "overlap percent": message("% of stops shared by two routes"),
    "share permille": message("‰ of guests’ time for each village"),
}
_FAR = message("Score {score}, upper bound {bound}: at most {gap} % from the best.")


def proof_of(portfolio: Portfolio, voice: Speaker) -> str:
    """Score and bound in a sentence."""
    objective = portfolio.objective
    score, bound = voice.number(objective.score), voice.number(objective.bound)
    if not objective.gap:
        return voice.say("Score {score}, upper bound {bound}: proven best.", score=score, bound=bound)
    return voice.say(_FAR, score=score, bound=bound, gap=voice.number(100 * objective.gap, 1))


def quota_name(quota: QuotaResult, voice: Speaker) -> str:
    """What a target is about; one of the caller's own by its name."""
    known = _QUOTA_NAMES.get(quota.name)
    return voice.say(known) if known else clean(quota.name)


def shown_facts(portfolio: Portfolio) -> tuple[Fact, ...]:
    """The facts guests rely on, once each: hours, length and price of every stop, the spot of every village."""
    experiences = {stop.experience.id: stop.experience for route in portfolio.routes for stop in route.stops}
    villages = {stop.village.id: stop.village for route in portfolio.routes for stop in route.stops}
    facts = [each.fact(name) for each in experiences.values() for name in ("opening", "minutes", "price")]
    return (*facts, *(village.fact("place") for village in villages.values()))
