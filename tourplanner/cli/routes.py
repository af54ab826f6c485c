"""``tourplanner routes``: routes decided together, and everything made of them."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.asked import Names, common, law, region
from tourplanner.cli.bar import Bar
from tourplanner.cli.travel import drawn_below, travel_times
from tourplanner.model import Quotas
from tourplanner.model.show import portfolio_line
from tourplanner.planning import ROUTE, portfolio
from tourplanner.publish import check_folder, export


def run(args: Namespace) -> int:
    """Plan, write if a folder was given, and show."""
    if args.out:
        check_folder(args.out)
    catalogue = region(args)
    names = Names(catalogue)
    fields = common(args, names)
    names.settle()
    wanted = ROUTE.replace(**fields)
    travel = travel_times(args, wanted.fleet)
    with Bar(quiet=args.quiet) as bar:
        routes = portfolio(
            catalogue, args.count, wanted, month=args.month, quotas=quotas(args), travel=travel, law=law(args),
            seed=args.seed, progress=bar,
        )  # fmt: skip
        if args.out:
            export(routes, args.out, progress=bar, basemap=drawn_below(travel))
            args.written = True
    if not args.quiet:
        print(f"{routes}\ntravel times: {travel.basis}\n")
    print(portfolio_line(routes) + (f" → {args.out / 'index.html'}" if args.out else ""))
    return 0


def quotas(args: Namespace) -> Quotas:
    return Quotas(
        villages=args.villages,
        crafts=args.crafts,
        communes=args.communes,
        at_risk=args.at_risk,
        ocop=args.ocop,
        visits_per_village=args.visits_per_village,
        overlap_percent=args.overlap,
        share_permille=args.share,
    )
