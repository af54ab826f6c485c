"""What all of the desk stands on: one store, one clock, transactions that are written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from tourplanner.booking import tables as t
from tourplanner.booking.asked import checked_span
from tourplanner.booking.instants import Clock, system_clock
from tourplanner.booking.locking import Work
from tourplanner.booking.look import read_slots
from tourplanner.booking.record import Record, to_value
from tourplanner.booking.requests import checked_text, claim
from tourplanner.booking.room import Slot
from tourplanner.booking.statements import chunks, given, kind, rows_of
from tourplanner.booking.store import Store, check_version, open_store
from tourplanner.booking.values import Booking

LONGEST_HOLD = timedelta(hours=72)
Change = Callable[[Work], tuple[Record, Any]]
T = TypeVar("T")


class Counter:
    """A store and a clock."""

    def __init__(
        self, where: str | Path | Store, *, clock: Clock = system_clock, longest_hold: timedelta = LONGEST_HOLD
    ) -> None:
        self.store, self.clock = open_store(where), clock
        self.longest_hold = checked_span("the longest hold", longest_hold, timedelta(days=366))
        try:
            check_version(self.store)
        except Exception:
            self.store.close()
            raise

    def close(self) -> None:
        """Let go of the database's connections."""
        self.store.close()

    def _work(self, connection: Connection) -> Work:
        return Work(self.store, connection, self.clock)

    def _write(self, operation: str, subject: str, change: Callable[[Work], T]) -> T:
        def run(connection: Connection) -> T:
            work = self._work(connection)
            answer = change(work)
            work.journal.close(operation=operation, subject=subject, at=work.now)
            return answer

        return self.store.run(run)

    def _once(self, operation: str, key: str, id: str, asked: Mapping[str, Any], change: Change) -> Booking:
        name = checked_text("the key", key, 200)
        checked_text("the booking", id, 200)

        def run(connection: Connection) -> Booking:
            work = self._work(connection)
            answered = claim(work, name, operation, {"booking": id, **asked}, id)
            if answered is not None:
                return Booking.model_validate_json(answered)
            record, known = change(work)
            value = self._value(work, record, known)
            answer = value.model_dump_json()
            work.journal.close(operation=operation, subject=id, at=work.now, key=name, answer=answer)
            return value

        return self.store.run(run)

    @staticmethod
    def _value(work: Work, record: Record, known: Any) -> Booking:
        """``known`` are the locked sessions, or the time where none were locked."""
        if not isinstance(known, int):
            missing = {row["slot"] for row in record.items} - known.slots.keys()
            return to_value(record, known.slots | slots_of(work.connection, missing), known.now)
        return to_value(record, slots_of(work.connection, {row["slot"] for row in record.items}), known)


def slots_of(connection: Connection, ids: Iterable[str]) -> dict[str, Slot]:
    """Sessions by id, not locked."""
    found: dict[str, Slot] = {}
    for part in chunks(sorted(ids)):
        found |= read_slots(connection, rows_of(t.slot, "id", kind(len(part))), given(part))
    return found
