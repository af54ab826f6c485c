"""
The judge of the benchmarks: reads the file again, on its own, and recomputes every clock from its coordinates.

Nothing here comes from the readers in ``benchmarks.instances`` or from the arrays a solver got, but the number of
decimals to which distances are truncated; distances are taken by another method than there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from pathlib import Path

Tours = Sequence[tuple[int, Sequence[int]]]
"""The number of a tour, from 1, and the vertices it visits in order, by their numbers in the file, start left out."""

EXACT = Context(prec=80)
"""Square roots of numbers as short as a file's, to 80 digits, truncate to the same decimals as the true ones."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """A line of the file: ``hours`` of tour 1, 2, … in order, repeated."""

    x: Decimal
    y: Decimal
    service: Decimal
    score: Decimal
    hours: tuple[tuple[tuple[Decimal, Decimal], ...], ...]
    uses: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A file's content: its start (and in its hours the time budget), its vertices by number, and its limits."""

    start: Vertex
    vertices: dict[int, Vertex]
    caps: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a solution is worth by the file, and every rule it breaks; it is valid if there are none."""

    score: Decimal
    faults: tuple[str, ...]


def verify(path: Path, kind: str, tours: Tours, *, most: int, decimals: int) -> Verdict:
    """
    Judge a solution of the file at ``path``.

    Parameters
    ----------
    kind
        ``toptw``, ``mctopmtw`` or ``ttdp``.
    most
        How many tours there may be; tours are numbered 1 to ``most``.
    decimals
        To so many decimals distances are truncated.
    """
    book = BOOKS[kind]([line.split() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()])
    made = [book.vertices[number] for _, visits in tours for number in visits if number in book.vertices]
    faults = [*_numbers(book, tours, most), *_limits(book, made)]
    for tour, visits in tours:
        faults += _clock(book, tour, visits, decimals)
    return Verdict(sum((vertex.score for vertex in made), Decimal(0)), tuple(faults))


def _numbers(book: Book, tours: Tours, most: int) -> Iterator[str]:
    used: set[int] = set()
    for tour, _ in tours:
        if not 1 <= tour <= most:
            yield f"tour {tour}: there are only {most}"
        if tour in used:
            yield f"tour {tour}: made more than once"
        used.add(tour)
    seen: set[int] = set()
    for tour, visits in tours:
        for number in visits:
            if number not in book.vertices:
                yield f"tour {tour}: the file has no vertex {number} to visit"
            if number in seen:
                yield f"tour {tour}: vertex {number} is visited twice"
            seen.add(number)


def _limits(book: Book, made: list[Vertex]) -> Iterator[str]:
    for at, cap in enumerate(book.caps):
        if (used := sum(vertex.uses[at] for vertex in made)) > cap:
            yield f"{'budget' if at == 0 else f'type {at}'}: {used} of {cap}"


def _clock(book: Book, tour: int, visits: Sequence[int], decimals: int) -> Iterator[str]:
    ((now, end),) = book.start.hours[0]
    here = book.start
    for number in visits:
        if (vertex := book.vertices.get(number)) is None:
            continue
        arrival = now + here.service + _travel(here, vertex, decimals)
        hours = vertex.hours[(tour - 1) % len(vertex.hours)]
        begins = [max(arrival, first) for first, last in hours if arrival <= last]
        if not begins:
            yield f"tour {tour}: vertex {number} is reached at {arrival}, when no window lets a visit begin any more"
        now, here = min(begins, default=arrival), vertex
    if (back := now + here.service + _travel(here, book.start, decimals)) > end:
        yield f"tour {tour}: is back at {back}, after {end}"


def _travel(here: Vertex, there: Vertex, decimals: int) -> Decimal:
    square = EXACT.add(EXACT.power(here.x - there.x, 2), EXACT.power(here.y - there.y, 2))
    return EXACT.sqrt(square).quantize(Decimal(1).scaleb(-decimals), ROUND_FLOOR, EXACT)


def _toptw(rows: list[list[str]]) -> Book:
    vertices = {}
    for row in rows[1 if len(rows[1]) > 2 else 2 :]:
        x, y, service, score, *_, opens, closes = map(Decimal, row[1:])
        vertices[int(row[0])] = Vertex(x, y, service, score, (((opens, closes),),))
    return Book(vertices.pop(0), vertices)


def _mctopmtw(rows: list[list[str]]) -> Book:
    vertices = {}
    for row in rows[2:]:
        x, y, service, score, one, two, three, four, five, exchanged, *uses = map(Decimal, row[1:])
        odd = ((one, two), (three, four)) if exchanged else ((two, three), (four, five))
        even = ((two, three), (four, five)) if exchanged else ((one, two), (three, four))
        vertices[int(row[0])] = Vertex(x, y, service, score, (odd, even), tuple(uses))
    return Book(_start(rows[1]), vertices, tuple(map(Decimal, rows[0][2:13])))


def _ttdp(rows: list[list[str]]) -> Book:
    today = int(rows[0][2])
    vertices = {}
    for row in rows[2:]:
        x, y, service, score, _, *hours = map(Decimal, row[1:20])
        week = [((hours[2 * day], hours[2 * day + 1]),) if hours[2 * day + 1] else () for day in range(7)]
        in_order = tuple(week[(today + later) % 7] for later in range(7))
        vertices[int(row[0])] = Vertex(x, y, service, score, in_order)
    return Book(_start(rows[1]), vertices)


def _start(row: list[str]) -> Vertex:
    x, y, *_, opens, closes = map(Decimal, row[1:])
    return Vertex(x, y, Decimal(0), Decimal(0), (((opens, closes),),))


BOOKS: dict[str, Callable[[list[list[str]]], Book]] = {"toptw": _toptw, "mctopmtw": _mctopmtw, "ttdp": _ttdp}
