"""Problems of one document, collected with the path of keys that leads to each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tourplanner.errors import Problem, UnknownIdError

Record = TypeVar("Record")


class Faults:
    """Every problem of a file, in the order found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, at: str, value: object, code: str, message: str, fix: str) -> None:
        """``at`` is the path of keys, as ``routes[2].stops[0].village``."""
        self.problems.append(Problem(self.file, None, at, str(value), code, message, fix))

    def known(self, get: Callable[[str], Record], id: str, at: str) -> Record | None:
        """The record with an id; a problem with the nearest ids where the region has none."""
        try:
            return get(id)
        except UnknownIdError as error:
            fix = " or ".join(error.nearest) or "read it with the region it was planned over"
            code = f"{error.kind.replace(' ', '-')}-unknown"
            self.add(at, id, code, f"the region has no such {error.kind}", fix)
            return None

    def same(self, at: str, written: object, counted: object, what: str) -> None:
        """A problem where the document says something else than what follows from the rest of it."""
        if written is not None and written != counted:
            self.add(at, written, "sum-differs", f"{what} give {counted}", "write the routes again")
