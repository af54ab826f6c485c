"""``tourplanner rules``: local law in force on a day, and checking a file of rules of one's own."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tourplanner.cli.asked import law
from tourplanner.errors import TourplannerError
from tourplanner.model import HANOI
from tourplanner.model.show import count
from tourplanner.model.tables import safe
from tourplanner.rules.law import Law, LawOfDay, Rule, failed_cases

DONE, FAULTY = 0, 2


def run(args: Namespace) -> int:
    """List the rules of a day, or check a file; 2 if the file has faults or cases that fail."""
    return checked(args.file) if args.what == "check" else listed(args)


def listed(args: Namespace) -> int:
    """Every rule in force: id, title, document, dates, how sure it is, and what is not known for so late a day."""
    rules = law(args) or Law.installed()
    today = rules.on(args.on or datetime.now(HANOI).date())
    if args.json:
        print(json.dumps(_data(today), ensure_ascii=False, indent=1))
        return DONE
    print(f"{count(len(today.rules), 'rule')} in force on {today.day}\n")
    for rule in today.rules:
        print("\n".join(_lines(rule, args.text)))
    for each in today.unknown:
        print(f"warning: {safe(each.message.get(args.text))}")
    return DONE


def checked(path: Path) -> int:
    """Read a file, run its test cases and look whether what it confirms is there."""
    own = Law.load(path)
    failed = failed_cases(own.rules)
    for each in failed:
        print(safe(each))
    for rule in own.rules:
        if not rule.examples:
            print(f"warning: {rule.id} has no test case")
    try:
        _ = Law.installed() + own
    except TourplannerError as error:
        print(safe(f"confirm: {error}"))
        return FAULTY
    cases = sum(len(rule.examples) for rule in own.rules)
    print(f"{count(len(own.rules), 'rule')}, {count(cases, 'test case')}, {len(failed)} failed")
    return FAULTY if failed else DONE


def _lines(rule: Rule, language: str) -> list[str]:
    later = "" if rule.effect == rule.severity else " (an error once somebody confirms it)"
    lines = [f"{rule.id}  {rule.effect}{later}", f"  {safe(rule.title.get(language))}"]
    lines.append(f"  {safe(rule.source)}; {_dates(rule)}; {safe(rule.standing)}")
    if rule.note:
        lines.append(f"  {safe(rule.note)}")
    return [*lines, ""]


def _dates(rule: Rule) -> str:
    since = f"since {rule.since}" if rule.since else "since an unknown day"
    return since + (f", until {rule.until}" if rule.until else "")


def _data(today: LawOfDay) -> dict[str, Any]:
    def iso(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "on": today.day.isoformat(),
        "rules": [
            {
                "id": rule.id, "kind": rule.kind, "title": {"vi": rule.title.vi, "en": rule.title.get("en")},
                "effect": rule.effect, "source": rule.source, "read_in": list(rule.read_in), "since": iso(rule.since),
                "until": iso(rule.until), "known_until": iso(rule.known_until), "confidence": rule.confidence,
                "confirmed_by": rule.confirmed.by if rule.confirmed else None, "note": rule.note,
            }
            for rule in today.rules
        ],
        "unknown": [each.rule.id for each in today.unknown],
    }  # fmt: skip
