"""
What points cost: the curve between score and a second aim.

Every point is the best answer under a limit on the second aim, planned again (epsilon-constraint method; Haimes, Lasdon
& Wismer 1971).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tourplanner.errors import GoalError, InfeasibleError
from tourplanner.model import Itinerary, Money, Portfolio, Quotas, Text
from tourplanner.model.carbon import grams_per_guest
from tourplanner.model.tables import html_table, text_table
from tourplanner.planning.explain.asker import Asker
from tourplanner.rules import portfolio_facts

if TYPE_CHECKING:
    from tourplanner.catalogue import Catalogue
    from tourplanner.planning.tour import Tour


@dataclass(frozen=True, slots=True)
class Aim:
    """A second aim: the goal's field that limits it, how to measure a tour, and what limits are multiples of."""

    field: str
    name: Text
    measure: Callable[[Itinerary], int]
    step: int
    limit: Callable[[int], Any] = lambda value: value


def driving(tour: Itinerary) -> int:
    """Minutes on the road of the day with most, rounded up."""
    return max(-(-sum(leg.seconds for leg in day.legs if leg.mode == "drive") // 60) for day in tour.days)


def spending(tour: Itinerary) -> int:
    """Đồng per guest for entries and classes, each rounded up; unknown prices count 0."""
    size = tour.goal.party.size
    return sum(-(-stop.price.amount // size) for stop in tour.visits if stop.price)


def walking(tour: Itinerary) -> int:
    """Metres on foot between the stops of the day with most."""
    return max(sum(leg.walked_m for leg in day.legs) for day in tour.days)


def emissions(tour: Itinerary) -> int:
    """Grams of CO2 that driving gives off per guest, rounded up."""
    metres = sum(leg.driven_m for leg in tour.legs)
    return grams_per_guest(metres, tour.goal.grams_per_km, tour.goal.party.size)


AIMS = {
    "drive_minutes": Aim("drive_minutes", Text(vi="phút đi xe mỗi ngày", en="minutes on the road"), driving, 5),
    "budget": Aim(
        "budget", Text(vi="đồng mỗi khách", en="đồng per guest"), spending, 1000, lambda value: Money(amount=value)
    ),
    "co2_grams": Aim("co2_grams", Text(vi="g CO2 mỗi khách", en="g of CO2 per guest"), emissions, 50),
    "walk_metres": Aim("walk_metres", Text(vi="m đi bộ mỗi ngày", en="m on foot"), walking, 50),
}
"""What a tour's score can be traded against."""


@dataclass(frozen=True, slots=True)
class TradePoint:
    """
    The best answer under one ``limit`` (None: without): what of the aim it uses or ``reached``, and its ``score``.

    ``answer`` is a ``Tour``, or a ``Portfolio`` where fairness is traded.
    """

    limit: int | None
    reached: int
    score: int
    status: str
    answer: Any


@dataclass(frozen=True, slots=True)
class TradeOff:
    """The curve: one point per limit, from the best score to the tightest limit; no point is worse in both aims."""

    against: str
    name: Text
    points: tuple[TradePoint, ...]

    def __str__(self) -> str:
        return text_table(self._head(), self._rows(), right=(0, 1, 2, 3))

    def _repr_html_(self) -> str:
        return html_table(self._head(), self._rows(), right=(0, 1, 2, 3))

    def _head(self) -> tuple[str, ...]:
        return "limit", self.name.get("en"), "score", "villages", "", "what"

    def _rows(self) -> list[tuple[object, ...]]:
        return [
            ("" if each.limit is None else _grouped(each.limit), _grouped(each.reached), each.score,
             len(each.answer.villages), "" if each.status == "optimal" else "not proven", _what(each.answer))
            for each in self.points
        ]  # fmt: skip


def trade_off(
    answer: Tour | Portfolio,
    against: str = "drive_minutes",
    *,
    steps: int = 6,
    limits: Sequence[int] = (),
    catalogue: Catalogue | None = None,
    **rest: Any,
) -> TradeOff:
    """
    The curve between score and a second aim.

    Parameters
    ----------
    answer
        A tour, traded against ``"drive_minutes"`` or ``"walk_metres"`` (of the day with most), ``"budget"`` (đồng per
        guest) or ``"co2_grams"`` (per guest); or a portfolio, traded against ``"share_permille"``: the least share of
        the guests' time for every village, in ‰.
    steps
        Most points of the curve; limits lie evenly between what the answer uses and the tightest that can be kept.
    limits
        The limits themselves, instead of ``steps``. Those that cannot be kept are left out.
    catalogue, rest
        For a portfolio: the region, and ``points``, ``travel`` or ``effort`` if it was not planned with the usual ones.

    Raises
    ------
    GoalError
        If that cannot be traded.
    """
    if isinstance(answer, Portfolio):
        if against != "share_permille" or catalogue is None:
            raise GoalError("a portfolio is traded against 'share_permille', and needs catalogue=...")
        return _fairness(answer, catalogue, limits or tuple(range(0, 10 * steps, 10)), rest)
    if against not in AIMS:
        raise GoalError(f"{against!r} cannot be traded against the score of a tour; one of {', '.join(AIMS)} can")
    aim = AIMS[against]
    tried = limits or tuple(_between(answer, aim, steps))
    found = [TradePoint(None, aim.measure(answer), answer.score, answer.status, answer)]
    for limit in sorted(tried, reverse=True):
        tour = answer.question.altered(**{aim.field: aim.limit(limit)}).best()
        if tour is not None:
            found.append(TradePoint(limit, aim.measure(tour), tour.score, tour.status, tour))
    return TradeOff(against, aim.name, tuple(_efficient(found)))


def _between(tour: Tour, aim: Aim, steps: int) -> list[int]:
    """Limits below what the tour uses, evenly down to the tightest that can be kept."""
    asker = Asker(tour.question)

    def kept(number: int) -> bool:
        return asker.admits({aim.field: aim.limit(number * aim.step)})

    low, high = 0, -(-aim.measure(tour) // aim.step)
    if not high or not kept(high):
        return []
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if kept(middle) else (middle, high)
    room, count = aim.measure(tour) // aim.step - high, max(1, steps - 1)
    return sorted({aim.step * (high + room * number // count) for number in range(count)})


def _fairness(routes: Portfolio, catalogue: Catalogue, limits: Sequence[int], rest: Mapping[str, Any]) -> TradeOff:
    from tourplanner.planning.portfolio import portfolio

    asked = {each.name.replace(" ", "_"): each.required for each in routes.quotas}
    found = []
    for limit in sorted(limits):
        quotas = Quotas(**asked | {"share_permille": limit})
        try:
            fair = portfolio(
                catalogue, len(routes), routes[0].goal, month=routes.month, quotas=quotas, seed=routes.seed, **rest
            )
        except InfeasibleError:
            continue
        reached = portfolio_facts(fair.routes)["share_permille"]
        found.append(TradePoint(limit, reached, fair.objective.score, fair.status, fair))
    name = Text(vi="‰ thời gian thăm, làng ít nhất", en="‰ of the visiting time, least village")
    return TradeOff("share_permille", name, tuple(_efficient(found, more=True)))


def _efficient(found: Sequence[TradePoint], *, more: bool = False) -> Iterator[TradePoint]:
    """The points that no other beats in one aim without losing in the other; of equal ones the first."""

    def worth(point: TradePoint) -> tuple[int, int]:
        return point.score, point.reached if more else -point.reached

    for number, point in enumerate(found):
        own = worth(point)
        others = [worth(each) for each in found[:number]] + [worth(e) for e in found[number + 1 :] if worth(e) != own]
        if not any(other[0] >= own[0] and other[1] >= own[1] for other in others):
            yield point


def _what(answer: Tour | Portfolio) -> object:
    return f"{len(answer)} routes" if isinstance(answer, Portfolio) else answer.name


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
