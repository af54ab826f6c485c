"""Which villages, crafts and communes a set of routes covers, as tables; and where each stands in the atlas."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tourplanner.model import Itinerary, Portfolio, QuotaResult
from tourplanner.publish.print.frame import Data
from tourplanner.publish.proof import quota_name
from tourplanner.publish.timetable import shown
from tourplanner.publish.words import clean
from tourplanner.speech import Speaker
from tourplanner.speech.alphabet import vietnamese_key

Marks = Mapping[str, frozenset[int]]
"""By name, the numbers of the routes that cover it."""


def village_marks(portfolio: Portfolio) -> Marks:
    """Villages by their Vietnamese names; two of one name are told apart by commune."""
    names = _village_names(portfolio)
    return _marks((names[village.id], number) for number, route in _numbered(portfolio) for village in route.villages)


def craft_marks(portfolio: Portfolio, voice: Speaker) -> Marks:
    """Crafts met, by their names in the reader's language."""
    return _marks(
        (shown(craft.name, voice), number) for number, route in _numbered(portfolio) for craft in route.crafts
    )


def commune_marks(portfolio: Portfolio) -> Marks:
    """Communes of the villages visited, by their names on the day of the visit; those not on record are left out."""
    return _marks(
        (clean(commune.name), number)
        for number, route in _numbered(portfolio)
        for stop in route.visits
        if (commune := stop.village.commune(stop.begin.date()))
    )


def _village_names(portfolio: Portfolio) -> dict[str, str]:
    villages = portfolio.villages
    names = [clean(village.name.vi) for village in villages]
    found = {}
    for village, name in zip(villages, names, strict=True):
        commune = village.commune(portfolio.routes[0].days[0].date) if names.count(name) > 1 else None
        found[village.id] = f"{name} ({clean(commune.name)})" if commune else name
    return found


def _numbered(portfolio: Portfolio) -> Iterable[tuple[int, Itinerary]]:
    return enumerate(portfolio.routes, 1)


def _marks(pairs: Iterable[tuple[str, int]]) -> Marks:
    found: dict[str, set[int]] = {}
    for name, number in pairs:
        found.setdefault(name, set()).add(number)
    return {name: frozenset(found[name]) for name in sorted(found, key=vietnamese_key)}


def matrix(title: str, marks: Marks, count: int, voice: Speaker) -> Data:
    """A table of names by routes 1 to ``count``, with how many routes cover each."""
    return {
        "title": title,
        "columns": [str(number) for number in range(1, count + 1)],
        "total": voice.say("Routes"),
        "rows": [
            {
                "name": name,
                "marks": [number in numbers for number in range(1, count + 1)],
                "total": voice.number(len(numbers)),
            }
            for name, numbers in marks.items()
        ],
    }


def quota_rows(quotas: Sequence[QuotaResult], voice: Speaker) -> list[list[str]]:
    """Target, what was asked, what was reached, whether it is met."""
    return [
        [
            quota_name(quota, voice),
            f"{'≥' if quota.sense == 'at least' else '≤'} {voice.number(quota.required)}",
            voice.number(quota.achieved),
            voice.say("met") if quota.met else voice.say("not met"),
        ]
        for quota in quotas
    ]


def index_of(marks: Marks) -> Iterator[Data]:
    """Entries in Vietnamese order with the anchors of their routes' pages, parted where the first letter changes."""
    last = ""
    for name, numbers in marks.items():
        letter = _letter(name)
        yield {
            "letter": letter if letter != last else "",
            "name": name,
            "to": [f"route-{number}" for number in sorted(numbers)],
        }
        last = letter


def _letter(name: str) -> str:
    """The letter of the alphabet a name stands under, its tone taken off: "Ước Lễ" under Ư."""
    first = unicodedata.normalize("NFD", name[:1].upper())
    tones = "\N{COMBINING GRAVE ACCENT}\N{COMBINING HOOK ABOVE}\N{COMBINING TILDE}\N{COMBINING ACUTE ACCENT}"
    kept = "".join(sign for sign in first if sign not in tones + "\N{COMBINING DOT BELOW}")
    return unicodedata.normalize("NFC", kept)
