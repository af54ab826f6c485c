"""What stands beside and on the web map in words: timetable, popups, legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tourplanner.model import Day, Experience, Itinerary, Stop, Text
from tourplanner.publish.files.lines import is_straight
from tourplanner.publish.markup import Markup, el, join
from tourplanner.publish.pins import Pin, leg_colour
from tourplanner.publish.words import (
    DATA_WARNING,
    ROLE_NAMES,
    STRAIGHT_LINE,
    clock,
    commune_of,
    craft_names,
    day_name,
    doubt_of,
    grouped,
    hours_of,
    kilometres,
    leg_length,
    place_names,
    price_of,
)

MEAL_ICON = el(
    "svg",
    el("path", d="M4 2v5a2 2 0 0 0 1.2 1.8V14h1.6V8.8A2 2 0 0 0 8 7V2H7v4H6.4V2h-.8v4H5V2z"),
    el("path", d="M10 2v6h1v6h1.6V2C11 2 10 3 10 4z"),
    viewBox="0 0 16 16",
    aria_hidden="true",
)
HOME_ICON = el(
    "svg", el("path", d="M8 2 2 7.5h1.6V14h3.2v-4h2.4v4h3.2V7.5H14z"), viewBox="0 0 16 16", aria_hidden="true"
)
FLAG_ICON = el("svg", el("path", d="M4 2h1.4v.8H13l-2 3 2 3H5.4V14H4z"), viewBox="0 0 16 16", aria_hidden="true")


def chip(pin: Pin) -> Markup:
    """The round mark of a pin, the same on map and timetable."""
    face = pin.number if pin.number is not None else {"meal": MEAL_ICON, "end": FLAG_ICON}.get(pin.kind, HOME_ICON)
    return el("span", face, class_=f"tp-chip tp-{pin.kind}", data_order=pin.number)


def pin_title(pin: Pin) -> str:
    """A pin in one line, for screen readers and tooltips."""
    if pin.stop is None:
        return f"{'Đón khách' if pin.kind == 'start' else 'Trả khách'}: {pin.spot}"
    head = f"{pin.number}. " if pin.number else ""
    return f"{head}{pin.stop.experience.name.vi} – {pin.spot}, {clock(pin.stop.begin)}–{clock(pin.stop.end)}"


def popup(itinerary: Itinerary, pin: Pin) -> Markup:
    """What a click on a pin shows."""
    return _stop_popup(itinerary, pin, pin.stop) if pin.stop else _point_popup(itinerary, pin)


def _stop_popup(itinerary: Itinerary, pin: Pin, stop: Stop) -> Markup:
    experience, village = stop.experience, stop.village
    english = experience.name.get("en")
    wait = "" if stop.begin == stop.arrive else f", bắt đầu {clock(stop.begin)}"
    rows = (
        ("Giờ", f"đến {clock(stop.arrive)}{wait}, xong {clock(stop.end)}", None),
        ("Làng", ", ".join(filter(None, (village.name.vi, commune_of(village, pin.day.date)))), None),
        ("Village", village.name.get("en") if village.name.get("en") != village.name.vi else "", None),
        ("Nghề", craft_names(itinerary, stop), None),
        ("Vai trò", ROLE_NAMES[experience.role] if experience.role else "bữa ăn" if stop.is_meal else "", None),
        ("Mở cửa", hours_of(experience), doubt(experience, "opening")),
        ("Giá", f"{price_of(stop)} · {itinerary.goal.party.size} khách", doubt(experience, "price")),
        ("Vị trí", f"± {grouped(stop.place.accuracy_m)} m" if stop.place.accuracy_m else "", None),
    )
    return el(
        "div",
        el("h3", chip(pin), el("span", experience.name.vi)),
        el("p", english, class_="en", lang="en") if english != experience.name.vi else None,
        el("dl", *(join(el("dt", name), el("dd", text, mark)) for name, text, mark in rows if text)),
        class_="tp-card",
    )


def _point_popup(itinerary: Itinerary, pin: Pin) -> Markup:
    times = [f"đón khách {clock(day.depart)}" for day in itinerary.days if day.start == pin.point]
    times += [f"trả khách {clock(day.back)}" for day in itinerary.days if day.end == pin.point]
    return el("div", el("h3", chip(pin), el("span", pin.spot)), el("p", ", ".join(times)), class_="tp-card")


def doubt(experience: Experience, name: str) -> Markup | None:
    """A badge for a fact no source backs; None for one that has a source."""
    words = doubt_of(experience, name)
    return el("span", words, class_="tp-doubt") if words else None


def title_block(itinerary: Itinerary, region_name: Text) -> Markup:
    """Names, date, guests and length of a tour."""
    days = itinerary.days
    count = f"{len(days)} ngày" if len(days) > 1 else "1 ngày"
    metres = sum(day.metres for day in days)
    hours = f"{clock(days[0].depart)}–{clock(days[-1].back)}"
    english = itinerary.name.get("en")
    return el(
        "header",
        el("p", f"{region_name.vi} · Tuyến làng nghề · {count}", class_="tp-eyebrow"),
        el("h1", itinerary.name.vi),
        el("p", english, class_="en", lang="en") if english != itinerary.name.vi else None,
        el("p", dated(days[0]), class_="tp-date"),
        el("p", f"{itinerary.goal.party.size} khách · {kilometres(metres)} · {hours}", class_="tp-facts"),
    )


def dated(day: Day) -> Markup:
    """A date with its lunar one."""
    from tourplanner.almanac import LunarDate

    return join(day_name(day.date), el("span", f" · {LunarDate.of(day.date).vi()}", class_="tp-lunar"))


def timetable(itinerary: Itinerary, marks: Sequence[Pin]) -> Markup:
    """The tour hour by hour; a click on a row shows its stop on the map."""
    stops = iter([pin for pin in marks if pin.stop])
    parts: list[Markup] = []
    for number, day in enumerate(itinerary.days, 1):
        if len(itinerary.days) > 1:
            parts.append(el("h2", f"Ngày {number}: ", dated(day)))
        parts.append(el("ol", *_day_rows(itinerary, number, day, stops), class_="tp-timetable"))
    return join(*parts)


def _day_rows(itinerary: Itinerary, number: int, day: Day, stops: Iterator[Pin]) -> Iterator[Markup]:
    yield _end_row(clock(day.depart), HOME_ICON, day.start.name.vi, "đón khách")
    for index, leg in enumerate(day.legs):
        yield el(
            "li",
            el("span", class_="tp-stripe", style=f"background:{leg_colour(index)}"),
            el("span", leg_length(leg), class_="tp-leg"),
            class_="tp-move",
            data_leg=f"{number}-{index + 1}",
        )
        if index < len(day.stops):
            yield _stop_row(itinerary, next(stops))
    yield _end_row(clock(day.back), FLAG_ICON, day.end.name.vi, "trả khách")


def _end_row(time: str, icon: Markup, name: str, what: str) -> Markup:
    return el(
        "li",
        el("time", time),
        el("span", icon, class_="tp-chip tp-start"),
        el("span", el("b", name), el("small", what)),
        class_="tp-row",
    )


def _stop_row(itinerary: Itinerary, pin: Pin) -> Markup:
    stop = pin.stop
    assert stop is not None
    crafts = craft_names(itinerary, stop)
    about = " · ".join(filter(None, (stop.village.name.vi, "" if stop.is_meal else crafts)))
    return el(
        "li",
        el("time", clock(stop.begin), el("small", clock(stop.end))),
        chip(pin),
        el(
            "span",
            el("b", stop.experience.name.vi),
            el("small", about),
            el("small", price_of(stop), doubt(stop.experience, "price")),
            el("small", "mở cửa ", hours_of(stop.experience), doubt(stop.experience, "opening")),
        ),
        class_="tp-row tp-clickable",
        data_stop=stop.experience.id,
        tabindex="0",
        role="button",
    )


def legend(itinerary: Itinerary) -> Markup:
    """Every leg's colour with its ends, and what the other marks mean."""
    rows = []
    for number, day in enumerate(itinerary.days, 1):
        names = place_names(day)
        for index, leg in enumerate(day.legs):
            head = f"Ngày {number}, chặng {index + 1}" if len(itinerary.days) > 1 else f"Chặng {index + 1}"
            line = el("i", class_="tp-line" + (" dashed" if is_straight(leg) else ""), style=f"--c:{leg_colour(index)}")
            rows.append(el("li", line, el("span", f"{head}: {names[leg.origin]} → {names[leg.destination]}")))
    marks = (
        ("visit", Markup("1"), "điểm tham quan theo thứ tự"),
        ("meal", MEAL_ICON, "bữa ăn"),
        ("start", HOME_ICON, "đón và trả khách"),
    )
    rows += [el("li", el("span", face, class_=f"tp-chip tp-{kind}"), el("span", name)) for kind, face, name in marks]
    return el("section", el("h2", "Chú giải"), el("ul", *rows), class_="tp-legend")


def notes(itinerary: Itinerary, attributions: Sequence[str]) -> Markup:
    """What to know before selling, then whose data this is."""
    straight = any(is_straight(leg) and leg.metres for leg in itinerary.legs)
    return el(
        "footer",
        el("ul", *(el("li", notice.text.vi) for notice in itinerary.notices)) if itinerary.notices else None,
        el("p", DATA_WARNING),
        el("p", STRAIGHT_LINE) if straight else None,
        *(el("p", line, class_="tp-credit") for line in attributions),
    )
