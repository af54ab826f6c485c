"""Calendar programs that are not ours, each telling what it sees in a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import ics
import recurring_ical_events
import vobject
from browser import Browser
from icalendar import Calendar

ICAL_JS = Path(__file__).parents[1] / "data" / "icaljs" / "ical.es5.min.cjs"


class Seen(NamedTuple):
    """An event as a program sees it, in UTC."""

    begin: datetime
    end: datetime
    title: str
    status: str


def by_ics(data: bytes) -> dict[str, Seen]:
    return {
        e.uid: Seen(e.begin.datetime.astimezone(UTC), e.end.datetime.astimezone(UTC), e.name, e.status)
        for e in ics.Calendar(data.decode()).events
    }


def by_vobject(data: bytes) -> dict[str, Seen]:
    return {
        e.uid.value: Seen(
            e.dtstart.value.astimezone(UTC), e.dtend.value.astimezone(UTC), e.summary.value, e.status.value
        )
        for e in vobject.readOne(data.decode()).vevent_list
    }


def by_recurring_ical_events(data: bytes) -> dict[str, Seen]:
    found = recurring_ical_events.of(Calendar.from_ical(data)).between((2026, 1, 1), (2029, 1, 1))
    return {str(e["UID"]): Seen(*(e[k].dt.astimezone(UTC) for k in ("DTSTART", "DTEND")), str(e["SUMMARY"]),
                                str(e["STATUS"])) for e in found}  # fmt: skip


def khal(home: Path, *words: str, zone: str = "Europe/Paris") -> str:
    """What khal prints, on a computer that is set to this zone."""
    config = home / "khal.conf"
    (home / "tours").mkdir(parents=True, exist_ok=True)
    formats = "\n".join(
        f"{name} = {form}"
        for name, form in {
            "timeformat": "%H:%M", "dateformat": "%Y-%m-%d", "longdateformat": "%Y-%m-%d",
            "datetimeformat": "%Y-%m-%d %H:%M", "longdatetimeformat": "%Y-%m-%d %H:%M",
        }.items()
    )  # fmt: skip
    config.write_text(
        f"[calendars]\n[[tours]]\npath = {home / 'tours'}\n[sqlite]\npath = {home / 'khal.db'}\n"
        f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\n{formats}\n",
        encoding="utf-8",
    )
    env = {**os.environ, "HOME": str(home), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "khal", "-c", str(config), *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def by_khal(data: bytes, home: Path, zone: str = "America/New_York") -> dict[str, Seen]:
    file = home / "file.ics"
    home.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    form = "{uid}\t{start-long-full}\t{end-long-full}\t{title}\t{status}"
    lines = [line.split("\t") for line in khal(home, "printics", "-f", form, str(file), zone=zone).splitlines()[1:]]
    return {
        uid: Seen(_utc(begin, zone), _utc(end, zone), title, status.strip())
        for uid, begin, end, title, status in lines
    }


def _utc(clock: str, zone: str) -> datetime:
    return datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


class IcalJs:
    """ical.js in a browser, which has time zones of its own."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        browser.run(ICAL_JS.read_text(encoding="utf-8"))

    def calendar(self, data: bytes) -> list[object]:
        """The file as jCal."""
        answer: list[object] = self.browser.run(f"ICAL.parse({json.dumps(data.decode())})")
        return answer

    def events(self, data: bytes) -> dict[str, Seen]:
        script = f"""new ICAL.Component(ICAL.parse({json.dumps(data.decode())})).getAllSubcomponents("vevent").map(
            one => {{ const e = new ICAL.Event(one); return [e.uid, e.startDate.toJSDate().toISOString(),
            e.endDate.toJSDate().toISOString(), e.summary, one.getFirstPropertyValue("status")]; }})"""
        found = self.browser.run(script)
        return {
            uid: Seen(datetime.fromisoformat(begin), datetime.fromisoformat(end), title, status)
            for uid, begin, end, title, status in found
        }

    def clocks(self, data: bytes, zone: str) -> list[str]:
        """The begins as a phone in this zone shows them, in order."""
        script = f"""new ICAL.Component(ICAL.parse({json.dumps(data.decode())})).getAllSubcomponents("vevent").map(
            one => new ICAL.Event(one).startDate.toJSDate()
            .toLocaleString("sv-SE", {{timeZone: {json.dumps(zone)}}}))"""
        return [text[:16] for text in self.browser.run(script)]
