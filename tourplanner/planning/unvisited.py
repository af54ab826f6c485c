"""Why something is not visited: refused beforehand, out of reach, or worth less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tourplanner.errors import InfeasibleError
from tourplanner.model import Stop, Text, Unvisited
from tourplanner.planning.compile import Compiled
from tourplanner.planning.rows import INFINITE, Master, Row
from tourplanner.planning.screen import SCREENING, lifted, screened
from tourplanner.planning.search import Effort, fits
from tourplanner.planning.tour_rows import nodes_of

UNKNOWN = Text(vi="làng chưa có điểm trải nghiệm trong dữ liệu", en="no experience there is on record")
OUTSCORED = Text(
    vi="đi được, nhưng khi đó phải bỏ những điểm được nhiều điểm hơn",
    en="it fits, but only in place of stops that are worth more",
)
OUT_OF_REACH = Text(
    vi="không kịp đi, thăm và về cùng các yêu cầu khác của tour",
    en="it cannot be reached, visited and left in time together with the tour's other demands",
)


def possible(numbers: Compiled, master: Master) -> str:
    """
    What must be visited and cannot be, in words; "" if everything can.

    Raises
    ------
    InfeasibleError
        If something cannot be visited whatever else the goal says. The message names all that cannot; each of them
        alone is a conflict, and ``conflict`` is the first one's.
    """
    usable = set(numbers.problem.visits) | set(numbers.problem.villages)
    left_out = {id: _reason(numbers, id, master) for id in numbers.goal.must if id not in usable}
    words = "; ".join(f"{id} ({reason.reason.get('en')})" for id, reason in left_out.items())
    open_on, _ = screened(numbers.catalogue, lifted(numbers.goal, list(SCREENING)), numbers.dates, numbers.law)
    for id in left_out:
        if not any(each in open_on for each in _inside(numbers, id)):
            raise InfeasibleError(f"cannot visit {words}", [f"must {id}"])
    return f"cannot visit {words}" if words else ""


def unvisited(
    numbers: Compiled,
    master: Master,
    effort: Effort | None,
    stops: Sequence[Stop],
    shifts: frozenset[int] | None = None,
) -> Iterator[Unvisited]:
    """The wishes left out of the routes of these shifts (None: all), each with its reason."""
    met = {id for stop in stops for id in (stop.experience.id, stop.village.id)}
    for wish in numbers.goal.wishes:
        if wish not in met:
            yield _reason(numbers, wish, master, effort, shifts)


def _reason(
    numbers: Compiled,
    wish: str,
    master: Master,
    effort: Effort | None = None,
    shifts: frozenset[int] | None = None,
) -> Unvisited:
    reason = refused(numbers, wish)
    if reason:
        return reason
    nodes = [node for id in _inside(numbers, wish) for node in nodes_of(numbers, id)]
    wanted = Row(1, INFINITE, visits=dict.fromkeys(nodes, 1), shifts=shifts, demand=f"wish {wish}")
    asked = replace(master, rows=(*master.rows, wanted))
    if fits(numbers.problem, asked, seed=1, effort=effort or Effort.for_size(len(numbers.problem.visits))):
        return Unvisited(wish=wish, code="outscored", reason=OUTSCORED)
    return Unvisited(wish=wish, code="does-not-fit", reason=OUT_OF_REACH)


def refused(numbers: Compiled, wish: str) -> Unvisited | None:
    """Why a village or experience cannot be in any tour of this goal on these dates; None if that is open."""
    inside = _inside(numbers, wish)
    if any(id in numbers.problem.visits for id in inside):
        return None
    found = [numbers.excluded[id] for id in inside if id in numbers.excluded]
    if found:
        return Unvisited(wish=wish, code=found[0].code, reason=found[0].reason)
    return Unvisited(wish=wish, code="nothing-to-visit", reason=UNKNOWN)


def _inside(numbers: Compiled, wish: str) -> list[str]:
    every = numbers.catalogue.experiences_in.get(wish, ())
    return [each.id for each in every if each.kind != "meal"] or [wish]
