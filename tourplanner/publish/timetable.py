"""What stands around a printed map, as plain data: heading, totals, timetable rows, small print."""

from __future__ import annotations

from typing import Any

import numpy as np

from tourplanner.model import Day, Itinerary, Leg, StartPoint, Stop, Text
from tourplanner.publish.legend import leg_svg
from tourplanner.publish.marks import symbol_svg
from tourplanner.publish.pins import leg_colour
from tourplanner.publish.tracks import Symbol, Track
from tourplanner.publish.words import (
    ROLE_NAMES,
    clean,
    clock,
    commune_of,
    craft_names,
    day_name,
    duration,
    grouped,
    kilometres,
)

Row = dict[str, Any]
NO_PRICE = "chưa rõ giá"


def summary(itinerary: Itinerary, day: Day, region: Text) -> dict[str, Any]:
    """Heading and totals of one day."""
    from tourplanner.almanac import LunarDate

    count = len(itinerary.days)
    which = f"ngày {itinerary.days.index(day) + 1}/{count}" if count > 1 else "1 ngày"
    name, english = clean(itinerary.name.vi), clean(itinerary.name.en)
    return {
        "kicker": f"Tuyến du lịch làng nghề · {clean(region.vi)} · {which}",
        "title": name,
        "subtitle": english if english != name else "",
        "line": f"{day_name(day.date)} · {LunarDate.of(day.date).vi()} · {clean(itinerary.theme.vi)}",
        "facts": [{"label": label, "value": value} for label, value in _facts(itinerary, day)],
    }


def _facts(itinerary: Itinerary, day: Day) -> list[tuple[str, str]]:
    party = itinerary.goal.party
    children = f" ({party.children} trẻ em)" if party.children else ""
    meals = len(day.stops) - len(day.visits)
    stops = f"{len(day.visits)} điểm" + (f", {meals} bữa ăn" if meals else "")
    return [
        ("Khởi hành – về", f"{clock(day.depart)} – {clock(day.back)}"),
        ("Đoàn", f"{party.size} khách{children}"),
        ("Tham quan", stops),
        ("Quãng đường", kilometres(day.metres)),
        ("Đi lại (ước tính)", duration(day.drive_s)),
        ("Giá đã biết, cả đoàn", _total(day)),
    ]


def _total(day: Day) -> str:
    known = [stop.price for stop in day.stops if stop.price is not None]
    unknown = len(day.stops) - len(known)
    sums: dict[str, Any] = {}
    for price in known:
        sums[price.currency] = sums[price.currency] + price if price.currency in sums else price
    total = " + ".join(str(each) for each in sums.values()) or NO_PRICE
    return f"{total} (+{unknown} {NO_PRICE})" if known and unknown else total


def rows(itinerary: Itinerary, day: Day) -> list[Row]:
    """The timetable: departure, every stop with the leg that leads to it, return."""
    number = sum(len(earlier.visits) for earlier in itinerary.days[: itinerary.days.index(day)])
    found = [_end(Symbol("start"), clock(day.depart), day.start, "Đón khách", None)]
    for index, (stop, leg) in enumerate(zip(day.stops, day.legs, strict=False)):
        number += not stop.is_meal
        symbol = Symbol("meal") if stop.is_meal else Symbol("visit", number)
        found.append(_stop(itinerary, day, stop, symbol, _leg(leg, index)))
    last = _leg(day.legs[-1], len(day.legs) - 1)
    symbol = Symbol("start" if day.end.id == day.start.id else "end")
    return [*found, _end(symbol, clock(day.back), day.end, "Trả khách", last)]


def _end(symbol: Symbol, time: str, point: StartPoint, what: str, leg: Row | None) -> Row:
    row = {"symbol": symbol_svg(symbol), "time": time, "hours_doubt": False, "wait": "", "name": clean(point.name.vi)}
    return row | {"place": "", "place_doubt": False, "craft": what, "role": "", "leg": leg, "price": "–"}


def _stop(itinerary: Itinerary, day: Day, stop: Stop, symbol: Symbol, leg: Row) -> Row:
    role = stop.experience.role
    place = " · ".join(part for part in (stop.village.name.vi, commune_of(stop.village, day.date)) if part)
    price = NO_PRICE if stop.price is None else str(stop.price) if stop.price.amount else "miễn phí"
    price = "tự túc" if stop.is_break else price
    return {
        "symbol": symbol_svg(symbol),
        "time": f"{clock(stop.arrive)}–{clock(stop.end)}",
        "hours_doubt": hours_doubtful(stop),
        "wait": f"bắt đầu {clock(stop.begin)}" if stop.begin > stop.arrive else "",
        "name": clean(stop.experience.name.vi),
        "place": clean(place),
        "place_doubt": place_doubtful(stop),
        "craft": "Bữa ăn" if stop.is_meal else _capital(clean(craft_names(itinerary, stop))),
        "role": ROLE_NAMES[role] if role else "",
        "leg": leg,
        "price": price,
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _leg(leg: Leg, index: int) -> Row:
    track = Track(np.zeros((2, 2)), leg_colour(index), len(leg.path) < 2, leg.mode == "walk")
    length = f"{kilometres(leg.metres)} · " if leg.metres else ""
    way = "đi bộ" if leg.mode == "walk" else "đi xe"
    return {"text": length + duration(leg.seconds), "way": way, "line": leg_svg(track)}


def hours_doubtful(stop: Stop) -> bool:
    """True if no source backs the opening hours."""
    return not stop.experience.fact("opening").verified


def place_doubtful(stop: Stop) -> bool:
    """True if no source backs the coordinates the map and the travel times use."""
    owner = stop.experience if stop.experience.place else stop.village
    return not owner.fact("place").verified


def notes(itinerary: Itinerary, day: Day) -> list[dict[str, str]]:
    """Small print: what the mark means, how times were found, how exact places are, the day's notices."""
    found = []
    if any(hours_doubtful(stop) or place_doubtful(stop) for stop in day.stops):
        found.append(("°", "ước tính, chưa xác minh: sau giờ là giờ mở cửa, sau địa danh là vị trí."))
    worst = max((stop.place.accuracy_m for stop in day.stops), default=0)
    accuracy = f"Vị trí điểm dừng sai số tới {grouped(worst)} m. " if worst else ""
    found.append(("Thời gian đi", f"là ước tính, không dùng để dẫn đường. {accuracy}{clean(itinerary.basis)}".strip()))
    notices = " · ".join(_notices(itinerary, day))
    return [{"label": label, "text": text} for label, text in [*found, *([("Lưu ý", notices)] if notices else [])]]


def _notices(itinerary: Itinerary, day: Day) -> list[str]:
    """The notices about anything of this day, or about nothing in particular, with the names they are about."""
    today = _names([day])
    anywhere = _names(itinerary.days)
    found = []
    for notice in itinerary.notices:
        elsewhere = [subject for subject in notice.subjects if subject in anywhere and subject not in today]
        named = list(dict.fromkeys(today[subject] for subject in notice.subjects if subject in today))
        if named or not elsewhere:
            about = f" ({', '.join(named)})" if named else ""
            found.append(clean(notice.text.vi) + about)
    return list(dict.fromkeys(found))


def _names(days: Any) -> dict[str, str]:
    """Names by id of everything the days touch."""
    names: dict[str, str] = {}
    for day in days:
        names |= {point.id: clean(point.name.vi) for point in (day.start, day.end)}
        for stop in day.stops:
            names[stop.village.id] = clean(stop.village.name.vi)
            names[stop.experience.id] = clean(stop.experience.name.vi)
    return names
