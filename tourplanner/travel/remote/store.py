"""What engines have answered, kept in a SQLite file, or in memory for as long as the object lives."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from time import monotonic, sleep
from weakref import finalize

import numpy as np
import numpy.typing as npt

from tourplanner.errors import DataError, Problem
from tourplanner.travel.remote.engine import Answer, Floats, Line

Spot = tuple[int, int]
"""Latitude and longitude in 1e-5 degrees, a metre."""

APPLICATION, VERSION = 0x74706C67, 1
BUSY_S = 30.0
"""How long to wait for another process that writes."""
RETRY_S = 0.01

TABLES = """
CREATE TABLE service (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE leg (
    service INTEGER NOT NULL, from_lat INTEGER NOT NULL, from_lon INTEGER NOT NULL, to_lat INTEGER NOT NULL,
    to_lon INTEGER NOT NULL, seconds REAL, metres REAL, off_m REAL NOT NULL, fetched_s INTEGER NOT NULL,
    PRIMARY KEY (service, from_lat, from_lon, to_lat, to_lon)
) WITHOUT ROWID;
CREATE TABLE line (
    service INTEGER NOT NULL, from_lat INTEGER NOT NULL, from_lon INTEGER NOT NULL, to_lat INTEGER NOT NULL,
    to_lon INTEGER NOT NULL, points BLOB NOT NULL, roads TEXT NOT NULL, fetched_s INTEGER NOT NULL,
    PRIMARY KEY (service, from_lat, from_lon, to_lat, to_lon)
);
"""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of the pairs of n places, n x n each; ``asked`` is true where there is an answer."""

    answer: Answer
    asked: npt.NDArray[np.bool_]


class Store:
    """
    Answers by engine, profile and rounded coordinates. Lets several processes read and write one file.

    Parameters
    ----------
    path
        The file, made if it is not there; None keeps everything in memory.

    Raises
    ------
    DataError
        From each method, if the file cannot be opened, is damaged, or belongs to something else.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = RLock()
        self._held: sqlite3.Connection | None = None
        if path is None:
            self._held = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
            finalize(self, self._held.close)
        with self._open():
            pass

    def legs(self, service: str, spots: Sequence[Spot], since_s: int) -> Known:
        """What is known of all pairs of distinct spots, fetched at ``since_s`` or later (seconds since 1970)."""
        n = len(spots)
        number = {spot: at for at, spot in enumerate(spots)}
        seconds, metres, off = (np.full((n, n), np.nan), np.full((n, n), np.nan), np.zeros((n, n)))
        asked = np.zeros((n, n), dtype=bool)
        with self._open() as base:
            for origin, spot in enumerate(spots):
                for lat, lon, *found in base.execute(LEGS, (service, *spot, since_s)):
                    target = number.get((lat, lon))
                    if target is not None:
                        asked[origin, target] = True
                        seconds[origin, target], metres[origin, target], off[origin, target] = _floats(found)
        return Known(Answer(seconds, metres, off), asked)

    def keep(
        self, service: str, origins: Sequence[Spot], destinations: Sequence[Spot], answer: Answer, now_s: int
    ) -> None:
        """Keep a whole answer, all or nothing."""
        values = zip(*(_nulls(table) for table in (answer.seconds, answer.metres, answer.off_m)), strict=True)
        with self._writing() as base:
            id = _id(base, service)
            pairs = ((*origin, *destination) for origin in origins for destination in destinations)
            rows = [(id, *pair, *found, now_s) for pair, found in zip(pairs, values, strict=True)]
            base.executemany("INSERT OR REPLACE INTO leg VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def line(self, service: str, origin: Spot, destination: Spot, since_s: int) -> Line | None:
        """The way of a leg, if it is known."""
        with self._open() as base:
            row = base.execute(LINE, (service, *origin, *destination, since_s)).fetchone()
        if row is None:
            return None
        try:
            points, roads = json.loads(zlib.decompress(row[0])), json.loads(row[1])
            return Line(tuple((lat, lon) for lat, lon in points), tuple(roads))
        except (zlib.error, ValueError, TypeError) as error:
            raise self._bad("damaged", f"a line in it cannot be read ({error})") from error

    def keep_line(self, service: str, origin: Spot, destination: Spot, line: Line, now_s: int) -> None:
        """Keep the way of a leg."""
        points = zlib.compress(json.dumps(line.points).encode())
        roads = json.dumps(line.roads, ensure_ascii=False)
        with self._writing() as base:
            row = (_id(base, service), *origin, *destination, points, roads, now_s)
            base.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def forget(self, before_s: int) -> int:
        """Forget what was fetched before; how many answers that were."""
        with self._writing() as base:
            gone = [base.execute(f"DELETE FROM {table} WHERE fetched_s < ?", (before_s,)) for table in ("leg", "line")]
            return sum(each.rowcount for each in gone)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that waits for other writers at its beginning, not in its middle."""
        with self._open() as base:
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
            except BaseException:
                base.execute("ROLLBACK")
                raise
            base.execute("COMMIT")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one question: nothing is held between questions, over threads, or over forks."""
        try:
            if self._held is not None:
                with self._lock:
                    self._prepare(self._held)
                    yield self._held
                return
            with closing(sqlite3.connect(f"{self.path}", timeout=BUSY_S, isolation_level=None)) as base:
                self._prepare(base)
                yield base
        except sqlite3.Error as error:
            raise self._bad("unusable", f"SQLite says: {error}") from error

    def _prepare(self, base: sqlite3.Connection) -> None:
        """See that the file is ours and of this version; make the tables if it is new."""
        if self._ours(base):
            return
        _patiently(base, "PRAGMA journal_mode = WAL")
        base.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been first.
            if not self._ours(base):
                for statement in filter(str.strip, TABLES.split(";")):
                    base.execute(statement)
                base.execute(f"PRAGMA application_id = {APPLICATION}")
                base.execute(f"PRAGMA user_version = {VERSION}")
        except BaseException:
            base.execute("ROLLBACK")
            raise
        base.execute("COMMIT")

    def _ours(self, base: sqlite3.Connection) -> bool:
        """Whether the file is ours; False if it is empty, an error if it is neither. Nothing is written."""
        application, version, tables = base.execute(MARKS).fetchone()
        if application == APPLICATION and version != VERSION:
            raise self._bad("version", f"it is of version {version}, this package keeps version {VERSION}")
        if application != APPLICATION and tables:
            raise self._bad("not-ours", "it is a database of something else")
        return bool(application == APPLICATION)

    def _bad(self, code: str, message: str) -> DataError:
        fix = "name another file as cache, or delete this one: only answers that can be asked for again are lost"
        return DataError([Problem(str(self.path), None, "", "", code, f"the cache cannot be used: {message}", fix)])


MARKS = """
SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)
FROM pragma_application_id, pragma_user_version
"""
"""Whose file it is, of which version, and how much is in it: at one moment."""

_PAIR = "(SELECT id FROM service WHERE name = ?) AND from_lat = ? AND from_lon = ?"
LEGS = f"SELECT to_lat, to_lon, seconds, metres, off_m FROM leg WHERE service = {_PAIR} AND fetched_s >= ?"
LINE = f"SELECT points, roads FROM line WHERE service = {_PAIR} AND to_lat = ? AND to_lon = ? AND fetched_s >= ?"


def _id(base: sqlite3.Connection, service: str) -> int:
    base.execute("INSERT OR IGNORE INTO service (name) VALUES (?)", (service,))
    return int(base.execute("SELECT id FROM service WHERE name = ?", (service,)).fetchone()[0])


def _floats(found: Sequence[float | None]) -> list[float]:
    return [np.nan if value is None else value for value in found]


def _nulls(table: Floats) -> list[float | None]:
    return [None if np.isnan(value) else value for value in table.ravel().tolist()]


def _patiently(base: sqlite3.Connection, statement: str) -> None:
    """Execute what SQLite refuses at once while another process writes, instead of waiting its time-out."""
    until = monotonic() + BUSY_S
    while True:
        try:
            base.execute(statement)
        except sqlite3.OperationalError:
            if monotonic() > until:
                raise
            sleep(RETRY_S)
        else:
            return
