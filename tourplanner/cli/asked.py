"""From typed words to a catalogue, ids and the fields of a goal."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import Any

from tourplanner.catalogue import Catalogue, Found, load
from tourplanner.errors import GoalError
from tourplanner.model import Lunch, Party
from tourplanner.rules import Law

VISITS = ("village", "experience")
SURE = 91
"""A match of at least this score hangs on a thing's own name, not on its craft or commune, and has no typo."""


def region(args: Namespace) -> Catalogue:
    """The packaged region, with the operator's own data laid over it."""
    base = load(args.region)
    return base | Catalogue.read(args.data, base=base) if args.data else base


def law(args: Namespace) -> Law | None:
    """The law with the operator's own rules added; None, which means the installed law, without any."""
    return Law.installed() + Law.load(args.rules) if args.rules else None


def common(args: Namespace, names: Names) -> dict[str, Any]:
    """The goal's fields that all commands have; names that are not clear are noted in ``names``."""
    given = {"start": args.start, "end": args.end}
    fields: dict[str, Any] = {
        field: names.one(f"--{field}", text, ("start point",)) for field, text in given.items() if text
    }
    if args.day:
        fields["day"] = args.day
    return fields | {
        "party": Party(adults=args.party, children=args.children, languages=tuple(args.language) or ("vi",)),
        "hosts_speak": args.hosts_speak,
        "lunch": None if args.no_lunch else Lunch(),
        "drive_minutes": args.drive_minutes,
        "verified_only": args.verified_only,
        "vehicles": tuple(args.vehicle),
    }


class Names:
    """Turns names into ids and keeps what it could not, so that all comes in one error."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue, self.faults = catalogue, list[str]()
        self.ids = {
            "village": {village.id for village in catalogue.villages},
            "experience": {each.id for each in catalogue.experiences if each.kind != "meal"},
            "craft": {craft.id for craft in catalogue.crafts},
            "start point": {start.id for start in catalogue.starts},
        }

    def one(self, option: str, text: str, kinds: Sequence[str]) -> str:
        """The id of what a text names; "" and a fault noted if that is not clear."""
        if any(text in self.ids[kind] for kind in kinds):
            return text
        wanted = {id for kind in kinds for id in self.ids[kind]}
        found = [each for each in self.catalogue.find(text, limit=50) if each.kind in kinds and each.id in wanted]
        best = [each for each in found if each.score == found[0].score]
        if found and best[0].score >= SURE and len(best) == 1:
            return best[0].id
        self.faults.append(f"{option}: {_unclear(text, kinds, found)}")
        return ""

    def all(self, option: str, texts: Iterable[str], kinds: Sequence[str] = VISITS) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.one(option, text, kinds) for text in texts))

    def settle(self) -> None:
        """Raise one GoalError with every fault noted, if there are any."""
        if self.faults:
            raise GoalError("\n  ".join(self.faults))


def _unclear(text: str, kinds: Sequence[str], found: Sequence[Found]) -> str:
    if not found:
        return f"there is no {' or '.join(kinds)} like {text!r}"
    proposals = ", ".join(f"{each.id} ({each.name})" for each in found[:4])
    return f"{text!r} is not clear; did you mean {proposals}? Type the id"
