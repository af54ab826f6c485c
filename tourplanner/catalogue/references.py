"""Ids for rows, and what their cells refer to: in the data itself, in its base, in the packaged taxonomy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tourplanner.catalogue.cells import Fault
from tourplanner.catalogue.names import Names, slug, valid_id
from tourplanner.catalogue.rows import Log, Row
from tourplanner.catalogue.search import nearest

if TYPE_CHECKING:
    from tourplanner.catalogue.catalogue import Catalogue

_KINDS = ("crafts", "villages", "hosts", "experiences", "festivals", "starts")


class References:
    """
    The names a reading knows, an operator's own before those of the base.

    Making it gives every row its id and tells the log of ids that are malformed or given twice.
    """

    def __init__(self, rows: Mapping[str, list[Row]], base: Catalogue | None, log: Log) -> None:
        self.rows, self.base, self.log = rows, base, log
        self.crafts, self.villages = Names("craft"), Names("village")
        self.hosts, self.experiences = Names("host"), Names("experience")
        self._name_base()
        self._name_crafts()
        self._identify("villages", self.villages)
        for table in ("hosts", "experiences", "festivals"):
            for row in self.rows[table]:
                self.one(row, "village", self.villages)
        self._identify("hosts", self.hosts)
        self._identify("experiences", self.experiences)
        for table in ("festivals", "starts", "routes"):
            self._identify(table, Names(table))

    @cached_property
    def lookup(self) -> Catalogue:
        """Where craft and commune names are looked up."""
        if self.base is not None:
            return self.base
        from tourplanner.catalogue.packaged import load

        return load("hanoi")

    def _name_base(self) -> None:
        if self.base is None:
            return
        for names, records in ((self.villages, self.base.villages), (self.hosts, self.base.hosts)):
            for record in records:
                names.add(record.id, (record.name.vi, record.name.en), own=False)
        for experience in self.base.experiences:
            self.experiences.add(experience.id, (experience.name.vi, experience.name.en), own=False)

    def _name_crafts(self) -> None:
        """Own crafts first; the taxonomy only if they do not say it all."""
        self._identify("crafts", self.crafts)
        written = {row.cells.get("crafts", "") for name in ("villages", "experiences") for row in self.rows[name]}
        if not all(self.crafts.names_all(text) for text in written):
            for craft in self.lookup.crafts:
                self.crafts.add(craft.id, (craft.name.vi, craft.name.en, *craft.synonyms), own=False)

    def _identify(self, table: str, names: Names) -> None:
        first: dict[str, Row] = {}
        for row in self.rows[table]:
            row.id = self._row_id(row, names)
            if not row.id:
                continue
            twin = first.setdefault(row.id, row)
            if twin is not row:
                self.duplicate(row.id, row, twin)
            texts = [row.cells.get("name_vi", ""), row.cells.get("name_en", ""), *row.values.get("synonyms", ())]
            names.add(row.id, texts, own=True)

    def _row_id(self, row: Row, names: Names) -> str:
        """The id a row states, else the one the base has for its name, else a slug of the name."""
        if "id" in row.cells:
            try:
                return valid_id(row.cells["id"])
            except Fault as fault:
                self.log.fault(row, "id", fault)
                return ""
        name = row.cells.get("name_vi") or row.cells.get("name_en", "")
        village = row.values.get("village_id", "")
        if "village" in row.cells and not village:
            return ""
        known = [id for id in names.known(name) if self._same_thing(row, id)] if name else []
        if len(known) == 1:
            return known[0]
        if name and not slug(name):
            self.log.fault(row, "name_vi", Fault("id-missing", "no id can be made from this name", "add a column id"))
            return ""
        return f"{village}/{slug(name)}" if village and name else slug(name)

    def _same_thing(self, row: Row, id: str) -> bool:
        """Whether the base's record is of the village the row names."""
        record = self.in_base(row.table.name, id)
        return record is not None and getattr(record, "village", None) == row.values.get("village_id")

    def in_base(self, table: str, id: str) -> Any:
        """The base's record of this id, or None."""
        return self._base_index.get((table, id))

    def nearest_in_base(self, table: str, id: str) -> list[str]:
        """The base's ids most like one it does not have."""
        return nearest(id, [known for kind, known in self._base_index if kind == table])

    @cached_property
    def _base_index(self) -> dict[tuple[str, str], Any]:
        if self.base is None:
            return {}
        return {(kind, record.id): record for kind in _KINDS for record in getattr(self.base, kind)}

    def duplicate(self, id: str, row: Row, twin: Row) -> None:
        """A problem that names both rows of one id."""
        where = twin.place if twin.file == row.file else f"{twin.file} {twin.place}"
        column = "id" if "id" in row.cells else "begin" if row.table.name == "sessions" else "name_vi"
        fix = "delete one of them" if column == "begin" else f"id {id}-2"
        message = f"{id!r} is already on {where} (here row {row.number}): each needs an id of its own"
        self.log.fault(row, column, Fault("id-duplicate", message, fix))

    def one(self, row: Row, column: str, names: Names) -> str | None:
        """Resolve a reference into ``values[column + "_id"]``; None if it is missing or faulty."""
        if column not in row.cells:
            return None
        try:
            row.values[f"{column}_id"] = names.resolve(row.cells[column])
        except Fault as fault:
            self.log.fault(row, column, fault)
        id: str | None = row.values.get(f"{column}_id")
        return id

    def several(self, row: Row, column: str, names: Names) -> tuple[str, ...] | None:
        """The ids a cell lists; None if it is empty or faulty."""
        if column not in row.cells:
            return None
        try:
            return names.resolve_all(row.cells[column])
        except Fault as fault:
            self.log.fault(row, column, fault)
            return None
