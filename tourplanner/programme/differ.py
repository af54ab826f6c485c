"""How a repaired programme differs from the one before, stop by stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tourplanner.catalogue import Catalogue
from tourplanner.model import Party
from tourplanner.programme.choices import Choice, StopChoices
from tourplanner.programme.show import line_name, place_name
from tourplanner.programme.value import Line

Kind = Literal[
    "kept", "moved", "shortened", "grouped", "swapped", "reordered", "dropped", "added", "vehicle", "left out"
]
COUNTED = frozenset(("shortened", "grouped", "swapped", "reordered", "dropped", "added", "vehicle"))


@dataclass(frozen=True, slots=True)
class Change:
    """
    What became of one line.

    ``before`` and ``after`` are the lines, None where there is none. ``minutes`` is by how much the begin moved,
    earlier if negative; ``vnd`` what the party pays more or less for entries and meals, None where a price is unknown.
    """

    kind: Kind
    day: int
    before: Line | None
    after: Line | None
    minutes: int = 0
    vnd: int | None = 0
    what: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is one of the changes that are counted: a moved begin is not."""
        return self.kind in COUNTED

    def data(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "change": self.kind, "day": self.day, "what": self.what, "minutes": self.minutes, "vnd": self.vnd,
            "before": self.before.model_dump(mode="json") if self.before else None,
            "after": self.after.model_dump(mode="json") if self.after else None,
        }  # fmt: skip


def changes_of(
    number: int, stops: Sequence[StopChoices], out_of_order: frozenset[int],
    taken: Sequence[tuple[int, Choice, int]], lines: Sequence[Line], party: Party, catalogue: Catalogue,
) -> Iterator[Change]:  # fmt: skip
    """
    What became of a day's visits, in the order they were planned.

    ``taken`` numbers the stops as ``stops`` does; ``lines`` are those of the repaired day, with the same ids.
    """
    after = {line.id: line for line in lines}
    chosen = {stop: choice for stop, choice, _ in taken if stop >= 0}
    for at, stop in enumerate(stops):
        before = stop.line
        name = _named(catalogue, before)
        if at not in chosen:
            yield Change("dropped", number, before, None, 0, _less(_price(catalogue, before, party)), name)
            continue
        line = after[before.id]
        moved = line.minute - before.minute
        same = before.experience is None or before.experience == line.experience
        more = 0 if same else _difference(_price(catalogue, line, party), _price(catalogue, before, party))
        plain: Kind = "moved" if moved else "kept"
        what = name if same else f"{name} → {_named(catalogue, line)}"
        yield Change(chosen[at].change or plain, number, before, line, moved, more, what)  # type: ignore[arg-type]
        if at in out_of_order:
            yield Change("reordered", number, before, line, 0, 0, name)


def lunch_change(
    number: int, before: Line | None, choice: Choice | None, served: str, lines: Sequence[Line], party: Party,
    catalogue: Catalogue,
) -> Iterator[Change]:  # fmt: skip
    """What became of the day's lunch; ``served`` names the visit whose price includes it, if that is the lunch."""
    if choice is None:
        if before is not None and served:
            yield Change("left out", number, before, None, 0, 0, f"{before.text or 'lunch'}: part of {served}")
        elif before is not None:
            price = _less(_price(catalogue, before, party))
            yield Change("dropped", number, before, None, 0, price, _named(catalogue, before))
        return
    line = next(each for each in lines if each.id == choice.line.id)
    if before is None:
        yield Change("added", number, None, line, 0, _price(catalogue, line, party), _named(catalogue, line))
        return
    moved = line.minute - before.minute
    plain: Kind = "moved" if moved else "kept"
    more = _difference(_price(catalogue, line, party), _price(catalogue, before, party)) if before.experience else 0
    yield Change(choice.change or plain, number, before, line, moved, more, _named(catalogue, line))  # type: ignore[arg-type]


def ends_change(number: int, before: Line | None, after: Line) -> Iterator[Change]:
    """Whether a pick-up or drop-off moved."""
    if before is not None:
        moved = after.minute - before.minute
        yield Change("moved" if moved else "kept", number, before, after, moved, 0, before.kind)


def _named(catalogue: Catalogue, line: Line) -> str:
    place = place_name(catalogue, line.place)
    name = line_name(catalogue, line)
    return f"{name} ({place})" if line.experience and place else place or line.text or name


def _price(catalogue: Catalogue, line: Line, party: Party) -> int | None:
    if line.experience is None:
        return 0 if line.kind in ("meal", "free") else None
    total = catalogue.experience(line.experience).price.total(party)
    return None if total is None or total.currency != "VND" else total.amount


def _difference(after: int | None, before: int | None) -> int | None:
    return None if after is None or before is None else after - before


def _less(price: int | None) -> int | None:
    return None if price is None else -price
