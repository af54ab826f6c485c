"""Programmes at a glance: what each line was understood to mean, beside what was written."""

from __future__ import annotations

from collections.abc import Iterable

from tourplanner.catalogue import Catalogue
from tourplanner.model.show import count
from tourplanner.model.tables import html_table, safe, text_table
from tourplanner.programme.value import Line, Programme, clock

HEAD = ("time", "min", "what", "where", "as written")
RIGHT = (1,)
WRITTEN = 60


def programme_line(programme: Programme) -> str:
    """One line: title, days and lines."""
    title = safe(programme.title) or "programme"
    return f"{title}: {count(len(programme.days), 'day')}, {count(len(programme.lines), 'line')}"


def programme_text(programme: Programme) -> str:
    """The lines day by day."""
    days = [text_table(HEAD, list(_rows(programme, day)), right=RIGHT) for day in programme.days]
    if len(days) > 1:
        days = [f"day {number}\n{day}" for number, day in enumerate(days, 1)]
    return "\n\n".join([programme_line(programme), *days])


def programme_html(programme: Programme) -> str:
    """The same for a notebook, every text escaped."""
    many = len(programme.days) > 1
    captions = [f"day {number}" if many else programme_line(programme) for number in range(1, len(programme.days) + 1)]
    tables = (
        html_table(HEAD, list(_rows(programme, day)), caption=caption, right=RIGHT)
        for caption, day in zip(captions, programme.days, strict=True)
    )
    return f"<div>{''.join(tables)}</div>"


def _rows(programme: Programme, day: tuple[Line, ...]) -> Iterable[tuple[str, ...]]:
    catalogue = programme.catalogue
    for line in day:
        end = f"–{clock(line.minute + line.whole):%H:%M}" if line.whole else ""
        groups = f" in {line.groups} groups" if line.groups > 1 else ""
        text = safe(line.text)
        yield (
            f"{line.begin:%H:%M}{end}",
            "" if line.minutes is None else str(line.minutes),
            line_name(catalogue, line) + groups,
            place_name(catalogue, line.place),
            text if len(text) <= WRITTEN else f"{text[: WRITTEN - 1]}…",
        )


def line_name(catalogue: Catalogue, line: Line, language: str = "vi") -> str:
    """What a line is: its experiences by name, else its kind."""
    names = [catalogue.experience(id).name.get(language) for id in (line.experience, *line.beside) if id]
    return " + ".join(names) or line.kind


def place_name(catalogue: Catalogue, id: str | None) -> str:
    """A village's or start point's name; "" for none."""
    names = {each.id: each.name.vi for each in catalogue.starts} | {
        each.id: each.name.vi for each in catalogue.villages
    }
    return names.get(id, id) if id else ""
