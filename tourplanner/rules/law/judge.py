"""The law's judge: what it has to say of an itinerary. It never makes a tour invalid; ``check`` does that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tourplanner.model import Itinerary, Notice, Text
from tourplanner.model.vehicles import Vehicle
from tourplanner.rules.law.finding import LawFinding, Trip
from tourplanner.rules.law.law import Law
from tourplanner.rules.law.rule import Rule


def judge_law(
    tour: Itinerary, law: Law | None = None, vehicles: Sequence[Vehicle] | None = None
) -> tuple[LawFinding, ...]:
    """
    What the law of each of its days has to say of an itinerary, errors first, then in order of time.

    Parameters
    ----------
    law
        The rules; by default those of the package and of installed extensions.
    vehicles
        What the party travels in, together; by default the goal's.

    Returns
    -------
    tuple
        Errors of rules that are sure or confirmed, warnings of all others and of what is not known for so late a day.
    """
    law = law or Law.installed()
    trip = Trip(tour, tour.goal.fleet if vehicles is None else tuple(vehicles))
    found = [finding for rule in law.rules for finding in rule.findings(trip)]
    found += _unknown(trip, law)
    return tuple(sorted(found, key=lambda each: (each.severity != "error", each.day, str(each.at or ""))))


def law_notices(tour: Itinerary, law: Law) -> tuple[Notice, ...]:
    """The same as notices, one for each rule: what to settle before selling, by which document, and how sure it is."""
    found: dict[str, list[LawFinding]] = {}
    for each in judge_law(tour, law):
        found.setdefault(each.rule, []).append(each)
    return tuple(_notice(law.rule(rule), findings) for rule, findings in found.items())


def _notice(rule: Rule, findings: Sequence[LawFinding]) -> Notice:
    first = findings[0]
    said = {each.message.vi: each.message.get("en") for each in findings}
    fixes = {fix.vi: fix.get("en") for each in findings for fix in each.fixes}
    vi, en = (
        "; ".join(words) + (f"; {out}: {either.join(ways)}" if ways else "") + f" ({first.source}; {sure})"
        for words, ways, either, out, sure in (
            (said, fixes, ", hoặc ", "cách xử lý", rule.said.vi),
            (said.values(), fixes.values(), ", or ", "a way out", first.standing),
        )
    )
    subjects = dict.fromkeys((rule.id, *(each.subject for each in findings)))
    return Notice(code=f"law-{first.kind.replace('_', '-')}", text=Text(vi=vi, en=en), subjects=tuple(subjects))


def _unknown(trip: Trip, law: Law) -> Iterator[LawFinding]:
    """Each rule once, on the first day that lies beyond what is known of it."""
    told = set[str]()
    for number, day in enumerate(trip.tour.days, 1):
        for each in law.on(day.date).unknown:
            if each.rule.id not in told:
                told.add(each.rule.id)
                text = each.message
                finding = each.rule.finding("law", text.vi, text.get("en"), trip, number)
                yield replace(finding, severity="warning")
