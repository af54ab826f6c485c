"""Why a stop is in a tour, and what the best tour without it would be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tourplanner.errors import InfeasibleError
from tourplanner.model import Itinerary, Text
from tourplanner.model.tables import html_table, safe
from tourplanner.planning.explain.change import cost_text
from tourplanner.planning.explain.subject import Subject, listed, visited

if TYPE_CHECKING:
    from tourplanner.planning.tour import Tour

REASONS = {
    "must": Text(vi="vì bạn yêu cầu", en="because you asked for it"),
    "needed": Text(
        vi="vì thiếu điểm này thì không tour nào giữ được yêu cầu", en="because no tour keeps the goal without it"
    ),
    "wish": Text(vi="vì bạn mong muốn", en="because it is a wish"),
    "lunch": Text(vi="vì đoàn ăn trưa ở đó", en="because lunch is had there"),
    "points": Text(vi="vì đáng điểm", en="because it is worth its points"),
}
"""The codes of ``Why`` with their words."""


@dataclass(frozen=True, slots=True)
class Why:
    """
    Why something is visited.

    Parameters
    ----------
    id, name
        What was asked about.
    code, reason
        ``must``, ``needed``, ``wish``, ``lunch`` or ``points``, and the same in words.
    points
        What its visits bring in this tour, driving not counted.
    without
        The best tour without it, planned again; None if nothing keeps the goal then.
    cost
        Points the tour would lose without it, negative if it would gain some; None without such a tour.
    instead
        The visits that come in for it, in the order of ``without``.
    conflict
        The demands that cannot hold together without it, as in ``InfeasibleError``; empty if there is a tour.
    """

    id: str
    name: Text
    code: str
    reason: Text
    points: int
    without: Tour | None
    cost: int | None
    instead: tuple[str, ...]
    conflict: tuple[str, ...]
    instead_names: Text | None

    def sentences(self, language: str = "en") -> tuple[str, ...]:
        """The answer in words, in Vietnamese ("vi") or English ("en")."""
        return tuple(text.get(language) for text in _told(self))

    def __str__(self) -> str:
        return "\n".join(map(safe, self.sentences()))

    def _repr_html_(self) -> str:
        return html_table(("why",), [(line,) for line in self.sentences()])


def why(tour: Tour, name: str) -> Why:
    """Why a village or experience is in the tour; errors as in ``Tour.why``."""
    subject = visited(tour, name)
    conflict: tuple[str, ...] = ()
    without: Tour | None = None
    try:
        without = tour.what_if(drop=(subject.id,))
    except InfeasibleError as error:
        # Leaving it out is itself a "never": no demand of the operator's, unless there were others.
        conflict = tuple(each for each in error.conflict if each != "never" or tour.question.goal.never)
    here = {stop.experience.id for stop in tour.visits}
    instead = tuple(s.experience.id for s in without.visits if s.experience.id not in here) if without else ()
    code = _code(tour, subject, without)
    return Why(
        id=subject.id,
        name=subject.name,
        code=code,
        reason=REASONS[code],
        points=brought(tour, subject),
        without=without,
        cost=None if without is None else tour.score - without.score,
        instead=instead,
        conflict=conflict,
        instead_names=listed(tour.question.catalogue, instead) if instead else None,
    )


def _code(tour: Tour, subject: Subject, without: Tour | None) -> str:
    if all(stop.is_meal for stop in tour.stops if stop.experience.id in subject.inside):
        return "lunch" if without else "needed"
    names = {subject.id, subject.village, *subject.inside}
    if names & set(tour.goal.must):
        return "must"
    if without is None:
        return "needed"
    if names & set(tour.goal.wishes):
        return "wish"
    return "points"


def brought(tour: Tour, subject: Subject) -> int:
    """Points of the subject's visits: the tour's, less those of a tour with the same roads and without them."""
    days = tuple(
        day.model_copy(update={"stops": tuple(s for s in day.stops if s.experience.id not in subject.inside)})
        for day in tour.days
    )
    points = tour.question.points
    reduced: Itinerary = tour.model_copy(update={"days": days})
    return points.tour(tour) - points.tour(reduced)


def _told(told: Why) -> Iterator[Text]:
    brings = Text(vi=f"mang lại {told.points} điểm", en=f"it brings {told.points} points")
    yield Text(
        vi=f"{told.name.vi} có trong tour {told.reason.vi}; {brings.vi}.",
        en=f"{told.name.en} is in the tour {told.reason.get('en')}; {brings.en}.",
    )
    if told.cost is None:
        names = ", ".join(told.conflict)
        yield Text(vi=f"Nếu bỏ thì không giữ được: {names}.", en=f"Without it these cannot be kept: {names}.")
        return
    cost = cost_text(told.cost)
    come = told.instead_names
    yield Text(
        vi=f"Nếu bỏ thì {cost.vi}" + (f", thay bằng {come.vi}." if come else ", không có điểm nào thay."),
        en=f"Leaving it out {cost.en}" + (f"; instead come {come.en}." if come else "; nothing comes instead."),
    )
