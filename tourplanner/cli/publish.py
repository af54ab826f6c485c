"""``tourplanner publish``: everything that routes.json has to show, in one folder."""

from __future__ import annotations

from argparse import Namespace

from tourplanner.cli.asked import region
from tourplanner.cli.bar import Bar
from tourplanner.model.show import count
from tourplanner.programme.publication import publish_routes
from tourplanner.programme.routes.read import read_routes
from tourplanner.publish.bundle import GROUPS, PAPERS, check_publication


def run(args: Namespace) -> int:
    """Read, publish, and say where."""
    check_publication(args.out, overwrite=not args.new)
    catalogue = region(args)
    portfolio = read_routes(args.source, catalogue)
    with Bar(quiet=args.quiet) as bar:
        folder = publish_routes(
            portfolio,
            catalogue,
            args.out,
            languages=args.lang or ("vi",),
            only=args.only or GROUPS,
            papers=args.paper or PAPERS,
            link=args.link,
            fonts=args.fonts,
            jobs=args.jobs,
            progress=bar,
            overwrite=not args.new,
        )
    args.written = True
    files = count(sum(path.is_file() for path in folder.rglob("*")), "file")
    languages = ", ".join(args.lang or ["vi"])
    print(f"{count(len(portfolio), 'route')} in {languages}: {files} → {args.out / 'index.html'}")
    return 0
