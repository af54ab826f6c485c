"""Days and hours as guests read them in the three languages of documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from tourplanner.model import HANOI

Language = Literal["vi", "en", "fr"]

_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAYS_VI = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
              "October", "November", "December")  # fmt: skip
_MONTHS_FR = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
              "octobre", "novembre", "décembre")  # fmt: skip


def day_text(day: date, language: Language) -> str:
    """Thứ bảy, 6/3/2027; Saturday 6 March 2027; samedi 6 mars 2027."""
    if language == "vi":
        return f"{_DAYS_VI[day.weekday()]}, {day.day}/{day.month}/{day.year}"
    if language == "en":
        return f"{_DAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    first = "1er" if day.day == 1 else str(day.day)
    return f"{_DAYS_FR[day.weekday()]} {first} {_MONTHS_FR[day.month - 1]} {day.year}"


def clock_text(moment: datetime) -> str:
    """Hanoi's clock, "08:36"."""
    return f"{moment.astimezone(HANOI):%H:%M}"
