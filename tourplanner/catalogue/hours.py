"""Opening hours as operators write them, read and written: "T2-T6 8h30-17h; T7 9h-12h", "âm lịch 4;10;14"."""

from __future__ import annotations

import re
from datetime import time
from itertools import groupby
from typing import NamedTuple

from tourplanner.catalogue.cells import CLOCK, Fault, bare, clock
from tourplanner.model import LunarDay, Opening, TimeRange, nfc

Day = tuple[TimeRange, ...]
USUAL_HOURS = TimeRange(open=time(8), close=time(17))
"""Assumed where the text says when or how (lunar days, by appointment) but no hours."""

_DAYS = (
    ("0-6", r"hang ngay|moi ngay|ca tuan|cac ngay trong tuan|daily|every ?day"),
    ("0-4", r"ngay thuong|weekdays?"),
    ("5-6", r"cuoi tuan|weekends?"),
    ("0", r"thu hai|thu 2|t2|mon(?:day)?"),
    ("1", r"thu ba|thu 3|t3|tue(?:s|sday)?"),
    ("2", r"thu tu|thu 4|t4|wed(?:nesday)?"),
    ("3", r"thu nam|thu 5|t5"),
    ("4", r"thu sau|thu 6|t6|fri(?:day)?"),
    ("5", r"thu bay|thu 7|t7|sat(?:urday)?"),
    ("6", r"chu nhat|cn|sun(?:day)?"),
    ("3", r"thu(?:rs?|rsday)?"),
)
_LUNAR = re.compile(r"\b(?:ngay )?(?:am lich|al|lunar(?: days?)?)\b")
_LUNAR_DAY = re.compile(r"(?:mung |ngay )?(ram|\d{1,2}(?:/\d{1,2})?)(?: hang thang)?")
_APPOINTMENT = re.compile(r"\b(?:theo hen|hen truoc|dat truoc|dat lich truoc|lien he truoc|by appointment)\b")
_CLOSED = re.compile(r"nghi|dong cua|closed|off|khong mo cua|khong mo")
_ALL_DAY = re.compile(r"ca ngay|suot ngay|24/7|24/24h?|all day")
_STARTS = re.compile(r"\b(?:suat(?: dien)?|bat dau(?: luc)?|starts?(?: at)?|shows?(?: at)?)\b")
_RANGE = re.compile(rf"(?:\b(sang|trua|chieu|toi)\b:? ?)?({CLOCK}) ?- ?({CLOCK})")
_NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


class Hours(NamedTuple):
    """Opening times read from a cell; ``assumed`` if the text gave no hours and the usual ones were taken."""

    opening: Opening
    assumed: bool


def read_hours(text: str) -> Hours:
    """
    Opening times from one cell, parts apart by ``;``.

    Hours without days hold every day; a part that names days overrides it on those days. Where hours are given for
    some days only, the others are closed. ``âm lịch 4;10;14`` opens on lunar days only, ``theo hẹn`` by appointment,
    ``suất 10h, 15h`` begins exactly then, ``CN nghỉ`` closes. An empty text is a ``Fault``.

    Raises
    ------
    Fault
        ``hours-unreadable`` or ``closes-before-opens``, with the part that is wrong.
    """
    week: list[Day | None] = [None] * 7
    lunar: list[LunarDay] = []
    starts: list[time] = []
    appointment, in_lunar = False, False
    for part in _parts(text):
        if _APPOINTMENT.search(part):
            appointment, part = True, _APPOINTMENT.sub("", part).strip(" ,")
        in_lunar = bool(_LUNAR.search(part)) or (in_lunar and bool(_LUNAR_DAY.fullmatch(part)))
        if in_lunar:
            lunar += _lunar_days(_LUNAR.sub("", part))
        elif _STARTS.search(part):
            starts += [clock(each) for each in re.split(r",| va ", _STARTS.sub("", part).strip(" :"))]
        elif part or not appointment:
            _set_days(week, part)
    assumed = None in week and not any(week)
    usual: Day = (USUAL_HOURS,) if assumed else ()
    weekly = tuple(usual if day is None else day for day in week)
    return Hours(
        Opening.model_validate(
            {
                "weekly": weekly,
                "lunar_days": tuple(dict.fromkeys(lunar)),
                "starts": tuple(sorted(set(starts))),
                "by_appointment": appointment,
            }
        ),
        assumed,
    )


