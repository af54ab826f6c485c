"""Routes as they were written, read as a whole: values, or every problem at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tourplanner.catalogue import Catalogue
from tourplanner.errors import DataError
from tourplanner.model import Itinerary, Objective, Portfolio, QuotaResult
from tourplanner.programme.routes.faults import Faults
from tourplanner.programme.routes.parse import TOUR, parsed, schema_of
from tourplanner.programme.routes.restore import notice, rebuilt, with_lines
from tourplanner.programme.routes.written import WrittenPortfolio, WrittenTour
from tourplanner.rules import Law
from tourplanner.travel import TravelTimes


def read_routes(
    source: str | Path, catalogue: Catalogue, *, travel: TravelTimes | None = None, law: Law | None = None
) -> Portfolio:  # fmt: skip
    """
    The portfolio that a ``routes.json`` was written from.

    Parameters
    ----------
    source
        The file, in the schema ``tourplanner/portfolio@1``.
    catalogue
        The region it was planned over: what stops, villages, crafts and start points are is taken from there.
    travel
        Draws the lines of the legs, which the file does not hold; by default the packaged roads for the vehicles of
        each route. Times and distances are those of the file.
    law
        Where bans lead vehicles round areas, by default the rules in force.

    Returns
    -------
    Portfolio
        Times, prices, names and notices as written. Where the region says otherwise today, the route has a notice more:
        ``price-changed``, ``name-changed``, ``place-moved``, ``role-changed``, ``source-changed``, ``session-unknown``;
        ``goal-missing`` where the file is older than that key; ``line-unknown`` where the roads have no way.

    Raises
    ------
    DataError
        With every problem by its path of keys, as ``routes[2].stops[0].village``: a form other than the schema's, ids
        the region does not have, legs that are no chain in place and time, sums that are not those of the parts.
    """
    written = parsed(source, WrittenPortfolio)
    law = law or Law.installed()
    routes = _several(written, Path(source).name, catalogue)
    return _portfolio(written, catalogue, tuple(with_lines(route, travel, law) for route in routes))


def read_route(
    source: str | Path, catalogue: Catalogue, *, travel: TravelTimes | None = None, law: Law | None = None
) -> Itinerary:  # fmt: skip
    """The itinerary that a ``route.json`` (``tourplanner/route@1``) was written from; all else as ``read_routes``."""
    return with_lines(_one(source, catalogue), travel, law or Law.installed())


def _several(written: WrittenPortfolio, file: str, catalogue: Catalogue) -> tuple[Itinerary, ...]:
    faults = Faults(file)
    if written.region != catalogue.region:
        fix = f"load {written.region!r}"
        faults.add("region", written.region, "region-differs", f"the region given is {catalogue.region!r}", fix)
    twice = {id for id, times in Counter(route.id for route in written.routes).items() if times > 1}
    for number, route in enumerate(written.routes):
        if route.id in twice:
            faults.add(f"routes[{number}].id", route.id, "id-twice", "another route has this id", "name each once")
    found = [rebuilt(catalogue, route, f"routes[{n}]", faults) for n, route in enumerate(written.routes)]
    _standing(written, faults)
    if faults.problems:
        raise DataError(faults.problems)
    return tuple(route for route in found if route is not None)


def _one(source: str | Path, catalogue: Catalogue) -> Itinerary:
    written = parsed(source, WrittenTour)
    faults = Faults(Path(source).name)
    found = rebuilt(catalogue, written, "", faults)
    if found is None or faults.problems:
        raise DataError(faults.problems)
    return found


def tours_in(source: str | Path, catalogue: Catalogue) -> tuple[Itinerary, ...]:
    """
    The tours of a ``routes.json`` or a ``route.json``, without the lines of their legs: enough to price and book them.

    Raises
    ------
    DataError
        As ``read_routes``.
    """
    if schema_of(source).startswith(TOUR):
        return (_one(source, catalogue),)
    return _several(parsed(source, WrittenPortfolio), Path(source).name, catalogue)


def _standing(written: WrittenPortfolio, faults: Faults) -> None:
    """What the document says of its quotas and its gap follows from its numbers."""
    for number, quota in enumerate(_quotas(written)):
        faults.same(f"quotas[{number}].met", written.quotas[number].met, quota.met, "required and achieved")
    gap = _objective(written).gap
    if abs(written.objective.gap - gap) > 1e-6:
        faults.same("objective.gap", written.objective.gap, round(gap, 6), "score and bound")


def _portfolio(written: WrittenPortfolio, catalogue: Catalogue, routes: tuple[Itinerary, ...]) -> Portfolio:
    return Portfolio(
        region=written.region, region_name=written.region_name or catalogue.name, seed=written.seed,
        month=written.month, objective=_objective(written), status=written.status, quotas=_quotas(written),
        routes=routes, notices=tuple(map(notice, written.warnings)), attributions=written.attributions,
    )  # fmt: skip


def _quotas(written: WrittenPortfolio) -> tuple[QuotaResult, ...]:
    return tuple(
        QuotaResult(name=each.name, sense=each.sense, required=each.required, achieved=each.achieved)
        for each in written.quotas
    )


def _objective(written: WrittenPortfolio) -> Objective:
    objective = written.objective
    return Objective(score=objective.score, bound=objective.bound, covers=objective.covers)
