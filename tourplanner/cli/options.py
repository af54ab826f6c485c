"""What can be typed. Commands are imported when they run: asking for help loads nothing heavy."""

from __future__ import annotations

from argparse import SUPPRESS, Action, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from importlib import import_module
from pathlib import Path
from typing import Any

from tourplanner.cli import words
from tourplanner.cli.desk.options import desk

CODES = (
    "Exit codes: 0 done, 2 wrong usage or bad data, 3 nothing satisfies what was asked, 4 the programme has errors,\n"
    "130 interrupted."
)


def parser() -> ArgumentParser:
    """The whole command line."""
    top = ArgumentParser(
        prog="tourplanner",
        description="Plans tours over craft villages: timetables, calendars, web maps and printed maps.",
        epilog=CODES,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    top.set_defaults(written=False)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _routes(_command(commands, "routes", "routes that fit together, decided at once, with all their maps"))
    _plan(_command(commands, "plan", "one tour of one or several days"))
    _publish(_command(commands, "publish", "everything to print, read and subscribe to, from routes.json"))
    _villages(_command(commands, "villages", "what a region holds: villages, experiences, start points, open facts"))
    _check(_command(commands, "check", "check your own programme on a day: hours, roads, places, law"))
    _repair(_command(commands, "repair", "mend your own programme with the fewest changes"))
    _check_data(_command(commands, "check-data", "check your own tables without loading them"))
    _rules(_command(commands, "rules", "local law in force on a day, and checking rules of your own"))
    _roads(_command(commands, "roads", "make a road pack from an OpenStreetMap extract, or say what is in one"))
    _traffic(_command(commands, "traffic", "show traffic by the hour, or fit it to trips of your own"))
    desk(_command(commands, "desk", "quote, hold, confirm and cancel, on one ledger"), CODES, _region)
    return top


def _command(commands: Any, name: str, help: str) -> ArgumentParser:
    command: ArgumentParser = commands.add_parser(
        name, help=help, description=help[0].upper() + help[1:] + ".", epilog=CODES,
        formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False,
    )  # fmt: skip
    module = name.replace("-", "_")

    def run(args: Namespace) -> int:
        code: int = import_module(f"tourplanner.cli.{module}").run(args)
        return code

    command.set_defaults(run=run)
    return command


def _region(command: ArgumentParser) -> None:
    command.add_argument("--region", default="hanoi", help="packaged region (default: hanoi)")
    command.add_argument(
        "--data", type=Path, metavar="PATH", help="your own tables (folder, .xlsx, .csv, .geojson), laid over it"
    )


def _travel(command: ArgumentParser) -> None:
    command.add_argument("--roads", type=Path, metavar="FILE", help="a road pack of yours (default: the packaged one)")
    command.add_argument(
        "--by-distance", action="store_true", help="times estimated from distance, lines straight; no roads are read"
    )
    command.add_argument(
        "--traffic", type=Path, metavar="FILE", help="your own traffic by the hour (default: the region's estimate)"
    )


def _engine(command: ArgumentParser) -> None:
    group = command.add_argument_group("travel times by car from a routing engine, in place of --roads")
    group.add_argument(
        "--engine", choices=("osrm", "valhalla", "ors"),
        help="OSRM (a server for cars), Valhalla, or openrouteservice with its key in ORS_API_KEY",
    )  # fmt: skip
    group.add_argument("--url", metavar="URL", help="where it is, as http://127.0.0.1:5000 (ors: the public one)")
    group.add_argument("--cache", type=Path, metavar="FILE", help="keep its answers here and ask for no leg twice")


def _guests(command: ArgumentParser) -> None:
    group = command.add_argument_group("guests and day")
    group.add_argument("--party", type=words.whole, default=20, metavar="N", help="adults (default: 20)")
    group.add_argument("--children", type=int, default=0, metavar="N", help="children (default: 0)")
    group.add_argument(
        "--language", nargs="+", action="extend", default=[], metavar="CODE",
        help="languages the guests understand, as vi en fr ... (default: vi)",
    )  # fmt: skip
    group.add_argument(
        "--vehicle", nargs="+", action="extend", default=[], metavar="NAME",
        help="car7, van16, coach29, coach35, coach45, once for each (default: as few of one size as carry the guests)",
    )  # fmt: skip
    group.add_argument("--hosts-speak", action="store_true", help="visit only hosts who speak one of them")
    group.add_argument("--start", metavar="PLACE", help="start point, by id or name (default: Hoàn Kiếm)")
    group.add_argument("--end", metavar="PLACE", help="where the tour ends (default: where it starts)")
    group.add_argument(
        "--day", type=words.span, metavar="FROM-TO", help="earliest departure, latest return (default: 08:00-17:30)"
    )
    group.add_argument("--no-lunch", action="store_true", help="no lunch on the way")
    group.add_argument(
        "--drive-minutes", type=words.whole, metavar="N", help="most minutes on the road a day (default: no limit)"
    )
    group.add_argument("--verified-only", action="store_true", help="only visits whose opening hours have a source")


def _output(command: ArgumentParser) -> None:
    command.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same answer (default: 1)")
    command.add_argument("--out", type=Path, metavar="FOLDER", help="write maps, calendars and data here")
    command.add_argument("--quiet", action="store_true", help="no progress bar, no table")


def _routes(command: ArgumentParser) -> None:
    _region(command)
    command.add_argument("--count", type=words.whole, default=10, metavar="N", help="how many routes (default: 10)")
    command.add_argument("--month", type=words.month, required=True, metavar="YYYY-MM", help="month they run in")
    _travel(command)
    _own_rules(command)
    _engine(command)
    _output(command)
    _guests(command)
    quotas = command.add_argument_group("what the set must reach, all hard")
    for name, unit, default, what in (
        ("villages", "N", 25, "fewest distinct villages"),
        ("crafts", "N", 12, "fewest distinct crafts"),
        ("communes", "N", 15, "fewest distinct communes"),
        ("at-risk", "N", 0, "fewest villages and crafts at risk"),
        ("ocop", "N", 0, "fewest villages with a starred OCOP product"),
        ("visits-per-village", "N", 3, "most routes that share a village"),
        ("overlap", "PERCENT", 30, "most stops two routes may share"),
        ("share", "PERMILLE", 10, "least share of the guests' visiting time for each village visited"),
    ):
        quotas.add_argument(f"--{name}", type=int, metavar=unit, default=default, help=f"{what} (default: {default})")


def _plan(command: ArgumentParser) -> None:
    _region(command)
    command.add_argument("--on", type=words.day, required=True, metavar="YYYY-MM-DD", help="the first day")
    command.add_argument("--days", type=words.whole, default=1, metavar="N", help="length of the tour (default: 1)")
    _travel(command)
    _own_rules(command)
    _engine(command)
    _output(command)
    wanted = command.add_argument_group(
        "villages and experiences, by id or name without accents (\"ha thai\"; quote names of several words)"
    )
    for name, what in (
        ("must", "visit these"),
        ("never", "do not visit these"),
        ("wish", "visit these if possible; what is left out comes back with a reason"),
    ):
        wanted.add_argument(f"--{name}", nargs="+", action="extend", default=[], metavar="NAME", help=what)
    for name, what in (
        ("either", "exactly one of these experiences; may be repeated"),
        ("together", "all or none of these experiences; may be repeated"),
    ):
        wanted.add_argument(f"--{name}", nargs="+", action="append", default=[], metavar="NAME", help=what)
    wanted.add_argument(
        "--before", nargs=2, action="append", default=[], metavar="NAME",
        help="if both experiences are visited, the first comes earlier; may be repeated",
    )  # fmt: skip
    for name, what in (
        ("why", "say why these are in the tour, and what the best tour without them costs"),
        ("why-not", "say why these are not in the tour, and what would admit them"),
    ):
        wanted.add_argument(f"--{name}", nargs="+", action="extend", default=[], metavar="NAME", help=what)
    _guests(command)
    command.add_argument(
        "--night", nargs="+", action="extend", default=[], metavar="PLACE", help="start points to sleep at"
    )
    command.add_argument(
        "--budget", type=words.dong, metavar="VND", help="most that entries and classes may cost per guest, in đồng"
    )


def _publish(command: ArgumentParser) -> None:
    command.add_argument("source", type=Path, metavar="FILE", help="routes.json, as routes --out writes it")
    command.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to write")
    _region(command)
    for name, sample, what, default in (
        ("lang", "CODE", "languages: vi en fr ko ja zh", "vi"),
        ("only", "GROUP", "groups of documents", "all"),
        ("paper", "PAPER", "papers of the printed maps", "all"),
    ):
        command.add_argument(
            f"--{name}", type=words.several, action="extend", default=[], metavar=f"{sample},{sample}",
            help=f"{what}, with commas or one after the other (default: {default})",
        )  # fmt: skip
    command.add_argument("--link", metavar="URL", help="where the folder will be published; printed codes lead there")
    command.add_argument("--fonts", type=Path, metavar="FOLDER", help="typefaces for what the packaged one lacks")
    command.add_argument("--jobs", type=words.whole, metavar="N", help="processes at work (default: one for each core)")
    command.add_argument("--new", action="store_true", help="only into a folder that is empty or not there yet")
    command.add_argument("--quiet", action="store_true", help="no progress bar, one line at the end")


def _villages(command: ArgumentParser) -> None:
    _region(command)
    command.add_argument("--find", metavar="TEXT", help="by name, craft or commune, accents aside")
    command.add_argument("--craft", metavar="CRAFT", help="only villages with this craft, by id or name")
    command.add_argument("--commune", metavar="TEXT", help="only villages in this commune, before or after July 2025")
    shown = command.add_mutually_exclusive_group()
    shown.add_argument("--experiences", action="store_true", help="list what guests can do in these villages")
    shown.add_argument("--starts", action="store_true", help="list the start points instead")
    shown.add_argument(
        "--gaps", type=words.whole, metavar="N", help="list the N facts worth a telephone call first, instead"
    )
    command.add_argument("--json", action="store_true", help="as JSON")


def _programme(command: ArgumentParser) -> None:
    command.add_argument("source", type=Path, metavar="FILE", help=".xlsx, .csv or .txt; - for standard input")
    _region(command)
    command.add_argument("--on", type=words.day, required=True, metavar="YYYY-MM-DD", help="the first day")
    command.add_argument("--pax", type=words.whole, default=20, metavar="N", help="adults (default: 20)")
    command.add_argument("--children", type=int, default=0, metavar="N", help="children (default: 0)")
    command.add_argument(
        "--language", nargs="+", action="extend", default=[], metavar="CODE",
        help="languages the guests understand, as vi en fr ... (default: vi)",
    )  # fmt: skip
    command.add_argument(
        "--vehicle", nargs="+", action="extend", default=[], metavar="NAME",
        help="car7, van16, coach29, coach35, coach45, once for each (default: law and access are not checked)",
    )  # fmt: skip
    command.add_argument(
        "--booked", type=words.day, metavar="YYYY-MM-DD", help="the day hosts are asked (default: not checked)"
    )
    _own_rules(command)
    command.add_argument("--json", action="store_true", help="as JSON")


def _own_rules(command: ArgumentParser) -> None:
    command.add_argument(
        "--rules", type=Path, metavar="FILE", help="your own local rules and confirmations, added to the packaged ones"
    )


def _rules(command: ArgumentParser) -> None:
    command.add_argument("--on", type=words.day, metavar="YYYY-MM-DD", help="the day (default: today in Hanoi)")
    _own_rules(command)
    command.add_argument("--text", choices=("en", "vi"), default="en", help="language of the list (default: en)")
    command.add_argument("--json", action="store_true", help="as JSON")
    what = command.add_subparsers(metavar="check", dest="what")
    check = what.add_parser("check", help="read a file of rules and run its test cases", epilog=CODES,
                            allow_abbrev=False)  # fmt: skip
    check.add_argument("file", type=Path, metavar="FILE", help="a rule pack (.toml)")


def _check(command: ArgumentParser) -> None:
    _programme(command)
    command.add_argument("--guide", action="store_true", help="a guide who speaks the guests' language goes along")
    command.add_argument("--walk-metres", type=words.whole, metavar="N", help="most metres on foot a day")
    command.add_argument("--text", choices=("en", "vi"), default="en", help="language of the report (default: en)")
    command.add_argument("--quiet", action="store_true", help="only the report, not what was understood")


def _repair(command: ArgumentParser) -> None:
    _programme(command)
    command.add_argument(
        "--keep", nargs="+", action="extend", default=[], metavar="NAME",
        help="villages, experiences or words of a line that stay; lunch keeps the meal",
    )  # fmt: skip
    command.add_argument("--max-changes", type=int, default=3, metavar="N", help="most changes (default: 3)")
    command.add_argument(
        "--day", type=words.span, metavar="FROM-TO", help="earliest departure, latest return (default: 07:00-19:00)"
    )


def _check_data(command: ArgumentParser) -> None:
    command.add_argument("source", type=Path, metavar="FILE", help="folder, .xlsx, .csv, .tsv or .geojson")
    command.add_argument("--region", default="hanoi", help="packaged region the data may refer to (default: hanoi)")


def _roads(command: ArgumentParser) -> None:
    what = command.add_subparsers(metavar="build|show", dest="what", required=True)
    build = what.add_parser("build", help="from an extract to a road pack", epilog=CODES, allow_abbrev=False)
    build.add_argument("extract", type=Path, metavar="EXTRACT", help=".osm.pbf or .osm, say from download.geofabrik.de")
    build.add_argument("--area", required=True, metavar="W,S,E,N", help="west,south,east,north in degrees")
    build.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write, as hanoi.roads")
    build.add_argument("--name", default="", metavar="TEXT", help="what the pack calls its area")
    build.add_argument(
        "--as-of", type=words.day, metavar="YYYY-MM-DD", help="the day the data shows (default: what the extract says)"
    )
    build.add_argument("--source", default="OpenStreetMap", metavar="TEXT", help="where the extract is from")
    build.add_argument(
        "--no-basemap", dest="basemap", action="store_false", help="roads only, nothing for maps to draw beside them"
    )
    build.add_argument("--lacks", nargs="+", action="extend", default=[], metavar="TEXT", help="what is known to miss")
    build.add_argument("--quiet", action="store_true", help="no progress bar, one line at the end")
    show = what.add_parser("show", help="what a road pack holds", epilog=CODES, allow_abbrev=False)
    show.add_argument("pack", type=Path, metavar="FILE", help="a road pack")


def _traffic(command: ArgumentParser) -> None:
    what = command.add_subparsers(metavar="calibrate|show", dest="what", required=True)
    fit = what.add_parser("calibrate", help="from your own trips to a traffic file", epilog=CODES, allow_abbrev=False)
    fit.add_argument("trips", type=Path, metavar="TRIPS.csv", help="where trips began, ended, when, and their minutes")
    fit.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write, as my.traffic.toml")
    fit.add_argument("--region", default="hanoi", help="packaged region (default: hanoi)")
    fit.add_argument("--roads", type=Path, metavar="FILE", help="a road pack (default: the region's)")
    fit.add_argument("--traffic", type=Path, metavar="FILE", help="the traffic to begin with (default: the region's)")
    fit.add_argument(
        "--vehicle", choices=("coach", "van", "car", "motorbike"), default="car",
        help="of trips whose row has none (default: car)",
    )  # fmt: skip
    fit.add_argument("--seed", type=int, default=1, metavar="N", help="deals the trips held out (default: 1)")
    fit.add_argument("--anyway", action="store_true", help="write the file even if it is no better")
    show = what.add_parser("show", help="what a traffic file holds", epilog=CODES, allow_abbrev=False)
    show.add_argument("file", type=Path, nargs="?", metavar="FILE", help="a traffic file (default: the region's)")
    show.add_argument("--region", default="hanoi", help="packaged region (default: hanoi)")
    show.add_argument("--on", type=words.day, metavar="YYYY-MM-DD", help="only the factors of this date")


class _Version(Action):
    def __init__(self, option_strings: Any, dest: str = SUPPRESS, **rest: Any) -> None:
        super().__init__(option_strings, dest=dest, default=SUPPRESS, **rest)

    def __call__(self, parser: ArgumentParser, *_: Any) -> None:
        from tourplanner import __version__

        print(f"tourplanner {__version__}")
        parser.exit()