def write_hours(opening: Opening) -> str:
    """The weekly hours, lunar days, starts and appointment as ``read_hours`` reads them back."""
    parts = []
    for ranges, group in groupby(range(7), key=lambda day: opening.weekly[day]):
        days = list(group)
        names = "" if len(days) == 7 else "-".join(dict.fromkeys((_NAMES[days[0]], _NAMES[days[-1]]))) + " "
        hours = ", ".join(f"{each.open:%H:%M}-{each.close:%H:%M}" for each in ranges)
        if hours or len(days) == 7:
            parts.append(names + (hours or "nghỉ"))
    if opening.lunar_days:
        parts.append("âm lịch " + ", ".join(map(str, opening.lunar_days)))
    if opening.starts:
        parts.append("suất " + ", ".join(f"{each:%H:%M}" for each in opening.starts))
    if opening.by_appointment:
        parts.append("theo hẹn")
    return "; ".join(parts)


def _parts(text: str) -> list[str]:
    lowered = nfc(text).lower()
    # "tới" (to) and "tối" (evening) are one word without accents: the first becomes a dash while it still differs.
    lowered = re.sub(r"\s*\b(?:tới|đến|to|until|till)\b\s*", "-", lowered)
    lowered = re.sub(r"\b(?:giờ )?mở cửa\b:?|\btừ\b|\bfrom\b|\bopen\b", " ", lowered)
    return [part.strip() for part in re.split(r"[;\n|]", bare(lowered)) if part.strip()] or [""]


def _lunar_days(part: str) -> list[LunarDay]:
    found = []
    for written in re.split(r",| va ", part):
        match = _LUNAR_DAY.fullmatch(written.strip(" :"))
        if not match:
            raise _unreadable(part)
        day, _, month = match[1].replace("ram", "15").partition("/")
        if not 1 <= int(day) <= 30 or not 1 <= int(month or 1) <= 12:
            raise Fault("hours-unreadable", f"{match[1]!r} is no lunar day", "days 1 to 30, like âm lịch 4, 10, 14")
        found.append(LunarDay(day=int(day), month=int(month) if month else None))
    return found


def _set_days(week: list[Day | None], part: str) -> None:
    days, rest = _days(part)
    ranges = () if _CLOSED.fullmatch(rest) else _ranges(rest)
    for day in days or range(7):
        week[day] = ranges


def _days(part: str) -> tuple[set[int], str]:
    """The weekdays a part names (0 Monday) and what is left of it."""
    marked = re.sub(r"\bt([2-7])-([2-7])\b(?!h|:|\.)", r"t\1-t\2", part)
    for code, pattern in _DAYS:
        marked = re.sub(rf"\b(?:{pattern})\b", f"<{code}>", marked)
    days: set[int] = set()

    def span(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[2])
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
        return " "

    marked = re.sub(r"<(\d)-(\d)>", span, marked)
    marked = re.sub(r"<(\d)>\s*-\s*<(\d)>", span, marked)
    days.update(map(int, re.findall(r"<(\d)>", marked)))
    return days, re.sub(r"<\d>", " ", marked).strip(" ,:&")


def _ranges(rest: str) -> Day:
    if _ALL_DAY.fullmatch(rest):
        return (TimeRange(open=time(0), close=time(23, 59)),)
    found = []
    for half, first, last in _RANGE.findall(rest):
        half = half if half in ("chieu", "toi") else ""
        opens, closes = clock(first, half), clock(last, half)
        if closes <= opens:
            raise _backwards(opens, closes)
        found.append(TimeRange(open=opens, close=closes))
    left = _RANGE.sub(" ", rest).replace(" va ", " ")
    if not found or left.strip(" ,&/.+"):
        raise _unreadable(rest)
    return tuple(found)


def _backwards(opens: time, closes: time) -> Fault:
    later = closes.replace(hour=closes.hour + 12) if closes.hour < 12 else closes
    fixes = [f"{closes:%H:%M}-{opens:%H:%M}"] if closes < opens else []
    fixes += [f"{opens:%H:%M}-{later:%H:%M}"] if later > opens else []
    return Fault(
        "closes-before-opens", f"it closes at {closes:%H:%M}, not after it opens at {opens:%H:%M}", " or ".join(fixes)
    )


def _unreadable(part: str) -> Fault:
    message = f"{part.strip()!r} is not understood as opening hours"
    return Fault("hours-unreadable", message, "write it like T2-T6 8h30-17h; T7 9h-12h")
