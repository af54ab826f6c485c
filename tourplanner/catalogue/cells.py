"""One cell of a table as operators write it: clock times, durations, prices, dates, choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from tourplanner.catalogue.search import fold, nearest
from tourplanner.model import Money

Currency = Literal["VND", "EUR", "USD"]
Choice = TypeVar("Choice")


class Fault(Exception):  # noqa: N818 (a finding that is collected, not an error that ends anything)
    """What is wrong with one cell: a stable code, a sentence, a proposed fix ("" where none is known)."""

    def __init__(self, code: str, message: str, fix: str = "") -> None:
        self.code, self.message, self.fix = code, message, fix
        super().__init__(message)


CLOCK = r"\d{1,2}(?:\s*(?:h|:|\.|gio|g)\s*(?:\d{1,2}(?!\d)|ruoi)?)?(?:\s*(?:am|pm|sang|trua|chieu|toi)\b(?!\s*\d))?"
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*(?P<mark>h|:|\.|gio|g)\s*(?P<minute>\d{1,2}|ruoi)?)?\s*(?:p|phut)?"
    r"\s*(?P<half>am|pm|sang|trua|chieu|toi)?"
)
_UNMARKED = str.maketrans("–—−‒~", "-----")


def bare(text: str) -> str:
    """Lower case without accents, but with the signs that ``fold`` drops; all dashes alike."""
    kept = re.sub(r"[^\W_]+", lambda word: fold(word.group()), text.translate(_UNMARKED))
    return " ".join(kept.replace("₫", "d").split())


def clock(text: str, half: str = "") -> time:
    """
    A time of day: ``8h30``, ``8:30``, ``8.30``, ``08:30 AM``, ``8 giờ rưỡi``, ``5h chiều``; 24:00 is 23:59.

    ``half`` is "chieu" or the like where a word before the range says it.
    """
    match = _CLOCK.fullmatch(bare(text).replace("a.m.", "am").replace("p.m.", "pm"))
    if not match:
        raise Fault("time-unreadable", "this is not a time of day", "write it like 8h30 or 08:30")
    hour, minute = int(match["hour"]), _minute(match)
    half = match["half"] or half
    if half in ("pm", "chieu", "toi") and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if (hour, minute) == (24, 0):
        return time(23, 59)
    if hour > 23 or minute > 59:
        raise Fault("time-unreadable", "a day has 24 hours of 60 minutes", "write it like 8h30 or 08:30")
    return time(hour, minute)


def _minute(match: re.Match[str]) -> int:
    written = match["minute"] or "0"
    if written == "ruoi":
        return 30
    if len(written) == 1 and match["mark"] == "." and written not in "03":
        # A sheet shows 8.50 as 8.5, which may also be half past eight.
        message = f"this may be {match['hour']}h{written}0 or a part of an hour"
        raise Fault("time-ambiguous", message, "write it like 8h30")
    if len(written) == 1 and match["mark"] == ".":
        return int(written) * 10
    if len(written) == 1 and match["mark"] == ":":
        raise Fault("time-unreadable", "the minutes need two figures", f"{match['hour']}:0{written}")
    return int(written)


_DURATION = re.compile(
    r"(?:(?P<hours>\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|gio|g|tieng|hours?|:)\s*)?(?:(?P<half>ruoi)|(?P<minutes>\d{1,4})\s*"
    r"(?:p|ph|phut|'|’|m|mins?|minutes?)?)?"
)


def minutes(text: str) -> int:
    """A duration in minutes: ``30``, ``30p``, ``30 phút``, ``1h30``, ``1,5 giờ``, ``1:30``, ``2 tiếng``."""
    written = bare(text)
    if re.match(r"-\s*\d", written):
        raise Fault("negative", "a duration cannot be negative", written.lstrip("- "))
    match = _DURATION.fullmatch(written)
    if not match or not any(match.groups()):
        raise Fault("duration-unreadable", "this is not a duration", "write minutes, like 90, or 1h30")
    hours = Decimal((match["hours"] or "0").replace(",", "."))
    total = hours * 60 + (30 if match["half"] else int(match["minutes"] or 0))
    if total != int(total) or not 5 <= total <= 600:
        raise Fault("duration-range", "a visit takes 5 to 600 whole minutes", "")
    return int(total)


def steps(text: str) -> tuple[tuple[int, int], ...]:
    """Minutes by group size: ``13: 90; 25: 120`` or ``từ 13 khách: 90 phút`` is 90 minutes from 13 guests on."""
    found = []
    for part in filter(None, re.split(r"\s*[;\n]\s*", text.strip())):
        match = re.fullmatch(r"(?:\D*\s)?(\d{1,5})\s*[^\W\d]*\s*[:=→]\s*(.+)", part)
        if not match:
            raise Fault("steps-unreadable", f"{part!r} does not say from how many guests how long", "write 13: 90")
        found.append((int(match[1]), minutes(match[2])))
    before = (1, 0)
    for step in found:
        if step[0] <= before[0] or step[1] < before[1]:
            raise Fault("steps-order", "guests and minutes must rise", "write 13: 90; 25: 120")
        before = step
    return tuple(found)


def number(text: str) -> Decimal:
    """A number with Vietnamese or English signs: ``1.250.000`` and ``1,250,000`` are grouped, ``1,5`` is 1.5."""
    written = text.replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", written) or re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", written):
        return Decimal(re.sub(r"[.,]", "", written))
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", written):
        return Decimal(written.replace(",", "."))
    raise Fault("number-unreadable", "this is not a number", "write figures only, like 30")


def whole(text: str) -> int:
    """A whole number, 0 or more; words after it (``30 khách``) are let be."""
    value = number(re.sub(r"(?<=\d)\s*[^\W\d_][^\d]*$", "", text))
    if value != int(value):
        raise Fault("number-unreadable", "this must be a whole number", str(int(value)))
    if value < 0:
        raise Fault("negative", "this cannot be negative", str(-int(value)))
    return int(value)


def within(low: int, high: int, code: str, message: str) -> Callable[[str], int]:
    """A parser for whole numbers from ``low`` to ``high``, both inclusive."""

    def parse(text: str) -> int:
        value = whole(text)
        if not low <= value <= high:
            raise Fault(code, message)
        return value

    return parse


class Priced(NamedTuple):
    """A price cell: the money (None: unknown) and whether it says "/người" or "/đoàn"."""

    money: Money | None
    per: Literal["person", "group"] | None


_PER = re.compile(r"(?:/|\bmoi |\bper |\b1 )\s*(nguoi|khach|pax|person|ve|suat|doan|nhom|group|chuyen)\b.*$")
_MONEY = re.compile(
    r"(?P<sign>[$€])?\s*(?P<number>-?\d[\d., ]*?)\s*(?:(?P<times>k|nghin|ngan|ng|trieu|tr|m)\s*(?P<rest>\d)?)?\s*"
    r"(?P<currency>vnd|vn d|dong|d|usd|eur|euro|[$€])?"
)
_TIMES = {"k": 1_000, "nghin": 1_000, "ngan": 1_000, "ng": 1_000, "tr": 1_000_000, "trieu": 1_000_000, "m": 1_000_000}
_CURRENCY: dict[str, Currency] = {"$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR"}
_FREE = ("mien phi", "free", "khong thu phi", "khong mat phi")
_UNKNOWN = ("lien he", "thoa thuan", "chua ro", "chua biet", "?", "-", "unknown", "on request")


def price(text: str) -> Priced:
    """A price: ``70k``, ``70.000đ``, ``70,000 VND``, ``1,2 triệu/đoàn``, ``1tr2``, ``5 USD``, ``miễn phí``."""
    written = bare(text)
    if written in _FREE:
        return Priced(Money(amount=0), None)
    if written in _UNKNOWN:
        return Priced(None, None)
    found = _PER.search(written)
    per: Literal["person", "group"] | None = None
    if found:
        per = "group" if found[1] in ("doan", "nhom", "group", "chuyen") else "person"
        written = written[: found.start()].strip()
    match = _MONEY.fullmatch(written)
    if not match or (match["rest"] and match["times"] not in ("tr", "trieu")):
        raise Fault("price-unreadable", "this is not one price", "write it like 70.000đ or 70k")
    return Priced(_money(match), per)


def _money(match: re.Match[str]) -> Money:
    sign = match["sign"] or match["currency"] or ""
    currency = _CURRENCY.get(sign, "VND")
    value = number(match["number"].strip())
    if match["rest"]:
        value += Decimal(match["rest"]) / 10
    value *= _TIMES.get(match["times"] or "", 1)
    if value < 0:
        raise Fault("negative", "a price cannot be negative", f"{-value}")
    if currency == "VND" and not (sign or match["times"]) and 0 < value < 1000:
        raise Fault("price-ambiguous", f"{value} đồng, or {value} thousand?", f"{value}k")
    amount = value if currency == "VND" else value * 100
    if amount != int(amount):
        raise Fault("price-unreadable", "there is no smaller coin", "write it like 70.000đ or 70k")
    return Money(amount=int(amount), currency=currency)


def day(text: str) -> date:
    """A date: ``2026-11-22``, ``22/11/2026``, ``22.11.2026``; ``11/2026`` and ``2026`` are their first day."""
    written = text.strip().removesuffix(" 00:00:00")
    for pattern in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})",
        r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})",
        r"(?P<y>\d{4})",
    ):
        match = re.fullmatch(pattern, written)
        if match:
            parts = {"m": "1", "d": "1"} | match.groupdict()
            try:
                return date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
            except ValueError:
                raise Fault("date-unreadable", "the calendar has no such day", "write it day/month/year") from None
    raise Fault("date-unreadable", "this is not a date", "write it like 22/11/2026 or 2026-11-22")


def listing(text: str) -> tuple[str, ...]:
    """Several texts in one cell, apart by ``;``, ``,``, ``|`` or a new line; each once, in the order given."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,|\n]", text) if part.strip()))


def yes_no(text: str) -> bool:
    return choice("yes or no", YES_NO)(text)


YES_NO = {True: ("yes", "có", "x", "true", "1", "đúng", "y", "✓"), False: ("no", "không", "false", "0", "sai", "n")}


def choice(what: str, words: Mapping[Choice, tuple[str, ...]]) -> Callable[[str], Choice]:
    """A parser that takes any of the words (case and accents aside) and gives what they stand for."""
    meaning = {fold(word) or word: value for value, alias in words.items() for word in alias}
    code = f"{what.replace(' ', '-')}-unknown"

    def parse(text: str) -> Choice:
        try:
            return meaning[fold(text) or text]
        except KeyError:
            close = nearest(text, (word for alias in words.values() for word in alias), 1)
            known = ", ".join(alias[0] for alias in words.values())
            fix = f"{close[0]}" if close else f"one of: {known}"
            raise Fault(code, f"there is no such {what} (known: {known})", fix) from None

    return parse
