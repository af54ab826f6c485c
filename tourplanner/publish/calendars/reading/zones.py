"""Time zones by the names a file gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from tourplanner.publish.calendars.reading.lines import Block, Line
from tourplanner.publish.calendars.reading.observances import defined_zone
from tourplanner.publish.calendars.reading.rules import Work


class Zones:
    """The zones of one file: known names, else as the file itself defines them, else Windows' names."""

    def __init__(self, defined: Iterable[Block], end: datetime, work: Work) -> None:
        self.faults = work.faults
        self.own: dict[str, tzinfo | None] = {}
        self.found: dict[str, tzinfo | None] = {}
        for block in defined:
            name = next((line.text.partition(":")[2].strip() for line in block.lines if line.name == "TZID"), "")
            self.own[name] = _known(name) or defined_zone(name, block, end, work)

    def zone(self, line: Line, name: str) -> tzinfo | None:
        """The zone a property names; None, noted, if nobody knows it."""
        if name not in self.found:
            self.found[name] = _known(name) or self.own.get(name) or _windows(name)
        zone = self.found[name]
        if zone is None and name not in self.own:
            message = "no time zone has this name, and the file does not define it"
            self.faults.add(line.number, line.name, name, "bad-time-zone", message, "use one such as Asia/Ho_Chi_Minh")
        return zone


def _known(name: str) -> tzinfo | None:
    """By the IANA database; some programs put their own name before it: /mozilla.org/20050126/Asia/Saigon."""
    parts = name.strip("/").split("/")
    for start in range(min(len(parts), 5) if name.startswith("/") else 1):
        guess = "/".join(parts[start:])
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*", guess) or len(guess) > 60:
            continue
        try:
            return ZoneInfo(guess)
        except (ValueError, OSError, KeyError):  # a folder of zones is an OSError, an unknown name a KeyError
            continue
    return None


def _windows(name: str) -> tzinfo | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return _known(WINDOWS_TO_OLSON.get(name, ""))
