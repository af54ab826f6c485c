"""The chance of being on time at a glance, in a terminal and in a notebook, in both languages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tourplanner.model.show import clock, weekday
from tourplanner.model.tables import html_table, safe, text_table

if TYPE_CHECKING:
    from tourplanner.model.punctuality import Chance, DayChance, Punctuality

HEAD = (
    "giờ / time",
    "điểm dừng / stop",
    "đúng giờ / on time",
    "kịp giờ mở cửa / admitted",
    "trễ (trung vị) / late, median",
    "trễ (90 %) / late, 90 %",
)
RIGHT = (2, 3, 4, 5)
Row = tuple[str, str, str, str, str, str]


def punctuality_text(chances: Punctuality) -> str:
    """A table per day, what the whole tour promises, and what it rests on."""
    days = [f"{weekday(day.date)}\n{text_table(HEAD, _rows(day), right=RIGHT)}" for day in chances.days]
    return "\n\n".join([safe(chances.name), *days, "\n".join(_foot(chances))])


def punctuality_html(chances: Punctuality) -> str:
    """The same for a notebook, every text escaped."""
    days = [html_table(HEAD, _rows(day), caption=weekday(day.date), right=RIGHT) for day in chances.days]
    foot = "<br>".join(escape(line) for line in _foot(chances))
    return f"<div><p><b>{escape(safe(chances.name))}</b></p>{''.join(days)}<p>{foot}</p></div>"


def percent(chance: Chance) -> str:
    """ "94 %"; below 100 and above 0 as long as one day of the simulation was otherwise."""
    whole = round(100 * chance.p)
    if 0 < chance.hits < chance.trials:
        whole = min(99, max(1, whole))
    return f"{whole} %"


def _rows(day: DayChance) -> list[Row]:
    rows = [
        (
            clock(stop.begin), str(stop.name), percent(stop.on_time), percent(stop.admitted),
            _minutes(stop.late_s), _minutes(stop.late_90_s),
        )
        for stop in day.stops
    ]  # fmt: skip
    if day.lunch:
        rows.append(("", "ăn trưa đúng khung giờ / lunch in its window", percent(day.lunch), "", "", ""))
    back = "về theo giờ in / back as printed"
    rows.append((clock(day.back), back, percent(day.printed), "", _minutes(day.late_s), _minutes(day.late_90_s)))
    rows.append((clock(day.limit), "về trước giờ hẹn / back by the latest", percent(day.end), "", "", ""))
    return rows


def _minutes(seconds: int) -> str:
    return f"{-(-seconds // 60)} min"


def _foot(chances: Punctuality) -> list[str]:
    kept, tolerance = chances.kept, chances.tolerance_min
    return [
        f"giữ trọn lời hứa / all of it kept: {kept}",
        f"đúng giờ: trễ không quá {tolerance} phút / on time: no more than {tolerance} minutes late",
        f"{chances.trials} ngày mô phỏng, hạt giống {chances.seed} / {chances.trials} simulated days, "
        f"seed {chances.seed}; khoảng tin cậy 95 % / 95 % confidence interval",
    ]
