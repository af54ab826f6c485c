"""Why a village is in none of a portfolio's routes, and what it costs to have it in one."""

from __future__ import annotations

from dataclasses import dataclass

from tourplanner.almanac import month_days
from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError, InfeasibleError
from tourplanner.model import Portfolio, Quotas, Text
from tourplanner.model.tables import html_table, safe
from tourplanner.planning.compile import compiled
from tourplanner.planning.explain.change import cost_text
from tourplanner.planning.explain.subject import listed, title
from tourplanner.planning.named import named
from tourplanner.planning.points import Points
from tourplanner.planning.portfolio import How, build
from tourplanner.planning.search import Effort
from tourplanner.planning.unvisited import refused
from tourplanner.rules import Law
from tourplanner.travel import TravelTimes, usual_travel

OUTSCORED = Text(vi="các làng khác được nhiều điểm hơn", en="other villages are worth more")
OUT_OF_REACH = Text(
    vi="không có tuyến nào tới được cùng các chỉ tiêu khác", en="no route can visit it together with all quotas"
)


@dataclass(frozen=True, slots=True)
class WhyNotIn:
    """
    Why a village is in no route.

    Parameters
    ----------
    id, name
        The village.
    code, reason
        As in ``Unvisited``: a host's or the date's refusal, ``does-not-fit`` or ``outscored``.
    conflict
        The quotas and demands that cannot hold together with it, as in ``InfeasibleError``.
    forced
        The best portfolio in which a route visits it, None if there is none; ``cost`` is what it scores less.
    gone, come
        Villages that leave the portfolio then, and that enter it beside this one.
    """

    id: str
    name: Text
    code: str
    reason: Text
    conflict: tuple[str, ...] = ()
    forced: Portfolio | None = None
    cost: int | None = None
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    gone_names: Text | None = None

    def sentences(self, language: str = "en") -> tuple[str, ...]:
        """The answer in words, in Vietnamese ("vi") or English ("en")."""
        told = [
            Text(
                vi=f"{self.name.vi} không có trong tuyến nào: {self.reason.vi}.",
                en=f"{self.name.en} is in no route: {self.reason.get('en')}.",
            )
        ]
        if self.conflict:
            names = ", ".join(self.conflict)
            told.append(Text(vi=f"Vướng ở: {names}.", en=f"What stands against it: {names}."))
        if self.cost is not None:
            cost, gone = cost_text(self.cost), self.gone_names
            told.append(
                Text(
                    vi=f"Đưa vào một tuyến thì {cost.vi}" + (f", và không còn {gone.vi}." if gone else "."),
                    en=f"Having it in a route {cost.en}" + (f", and {gone.en} drop out." if gone else "."),
                )
            )
        return tuple(text.get(language) for text in told)

    def __str__(self) -> str:
        return "\n".join(map(safe, self.sentences()))

    def _repr_html_(self) -> str:
        return html_table(("why not",), [(line,) for line in self.sentences()])


def why_not_in(
    routes: Portfolio,
    name: str,
    *,
    catalogue: Catalogue,
    points: Points = Points(),
    travel: TravelTimes | None = None,
    law: Law | None = None,
    effort: Effort | None = None,
) -> WhyNotIn:
    """
    Why a village is in none of the routes, and what it costs to have it in one: the portfolio is planned again so.

    Parameters
    ----------
    routes
        A portfolio as ``portfolio`` returned it; month, quotas, goal and seed are taken from it.
    name
        A village, by id or name; an experience stands for its village.
    catalogue, points, travel, law, effort
        Those that the portfolio was planned with.

    Raises
    ------
    GoalError
        If a route visits it; ``UnknownIdError`` if there is no such village.
    """
    id = named(catalogue, name)
    id = id if id in catalogue.experiences_in else catalogue.experience(id).village
    there = [route.id for route in routes.routes if id in {village.id for village in route.villages}]
    if there:
        raise GoalError(f"{id} is visited by {', '.join(there)}")
    goal = routes[0].goal
    how = How(points, travel or usual_travel(goal.fleet), law, routes.seed, effort)
    days = [(*goal.ends(0), month_days(routes.month), len(routes))]
    refusal = refused(compiled(catalogue, goal, days, how.travel, points=points, every_route=True, law=law), id)
    if refusal:
        return WhyNotIn(id, title(catalogue, id), refusal.code, refusal.reason)
    quotas = Quotas(**{each.name.replace(" ", "_"): each.required for each in routes.quotas})
    try:
        forced = build(catalogue, len(routes), goal, routes.month, quotas, how, met=(id,))
    except InfeasibleError as error:
        against = tuple(demand for demand in error.conflict if demand != f"must {id}")
        return WhyNotIn(id, title(catalogue, id), "does-not-fit", OUT_OF_REACH, against)
    before, after = ({village.id: None for village in each.villages} for each in (routes, forced))
    gone = tuple(village for village in before if village not in after)
    return WhyNotIn(
        id,
        title(catalogue, id),
        "outscored",
        OUTSCORED,
        forced=forced,
        cost=routes.objective.score - forced.objective.score,
        gone=gone,
        come=tuple(village for village in after if village not in before and village != id),
        gone_names=listed(catalogue, gone) if gone else None,
    )
