"""``tourplanner desk offer``: publish what a route needs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from tourplanner.booking import Availability, Conditions, occurrences
from tourplanner.cli.asked import region
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.pool import households
from tourplanner.cli.desk.route import route
from tourplanner.cli.desk.told import at, dump
from tourplanner.errors import GoalError
from tourplanner.model import Itinerary, Session
from tourplanner.model.tables import text_table


def run(args: Namespace) -> int:
    """Publish the route's sessions on the terms of their experiences, or change those that are published."""
    tour = route(args, region(args))
    sessions = {session.id: session for session in occurrences(tour)}
    strange = {experience for experience, _ in args.pool} - {session.experience for session in sessions.values()}
    if strange:
        raise GoalError(f"--pool: the route has no experience {', '.join(sorted(strange))}")
    groups: dict[Conditions, list[Session]] = {}
    for session in sessions.values():
        groups.setdefault(_conditions(args, tour, session), []).append(session)
    with opened(args) as desk:
        for _, pool in args.pool:
            households(desk, pool)
        for conditions, group in groups.items():
            desk.offer(group, conditions, capacity=args.capacity)
        first, last = (tour.days[n].date for n in (0, -1))
        offered = [each for each in desk.availability(first=first, last=last) if each.session in sessions]
    if args.json:
        dump([each.model_dump(mode="json") for each in offered])
        return 0
    rows = [_row(each) for each in offered]
    print(text_table(("session", "begins", "places", "least", "sold until", "status"), rows, right=(2, 3)))
    return 0


def _row(each: Availability) -> Sequence[object]:
    places = f"{each.vacancies}/{each.capacity}"
    return each.session, at(each.begin), places, each.party_min, at(each.cutoff), each.status


def _conditions(args: Namespace, tour: Itinerary, session: Session) -> Conditions:
    visit = next(stop.experience for stop in tour.stops if stop.experience.id == session.experience)
    changed: dict[str, object] = {"cutoff": args.cutoff} if args.cutoff else {}
    pools = dict(args.pool)
    if session.experience in pools:
        changed["pool"] = pools[session.experience]
    made: Conditions = Conditions.of(visit).replace(**changed)
    return made
