"""What sixteen processes do at once; each function runs in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import forkserver
from typing import Any

from booking_cases import NOW
from booking_stores import store_of, widened

from tourplanner.booking import Desk
from tourplanner.errors import BookingError, StoreError, UnavailableError

CALLERS = 16
LOAD = float(os.environ.get("TOURPLANNER_TEST_LOAD", "1"))
"""How much of the stated load the tests put on: 1 is all of it."""


@cache
def processes() -> Any:
    """A server of processes that has imported all this once; it takes no path from us but by the environment."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["booking_workers"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    forkserver.ensure_running()
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before
    return context


def all_at_once(work: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    """What ``work`` returns for each call, each in a process of its own, all at once."""
    with ProcessPoolExecutor(len(calls), mp_context=processes()) as pool:
        return [future.result() for future in [pool.submit(work, *call) for call in calls]]


def desk_at(ledger: str, kind: str = "guarded") -> Desk:
    """A desk that waits a moment before it takes; longer where the fault must show, however the callers are timed."""
    return Desk(widened(store_of(kind, ledger), 0.002 if kind == "guarded" else 0.03), clock=lambda: NOW)


def sell_out(ledger: str, kind: str, seed: int, sessions: list[str]) -> list[str]:
    """Hold and confirm itineraries of five sessions until no five have a place; the ids acknowledged."""
    desk, chance, sold, refused = desk_at(ledger, kind), random.Random(seed), [], 0
    while refused < 3:
        five = chance.sample(sessions, 5)
        try:
            held = desk.hold(five, 1, key=f"hold {seed} {len(sold)}", price=100_000)
            sold.append(desk.confirm(held.id, key=f"confirm {seed} {len(sold)}").id)
        except UnavailableError as error:
            gone = {each.session for each in error.shortages}
            sessions = [each for each in sessions if each not in gone]
            refused = 3 if len(sessions) < 5 else refused
        except BookingError:
            refused += 1
    desk.close()
    return sold


def send_keys(ledger: str, seed: int, keys: list[str], sessions: list[str]) -> dict[str, str]:
    """Hold under each key, in an order of one's own; the booking each was answered with."""
    desk, answers = desk_at(ledger), {}
    for key in random.Random(seed).sample(keys, len(keys)):
        two = random.Random(key).sample(sessions, 2)
        answers[key] = desk.hold(two, 1, key=key).id
    desk.close()
    return answers


def book_on(ledger: str, kind: str, seed: int, sessions: list[str], acknowledged: str) -> None:
    """Hold and confirm for ever, noting each answer in a file before the next; somebody kills us."""
    desk, chance, count = desk_at(ledger, kind), random.Random(seed), 0
    note = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while True:
        count += 1
        five = chance.sample(sessions, 5)
        try:
            held = desk.hold(five, 1, key=f"{seed} {os.getpid()} {count}")
            os.write(note, f"{held.id} ON_HOLD\n".encode())
            desk.confirm(held.id, key=f"confirm {seed} {os.getpid()} {count}")
            os.write(note, f"{held.id} CONFIRMED\n".encode())
        except UnavailableError:
            return
        except StoreError:
            time.sleep(0.05)
