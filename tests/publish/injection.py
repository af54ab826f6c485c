"""Hostile texts, planted into every field a document shows. Run as a program it checks calendars (also under -O)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from calendar_cases import NAME, OFFICE, STAMP, tour

from tourplanner.model import Festival, Itinerary, Owner, Text
from tourplanner.publish import route_ics
from tourplanner.publish.calendars import feed_ics, feeds, festivals_ics, invitation
from tourplanner.testing.small import small_portfolio

FIELDS = (
    "name.vi",
    "name.en",
    "theme.vi",
    "crafts.name.vi",
    "notices.text.vi",
    "days.start.name.vi",
    "days.end.name.vi",
    "days.stops.experience.name.vi",
    "days.stops.experience.name.en",
    "days.stops.village.name.vi",
    "days.stops.village.name.en",
    "days.stops.village.communes.name",
)
EVIL = "X-EVIL:1"
SEPARATORS = ("\r\n", "\n", "\r", "\0", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\\n", "\\", ";", ",", '"')
ICS_PAYLOADS = tuple(f"Gốm{s}END:VEVENT{s}BEGIN:VEVENT{s}{EVIL}" for s in SEPARATORS)
HTML_PAYLOADS = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"onmouseover="window.pwned=1',
    "'-(window.pwned=1)-'",
    "`+(window.pwned=1)+`",
    "${window.pwned=1}",
    "\\`${window.pwned=1}\\`",
    "{{ 7 * 191 }}{% raw %}{# x #}",
    "{{ cycler.__init__.__globals__ }}",
    "<svg onload=window.pwned=1>",
    "</style><style>*{display:none}",
    "<!--<script>",
    "]]>&lt;",
    "a\u2028window.pwned=1;//\u2029",
    "\u202egnp.exe",
    "javascript:window.pwned=1",
)
LINE = re.compile(r"[A-Z-]+[;:]|\t| ")


def plant(itinerary: Itinerary, field: str, payload: str) -> Itinerary:
    """The itinerary with a text in one field, wherever that field occurs."""

    def walk(value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return {key: walk(item, f"{path}.{key}".lstrip(".")) for key, item in value.items()}
        if isinstance(value, tuple):
            return tuple(walk(item, path) for item in value)
        return payload if path == field else value

    planted = Itinerary.model_validate(walk(itinerary.model_dump(), ""))
    assert planted != itinerary
    return planted


def calendar_faults(data: bytes, events: int) -> Iterator[str]:
    """What a strict and what a careless reader of lines would stumble over."""
    text = data.decode()
    if re.search(r"(?<!\r)\n|\r(?!\n)", text):
        yield "a bare CR or LF"
    for line in text.splitlines():  # Python's: also VT, FF, FS, NEL, U+2028
        if not LINE.match(line):
            yield f"a line that is no property: {line!r}"
        if line.startswith("X-EVIL"):
            yield f"an injected property: {line!r}"
    unfolded = text.replace("\r\n ", "").split("\r\n")
    if unfolded.count("BEGIN:VEVENT") != events or unfolded.count("END:VEVENT") != events:
        yield f"{unfolded.count('BEGIN:VEVENT')} events instead of {events}"
    if any(line.startswith("X-EVIL") for line in unfolded):
        yield "an injected property after unfolding"


def hostile_calendars(payload: str) -> Iterator[tuple[str, bytes, int]]:
    """A text in every place of feeds, invitations and festivals that takes one: where, the file, its events."""
    text, evil = Text(vi=payload), Owner(id="x", name=Text(vi=payload))
    places = {
        "title": text, "address": text, "notes": (text, text), "languages": (payload,), "guides": (evil,),
        "vehicles": (evil,), "village": evil, "id": f"b/{payload}",
    }  # fmt: skip
    for place, value in places.items():
        one = tour(kind="visit", **{place: value})
        yield place, feed_ics([one], name=NAME, stamp=STAMP, remind=timedelta(hours=1)), 1
        yield place, invitation(one, organizer=OFFICE, guests=[OFFICE], stamp=STAMP).data, 1
    yield "name", feed_ics([tour()], name=text, stamp=STAMP), 1
    yield "owner", feeds([tour(village=evil)], stamp=STAMP)["village/x.ics"], 1
    hosts = invitation(tour(), organizer=(payload, OFFICE[1]), guests=[(payload, OFFICE[1])], stamp=STAMP)
    yield "people", hosts.data, 1
    festival = Festival(id="f", village="v", name=text, lunar_month=1, first_day=4, last_day=6, main_day=5)
    yield "festival", festivals_ics([festival], [], first_year=2027, last_year=2028, stamp=STAMP), 2


def main() -> int:
    itinerary = small_portfolio()[0]
    events = len(itinerary.stops) + len(itinerary.legs)
    count = 0
    for payload in ICS_PAYLOADS:
        for place, data, there in hostile_calendars(payload):
            if faults := list(calendar_faults(data, there)):
                print(place, repr(payload), faults[:3])
                return 1
            count += 1
    for field in FIELDS:
        for payload in ICS_PAYLOADS:
            data = route_ics(plant(itinerary, field, payload))
            faults = list(calendar_faults(data, events))
            if faults:
                print(field, repr(payload), faults[:3])
                return 1
            count += 1
    print(count)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
