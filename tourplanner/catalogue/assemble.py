"""Rows of all tables put together into one catalogue, references resolved, duplicates named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from tourplanner.catalogue.cells import Fault
from tourplanner.catalogue.extras import Extras
from tourplanner.catalogue.fixes import Gazetteer, far_from
from tourplanner.catalogue.gridpoint import COLUMNS
from tourplanner.catalogue.names import slug
from tourplanner.catalogue.records import (
    ASSUMED,
    HOST_OF_KIND,
    assumed,
    complete,
    experience_defaults,
    in_languages,
    origin,
    read_communes,
    read_name,
    read_place,
    read_price,
    report_invalid,
)
from tourplanner.catalogue.references import References
from tourplanner.catalogue.rows import Log, Row
from tourplanner.model import (
    HANOI,
    Commune,
    Craft,
    Experience,
    Festival,
    Host,
    KnownRoute,
    Price,
    Provenance,
    Session,
    Source,
    StartPoint,
    Text,
    Village,
)

if TYPE_CHECKING:
    from tourplanner.catalogue.catalogue import Catalogue

POINTS = {"point", *COLUMNS}
"""Columns that give a point in place of ``lat`` and ``lon``."""
GRID_OF = dict(zip(("lat", "lon"), COLUMNS, strict=True))
"""What a table in metres has for a column of degrees."""

_ROUGH = {"note": "sai số giả định / accuracy assumed"}
_USUAL = {"note": "giờ giả định 08:00–17:00 / hours assumed", "confidence": "estimate"}
_REGION = {"id": "own", "name": Text(vi="Dữ liệu riêng", en="Own data")}
_ASSUMED_SOURCE = Source(key=ASSUMED, where="tourplanner", note="default where the data is silent")
Builder = Callable[[Row], Any]


class Assembly:
    """One reading: rows by table, what they may refer to, and the log that hears of every fault."""

    def __init__(
        self, rows: Mapping[str, list[Row]], base: Catalogue | None, on: date, log: Log, *, with_facts: bool
    ) -> None:
        self.rows, self.base, self.on, self.log = rows, base, on, log
        for row in (row for each in rows.values() for row in each):
            if any(column.name == "as_of" for column in row.table.columns):
                row.origin = origin(row, on, log)
        self.refs = References(rows, base, log)
        self.extras = Extras(rows, self.refs.villages, self.refs.experiences, log, with_facts=with_facts)
        self.new_hosts: dict[str, Host] = {}
        self._sessions_seen: dict[str, Row] = {}

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return Gazetteer(self.refs.lookup.villages, self.on)

    def catalogue(self) -> Catalogue | None:
        """The catalogue, or None if the log heard of any problem."""
        from tourplanner.catalogue.catalogue import Catalogue

        crafts = self._built("crafts", self._craft)
        villages = self._built("villages", self._village)
        hosts = self._built("hosts", self._host)
        experiences = self._built("experiences", self._experience)
        self._experience_of = {each.id: each for each in experiences}
        parts: dict[str, tuple[Any, ...]] = {
            "villages": villages,
            "experiences": experiences,
            "hosts": (*hosts, *self.new_hosts.values()),
            "crafts": (*crafts, *self._crafts_used(villages, experiences, crafts)),
            "festivals": self._built("festivals", self._festival),
            "starts": self._built("starts", self._start),
            "sessions": self._built("sessions", self._session),
            "routes": self._built("routes", self._route),
        }
        frame = self._frame(parts)
        return None if self.log.problems else Catalogue(**frame, **parts)  # type: ignore[arg-type]

    def _built(self, table: str, build: Builder) -> tuple[Any, ...]:
        return tuple(record for record in map(build, self.rows[table]) if record is not None)

    def _need(self, row: Row, base: object) -> bool:
        """Whether a row has all a new record needs; a record the base has needs nothing."""
        if base is not None:
            return True
        if "id" in row.cells and not row.cells.keys() & set(row.table.needs) and "id" not in row.bad:
            fix = " or ".join(self.refs.nearest_in_base(row.table.name, row.cells["id"]))
            message = f"there is nothing of this id to complete, and a new one needs {', '.join(row.table.needs)}"
            self.log.fault(row, "id", Fault("id-unknown", message, fix))
            return False
        placed, in_metres = not POINTS.isdisjoint(row.cells.keys() | row.bad), COLUMNS[0] in row.headings
        for column in row.table.needs:
            if column not in row.cells and not (placed and column in GRID_OF):
                self.log.missing(row, GRID_OF.get(column, column) if in_metres else column)
        return not row.bad & set(row.table.needs)

    def _craft(self, row: Row) -> Craft | None:
        base: Craft | None = self.refs.in_base("crafts", row.id)
        if not self._need(row, base) or not row.id:
            return None
        name = read_name(row, base)  # type: ignore[arg-type]
        group = row.values.get("group_vi") or row.values.get("group")
        fields: dict[str, Any] = {"group": row.id, "group_name": name}
        if base is not None:
            fields = {field: getattr(base, field) for field in Craft.model_fields}
        if group:
            fields["group"] = slug(row.values.get("group") or group)
            fields["group_name"] = Text(**in_languages(row.values, "group") | {"vi": group})
        fields |= {name: row.values[name] for name in ("synonyms", "heritage", "at_risk") if name in row.values}
        return self._valid(Craft, row, fields | {"id": row.id, "name": name or fields["name"]})  # type: ignore[no-any-return]

    def _valid(self, model: type[Any], row: Row, fields: Mapping[str, Any]) -> Any:
        try:
            return model(**fields)
        except ValidationError as error:
            report_invalid(error, row, self.log)
            return None

    def _given(self, row: Row, names: Iterable[str]) -> dict[str, Any]:
        return {name: row.values[name] for name in names if name in row.values}

    def _complete(
        self, model: type[Any], row: Row, given: dict[str, Any], defaults: Mapping[str, Any], notes: Mapping[str, Any]
    ) -> Any:
        """A record with its provenance; ``notes`` change that of given fields of which a part was assumed."""
        # None means nobody said, but for a role: a meal has none.
        known = {name: value for name, value in given.items() if value is not None or name == "role"}
        origins = {name: row.origin.replace(**notes.get(name, {})) for name in known}
        record = complete(model, row, known, origins, defaults, self.refs.in_base(row.table.name, row.id), self.log)
        facts = self.extras.facts(row.table.name, row.id)
        return record if record is None or facts is None else record.replace(provenance=facts)

    def _village(self, row: Row) -> Village | None:
        base: Village | None = self.refs.in_base("villages", row.id)
        complete_row = self._need(row, base)
        place = read_place(row, self.log)
        if place and self.base and far_from(place.lat, place.lon, self.base.villages):
            far = Fault("region-outside", f"more than half a degree outside {self.base.name.vi}", "check the point")
            columns = (column for column in ("lat", "point", *COLUMNS) if column in row.cells)
            self.log.warn(row, next(columns, "lat"), far)
        given = self._given(row, ("recognition", "standing", "at_risk", "environment", "plan", "note")) | {
            "name": read_name(row, base),
            "crafts": self.refs.several(row, "crafts", self.refs.crafts),
            "place": place,
            "communes": self.extras.communes.get(row.id) or self._communes(row, base),
            "ocop": self.extras.ocop.get(row.id),
        }
        rough = {"place": _ROUGH} if place and "accuracy_m" not in row.values else {}
        return self._complete(Village, row, given, {}, rough) if complete_row and row.id else None

    def _communes(self, row: Row, base: Village | None) -> tuple[Commune, ...] | None:
        if not row.cells.keys() & {"commune", "commune_before", "province"}:
            return None
        return read_communes(row, self.gazetteer, base.communes if base else (), self.on, self.log)

    def _host(self, row: Row) -> Host | None:
        base: Host | None = self.refs.in_base("hosts", row.id)
        members = self.refs.several(row, "members", self.refs.hosts)
        if not self._need(row, base) or not row.id:
            return None
        given = self._given(row, ("kind",)) | {
            "village": row.values.get("village_id"),
            "name": read_name(row, base),
            "members": members,
        }
        return self._complete(Host, row, given, {"kind": "household"}, {})  # type: ignore[no-any-return]

    def _experience(self, row: Row) -> Experience | None:
        base: Experience | None = self.refs.in_base("experiences", row.id)
        complete_row = self._need(row, base)
        names = (
            "kind",
            "role",
            "minutes",
            "minutes_from",
            "party_min",
            "capacity",
            "languages",
            "lead_days",
            "rain_sensitive",
        )
        hours = row.values.get("open")
        given = self._given(row, (*names, "sessions_only", "ocop_stars", "note")) | {
            "name": read_name(row, base),
            "village": row.values.get("village_id"),
            "crafts": self.refs.several(row, "crafts", self.refs.crafts),
            "place": read_place(row, self.log),
            "variant_of": self.refs.one(row, "variant_of", self.refs.experiences),
            "price": read_price(row, base.price if base else Price(), self.on, self.log),
            "opening": self.extras.with_closures(row.id, hours.opening if hours else base.opening if base else None),
        }
        if not hours and row.id not in self.extras.closures:
            given["opening"] = None
        if not complete_row or not row.id:
            return None
        if base is None or "host" in row.cells:
            given["host"] = self._host_of(row)
        defaults = {} if base else experience_defaults(row.values.get("kind"))
        if not base and given["crafts"] is None and row.values.get("kind") != "meal":
            given["crafts"] = self._village_crafts(row.values["village_id"])
        notes = {"opening": _USUAL} if hours and hours.assumed else {}
        return self._complete(Experience, row, given, defaults, notes)  # type: ignore[no-any-return]

    def _village_crafts(self, village: str) -> tuple[str, ...]:
        """An experience (but for a meal) that names no craft shows its village's."""
        for row in self.rows["villages"]:
            if row.id == village and "crafts" in row.cells and "crafts" not in row.bad:
                return self.refs.crafts.resolve_all(row.cells["crafts"])
        known: Village | None = self.refs.in_base("villages", village)
        return known.crafts if known else ()

    def _host_of(self, row: Row) -> str:
        """The host a row names; one nobody has listed is taken down as new, unless there is a table of hosts."""
        village, written = row.values["village_id"], row.cells.get("host")
        if written:
            known = [id for id in self.refs.hosts.known(written) if id == written or id.startswith(f"{village}/")]
            if len(known) == 1 or self.rows["hosts"]:
                return self.refs.one(row, "host", self.refs.hosts) if not known else known[0]  # type: ignore[return-value]
        name = written or row.cells["name_vi"]
        id = f"{village}/{slug(name)}" if written else f"{row.id}/host"
        kind = HOST_OF_KIND.get(row.values.get("kind", ""), "household")
        guess = Provenance(sources=(ASSUMED,), confidence="estimate", note="chủ thể chưa rõ / host not listed")
        host = self._valid(
            Host,
            row,
            {
                "id": id,
                "village": village,
                "name": Text(vi=name),
                "kind": kind,
                "provenance": {"kind": guess, "name": guess},
            },
        )
        if host:
            self.new_hosts.setdefault(id, host)
        return id

    def _festival(self, row: Row) -> Festival | None:
        base: Festival | None = self.refs.in_base("festivals", row.id)
        opens, closes = (self.refs.several(row, column, self.refs.experiences) for column in ("opens", "closes"))
        if not self._need(row, base) or not row.id:
            return None
        days = self._given(row, ("lunar_month", "first_day", "last_day", "main_day", "confidence"))
        first = days.get("first_day")
        if base is None:
            days = {"last_day": first, "main_day": first} | days
        if days.get("last_day", 30) < days.get("first_day", 1):
            self.log.fault(row, "last_day", Fault("closes-before-opens", "the last day is before the first", ""))
        given = days | {
            "village": row.values.get("village_id"),
            "name": read_name(row, base),
            "opens": opens,
            "closes": closes,
        }
        return self._complete(Festival, row, given, {}, {})  # type: ignore[no-any-return]

    def _start(self, row: Row) -> StartPoint | None:
        base: StartPoint | None = self.refs.in_base("starts", row.id)
        complete_row, place = self._need(row, base), read_place(row, self.log)
        given = self._given(row, ("note",)) | {"name": read_name(row, base), "place": place}
        rough = {"place": _ROUGH} if place and "accuracy_m" not in row.values else {}
        return self._complete(StartPoint, row, given, {}, rough) if complete_row and row.id else None

    def _session(self, row: Row) -> Session | None:
        experience = self.refs.one(row, "experience", self.refs.experiences)
        if not self._need(row, None) or experience is None:
            return None
        values = row.values
        begin = datetime.combine(values["date"], values["begin"], HANOI)
        known = self._experience_of.get(experience) or self.refs.in_base("experiences", experience)
        end = begin + timedelta(minutes=known.minutes if known else 60)
        if "end" in values:
            end = datetime.combine(values["date"], values["end"], HANOI)
        if end <= begin:
            fault = Fault("closes-before-opens", f"it ends at {end:%H:%M}, not after it begins at {begin:%H:%M}", "")
            self.log.fault(row, "end", fault)
        id = row.cells.get("id") or f"{experience}/{begin:%Y-%m-%d-%H%M}"
        if self._sessions_seen.setdefault(id, row) is not row:
            self.refs.duplicate(id, row, self._sessions_seen[id])
        fields = {"id": id, "experience": experience, "begin": begin, "end": end, "places_left": values["places_left"]}
        return self._valid(Session, row, fields)  # type: ignore[no-any-return]

    def _route(self, row: Row) -> KnownRoute | None:
        villages = self.refs.several(row, "villages", self.refs.villages)
        if not self._need(row, None) or not row.id or villages is None:
            return None
        fields = self._given(row, ("when", "duration", "price", "note")) | {
            "id": row.id,
            "name": read_name(row, None),
            "origin": row.values.get("origin", ""),
            "villages": villages,
            "sources": row.values.get("source", ()),
        }
        return self._valid(KnownRoute, row, fields)  # type: ignore[no-any-return]

    def _crafts_used(
        self, villages: Iterable[Village], experiences: Iterable[Experience], own: Iterable[Craft]
    ) -> tuple[Craft, ...]:
        """Packaged crafts the data uses, so that own data stands alone; with a base they stay there."""
        if self.base is not None:
            return ()
        used = {id for village in villages for id in village.crafts}
        used |= {id for experience in experiences for id in experience.crafts}
        used -= {craft.id for craft in own}
        return tuple(craft for craft in self.refs.lookup.crafts if craft.id in used) if used else ()

    def _frame(self, parts: Mapping[str, Iterable[Any]]) -> dict[str, Any]:
        """Region, name, date, sources and attributions."""
        frame: dict[str, Any] = dict(_REGION)
        if self.base is not None:
            frame = {"id": self.base.region, "name": self.base.name}
        frame |= self.extras.region()
        sources = self.extras.sources
        recorded = [record for kind in ("villages", "hosts", "experiences") for record in parts[kind]]
        if any(assumed(each) for record in recorded for each in record.provenance.values()) and all(
            source.key != ASSUMED for source in sources
        ):
            sources = (*sources, _ASSUMED_SOURCE)
        return {
            "region": frame["id"],
            "name": frame["name"],
            "as_of": frame.get("date", self.on),
            "attributions": frame.get("attributions", ()),
            "sources": sources,
        }
