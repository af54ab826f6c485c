"""Other party sizes."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.catalogue import Catalogue
from tourplanner.model import Party
from tourplanner.planning.explain.ladder import Ladder, said
from tourplanner.planning.question import Question

MOST_GUESTS = 100


def other_sizes(question: Question) -> Iterator[Ladder]:
    """Fewer guests, adults staying away first, then more of them; only sizes that may change an answer."""
    party = question.goal.party
    yield _sizes("party-smaller", question, range(party.size - 1, 0, -1))
    yield _sizes("party-larger", question, range(party.size + 1, MOST_GUESTS + 1))


def _sizes(code: str, question: Question, sizes: range) -> Ladder:
    party = question.goal.party
    # Under these the price or the CO2 of each guest decides, which every guest changes.
    each_counts = question.goal.budget is not None or question.goal.co2_grams is not None
    rungs, before = [], _takes(question.catalogue, party.size)
    for size in sizes:
        taken = _takes(question.catalogue, size)
        if each_counts or taken != before:
            rungs.append(resized(party, size))
        before = taken
    words = said("đoàn có {0.size} khách", "the party is {0.size} guests")
    return Ladder(code, rungs, lambda _, value: {"party": value}, words, rising=False)


def resized(party: Party, size: int) -> Party:
    """The party with so many guests: adults come or stay away, at least one of them stays."""
    adults = max(min(party.adults, 1), size - party.children)
    changed: Party = party.replace(adults=adults, children=size - adults)
    return changed


def _takes(catalogue: Catalogue, size: int) -> tuple[int, ...]:
    """For every host how long so many guests take, 0 if it does not take them; for every session whether it does."""
    hosts = [each.minutes_for(size) if each.party_min <= size <= each.capacity else 0 for each in catalogue.experiences]
    return (*hosts, *(int(each.places_left >= size) for each in catalogue.sessions))
