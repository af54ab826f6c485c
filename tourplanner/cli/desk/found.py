"""The booking that a command is about."""

from __future__ import annotations

from tourplanner.booking import Booking, Desk
from tourplanner.errors import GoalError, UnknownIdError

LEAST_LETTERS = 4


def booking(desk: Desk, asked: str) -> Booking:
    """
    By its id, the first letters of it, or its reference.

    Raises
    ------
    GoalError
        If it could be several; ``UnknownIdError`` if it is none.
    """
    try:
        return desk.booking(asked)
    except UnknownIdError:
        likely = [each for each in desk.bookings() if _named(each, asked)]
    if not likely:
        raise UnknownIdError("booking", asked)
    if len(likely) > 1:
        listed = "".join(f"\n  {each.id}  {each.status}  {each.departs}  {each.reference}" for each in likely[:20])
        raise GoalError(f"{asked!r} could be {len(likely)} bookings; give the id:{listed}")
    return likely[0]


def _named(each: Booking, asked: str) -> bool:
    return each.reference == asked or (len(asked) >= LEAST_LETTERS and each.id.startswith(asked.lower()))
