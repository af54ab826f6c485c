"""Dates and times as their reader writes them, on Hanoi's clock."""

from __future__ import annotations

from datetime import datetime

from tourplanner.booking.papers.texts import Language
from tourplanner.model import HANOI

_DAYS: dict[Language, tuple[str, ...]] = {
    "vi": ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
}
_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FR = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def when(moment: datetime, language: Language) -> str:
    """ "08:00 thứ bảy 20/3/2027", "Sat 20 Mar 2027, 08:00", "sam. 20 mars 2027 à 8h00"."""
    at = moment.astimezone(HANOI)
    day = _DAYS[language][at.weekday()]
    if language == "vi":
        return f"{at:%H:%M} {day} {at.day}/{at.month}/{at.year}"
    if language == "fr":
        return f"{day} {at.day} {_FR[at.month - 1]} {at.year} à {clock(moment, 'fr')}"
    return f"{day} {at.day} {_EN[at.month - 1]} {at.year}, {at:%H:%M}"


def clock(moment: datetime, language: Language) -> str:
    """ "08:00"; in French "8h00"."""
    at = moment.astimezone(HANOI)
    return f"{at.hour}h{at:%M}" if language == "fr" else f"{at:%H:%M}"
