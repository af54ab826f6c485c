"""A programme as operators keep it, read as a whole: a ``Programme``, or every problem at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from pathlib import Path

from tourplanner.catalogue import Catalogue, load
from tourplanner.catalogue.cells import Fault
from tourplanner.catalogue.rows import Log
from tourplanner.errors import Problem, ProgrammeError
from tourplanner.programme.places import Places, Spot
from tourplanner.programme.rows import Written, is_text, read_source
from tourplanner.programme.value import Kind, Line, Programme, clock
from tourplanner.programme.words import HOTEL, kind_of, said

AT_MOST_DAYS = 60


def read_programme(
    source: str | Path, catalogue: Catalogue | None = None, *, start: str = "hoan-kiem-old-quarter"
) -> Programme:
    """
    A programme from a workbook, a table or text.

    Parameters
    ----------
    source
        The path of an ``.xlsx``, ``.csv``, ``.tsv`` or ``.txt`` file, or the text itself, as pasted from a message.
        Tables have columns for time, place, what and minutes in Vietnamese or English, in any order, below any title.
    catalogue
        Where places are looked up, the packaged region "hanoi" by default.
    start
        Start point of a day that names no pick-up of its own.

    Raises
    ------
    ProgrammeError
        A ``DataError`` with every problem by row, and what was understood of the rest. Nothing is guessed: a name with
        a typo comes back with the nearest names.
    """
    region = catalogue or load("hanoi")
    log = Log()
    found = read_source(source, log)
    reader = _Reader(region, log, start if start in {each.id for each in region.starts} else region.starts[0].id)
    for written in found.rows:
        reader.take(written)
    if not reader.lines and not log.problems:
        name = "the text" if is_text(source) else Path(source).name
        fix = "begin each line with a time, like 8h30, or bring columns time, place, what, minutes"
        log.problems.append(Problem(name, None, "", "", "no-rows", "no line with a time was found", fix))
    days = _days(reader.lines)
    programme = Programme(title=found.title[:200], region=region.region, start=reader.start, days=days)
    programme = programme.knowing(catalogue)
    if log.problems:
        understood = str(programme) if programme.lines else ""
        raise ProgrammeError(sorted(log.problems, key=lambda each: each.row or 0), understood)
    return programme


def _days(lines: Sequence[tuple[int, Line]]) -> tuple[tuple[Line, ...], ...]:
    """Lines by day; a day without lines is left out only behind the last."""
    last = min(max((day for day, _ in lines), default=0), AT_MOST_DAYS)
    return tuple(tuple(line for day, line in lines if day == number) for number in range(1, last + 1))


class _Reader:
    """Understands row after row; what a row leaves out continues the one above."""

    def __init__(self, catalogue: Catalogue, log: Log, start: str) -> None:
        self.catalogue, self.log, self.start = catalogue, log, start
        self.places = Places(catalogue)
        self.lines: list[tuple[int, Line]] = []
        self.spot: Spot | None = None

    def take(self, written: Written) -> None:
        text = " – ".join(part for part in (written.place, written.what) if part)
        if written.row.bad & {"time", "line"}:
            return
        if written.begin is None and not self._continues(written, text):
            return
        begin = written.begin or self._after()
        if begin is None or not self._in_order(written, begin):
            return
        kind = kind_of(written.what) or kind_of(written.place) or "visit"
        spot = self._spot(written, kind)
        if spot is None and kind == "visit":
            return
        self._add(written, begin, kind, spot, text)

    def _continues(self, written: Written, text: str) -> bool:
        """Whether a row without a time is a line of its own; if not, it belongs to the line above or is a fault."""
        here = self.lines and self.lines[-1][0] == written.day
        if here and written.minutes is not None and self._after() is not None:
            return True
        if here and (not written.tabled or not self._new_place(written)):
            day, line = self.lines[-1]
            self.lines[-1] = day, line.replace(text=f"{line.text}; {text}"[:1000])
        elif text:
            fault = Fault("time-missing", "this row has no time and does not follow from the row above", "say when")
            written.fault(self.log, "time" if written.tabled else "line", "", fault)
        return False

    def _new_place(self, written: Written) -> bool:
        spot = self.places.cell(written.place) if written.place else None
        return spot is not None and (self.spot is None or spot.place != self.spot.place)

    def _after(self) -> time | None:
        """When the line above ends, if it says so."""
        line = self.lines[-1][1] if self.lines else None
        return None if line is None or line.minutes is None else clock(line.minute + line.minutes)

    def _in_order(self, written: Written, begin: time) -> bool:
        above = self.lines[-1][1].begin if self.lines and self.lines[-1][0] == written.day else time(0)
        if begin >= above:
            return True
        later = begin.hour + 12
        fits = later < 24 and time(later, begin.minute) >= above
        fix = f"{later}:{begin.minute:02}" if fits else "set the rows in order"
        column = "time" if written.tabled else "line"
        value = written.row.cells.get("time", "") or f"{begin:%H:%M}"
        fault = Fault("time-backwards", f"{begin:%H:%M} comes after {above:%H:%M} above", fix)
        written.fault(self.log, column, value, fault)
        return False

    def _spot(self, written: Written, kind: Kind) -> Spot | None:
        """Where the line is; for a visit a place nobody knows is a fault."""
        spot = self.places.cell(written.place) if written.place else None
        inner = self.places.within(written.what)
        if spot is None:
            spot = inner if inner is not None and (not written.place or kind == "visit") else None
        elif inner is not None and inner.place == spot.place and inner.experience:
            spot = inner
        if kind in ("pick-up", "drop-off"):
            return spot or Spot(self._hotel(kind))
        if spot is not None:
            return spot
        unknown = written.place if written.place and not said(written.place, HOTEL) else ""
        unknown = unknown or (self.places.unknown_name(written.what) or "" if not written.place else "")
        if kind != "visit":
            return None
        if not unknown and self.spot is not None:
            return Spot(self.spot.place)
        self._no_place(written, unknown)
        return None

    def _hotel(self, kind: Kind) -> str:
        """Where guests stay if the line does not say: where they were picked up, else where days begin."""
        met = [line.place for _, line in self.lines if line.kind == "pick-up"] if kind == "drop-off" else []
        return (met and met[-1]) or self.start

    def _no_place(self, written: Written, unknown: str) -> None:
        near = self.places.nearest(unknown or written.what)
        fix = " or ".join(near) if near else "name a village of the region"
        message = "there is no such place" if unknown else "this line does not say where"
        column = "place" if written.place else "what" if written.tabled else "line"
        written.fault(self.log, column, unknown or written.what, Fault("place-unknown", message, fix))

    def _add(self, written: Written, begin: time, kind: Kind, spot: Spot | None, text: str) -> None:
        village = spot is not None and any(each.id == spot.place for each in self.catalogue.villages)
        experience = spot.experience if spot else None
        if spot and village and experience is None and kind in ("visit", "meal"):
            experience = self.places.experience(spot.place, text, meal=kind == "meal")
        if experience and (self.catalogue.experience(experience).kind == "meal") != (kind == "meal"):
            experience = None
        if kind == "visit" and spot and not village:
            kind = "free"
        if spot and village:
            self.spot = spot
        minutes = min(written.minutes, 900) if written.minutes is not None else None
        self.lines.append((written.day, Line(
            id=f"r{written.row.number}" if not self._taken(written) else f"r{written.row.number}-{len(self.lines)}",
            begin=begin, minutes=minutes, kind=kind, place=spot.place if spot else None,
            experience=experience if kind in ("visit", "meal") else None, text=text[:1000],
        )))  # fmt: skip

    def _taken(self, written: Written) -> bool:
        return any(line.id == f"r{written.row.number}" for _, line in self.lines)
