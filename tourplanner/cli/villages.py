"""``tourplanner villages``: what a region holds, as a table or as JSON."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from tourplanner.catalogue import Catalogue
from tourplanner.catalogue.search import fold
from tourplanner.cli.asked import Names, region
from tourplanner.model import Village
from tourplanner.model.tables import text_table

Records = list[dict[str, Any]]


def run(args: Namespace) -> int:
    """Select, then print."""
    catalogue = region(args)
    villages = selected(args, catalogue)
    if args.starts:
        records = starts(catalogue)
    elif args.gaps:
        records = gaps(catalogue, villages, args.gaps)
    elif args.experiences:
        records = experiences(catalogue, villages)
    else:
        records = [about(catalogue, village) for village in villages]
    if args.json:
        print(json.dumps(records, ensure_ascii=False, indent=1))
    elif records:
        print(text_table(list(records[0]), [_cells(record) for record in records]))
    else:
        print("nothing found")
    return 0


def selected(args: Namespace, catalogue: Catalogue) -> Sequence[Village]:
    """The villages asked for; those found by name come best first."""
    villages = catalogue.villages
    if args.find:
        found = catalogue.find(args.find, limit=len(catalogue.villages) + len(catalogue.experiences))
        likely = [each for each in found if each.score > found[0].score - 10]
        villages = tuple(catalogue.village(each.id) for each in likely if each.kind == "village")
    if args.craft:
        names = Names(catalogue)
        craft = names.one("--craft", args.craft, ("craft",))
        names.settle()
        villages = tuple(village for village in villages if craft in village.crafts)
    if args.commune:
        asked = f" {fold(args.commune)} "
        villages = tuple(
            village for village in villages if any(asked in f" {fold(each.name)} " for each in village.communes)
        )
    return villages


def about(catalogue: Catalogue, village: Village) -> dict[str, Any]:
    """One village in a line; the commune is that of the day the data was put together."""
    commune = village.commune(catalogue.as_of)
    return {
        "id": village.id,
        "name": village.name.vi,
        "craft": ", ".join(catalogue.craft(each).name.vi for each in village.crafts),
        "commune": commune.name if commune else None,
        "standing": village.standing,
        "recognised": village.recognition,
        "environment": village.environment,
        "visits": sum(each.kind != "meal" for each in catalogue.experiences_in[village.id]),
    }


def experiences(catalogue: Catalogue, villages: Sequence[Village]) -> Records:
    """What guests can do, with the hours in Vietnamese and whether they have a source."""
    from tourplanner.almanac import describe

    return [
        {
            "id": each.id,
            "village": village.name.vi,
            "name": each.name.vi,
            "kind": each.kind,
            "minutes": each.minutes,
            "price": str(each.price.adult) + f" / {each.price.per}" if each.price.adult else None,
            "hours": describe(each.opening, "vi"),
            "sourced": "yes" if each.fact("opening").verified else "no",
        }
        for village in villages
        for each in catalogue.experiences_in[village.id]
    ]


def starts(catalogue: Catalogue) -> Records:
    return [{"id": start.id, "name": start.name.vi, "note": start.note} for start in catalogue.starts]


def gaps(catalogue: Catalogue, villages: Sequence[Village], limit: int) -> Records:
    """The open facts about the villages selected and what they offer, the weightiest first."""
    wanted = {village.id for village in villages}
    wanted |= {each.id for village in villages for each in catalogue.experiences_in[village.id]}
    found = [gap for gap in catalogue.gaps() if gap.subject in wanted]
    return [
        {"weight": gap.weight, "subject": gap.subject, "field": gap.field, "question": gap.question.vi}
        for gap in found[:limit]
    ]


def _cells(record: dict[str, Any]) -> list[str]:
    return ["?" if value is None else str(value) for value in record.values()]
