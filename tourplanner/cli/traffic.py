"""``tourplanner traffic``: showing factors by the hour, and fitting them to trips."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from tourplanner.cli.travel import road_travel
from tourplanner.errors import GoalError
from tourplanner.model.tables import safe, text_table
from tourplanner.travel import Traffic, calibrate, read_trips
from tourplanner.travel.traffic import DayKind
from tourplanner.travel.traffic.traffic import clock_text


def run(args: Namespace) -> int:
    """Show or fit."""
    if args.what == "calibrate":
        return fit(args)
    traffic = Traffic.load(args.file) if args.file else Traffic.packaged(args.region)
    kinds = traffic.kinds if args.on is None else (traffic.of(traffic.kind(args.on)),)
    print("\n".join(described(traffic, kinds)))
    return 0


def fit(args: Namespace) -> int:
    """Read, fit, say how good it is, and write whole if it is better or wanted anyway."""
    if not args.out.parent.is_dir():
        raise GoalError(f"--out: there is no folder {args.out.parent}; make it first")
    travel = road_travel(args.region, args.roads, args.traffic, args.vehicle)
    found = calibrate(read_trips(args.trips), travel, seed=args.seed)
    print(found)
    if not (found.better or args.anyway):
        print(f"Nothing was written; --anyway writes {args.out} all the same.")
        return 0
    found.save(args.out)
    args.written = True
    print(f"→ {args.out}")
    return 0


def described(traffic: Traffic, kinds: tuple[DayKind, ...]) -> Iterator[str]:
    """Traffic in lines: a table for each kind of day, with what it rests on."""
    lat, lon = traffic.centre
    yield f"{safe(traffic.title)}: {safe(traffic.basis[1])}, ±{100 * traffic.spread:.0f} %; rings around {lat}, {lon}"
    for kind in kinds:
        known = kind.provenance
        yield f"\n{safe(kind.name)} ({known.confidence}): {safe(known.note)}"
        yield from (f"  source: {safe(source)}" for source in known.sources)
        by_clock = zip(traffic.clocks, zip(*kind.factors, strict=True), strict=True)
        rows = [(clock_text(at), *(f"{each:.2f}" for each in row)) for at, row in by_clock]
        yield text_table(("at", *traffic.ring_names()), rows, right=range(1, len(kind.factors) + 1))
    if traffic.dates:
        yield "\n" + "\n".join(f"{day} is {safe(name)}" for day, name in traffic.dates)
