"""The booking, or the place in the line, that a command is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tourplanner.booking import Booking, Desk, Waiting
from tourplanner.errors import GoalError, UnknownIdError

LEAST_LETTERS = 4
T = TypeVar("T", Booking, Waiting)


def booking(desk: Desk, asked: str) -> Booking:
    """
    By its id, its reference, or the first letters of its id.

    Raises
    ------
    GoalError
        If it could be several; ``UnknownIdError`` if it is none.
    """
    try:
        return desk.booking(asked)
    except UnknownIdError:
        likely = [*desk.bookings(reference=asked)] if asked else []
    return _one("booking", asked, likely or _beginning(desk.bookings(), asked))


def place(desk: Desk, asked: str) -> Waiting:
    """The same of who is in the line."""
    line = desk.waiting()
    exact = [each for each in line if asked and asked in (each.id, each.reference)]
    return _one("place", asked, exact or _beginning(line, asked))


def _beginning(those: Iterable[T], asked: str) -> list[T]:
    return [each for each in those if len(asked) >= LEAST_LETTERS and each.id.startswith(asked.lower())]


def _one(what: str, asked: str, likely: list[T]) -> T:
    if not likely:
        raise UnknownIdError(what, asked)
    if len(likely) > 1:
        listed = "".join(f"\n  {each.id}  {_standing(each)}  {each.reference}" for each in likely[:20])
        raise GoalError(f"{asked!r} could be {len(likely)} {what}s; give the id:{listed}")
    return likely[0]


def _standing(each: Booking | Waiting) -> str:
    return each.state if isinstance(each, Waiting) else f"{each.status}  {each.departs}"
