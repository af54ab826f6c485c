"""``tourplanner plan``: one tour."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tourplanner.cli.asked import VISITS, Names, common, law, region
from tourplanner.cli.bar import Bar
from tourplanner.cli.travel import drawn_below, travel_times
from tourplanner.errors import GoalError
from tourplanner.model import Goal, Money
from tourplanner.model.show import itinerary_line
from tourplanner.planning import plan
from tourplanner.publish import check_folder, export_itinerary

if TYPE_CHECKING:
    from tourplanner.planning.explain.why import Why
    from tourplanner.planning.explain.why_not import WhyNot


def run(args: Namespace) -> int:
    """Plan, write if a folder was given, show the timetable, and answer why."""
    if args.out:
        check_folder(args.out)
    catalogue = region(args)
    names = Names(catalogue)
    fields = common(args, names) | wishes(args, names)
    why, why_not = names.all("--why", args.why), names.all("--why-not", args.why_not)
    names.settle()
    goal = Goal(**fields)
    travel = travel_times(args, goal.fleet)
    with Bar(quiet=args.quiet) as bar:
        tour = plan(catalogue, goal, on=args.on, travel=travel, law=law(args), seed=args.seed, progress=bar)
        if args.out:
            credits = tuple(filter(None, (*catalogue.attributions, travel.attribution)))
            export_itinerary(
                tour, args.out, region_name=catalogue.name, attributions=credits, progress=bar,
                basemap=drawn_below(travel),
            )  # fmt: skip
            args.written = True
    if not args.quiet:
        print(f"{tour}\ntravel times: {travel.basis}\n")
    print(itinerary_line(tour) + (f" → {args.out / 'map.html'}" if args.out else ""))
    for ask, ids in ((tour.why, why), (tour.why_not, why_not)):
        for id in ids:
            print(f"\n{_told(ask, id)}")
    return 0


def _told(ask: Callable[[str], Why | WhyNot], id: str) -> str:
    try:
        return str(ask(id))
    except GoalError as error:
        return str(error)


def wishes(args: Namespace, names: Names) -> dict[str, Any]:
    """The goal's fields that only this command has; names that are not clear are noted in ``names``."""
    only = VISITS[1:]
    return {
        "days": args.days,
        "must": names.all("--must", args.must),
        "never": names.all("--never", args.never),
        "wishes": names.all("--wish", args.wish),
        "either": tuple(names.all("--either", group, only) for group in args.either),
        "together": tuple(names.all("--together", group, only) for group in args.together),
        "before": tuple(tuple(names.one("--before", each, only) for each in pair) for pair in args.before),
        "nights": tuple(names.one("--night", each, ("start point",)) for each in args.night),
        "budget": None if args.budget is None else Money(amount=args.budget),
    }
