"""
Several processes that make files together.

They are plain interpreters at the ends of pipes, not ``multiprocessing``'s, which would run the caller's own script
again in each of them. They are in groups of their own, so that Ctrl-C reaches this process alone, and end when it does.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from tourplanner.publish.bundle.order import Order
from tourplanner.publish.bundle.source import Source
from tourplanner.publish.bundle.worker import Outcome, carried_out

_BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from tourplanner.publish.bundle.worker import work; work()"
)
Worker = subprocess.Popen[bytes]
Orders = SimpleQueue[Order]
Outcomes = SimpleQueue[Outcome]


def outcomes(orders: Sequence[Order], source: Source, folder: Path, jobs: int) -> Iterator[Outcome]:
    """What became of each order, as it comes; with one job they are made here, in their order."""
    if min(jobs, len(orders)) > 1:
        yield from _together(orders, source, folder, min(jobs, len(orders)))
    else:
        yield from (carried_out(order, source, folder) for order in orders)


def cores() -> int:
    """How many processes the machine runs at once for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _together(orders: Sequence[Order], source: Source, folder: Path, jobs: int) -> Iterator[Outcome]:
    todo, done = Orders(), Outcomes()
    for order in orders:
        todo.put(order)
    start = pickle.dumps(sys.path) + pickle.dumps((source, folder))
    with ExitStack() as stack:
        for _ in range(jobs):
            stack.enter_context(_employed(start, source, todo, done))
        for _ in orders:
            yield _next(done)


def _next(done: Outcomes) -> Outcome:
    while True:
        try:
            return done.get(timeout=1)  # without a time limit, Ctrl-C would wait for an outcome on Windows
        except Empty:
            continue


@contextmanager
def _employed(start: bytes, source: Source, todo: Orders, done: Outcomes) -> Iterator[None]:
    """A worker that takes orders until there are none; it ends with the block, whatever it is making."""
    apart: Any = {"process_group": 0} if os.name == "posix" else {"creationflags": 0x200}  # CREATE_NEW_PROCESS_GROUP
    worker = Worker([sys.executable, "-c", _BOOT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, **apart)
    thread = Thread(target=_employ, args=(worker, start, source, todo, done), daemon=True)
    try:
        thread.start()
        yield
    finally:
        worker.kill()
        worker.wait()
        thread.join()
        for pipe in (worker.stdin, worker.stdout):
            with suppress(OSError):  # what was not read any more
                pipe.close()  # type: ignore[union-attr]


def _employ(worker: Worker, start: bytes, source: Source, todo: Orders, done: Outcomes) -> None:
    """Give a worker one order after the other; if it dies, say over which."""
    assert worker.stdin
    assert worker.stdout
    order = None
    try:
        worker.stdin.write(start)
        while True:
            order = todo.get_nowait()
            pickle.dump(order, worker.stdin)
            worker.stdin.flush()
            done.put(pickle.load(worker.stdout))
    except Empty:
        return
    except (OSError, EOFError, pickle.UnpicklingError):
        name = order.name(source) if order else ""
        done.put(Outcome(name, fault=f"its process ended with code {worker.wait()}"))
