"""The small tables beside the main ones: OCOP products, dated communes, closures, provenance of single facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from tourplanner.catalogue.cells import Fault, day
from tourplanner.catalogue.names import Names, valid_id
from tourplanner.catalogue.records import in_languages, report_invalid
from tourplanner.catalogue.rows import Log, Row
from tourplanner.model import Commune, OcopProduct, Opening, OpeningException, Provenance, Season, Source, Text

_MONTH_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})")


class Extras:
    """Rows of the side tables, read once and handed out by the record they belong to."""

    def __init__(
        self, rows: Mapping[str, list[Row]], villages: Names, experiences: Names, log: Log, *, with_facts: bool
    ) -> None:
        self.rows, self.log, self.with_facts = rows, log, with_facts
        self.ocop = self._grouped("ocop", villages, self._ocop)
        self.communes = self._grouped("communes", villages, self._commune)
        self.closures = self._grouped("closures", experiences, self._closure)
        self.sources: tuple[Source, ...] = tuple(filter(None, map(self._source, self._sound("sources"))))
        self._facts = self._provenance()

    def _sound(self, table: str) -> list[Row]:
        """The rows that have all they need."""
        for row in self.rows[table]:
            for column in row.table.needs:
                if column not in row.cells:
                    self.log.missing(row, column)
        return [row for row in self.rows[table] if not row.bad]

    def _grouped(self, table: str, names: Names, build: Callable[[Row], Any]) -> dict[str, tuple[Any, ...]]:
        found: dict[str, tuple[Any, ...]] = {}
        own = {row.id for row in self.rows[f"{names.what}s"]}
        for row in self._sound(table):
            column = names.what
            try:
                id = names.resolve(row.cells[column])
                if id not in own:
                    fix = f"add a row with id {id} to the table {names.what}s"
                    raise Fault(f"{names.what}-elsewhere", f"this {names.what} is not in your own table", fix)
                column = row.table.columns[1].name
                found[id] = (*found.get(id, ()), build(row))
            except Fault as fault:
                self.log.fault(row, column, fault)
            except ValidationError as error:
                report_invalid(error, row, self.log)
        return found

    def _ocop(self, row: Row) -> OcopProduct:
        values = row.values
        return OcopProduct(
            name=Text(**in_languages(values, "name")),
            stars=values.get("stars"),
            since=values.get("since"),
            until=values.get("until"),
            source=values.get("source", ""),
        )

    def _commune(self, row: Row) -> Commune:
        values = row.values
        return Commune(
            name=values["name_vi"],
            province=values["province"],
            district=values.get("district"),
            since=values.get("since"),
            until=values.get("until"),
            confidence=values.get("confidence", "unknown"),
        )

    def _closure(self, row: Row) -> tuple[str, Season | OpeningException]:
        """The field of ``Opening`` the row adds to, and what it adds."""
        values = row.values
        reason = Text(**in_languages(values, "reason")) if values.get("reason_vi") else None
        first, last = values["first"], values.get("last", values["first"])
        if values["what"] == "dates":
            ranges = values["open"].opening.weekly[0] if "open" in values else ()
            return "exceptions", OpeningException(first=day(first), last=day(last), ranges=ranges, reason=reason)
        calendar = values.get("calendar", "solar")
        season = Season(first=_month_day(first), last=_month_day(last), calendar=calendar, reason=reason)
        return ("seasons" if values["what"] == "season" else "closures"), season

    def with_closures(self, experience: str, opening: Opening | None) -> Opening | None:
        """The opening with the seasons, closures and dates its experience has in their own table."""
        entries = self.closures.get(experience, ())
        if opening is None or not entries:
            return opening
        fields: dict[str, tuple[Any, ...]] = {}
        for field, entry in entries:
            fields[field] = (*fields.get(field, ()), entry)
        changed: Opening = opening.replace(**fields)
        return changed

    def _source(self, row: Row) -> Source | None:
        values = row.values
        try:
            return Source(
                key=values["key"],
                where=values.get("where", ""),
                licence=values.get("licence", ""),
                note=values.get("note", ""),
            )
        except ValidationError as error:
            report_invalid(error, row, self.log)
            return None

    def _provenance(self) -> dict[tuple[str, str], dict[str, Provenance]]:
        found: dict[tuple[str, str], dict[str, Provenance]] = {}
        own = {(table, row.id) for table, rows in self.rows.items() for row in rows}
        for row in self._sound("facts"):
            values = row.values
            if (values["table"], values["record"]) not in own:
                fix = "add its row to the table it is of, as villages or experiences"
                self.log.fault(row, "record", Fault("record-elsewhere", "your own tables have no such record", fix))
            found.setdefault((values["table"], values["record"]), {})[values["field"]] = Provenance(
                sources=values.get("source", ()),
                as_of=values.get("as_of"),
                confidence=values.get("confidence", "unknown"),
                note=values.get("note", ""),
            )
        return found

    def facts(self, table: str, id: str) -> dict[str, Provenance] | None:
        """The provenance of a record by field; None if there is no table of facts."""
        return self._facts.get((table, id), {}) if self.with_facts else None

    def region(self) -> dict[str, Any]:
        """What the table ``region`` says: id, name, date, attributions; empty without it."""
        rows = self.rows["region"]
        if not rows:
            return {}
        values = rows[0].values
        try:
            valid_id(values.get("id", ""))
        except Fault as fault:
            self.log.fault(rows[0], "id", fault)
        found: dict[str, Any] = {key: values[key] for key in ("id", "date") if key in values}
        if "name_vi" in values:
            found["name"] = Text(**in_languages(values, "name"))
        found["attributions"] = tuple(row.values["attribution"] for row in rows if "attribution" in row.values)
        return found


def _month_day(text: str) -> tuple[int, int]:
    """(month, day) from ``day/month``, as dates are written in Vietnam."""
    match = _MONTH_DAY.fullmatch(text)
    if not match:
        raise Fault("date-unreadable", "this is not a day and month", "write it like 15/7")
    return int(match[2]), int(match[1])
