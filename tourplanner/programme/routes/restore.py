"""Written routes and their region as itineraries."""

from __future__ import annotations

from datetime import time

from tourplanner.catalogue import Catalogue
from tourplanner.errors import NoRouteError
from tourplanner.model import HANOI, Craft, Day, Goal, Itinerary, Notice, Party, Text, Unvisited
from tourplanner.planning.lines import drawn
from tourplanner.programme.routes.changed import changed
from tourplanner.programme.routes.days import days_of
from tourplanner.programme.routes.faults import Faults
from tourplanner.programme.routes.written import WrittenNotice, WrittenRoute
from tourplanner.rules import Law
from tourplanner.travel import TravelTimes, usual_travel

LAST = time(23, 59)


def rebuilt(region: Catalogue, route: WrittenRoute, at: str, faults: Faults) -> Itinerary | None:
    """The itinerary without the lines of its legs; None with every problem told."""
    before = len(faults.problems)
    days = days_of(region, route, at, faults)
    crafts = [faults.known(region.craft, id, f"{at}.crafts[{n}]") for n, id in enumerate(route.crafts)]
    if len(faults.problems) > before:
        return None
    itinerary = Itinerary(
        id=route.id, name=text(route.name.vi, route.name.en), theme=text(route.theme, route.theme_en),
        goal=route.goal or _goal(route, days), days=tuple(days),
        crafts=tuple(craft for craft in crafts if isinstance(craft, Craft)),
        score=route.score, bound=route.bound, status=route.status, notices=tuple(map(notice, route.warnings)),
        unvisited=tuple(Unvisited(wish=w.wish, code=w.code, reason=text(w.vi, w.en)) for w in route.unvisited),
        basis=route.basis,
    )  # fmt: skip
    _frame(route, itinerary, at, faults)
    _sums(route, itinerary, at, faults)
    made: Itinerary = itinerary.replace(notices=(*itinerary.notices, *changed(region, route, itinerary)))
    return made


def with_lines(itinerary: Itinerary, travel: TravelTimes | None, law: Law) -> Itinerary:
    """The itinerary with the line of every leg along the roads; a notice where today's roads have none."""
    fleet = itinerary.goal.fleet
    try:
        days = drawn(itinerary.days, travel or usual_travel(fleet), law, fleet)
    except NoRouteError as error:
        vi, en = "Không vẽ được đường đi", "The way cannot be drawn"
        told = Text(vi=f"{vi}: {error.origin} → {error.destination}", en=f"{en}: {error}")
        lost = Notice(code="line-unknown", text=told)
        made: Itinerary = itinerary.replace(notices=(*itinerary.notices, lost))
        return made
    drawn_one: Itinerary = itinerary.replace(days=days)
    return drawn_one


def text(vi: str, en: str) -> Text:
    """A written text; an English one that only stands in for the Vietnamese is none."""
    return Text(vi=vi, en="" if en == vi else en)


def notice(written: WrittenNotice) -> Notice:
    """A written notice."""
    return Notice(code=written.code, text=text(written.vi, written.en), subjects=written.subjects)


def _goal(route: WrittenRoute, days: list[Day]) -> Goal:
    """What a file without a goal still says: who travels, from where to where, and the hours it takes."""
    party = Party() if route.party is None else Party(**dict(route.party))
    departs = min(day.depart.astimezone(HANOI).time() for day in days)
    backs = [day.back.astimezone(HANOI) for day in days]
    latest = max(LAST if back.date() > day.date else back.time() for back, day in zip(backs, days, strict=True))
    return Goal(
        days=len(days), party=party, start=days[0].start.id, end=days[-1].end.id,
        nights=tuple(day.end.id for day in days[:-1]), day=(departs, latest),
    )  # fmt: skip


def _frame(route: WrittenRoute, itinerary: Itinerary, at: str, faults: Faults) -> None:
    """The route's ends and times are those of its days; the goal's party is the route's."""
    first, last = itinerary.days[0], itinerary.days[-1]
    faults.same(f"{at}.date", route.date, first.date, "the days")
    faults.same(f"{at}.start", route.start, first.start.id, "the days")
    faults.same(f"{at}.end", route.end, last.end.id, "the days")
    faults.same(f"{at}.depart", route.depart, first.depart, "the days")
    faults.same(f"{at}.return", route.back, last.back, "the days")
    for key, point, end in (("start_point", route.start_point, first.start), ("end_point", route.end_point, last.end)):
        faults.same(f"{at}.{key}.id", point and point.id, end.id, "the days")
    if route.party is not None:
        party = itinerary.goal.party
        counted = (party.adults, party.children, party.languages)
        written = (route.party.adults, route.party.children, route.party.languages)
        faults.same(f"{at}.party", written, counted, "those of the goal")


def _sums(route: WrittenRoute, itinerary: Itinerary, at: str, faults: Faults) -> None:
    villages = tuple(village.id for village in itinerary.villages)
    faults.same(f"{at}.villages", route.villages, villages, "the stops")
    roles = tuple(sorted({stop.role for stop in route.stops if stop.role}))
    faults.same(f"{at}.roles", route.roles, roles, "the stops")
    faults.same(f"{at}.price_vnd", route.price_vnd, itinerary.price.amount, "the stops")
    faults.same(f"{at}.metres", route.metres, sum(day.metres for day in itinerary.days), "the legs")
    faults.same(f"{at}.drive_seconds", route.drive_seconds, sum(day.drive_s for day in itinerary.days), "the legs")
