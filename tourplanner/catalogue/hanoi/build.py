"""
Builds the packaged region from its raw tables: ``python -m tourplanner.catalogue.hanoi.build [--check]``.

Writes ``hanoi.json`` beside this file, one record per line and sorted, so that a change shows as the lines it touches.
``--check`` writes nothing and exits with 1 if the file is not what the tables give.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.catalogue.hanoi.corrections import Corrections
from tourplanner.catalogue.hanoi.meals import meals
from tourplanner.catalogue.hanoi.places import Villages, craft, festival, known_route, start_point
from tourplanner.catalogue.hanoi.sources import AS_OF, Sources
from tourplanner.catalogue.hanoi.table import Faults, Row, read_table
from tourplanner.catalogue.hanoi.visits import Visits, host
from tourplanner.errors import DataError
from tourplanner.model import Craft, Experience, Festival, Host, KnownRoute, StartPoint, Text, Village

T = TypeVar("T")
HERE = Path(__file__).parent
SOURCE, RESULT = HERE / "source", HERE / "hanoi.json"
NAME = Text(vi="Hà Nội và vùng phụ cận", en="Hanoi and around")
ATTRIBUTIONS = (
    "© OpenStreetMap contributors (ODbL 1.0)",
    "Commune outlines of 2009: censusVN2009 by Lucie Contamin (MIT)",
    "Communes after 1 July 2025: vietnamese-provinces-database by thanglequoc (MIT), vietnamadminunits (MIT)",
)


def build(folder: Path = SOURCE) -> Catalogue:
    """
    The catalogue that the tables of a folder give.

    Raises
    ------
    DataError
        With every problem found in any table.
    """
    return _Build(folder).catalogue()


class _Build:
    """One reading of a folder, table by table in the order they refer to each other."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.faults = folder, Faults()
        self.corrections = Corrections(folder, self.faults)
        self.sources = Sources(folder, self.corrections, self.faults)
        self.village_rows = self.table("villages")

    def table(self, name: str, key: str | None = "id") -> list[Row]:
        return read_table(self.folder, name, self.faults, key)

    def catalogue(self) -> Catalogue:
        crafts, routes, villages = self.places()
        experiences, hosts = self.offers({village.id: village for village in villages}, crafts)
        records = {
            "crafts": _sorted(crafts),
            "villages": _sorted(villages),
            "hosts": _sorted(hosts),
            "experiences": _sorted(experiences),
            "festivals": _sorted(self.festivals({village.id for village in villages}, experiences)),
            "starts": _sorted(self.starts()),
            "routes": _sorted(routes),
            "sources": tuple(sorted(self.sources.records, key=lambda source: source.key)),
        }
        self.corrections.report_unused()
        self.faults.stop()
        return Catalogue(region="hanoi", name=NAME, as_of=AS_OF, attributions=ATTRIBUTIONS, **records)  # type: ignore[arg-type]

    def places(self) -> tuple[list[Craft], list[KnownRoute], list[Village]]:
        """Crafts, known routes and villages; the routes tell which villages are anchors."""
        craft_rows = self.table("crafts")
        ids = {row["id"] for row in self.village_rows}
        routes = _made(self.table("routes_real"), lambda row: known_route(row, ids, self.sources))
        village = Villages(self.sources, self.corrections, craft_rows, routes)
        return _made(craft_rows, craft), routes, _made(self.village_rows, village.make)

    def offers(self, villages: dict[str, Village], crafts: Iterable[Craft]) -> tuple[list[Experience], list[Host]]:
        """Experiences with their hosts, and a lunch in every village that has one."""
        host_rows = self.table("hosts")
        host_of = {experience: row["id"] for row in host_rows for experience in row.words("experiences")}
        visits = Visits(self.sources, self.corrections, villages, {craft.id for craft in crafts}, host_of)
        experiences = _made(self.table("workshops_experiences"), visits.make)
        by_id = {experience.id: experience for experience in experiences}
        hosts = [made for made in _made(host_rows, lambda row: host(row, by_id)) if made]
        visited = {experience.village for experience in experiences}
        welcoming = [village for village in villages.values() if village.id in visited]
        lunches, cooks = meals(self.table("meals", "village"), welcoming, self.sources)
        self._markets(experiences)
        return [*experiences, *lunches], [*hosts, *cooks]

    def _markets(self, experiences: Sequence[Experience]) -> None:
        """A village's market days are kept by its market; one without it would lose them."""
        kept = {(each.village, tuple(str(day) for day in each.opening.lunar_days)) for each in experiences}
        for row in self.village_rows:
            if row["market_lunar_days"] and (row["id"], row.words("market_lunar_days")) not in kept:
                row.fault("market_lunar_days", "no-market", "no market of the village is held on these days")

    def festivals(self, villages: set[str], experiences: Sequence[Experience]) -> list[Festival]:
        """Festivals; an experience of their village that is held only on days of their month opens with them."""

        def opens(row: Row) -> tuple[str, ...]:
            return tuple(
                each.id
                for each in experiences
                if each.village == row["village_id"]
                and each.opening.lunar_days
                and all(str(day.month) == row["lunar_month"] for day in each.opening.lunar_days)
            )

        return _made(self.table("festivals", None), lambda row: festival(row, villages, self.sources, opens(row)))

    def starts(self) -> list[StartPoint]:
        return _made(self.table("start_points"), lambda row: start_point(row, self.sources, self.corrections))


def _made(rows: Iterable[Row], make: Callable[[Row], T]) -> list[T]:
    """What the rows give; a row the model refuses is noted and left out."""
    return [made for row in rows if (made := row.build(make)) is not None]


def _sorted(records: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(records, key=lambda record: record.id))  # type: ignore[attr-defined]


def render(catalogue: Catalogue) -> str:
    """The catalogue as JSON, one record per line, without fields that have their default value."""
    fields: dict[str, Any] = catalogue.model_dump(mode="json", exclude_defaults=True)
    parts = []
    for name, value in fields.items():
        if isinstance(value, list):
            lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in value)
            parts.append(f"{json.dumps(name)}: [\n{lines}\n]")
        else:
            parts.append(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(arguments: Sequence[str]) -> int:
    """Write or check the file; 1 if it differs or the tables are wrong, 2 for an unknown argument."""
    if list(arguments) not in ([], ["--check"]):
        print("usage: python -m tourplanner.catalogue.hanoi.build [--check]", file=sys.stderr)
        return 2
    try:
        text = render(build())
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    if not arguments:
        RESULT.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if RESULT.read_text(encoding="utf-8") == text:
        return 0
    print(f"{RESULT.name} is not what the tables give: run the build without --check", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
