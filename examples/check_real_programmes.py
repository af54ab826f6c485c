"""
Routes that are really sold or planned, each drafted as a day and checked: what stands in their way, and what would do.

    python examples/check_real_programmes.py [PAGE]

With a page, the table is put between its marks.
"""

import re
import sys
from datetime import time
from pathlib import Path

import tourplanner as tp

ON = "2027-03-20"
MARKS = "<!-- begin real routes -->", "<!-- end real routes -->"


def begins(when: str) -> time:
    """The hour a route says it starts at, else eight."""
    stated = re.search(r"(\d\d):(\d\d) start", when)
    return time(int(stated[1]), int(stated[2])) if stated else time(8)


def mended(programme: tp.Programme, **guests: object) -> str:
    """How many changes a repair takes."""
    try:
        found = programme.repair(max_changes=9, on=ON, **guests)
    except tp.InfeasibleError:
        return "no valid day"
    kinds = [change.kind for change in found.changes if change.counts]
    return ", ".join(kinds) or f"{found.moved} min moved"


def row(hanoi: tp.Catalogue, number: int) -> str:
    """One route as a line of the table: errors and warnings with 20 guests, and with 38 in a coach of 45 seats."""
    known = hanoi.routes[number]
    draft = tp.Programme.draft(known.villages, hanoi, at=begins(known.duration), title=known.name.vi)
    parties = ({"pax": 20, "vehicle": tp.vehicles.coach29}, {"pax": 38, "vehicle": tp.vehicles.coach45})
    cells = []
    for guests in parties:
        report = draft.check(ON, **guests)
        found = [code + (f" ×{times}" if times > 1 else "") for code, times in report.counts.items() if code[0] != "N"]
        barred = report.errors or "W-BAN" in report.counts
        cells += [", ".join(found) or "–", mended(draft, **guests) if barred else "–"]
    names = " → ".join(hanoi.village(id).name.vi for id in known.villages)
    back = draft.lines[-1].begin
    return f"| {names} | {draft.lines[0].begin:%H:%M}–{back:%H:%M} | " + " | ".join(cells) + " |"


def main() -> None:
    hanoi = tp.load("hanoi")
    head = "| route | day | 20 guests | repaired by | 38 guests, 45 seats | repaired by |"
    table = "\n".join([head, "|" + "---|" * 6, *(row(hanoi, number) for number in range(len(hanoi.routes)))])
    print(table)
    if len(sys.argv) > 1:
        page = Path(sys.argv[1])
        before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        page.write_text(f"{before}{MARKS[0]}\n{table}\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
