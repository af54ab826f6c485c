"""``tourplanner roads``: making a road pack, and saying what is in one."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

from tourplanner.cli.bar import Bar
from tourplanner.errors import GoalError
from tourplanner.model.tables import safe
from tourplanner.travel.roads import Area, RoadPack, load_pack, save
from tourplanner.travel.roads.kinds import KINDS


def run(args: Namespace) -> int:
    """Build or show a pack."""
    if args.what == "show":
        print("\n".join(described(load_pack(args.pack))))
        return 0
    return build(args)


def build(args: Namespace) -> int:
    """Read, make, write whole, and say what was made."""
    from tourplanner.travel.roads.making.make import Origin, make

    area = Area.parse(args.area)
    if not args.out.parent.is_dir():
        raise GoalError(f"--out: there is no folder {args.out.parent}; make it first")
    origin = Origin(args.name or args.out.stem, args.source, args.as_of, tuple(args.lacks))
    with Bar(quiet=args.quiet) as bar:
        pack = make(args.extract, area, origin, bar, basemap=args.basemap)
        args.written = True
        save(pack, args.out)
    print(f"{pack!r} → {args.out}, {args.out.stat().st_size:,} bytes")
    return 0


def described(pack: RoadPack) -> list[str]:
    """A pack in lines."""
    length = Counter[str]()
    for kind, dm in zip(pack.kind.tolist(), pack.length_dm.tolist(), strict=True):
        length[KINDS[kind]] += dm
    return [
        f"{safe(pack.title)}: {safe(pack.source)}, {pack.as_of}, area {pack.area}",
        f"{len(pack.start):,} roads between {len(pack.lat):,} crossings",
        *(f"  {length[kind] / 10_000:10,.1f} km {kind}" for kind in KINDS if length[kind]),
        f"licence {safe(pack.licence)}; {safe(pack.attribution)}",
        *(f"lacks: {safe(each)}" for each in pack.lacks),
        *_drawn(pack),
    ]


def _drawn(pack: RoadPack) -> Iterator[str]:
    """The basemap in lines."""
    basemap = pack.basemap
    if basemap is None:
        yield "no basemap: maps draw the packaged region's"
        return
    counts = ", ".join(f"{count:,} {name}" for name, count in basemap.counts().items())
    yield f"basemap, {len(pack.basemap_bytes):,} bytes: {counts}"
    yield f"licence of the basemap {safe(basemap.licence)}; {safe(basemap.attribution)}"
