"""Opening times in words, for guests and operators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tourplanner.almanac.hours import decide
from tourplanner.almanac.lunar import LunarDate
from tourplanner.model import LunarDay, Opening, OpeningException, Season, Text, TimeRange
from tourplanner.speech import Speaker, message, speaker

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
CLOSED, IN_SEASON = message("closed {when}"), message("in season {when}")


def describe(opening: Opening, language: str) -> str:
    """
    Opening times in one line, e.g. "T2–T6 08:00–17:30; T7–CN 08:00–18:00" or "08:00–17:00 daily".

    Every rule of the opening is named. The text is plain: whoever puts it into HTML escapes it.

    Parameters
    ----------
    opening
        The rules to describe.
    language
        One of ``speech.LANGUAGES``, else an ``UnknownIdError``.
    """
    voice = speaker(language)
    parts = [
        _weekly(opening, voice),
        _lunar_days(opening.lunar_days, voice),
        *(_period(season, voice, IN_SEASON) for season in opening.seasons),
        _starts(opening, voice),
        *(_period(closure, voice, CLOSED) for closure in opening.closures),
        *(_exception(exception, voice) for exception in opening.exceptions),
        voice.say("by appointment") if opening.by_appointment else "",
    ]
    return "; ".join(part for part in parts if part)


def closed_reason(opening: Opening, on: date) -> Text | None:
    """Why a place is closed on a day, in both languages; None exactly if ``windows`` has any for that day."""
    cause = decide(opening, on)[1]
    if cause is None:
        return None
    voices = speaker("vi"), speaker("en")
    if isinstance(cause, OpeningException):
        vi, en = (_exception(cause, voice) for voice in voices)
        return Text(vi=vi, en=en)
    if isinstance(cause, Season):
        vi, en = (_period(cause, voice, CLOSED) for voice in voices)
        return Text(vi=vi, en=en)
    if cause == "season":
        vi, en = (", ".join(_dates(season, voice) for season in opening.seasons) for voice in voices)
        return Text(vi=f"ngoài mùa, chỉ mở {vi}", en=f"out of season, open {en} only")
    if cause == "lunar day":
        today = LunarDate.of(on)
        vi, en = (_lunar_days(opening.lunar_days, voice) for voice in voices)
        return Text(vi=f"{vi}; hôm đó là {today.vi()}", en=f"{en}; that day is {today.en()}")
    if not any(opening.weekly):
        vi, en = (_weekly(opening, voice) for voice in voices)
        return Text(vi=vi or "chỉ theo hẹn", en=en or "by appointment only")
    return Text(vi=f"không mở cửa {LONG_DAYS[on.weekday()].vi}", en=f"closed on {LONG_DAYS[on.weekday()].en}")


def _weekly(opening: Opening, voice: Speaker) -> str:
    if not any(opening.weekly):
        return "" if opening.by_appointment else voice.say("no regular hours")
    groups: dict[tuple[TimeRange, ...], list[int]] = {}
    for day, ranges in enumerate(opening.weekly):
        groups.setdefault(ranges, []).append(day)
    if len(groups) == 1:
        hours = _ranges(opening.weekly[0])
        return hours if opening.lunar_days else voice.say("{hours} daily", hours=hours)
    open_first = sorted(groups.items(), key=lambda group: not group[0])
    return "; ".join(f"{_days(days, voice)} {_ranges(ranges) or voice.say('closed')}" for ranges, days in open_first)


def _days(days: Sequence[int], voice: Speaker) -> str:
    """Runs of weekdays: [0, 1, 2, 5] is "T2–T4, T7"."""
    firsts = [day for day in days if day - 1 not in days]
    lasts = [day for day in days if day + 1 not in days]
    names = voice.weekdays()
    return ", ".join(
        names[first] if first == last else f"{names[first]}–{names[last]}"
        for first, last in zip(firsts, lasts, strict=True)
    )


def _ranges(ranges: Sequence[TimeRange]) -> str:
    return ", ".join(str(each) for each in sorted(ranges, key=lambda each: each.open))


def _lunar_days(days: Sequence[LunarDay], voice: Speaker) -> str:
    if not days:
        return ""
    listed = ", ".join(str(day) for day in sorted(days, key=lambda day: (day.month or 0, day.day)))
    if any(day.month for day in days):
        return voice.say("only on lunar days {days} (day/month)", days=listed)
    return voice.say("only on lunar days {days}", days=listed)


def _dates(season: Season, voice: Speaker) -> str:
    (first_month, first_day), (last_month, last_day) = season.first, season.last
    if season.calendar == "lunar":
        days = f"{first_day}/{first_month}–{last_day}/{last_month}"
        return voice.say("lunar {days} (day/month)", days=days)
    return f"{voice.day_of_year(*season.first)}–{voice.day_of_year(*season.last)}"


def _period(season: Season, voice: Speaker, what: str) -> str:
    return voice.say(what, when=_dates(season, voice)) + _because(season.reason, voice)


def _starts(opening: Opening, voice: Speaker) -> str:
    if not opening.starts:
        return ""
    return voice.say("starts at {times}", times=", ".join(f"{start:%H:%M}" for start in sorted(set(opening.starts))))


def _exception(exception: OpeningException, voice: Speaker) -> str:
    first, last = _date(exception.first, voice), _date(exception.last, voice)
    days = first if first == last else f"{first}–{last}"
    hours = _ranges(exception.ranges)
    told = f"{days} {hours}" if hours else voice.say(CLOSED, when=days)
    return told + _because(exception.reason, voice)


def _date(on: date, voice: Speaker) -> str:
    """Vietnamese dates keep their zeros: they stand in lists."""
    return f"{on:%d/%m/%Y}" if voice.language == "vi" else voice.short_day(on)


def _because(reason: Text | None, voice: Speaker) -> str:
    return f" ({voice.content(reason).marked})" if reason else ""
