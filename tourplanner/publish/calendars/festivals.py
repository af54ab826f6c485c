"""Village festivals by the lunar calendar, as a feed of whole days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tourplanner.almanac import LunarDate, festival_days
from tourplanner.almanac.lunar import FIRST_SOLAR, LAST_SOLAR
from tourplanner.model import Festival, Text, Village
from tourplanner.publish.calendars import strings
from tourplanner.publish.calendars.event import Style
from tourplanner.publish.calendars.frame import add_name, add_refresh, head, written
from tourplanner.publish.words import clean

if TYPE_CHECKING:
    from icalendar import Event

A_MONTH = timedelta(days=30)


def festivals_ics(
    festivals: Iterable[Festival],
    villages: Iterable[Village],
    *,
    first_year: int,
    last_year: int,
    stamp: datetime,
    languages: tuple[str, ...] = ("vi",),
    domain: str = "tourplanner",
) -> bytes:
    """
    Festivals from solar year ``first_year`` to ``last_year``, both included, each as whole days, by date.

    A festival's UID derives from its id and lunar year. How sure its days are is said in each entry.

    Parameters
    ----------
    villages
        Where they are held; a festival of a village that is not among them has no place.
    stamp
        When this was made, aware.

    Raises
    ------
    ValueError
        If a year is outside 1900 to 2199.
    GoalError
        If the stamp has no time zone.
    """
    for year in (first_year, last_year):
        if not FIRST_SOLAR.year <= year <= LAST_SOLAR.year:
            raise ValueError(f"the lunar calendar covers the years 1900 to 2199, not {year}")
    style, known = Style(stamp, languages, domain=domain), {village.id: village for village in villages}
    calendar = head("PUBLISH")
    add_name(calendar, style.text(strings.filled(strings.FESTIVALS)))
    add_refresh(calendar, A_MONTH)
    held = [
        (days[0], festival.id, festival, days)
        for festival in festivals
        for days in held_days(festival, first_year, last_year)
    ]
    events = (_event(festival, days, known, style) for _, _, festival, days in sorted(held, key=lambda each: each[:2]))
    return written(calendar, events, ())


def held_days(festival: Festival, first_year: int, last_year: int) -> Iterator[list[date]]:
    """The days of each time a festival is held in these solar years; one that runs over New Year is whole."""
    by_year: dict[int, list[date]] = {}
    for year in range(max(first_year - 1, FIRST_SOLAR.year), min(last_year + 1, LAST_SOLAR.year) + 1):
        for day in festival_days(festival, year):
            by_year.setdefault(LunarDate.of(day).year, []).append(day)
    yield from (days for days in by_year.values() if days[-1].year >= first_year and days[0].year <= last_year)


def _event(festival: Festival, days: list[date], villages: Mapping[str, Village], style: Style) -> Event:
    from icalendar import Event

    village, lunar = villages.get(festival.village), LunarDate.of(days[0])
    event = Event()
    event.add("uid", style.uid(f"festival/{festival.id}/{lunar.year}"))
    event.add("dtstamp", style.stamp.astimezone(UTC))
    event.add("dtstart", days[0])
    event.add("dtend", days[-1] + timedelta(days=1))
    event.add("summary", style.text(festival.name))
    event.add("description", style.lines(list(_notes(festival))))
    if village:
        event.add("location", clean(village.name.vi))
        event.add("geo", (village.place.lat, village.place.lon))
    event.add("categories", [style.text(strings.filled(strings.FESTIVAL))])
    event.add("transp", "TRANSPARENT")
    return event


def _notes(festival: Festival) -> Iterator[Text]:
    first, last = festival.first_day, festival.last_day
    span = str(first) if first == last else f"{first}–{last}"
    yield strings.filled(strings.LUNAR, day=span, month=festival.lunar_month)
    if last > first:
        yield strings.filled(strings.MAIN_DAY, day=f"{festival.main_day}/{festival.lunar_month}")
    yield strings.filled(strings.DOUBT, doubt=strings.confidence(festival.confidence))
