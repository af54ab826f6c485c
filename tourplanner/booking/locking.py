"""
Lock, then look, then take: room that is to be taken can only be read through here.

Everybody locks in one order, so that nobody waits in a circle: the key of the request, departures by id, places in the
line by id, bookings by id, sessions by id, pools by id, resources by id. Sessions that share a pool or a resource meet
at its lock. The clock is read after the locks: who waited must not judge a hold by the time before the wait.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table

from tourplanner.booking import tables as t
from tourplanner.booking.instants import Clock, seconds
from tourplanner.booking.journal import Journal
from tourplanner.booking.look import Items, look, read_slots
from tourplanner.booking.room import Room, Slot
from tourplanner.booking.statements import chunks, given
from tourplanner.booking.store.store import Store


@dataclass(slots=True)
class Work:
    """One write transaction of the desk."""

    store: Store
    connection: Connection
    clock: Clock
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        self.journal = Journal(self.connection, self.store.together)

    @property
    def now(self) -> int:
        return seconds(self.clock())

    def lock(self, table: Table, ids: Collection[str]) -> list[dict[str, Any]]:
        """The rows with these ids, locked in the order of ids."""
        rows: list[dict[str, Any]] = []
        for part in chunks(sorted(ids)):
            found = self.connection.execute(self.store.locking(table, len(part)), given(part))
            rows += [dict(row) for row in found.mappings()]
        return rows

    def lock_slots(self, ids: Collection[str], pools: Collection[str] = (), resources: Collection[str] = ()) -> Locked:
        """
        Lock sessions with all that they share, and ``pools`` and ``resources`` besides.

        Ids that nobody offers are simply not among the slots.
        """
        slots: dict[str, Slot] = {}
        for part in chunks(sorted(ids)):
            slots |= read_slots(self.connection, self.store.locking(t.slot, len(part)), given(part))
        self.lock(t.pool, {*pools, *(slot.pool for slot in slots.values() if slot.pool is not None)})
        self.lock(t.resource, {*resources, *(name for slot in slots.values() for name in slot.uses)})
        return Locked(self, slots, self.now)


@dataclass(slots=True)
class Locked:
    """Sessions that are ours until the transaction ends; ``now`` is the time since the last lock was taken."""

    work: Work
    slots: dict[str, Slot]
    now: int

    def only(self, ids: Collection[str]) -> dict[str, Slot]:
        """Those of some sessions that somebody offers."""
        return {id: self.slots[id] for id in ids if id in self.slots}

    def room(self, but: Items | None = None, only: Sequence[str] | None = None) -> Room:
        """The room in the sessions (or ``only`` in some of them), as if the items ``but`` were not booked."""
        slots = self.slots if only is None else self.only(only)
        return look(self.work.connection, slots, self.now, but=but)
