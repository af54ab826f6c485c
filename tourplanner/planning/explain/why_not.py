"""Why a village or experience is not in a tour, and the smallest changes that would admit it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tourplanner.errors import InfeasibleError
from tourplanner.model import Text
from tourplanner.model.tables import html_table, safe
from tourplanner.planning.explain.asker import Asker
from tourplanner.planning.explain.change import Asks, Change, changed, cost_text, plain
from tourplanner.planning.explain.ladder import Ladder
from tourplanner.planning.explain.relax import ladders
from tourplanner.planning.explain.several import Part, several, smaller
from tourplanner.planning.explain.subject import Subject, absent, listed
from tourplanner.planning.unvisited import OUT_OF_REACH, refused

if TYPE_CHECKING:
    from tourplanner.planning.tour import Tour

TIMES = "day, start and travel times"
INSISTED = Text(vi="bạn yêu cầu phải có", en="you ask for it as a must")
DETOUR = Text(
    vi="đi được cùng mọi điểm khác, nhưng đường đi tốn nhiều điểm hơn điểm này mang lại",
    en="it fits beside all the other stops, but getting there costs more points than it brings",
)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """
    Why something is not visited.

    Parameters
    ----------
    id, name
        What was asked about.
    code, reason
        The stable code of the reason, as in ``Unvisited``, and the reason in words.
    binding
        The demands of the goal that stand against it, as ``InfeasibleError.conflict`` names them: relaxing any one of
        them admits it. Empty where the host, the date or the points decide.
    best
        The best tour with it under the goal as it is, None if there is none; ``cost`` is what it scores less, in
        points, ``instead`` are the visits of the present tour it has to do without.
    changes
        Single changes that admit it, the least trouble first, each the smallest of its kind. Where it fits in place
        of other stops, they admit it beside all stops of the present tour, or name the one stop to drop; the last of
        them is to ask for it as a ``must``, which gives ``best``.
    together
        Where no single change is enough: a smallest set of changes that is. None if there is none either.
    """

    id: str
    name: Text
    code: str
    reason: Text
    binding: tuple[str, ...] = ()
    best: Tour | None = None
    cost: int | None = None
    instead: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    together: Change | None = None

    def sentences(self, language: str = "en") -> tuple[str, ...]:
        """The answer in words, in Vietnamese ("vi") or English ("en")."""
        return tuple(text.get(language) for text in (*_opening(self), *_ways(self)))

    def __str__(self) -> str:
        return "\n".join(map(safe, self.sentences()))

    def _repr_html_(self) -> str:
        every = [*self.changes, *([self.together] if self.together else [])]
        rows = [(each.text.get("en"), cost_text(each.cost).en) for each in every]
        return html_table(("it fits if", "and"), rows, caption=" ".join(text.get("en") for text in _opening(self)))


def why_not(tour: Tour, name: str) -> WhyNot:
    """Why a village or experience is not in the tour; errors as in ``Tour.why_not``."""
    subject = absent(tour, name)
    question = tour.question
    asker = Asker(question)
    must: Asks = {"must": (subject.id,)}
    refusal = refused(question.compiled(), subject.id)
    best = question.altered(**must).best() if refusal is None and asker.admits(must) else None
    if best is not None:
        return _outscored(tour, subject, asker, best)
    binding = () if refusal else _binding(tour, subject)
    every = list(ladders(question, subject, ()))
    changes = _singles(tour, every, asker, must)
    parts = () if changes else several(asker, every, must)
    return WhyNot(
        subject.id,
        subject.name,
        refusal.code if refusal else "does-not-fit",
        refusal.reason if refusal else OUT_OF_REACH,
        binding,
        changes=changes,
        together=_change(tour, parts, must) if parts else None,
    )


def _binding(tour: Tour, subject: Subject) -> tuple[str, ...]:
    """What stands against it besides the demand to visit it."""
    try:
        tour.what_if(must=(subject.id,))
    except InfeasibleError as error:
        return tuple(demand for demand in error.conflict if demand != f"must {subject.id}") or (TIMES,)
    return ()


def _outscored(tour: Tour, subject: Subject, asker: Asker, best: Tour) -> WhyNot:
    there = {stop.experience.id for stop in best.visits}
    instead = tuple(stop.experience.id for stop in tour.visits if stop.experience.id not in there)
    stays = tuple(stop.experience.id for stop in tour.visits)
    base: Asks = {"must": (subject.id, *stays)}
    changes = _singles(tour, list(ladders(tour.question, subject, stays)), asker, base) if instead else ()
    cost = tour.score - best.score
    insisted = Change("must", subject.id, INSISTED, {"must": (subject.id,)}, (), best, cost)
    return WhyNot(
        subject.id,
        subject.name,
        "outscored",
        _instead(tour, instead) if instead else DETOUR,
        best=best,
        cost=cost,
        instead=instead,
        changes=(*changes, insisted),
    )


def _instead(tour: Tour, instead: Sequence[str]) -> Text:
    names = listed(tour.question.catalogue, instead)
    return Text(vi=f"đi được, nhưng khi đó phải bỏ {names.vi}", en=f"it fits, but only in place of {names.en}")


def _singles(tour: Tour, every: Sequence[Ladder], asker: Asker, base: Asks) -> tuple[Change, ...]:
    """The single changes that are enough, the smallest of each kind."""
    found: dict[str, Change] = {}
    for ladder in every:
        if ladder.code not in found:
            change = _single(tour, ladder, asker, base)
            found |= {ladder.code: change} if change else {}
    return tuple(found.values())


def _single(tour: Tour, ladder: Ladder, asker: Asker, base: Asks) -> Change | None:
    number = ladder.first(lambda number: asker.admits(changed(tour.question.goal, base, [(ladder, number)])))
    if number is None:
        return None
    tried: dict[int, Change | None] = {}

    def planned(rung: int) -> bool:
        if rung >= least and rung not in tried:
            tried[rung] = _change(tour, [(ladder, rung)], base)
        return tried.get(rung) is not None

    # What fits the clock may break a promise that only a whole plan can keep: then a larger change is looked for.
    least = number
    found = number if planned(number) else ladder.first(planned)
    return None if found is None else tried[found]


def _change(tour: Tour, parts: Sequence[Part], base: Asks) -> Change | None:
    """The change with its best tour; None if planning in earnest finds none after all."""
    goal = tour.question.goal
    asks = changed(goal, base, parts)
    best = tour.question.altered(**asks).best()
    if best is None:
        return None
    values = tuple(plain(ladder.rungs[number]) for ladder, number in parts)
    texts = [ladder.text(ladder.rungs[number]) for ladder, number in parts]
    return Change(
        code=" + ".join(ladder.code for ladder, _ in parts),
        value=values[0] if len(values) == 1 else values,
        text=Text(vi=" và ".join(text.vi for text in texts), en=" and ".join(text.get("en") for text in texts)),
        asks=asks,
        less=tuple(changed(goal, base, each) for each in smaller(parts) if len(parts) > 1 or each),
        tour=best,
        cost=tour.score - best.score,
    )


def _opening(told: WhyNot) -> Iterator[Text]:
    yield Text(
        vi=f"{told.name.vi} không có trong tour: {told.reason.vi}.",
        en=f"{told.name.en} is not in the tour: {told.reason.get('en')}.",
    )
    if told.binding:
        names = ", ".join(told.binding)
        yield Text(vi=f"Vướng ở: {names}.", en=f"What stands against it: {names}.")


def _ways(told: WhyNot) -> Iterator[Text]:
    for change in told.changes:
        beside = told.instead and change.code not in ("drop", "must")
        vi, en = ("Cùng mọi điểm khác của tour, đi", "Beside all the other stops it") if beside else ("Đi", "It")
        cost = cost_text(change.cost)
        yield Text(
            vi=f"{vi} được nếu {change.text.vi} ({cost.vi}).", en=f"{en} fits if {change.text.get('en')} ({cost.en})."
        )
    if told.together:
        cost = cost_text(told.together.cost)
        yield Text(
            vi=f"Không thay đổi đơn lẻ nào đủ; đi được nếu {told.together.text.vi} ({cost.vi}).",
            en=f"No single change tried is enough; it fits if {told.together.text.get('en')} ({cost.en}).",
        )
    elif not told.changes:
        yield Text(vi="Không thay đổi nào đã thử là đủ.", en="No change tried is enough.")
