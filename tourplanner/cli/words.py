"""Single words of the command line, as values."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import date, time, timedelta

HALF_AN_HOUR, A_DAY = timedelta(minutes=30), timedelta(days=1)


def month(text: str) -> str:
    """ "2027-03", within the years the lunar calendar covers."""
    if not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", text):
        raise ArgumentTypeError(f"{text!r} is no month; write it as 2027-03 (years 1900 to 2199)")
    return text


def day(text: str) -> date:
    """ "2027-03-20"."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date; write it as 2027-03-20") from None
    if not 1900 <= found.year <= 2199:
        raise ArgumentTypeError(f"{text}: dates lie between 1900 and 2199")
    return found


def span(text: str) -> tuple[time, time]:
    """ "08:00-17:30"; 8h and 17h30 are understood too."""
    clocks = [re.fullmatch(r"(\d{1,2})(?:[:hH](\d{2})?)?", part.strip()) for part in re.split("[-–]", text)]
    try:
        if len(clocks) == 2 and clocks[0] and clocks[1]:
            first, last = (time(int(clock[1]), int(clock[2] or 0)) for clock in clocks if clock)
            return first, last
    except ValueError:
        pass
    raise ArgumentTypeError(f"{text!r} is no span of the day; write it as 08:00-17:30")


def whole(text: str) -> int:
    """A count from 1."""
    if not re.fullmatch(r"\d{1,6}", text) or not int(text):
        raise ArgumentTypeError(f"{text!r} is no count; give a whole number from 1")
    return int(text)


def dong(text: str) -> int:
    """ "500000", "500.000" or "500k"."""
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+|\d{1,12})([kK]?)", text)
    if not found:
        raise ArgumentTypeError(f"{text!r} is no amount in đồng; write it as 500000 or 500.000")
    return int(re.sub("[.,]", "", found[1])) * (1000 if found[2] else 1)


def duration(text: str) -> timedelta:
    """ "30m", "24h" or "2d"."""
    found = re.fullmatch(r"(\d{1,4})([mhd])", text)
    if not found or not int(found[1]):
        raise ArgumentTypeError(f"{text!r} is no length of time; write it as 30m, 24h or 2d")
    return timedelta(**{{"m": "minutes", "h": "hours", "d": "days"}[found[2]]: int(found[1])})


def band(text: str) -> int | tuple[int, int]:
    """Sizes of group: "10", or "10-14" from and to."""
    found = re.fullmatch(r"(\d{1,4})(?:[-–](\d{1,4}))?", text)
    if not found:
        raise ArgumentTypeError(f"{text!r} is no size of group; write it as 10 or 10-14")
    return int(found[1]) if found[2] is None else (int(found[1]), int(found[2]))


def step(text: str) -> tuple[int, int]:
    """A step of cancellation terms: "7:30", from the seventh day before 30 percent."""
    found = re.fullmatch(r"(\d{1,3}):(\d{1,3})%?", text)
    if not found:
        raise ArgumentTypeError(f"{text!r} is no step of terms; write it as 7:30, days before and percent kept")
    return int(found[1]), int(found[2])


def pair(text: str) -> tuple[str, str]:
    """Two names: "bt-wheel=homes"."""
    first, sign, second = (part.strip() for part in text.partition("="))
    if not (first and sign and second):
        raise ArgumentTypeError(f"{text!r} is no pair; write it as one=other")
    return first, second
