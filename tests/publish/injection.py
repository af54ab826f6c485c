"""Hostile texts, planted into every field a document shows. Run as a program it checks calendars (also under -O)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tourplanner.model import Itinerary
from tourplanner.publish import route_ics
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


def main() -> int:
    itinerary = small_portfolio()[0]
    events = len(itinerary.stops) + len(itinerary.legs)
    count = 0
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
