"""One catalogue laid over another: what the right one says wins, field by field; what it leaves out stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from tourplanner.catalogue.names import Names
from tourplanner.catalogue.records import assumed
from tourplanner.errors import DataError, Problem
from tourplanner.model import Recorded, Text

if TYPE_CHECKING:
    from tourplanner.catalogue.catalogue import Catalogue

R = TypeVar("R", bound=Recorded)
RECORDED = ("villages", "hosts", "experiences", "festivals", "starts")
PLAIN = ("crafts", "sessions", "routes", "sources")


def merge(left: Catalogue, right: Catalogue) -> Catalogue:
    """
    The union of two catalogues; region and name are the left one's, the date is the later one.

    A record of the right with an id of the left replaces the fields it says something about (see ``overlay``);
    crafts, sessions, routes and sources of the same id are replaced whole. New records follow the known ones.

    Raises
    ------
    DataError
        If a record refers to something neither side has.
    """
    parts: dict[str, Any] = {}
    for kind in RECORDED:
        parts[kind] = _union(getattr(left, kind), getattr(right, kind), "id", recorded=True)
    for kind in PLAIN:
        parts[kind] = _union(getattr(left, kind), getattr(right, kind), "key" if kind == "sources" else "id")
    merged = type(left)(
        region=left.region,
        name=left.name,
        as_of=max(left.as_of, right.as_of),
        attributions=tuple(dict.fromkeys((*left.attributions, *right.attributions))),
        **parts,
    )
    dangling = unresolved(merged)
    if dangling:
        raise DataError(dangling)
    return merged


def _union(left: tuple[Any, ...], right: tuple[Any, ...], key: str, *, recorded: bool = False) -> tuple[Any, ...]:
    records = {getattr(record, key): record for record in left}
    for record in right:
        id = getattr(record, key)
        records[id] = overlay(records[id], record) if recorded and id in records else record
    return tuple(records.values())


def overlay(left: R, right: R) -> R:
    """
    The left record with the fields the right one says something about, each with its provenance.

    A field says something if it has provenance other than an assumption of the library, or differs from what the
    model takes by default. An English name and commune names of the past are kept where the right has none.
    """
    fields: dict[str, Any] = {}
    provenance = dict(left.provenance)
    for name, info in type(right).model_fields.items():
        value, why = getattr(right, name), right.provenance.get(name)
        silent = why is None and value == info.get_default(call_default_factory=True)
        if name == "provenance" or silent or assumed(why):
            continue
        fields[name] = _kept(name, getattr(left, name), value)
        provenance.pop(name, None)
        provenance |= {name: why} if why else {}
    merged: R = left.replace(**fields, provenance=provenance)
    return merged


def _kept(name: str, left: Any, right: Any) -> Any:
    """Names and histories lose nothing by being named again."""
    if name == "name" and isinstance(right, Text) and right.vi == left.vi and not right.en:
        return left
    if name == "communes":
        past = tuple(each for each in left if each.until and not any(each.name == new.name for new in right))
        return (*past, *right)
    return right


def unresolved(catalogue: Catalogue) -> tuple[Problem, ...]:
    """References of a catalogue to what it does not hold, each with the nearest names."""
    kinds = ("crafts", "villages", "hosts", "experiences")
    known = {kind: _names(kind[:-1], getattr(catalogue, kind)) for kind in kinds}
    found = []
    for kind, record, field, target, ids in _references(catalogue):
        for id in ids:
            if id not in known[target].ids:
                close = " or ".join(known[target].nearest(id))
                what = target[:-1]
                message = f"{kind[:-1]} {record!r} refers to a {what} that is not there"
                found.append(Problem(f"{catalogue.region}: {kind}", None, field, id, f"{what}-unknown", message, close))
    return tuple(found)


def _names(what: str, records: tuple[Any, ...]) -> Names:
    names = Names(what)
    for record in records:
        names.add(record.id, (record.name.vi,), own=True)
    return names


def _references(catalogue: Catalogue) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    """(table, record, field, table referred to, ids) of everything that refers to something."""
    found = []
    for village in catalogue.villages:
        found.append(("villages", village.id, "crafts", "crafts", village.crafts))
    for host in catalogue.hosts:
        found.append(("hosts", host.id, "village", "villages", (host.village,)))
        found.append(("hosts", host.id, "members", "hosts", host.members))
    for experience in catalogue.experiences:
        found.append(("experiences", experience.id, "village", "villages", (experience.village,)))
        found.append(("experiences", experience.id, "host", "hosts", (experience.host,)))
        found.append(("experiences", experience.id, "crafts", "crafts", experience.crafts))
    for session in catalogue.sessions:
        found.append(("sessions", session.id, "experience", "experiences", (session.experience,)))
    for festival in catalogue.festivals:
        found.append(("festivals", festival.id, "village", "villages", (festival.village,)))
        found.append(("festivals", festival.id, "opens", "experiences", (*festival.opens, *festival.closes)))
    for route in catalogue.routes:
        found.append(("routes", route.id, "villages", "villages", route.villages))
    return found
