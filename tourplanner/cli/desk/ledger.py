"""The ledger that a command works on, opened and closed; what goes wrong never shows a password."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tourplanner.booking import Desk
from tourplanner.booking.instants import system_clock
from tourplanner.cli.desk.options import LEDGER
from tourplanner.errors import BookingError, GoalError, TourplannerError
from tourplanner.model import HANOI

clock = system_clock
_PASSWORD = re.compile(r"(://[^/@:\s]*:)[^@\s]*(?=@)|((?:password|passfile|sslpassword)=)[^&\s'\"]*", re.IGNORECASE)


def today() -> date:
    """The day it is in Hanoi."""
    return clock().astimezone(HANOI).date()


def where(args: Namespace) -> str:
    """
    The ledger named by the command or by the environment.

    Raises
    ------
    GoalError
        If neither names one.
    """
    found = args.ledger or os.environ.get(LEDGER, "")
    if not found:
        raise GoalError(f"which ledger? Give --ledger FILE, or set the variable {LEDGER}")
    return str(found)


@contextmanager
def opened(args: Namespace) -> Iterator[Desk]:
    """
    A desk on the ledger.

    Raises
    ------
    GoalError
        If there is no such file; a file is only made by ``init``.
    """
    place = where(args)
    # An interruption may come when the ledger has already taken note: nothing must be said against that.
    args.written = True
    with discreet():
        path = place.removeprefix("sqlite:///")
        if "://" not in path and not Path(path).is_file():
            raise GoalError(f"there is no ledger {place}; make it: tourplanner desk init --ledger {place}")
        desk = Desk(place, clock=clock)
        try:
            yield desk
        finally:
            desk.close()


@contextmanager
def discreet() -> Iterator[None]:
    """Errors that repeat an address, without the password in it."""
    try:
        yield
    except BookingError as error:
        asked, found, hint = map(hidden, (error.asked, error.found, error.hint))
        if (asked, found, hint) == (error.asked, error.found, error.hint):
            raise
        raise BookingError(asked, found, hint) from None
    except TourplannerError as error:
        if hidden(str(error)) == str(error):
            raise
        raise GoalError(hidden(str(error))) from None


def hidden(text: str) -> str:
    """A text with the passwords of addresses in it blotted out."""
    return _PASSWORD.sub(lambda found: f"{found[1] or found[2]}***", text)
