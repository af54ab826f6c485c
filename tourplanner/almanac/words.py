"""Opening times in words, Vietnamese and English, for guests and operators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tourplanner.almanac.hours import decide
from tourplanner.almanac.lunar import LunarDate
from tourplanner.model import LunarDay, Opening, OpeningException, Season, Text, TimeRange

DAYS = {"vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
LONG_DAYS = (
    Text(vi="thứ Hai", en="Mondays"),
    Text(vi="thứ Ba", en="Tuesdays"),
    Text(vi="thứ Tư", en="Wednesdays"),
    Text(vi="thứ Năm", en="Thursdays"),
    Text(vi="thứ Sáu", en="Fridays"),
    Text(vi="thứ Bảy", en="Saturdays"),
    Text(vi="Chủ nhật", en="Sundays"),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def describe(opening: Opening, language: str) -> str:
    """
    Opening times in one line, e.g. "T2–T6 08:00–17:30; T7–CN 08:00–18:00" or "08:00–17:00 daily".

    Every rule of the opening is named. The text is plain: whoever puts it into HTML escapes it.

    Parameters
    ----------
    opening
        The rules to describe.
    language
        "en", or anything else for Vietnamese.
    """
    language = "en" if language == "en" else "vi"
    parts = [
        _weekly(opening, language),
        _lunar_days(opening.lunar_days, language),
        *(_period(season, language, Text(vi="mùa", en="in season")) for season in opening.seasons),
        _starts(opening, language),
        *(_period(closure, language, Text(vi="nghỉ", en="closed")) for closure in opening.closures),
        *(_exception(exception, language) for exception in opening.exceptions),
        Text(vi="theo hẹn", en="by appointment").get(language) if opening.by_appointment else "",
    ]
    return "; ".join(part for part in parts if part)


def closed_reason(opening: Opening, on: date) -> Text | None:
    """Why a place is closed on a day, in both languages; None exactly if ``windows`` has any for that day."""
    cause = decide(opening, on)[1]
    if cause is None:
        return None
    if isinstance(cause, OpeningException):
        return Text(vi=_exception(cause, "vi"), en=_exception(cause, "en"))
    if isinstance(cause, Season):
        closed = Text(vi="nghỉ", en="closed")
        return Text(vi=_period(cause, "vi", closed), en=_period(cause, "en", closed))
    if cause == "season":
        vi, en = (", ".join(_dates(season, language) for season in opening.seasons) for language in ("vi", "en"))
        return Text(vi=f"ngoài mùa, chỉ mở {vi}", en=f"out of season, open {en} only")
    if cause == "lunar day":
        today = LunarDate.of(on)
        vi, en = (_lunar_days(opening.lunar_days, language) for language in ("vi", "en"))
        return Text(vi=f"{vi}; hôm đó là {today.vi()}", en=f"{en}; that day is {today.en()}")
    if not any(opening.weekly):
        return Text(vi=_weekly(opening, "vi") or "chỉ theo hẹn", en=_weekly(opening, "en") or "by appointment only")
    return Text(vi=f"không mở cửa {LONG_DAYS[on.weekday()].vi}", en=f"closed on {LONG_DAYS[on.weekday()].en}")


def _weekly(opening: Opening, language: str) -> str:
    if not any(opening.weekly):
        return "" if opening.by_appointment else Text(vi="không có giờ cố định", en="no regular hours").get(language)
    groups: dict[tuple[TimeRange, ...], list[int]] = {}
    for day, ranges in enumerate(opening.weekly):
        groups.setdefault(ranges, []).append(day)
    if len(groups) == 1:
        daily = Text(vi="hằng ngày", en="daily").get(language)
        return _ranges(opening.weekly[0]) + ("" if opening.lunar_days else f" {daily}")
    closed = Text(vi="nghỉ", en="closed").get(language)
    open_first = sorted(groups.items(), key=lambda group: not group[0])
    return "; ".join(f"{_days(days, language)} {_ranges(ranges) or closed}" for ranges, days in open_first)


def _days(days: Sequence[int], language: str) -> str:
    """Runs of weekdays: [0, 1, 2, 5] is "T2–T4, T7"."""
    firsts = [day for day in days if day - 1 not in days]
    lasts = [day for day in days if day + 1 not in days]
    names = DAYS[language]
    return ", ".join(
        names[first] if first == last else f"{names[first]}–{names[last]}"
        for first, last in zip(firsts, lasts, strict=True)
    )


def _ranges(ranges: Sequence[TimeRange]) -> str:
    return ", ".join(str(each) for each in sorted(ranges, key=lambda each: each.open))


def _lunar_days(days: Sequence[LunarDay], language: str) -> str:
    if not days:
        return ""
    listed = ", ".join(str(day) for day in sorted(days, key=lambda day: (day.month or 0, day.day)))
    dated = " (day/month)" if any(day.month for day in days) else ""
    return f"only on lunar days {listed}{dated}" if language == "en" else f"chỉ ngày {listed} âm lịch"


def _dates(season: Season, language: str) -> str:
    (first_month, first_day), (last_month, last_day) = season.first, season.last
    if language == "vi":
        kind = " âm lịch" if season.calendar == "lunar" else ""
        return f"{first_day}/{first_month}–{last_day}/{last_month}{kind}"
    if season.calendar == "lunar":
        return f"lunar {first_day}/{first_month}–{last_day}/{last_month} (day/month)"
    return f"{first_day} {MONTHS[first_month - 1]}–{last_day} {MONTHS[last_month - 1]}"


def _period(season: Season, language: str, what: Text) -> str:
    return f"{what.get(language)} {_dates(season, language)}{_because(season.reason, language)}"


def _starts(opening: Opening, language: str) -> str:
    if not opening.starts:
        return ""
    times = ", ".join(f"{start:%H:%M}" for start in sorted(set(opening.starts)))
    return f"starts at {times}" if language == "en" else f"bắt đầu lúc {times}"


def _exception(exception: OpeningException, language: str) -> str:
    first, last = _date(exception.first, language), _date(exception.last, language)
    days = first if first == last else f"{first}–{last}"
    hours = _ranges(exception.ranges)
    because = _because(exception.reason, language)
    if hours:
        return f"{days} {hours}{because}"
    return f"{Text(vi='nghỉ', en='closed').get(language)} {days}{because}"


def _date(on: date, language: str) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}" if language == "en" else f"{on:%d/%m/%Y}"


def _because(reason: Text | None, language: str) -> str:
    return f" ({reason.get(language)})" if reason else ""
