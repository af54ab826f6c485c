"""Making one file of a publication, and a process that makes one after the other as it is told on standard input."""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tourplanner.errors import TourplannerError
from tourplanner.publish.bundle.documents import DOCUMENTS
from tourplanner.publish.bundle.manifest import Made
from tourplanner.publish.bundle.order import Order
from tourplanner.publish.bundle.source import Source


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What became of an order: the files that were written; or why there are none; or the trace of a fault of ours.

    Errors go as text: their own classes need not survive being sent to another process.
    """

    name: str
    made: tuple[Made, ...] = ()
    why: str = ""
    fault: str = ""


def carried_out(order: Order, source: Source, folder: Path) -> Outcome:
    """Make the files of an order and write them into a folder."""
    name = order.name(source)
    try:
        return Outcome(name, tuple(_written(order, source, folder)))
    except (TourplannerError, ModuleNotFoundError, OSError) as error:
        return Outcome(name, why=str(error))
    except Exception:
        return Outcome(name, fault=traceback.format_exc())


def _written(order: Order, source: Source, folder: Path) -> Iterator[Made]:
    name, contents = order.name(source), DOCUMENTS[order.pattern].make(source, order)
    files = {name: contents} if isinstance(contents, bytes) else {name + each: contents[each] for each in contents}
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        yield Made.of(path, data)


def work() -> None:
    """Read source and folder, then an order at a time, and answer each, until the other side is gone."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    asked = sys.stdin.buffer
    source, folder = pickle.load(asked)
    while True:
        try:
            order = pickle.load(asked)
        except EOFError:
            return
        pickle.dump(carried_out(order, source, folder), answers)
        answers.flush()
