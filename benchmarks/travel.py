"""
Travel over the packaged roads: how fast, how much memory, beside other routers, how far from full-graph routing and
from published trips.

    python -m benchmarks.travel [--extract FILE] [--json FILE] [--markdown FILE]

Speed and memory are measured in processes of their own. Other routers and the error against the full graph need the
extract the pack was made from, by default ../shared/roads/hanoi_region_2021.osm.pbf, and the extra ``roads``; without
it those tables are left out. OSRM runs where ``osrm-bindings`` is installed, or with the interpreter that OSRM_PYTHON
names; making its files takes several minutes, unless OSRM_FILES names some that were made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import tourplanner as tp
from benchmarks.full_graph import FullGraph, full_graph
from benchmarks.peers.roads import Case
from benchmarks.peers.roads.running import rows as beside_peers
from benchmarks.report import PACKAGES, Report, Row, main, parser, peak_mb, table, timed
from tourplanner.model import Place
from tourplanner.travel import GeodesicTravel, RoadTravel
from tourplanner.travel.geodesic import great_circle_m

EXTRACT = Path("../shared/roads/hanoi_region_2021.osm.pbf")
POINTS, ORIGINS = 1_350, 60
VEHICLES = "car", "coach"
WHOLE, LEGS = "matrix by the hour", "legs with geometry of ten routes"
BANDS = ((0.5, 2), (2, 5), (5, 10), (10, 20), (20, 40), (40, 70), (70, 120), (0.5, 200))
CENTRE = "hoan-kiem-old-quarter"
TRIPS = {
    "Hạ Thái": (CENTRE, "ha-thai", 30.0, "sourced"),
    "Bát Tràng": (CENTRE, "bat-trang", 35.0, "sourced"),
    "Đường Lâm": (CENTRE, "duong-lam", 90.0, "sourced"),
    "Đào Thục": (CENTRE, "dao-thuc", 45.0, "sourced"),
    "Phú Vinh": (CENTRE, "phu-vinh", 58.0, "sourced"),
    "Vạn Phúc": (CENTRE, "van-phuc", 30.0, "recalled"),
    "Đông Hồ": (CENTRE, "dong-ho", 55.0, "recalled"),
    "from Nội Bài": ("noi-bai-t1", CENTRE, 42.5, "recalled"),
}
"""Minutes that operators and press quote for trips from the Old Quarter, and of the airport to it."""
LEAVING = {"07:30": 27_000, "08:30": 30_600, "09:30": 34_200, "10:00": 36_000, "17:00": 61_200, "20:30": 73_800}
"""Seconds from midnight."""


@dataclass
class Tables(Report):
    """Several tables under one name, each with a heading of its own."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def put(self, heading: str, row: Row) -> None:
        self.tables.setdefault(heading, []).append(row)
        self.add(row)

    def document(self) -> dict[str, Any]:
        return super().document() | {"rows": self.tables}

    def text(self) -> str:
        parts = [line for heading, rows in self.tables.items() for line in (f"**{heading}**", "", *table(rows), "")]
        return "\n".join([*parts, *self.remarks()])


def villages() -> list[Place]:
    """All villages and start points of the packaged region."""
    region = tp.load("hanoi")
    return [each.place for each in (*region.starts, *region.villages)]


def beside(lat: Any, lon: Any) -> list[Place]:
    return [Place(lat=a, lon=b) for a, b in zip(lat.tolist(), lon.tolist(), strict=True)]


def scattered(seed: int) -> list[Place]:
    """Points within two kilometres of crossings of the pack, at random."""
    chance, pack = np.random.default_rng(seed), RoadTravel.packaged("hanoi").pack
    at = chance.choice(len(pack.lat), POINTS, replace=False)
    lat, lon = (each[at] / 1e5 + chance.uniform(-0.01, 0.01, POINTS) for each in (pack.lat, pack.lon))
    inside = pack.area
    return beside(np.clip(lat, inside.south, inside.north), np.clip(lon, inside.west, inside.east))


def routes(places: Sequence[Place], seed: int) -> list[list[Place]]:
    """Ten days of the shape tours have: from the Old Quarter to a village, its three nearest, and back."""
    chance = np.random.default_rng(seed)
    lat, lon = (np.array([getattr(place, axis) for place in places[18:]]) for axis in ("lat", "lon"))
    apart = great_circle_m(lat, lon)
    start = places[6]
    return [
        [start, *(places[18 + each] for each in np.argsort(apart[at], kind="stable")[:4]), start]
        for at in chance.choice(len(lat), 10, replace=False)
    ]


def speeds(vehicle: str, seed: int) -> Iterator[Row]:
    """Steps of use in this process, one after the other."""
    step = partial(_step, vehicle)
    yield step("start: Python and the package", None, lambda: None)
    yield step("load the packaged pack", None, lambda: RoadTravel.packaged("hanoi"))
    travel, many = RoadTravel.packaged("hanoi", vehicle=vehicle), scattered(seed)
    steady = replace(travel, traffic=None)
    yield step("first leg: network and index are made", 2, lambda: travel.leg(*many[:2]))
    yield step("snap", POINTS, lambda: travel.near(many, np.ones(POINTS, bool)))
    yield step(WHOLE, POINTS, lambda: travel.matrix(many))
    yield step("matrix without traffic, one time for all hours", POINTS, lambda: steady.matrix(many))
    known = villages()
    tours = routes(known, seed)
    yield step("matrix by the hour, villages and start points", len(known), lambda: travel.matrix(known))
    count = sum(len(tour) - 1 for tour in tours)
    yield step(LEGS, count, lambda: [travel.legs(tour) for tour in tours])


def _step(vehicle: str, name: str, size: int | None, do: Callable[[], Any]) -> Row:
    with timed() as clock:
        do()
    return {
        "vehicle": vehicle, "step": name, "places or legs": size, "milliseconds": 1000 * clock.wall,
        "processor milliseconds": 1000 * clock.processor, "peak MB so far": peak_mb(),
    }  # fmt: skip


def apart(vehicle: str, seed: int) -> list[Row]:
    """The steps of one vehicle in a process of their own, so that the memory is theirs."""
    command = [sys.executable, "-m", "benchmarks.travel", "--speeds", vehicle, "--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    rows: list[Row] = json.loads(done.stdout)
    return rows


def trips() -> Iterator[Row]:
    """The published trips by car at the default factor."""
    region = tp.load("hanoi")
    place = {each.id: each.place.replace(accuracy_m=0) for each in (*region.starts, *region.villages)}
    travel = RoadTravel.packaged("hanoi")
    for name, (origin, target, quoted, confidence) in TRIPS.items():
        leg, guess = travel.leg(place[origin], place[target]), GeodesicTravel().matrix([place[origin], place[target]])
        minutes = leg.seconds / 60
        yield {
            "trip": name, "quoted minutes": quoted, "quote": confidence, "by road": minutes,
            "difference %": 100 * (minutes / quoted - 1), "km by road": leg.metres / 1000,
            "by great circle": int(guess.seconds[0, 1]) / 60,
        }  # fmt: skip


def hourly_trips() -> Iterator[Row]:
    """The same trips by the hour, on a workday."""
    region = tp.load("hanoi")
    place = {each.id: each.place.replace(accuracy_m=0) for each in (*region.starts, *region.villages)}
    travel = RoadTravel.packaged("hanoi")
    for name, (origin, target, quoted, _) in TRIPS.items():
        matrix = travel.matrix([place[origin], place[target]])
        minutes = {clock: matrix.leg_s(0, 1, second) / 60 for clock, second in LEAVING.items()}
        yield {
            "trip": name, "quoted minutes": quoted, **{f"leaving {clock}": each for clock, each in minutes.items()},
            **{f"difference % at {clock}": 100 * (minutes[clock] / quoted - 1) for clock in ("09:30", "10:00")},
        }  # fmt: skip


def errors(graph: FullGraph) -> Iterator[Row]:
    """The pack and the great circle against quickest ways over all roads of the extract, without traffic."""
    places = beside(graph.lat[graph.at], graph.lon[graph.at])
    truth_s, truth_m = graph.quickest(ORIGINS)
    travel = RoadTravel.packaged("hanoi")
    found = RoadTravel(travel.pack, speeds=replace(travel.pace, daytime=1.0)).unrounded(places)
    km = great_circle_m(graph.lat[graph.at], graph.lon[graph.at])[:ORIGINS] / 1000
    formula = GeodesicTravel(minutes_at_1_km=3.46)
    guess_s = 60 * formula.minutes_at_1_km * km**formula.exponent
    compared = found.known[:ORIGINS] & np.isfinite(truth_s) & (truth_s > 0)
    seconds, metres = found.ms[:ORIGINS] / 1000, found.dm[:ORIGINS] / 10
    for low, high in BANDS:
        use = compared & (km >= low) & (km < high)
        off = 100 * np.abs(seconds[use] / truth_s[use] - 1)
        yield {
            "km": "all" if high == 200 else f"{low:g}–{high:g}", "pairs": int(use.sum()), "time: mean %": off.mean(),
            "median %": np.median(off), "90 % are within %": np.percentile(off, 90),
            "bias %": 100 * (seconds[use] / truth_s[use] - 1).mean(),
            "metres: mean %": 100 * np.abs(metres[use] / truth_m[use] - 1).mean(),
            "great circle: mean %": 100 * np.abs(guess_s[use] / truth_s[use] - 1).mean(),
        }  # fmt: skip


def peers(graph: FullGraph, extract: Path) -> Iterator[Row]:
    """Other routers between the same places."""
    with TemporaryDirectory() as folder:
        case = Path(folder) / "case.npz"
        Case(
            graph.tail, graph.head, graph.ms, graph.lat, graph.lon, graph.at, extract=str(extract.resolve())
        ).write(case)
        yield from beside_peers(case)


def measure(args: Namespace) -> Report:
    report = Tables("travel", args.seed, packages=(*PACKAGES, "scipy"))
    pack = RoadTravel.packaged("hanoi").pack
    for vehicle in VEHICLES:
        for row in apart(vehicle, args.seed):
            report.put("Speed and memory", row)
    report.notes.append(aims(report.tables["Speed and memory"]))
    if args.extract.is_file():
        over_all_roads(report, args.extract, args.seed)
    for row in trips():
        report.put("Published trips, by car at the default daytime factor", row)
    for row in hourly_trips():
        report.put("The same by the hour, on a workday (factors by the hour: estimates)", row)
    off = [abs(row["difference %"]) for row in report.tables["Published trips, by car at the default daytime factor"]]
    report.notes.append(
        f"{sum(each <= 25 for each in off)} of {len(off)} trips lie within ±25 % of the quote, on average "
        f"{sum(off) / len(off):.0f} % off; the same trips gave the factor."
    )
    report.notes.append(f"Packaged pack: {pack!r}, as of {pack.as_of}.")
    return report


def over_all_roads(report: Tables, extract: Path, seed: int) -> None:
    """Put what needs the extract."""
    # Other points than those the pack's few settings were chosen on.
    graph = full_graph(extract, RoadTravel.packaged("hanoi").pack.area, POINTS, 1_000 + seed)
    for row in errors(graph):
        report.put("Error against all roads of the extract, by great-circle distance, without traffic", row)
    for row in peers(graph, extract):
        report.put("Beside other routers", row)
    report.notes += [
        "The error is that of leaving out most lanes: times over all roads of the extract with the same class "
        f"speeds are the measure, not observed driving. From {ORIGINS} to {POINTS} random points of lanes.",
        f"Other routers: between the same {POINTS} points or the first of them, each in a process of its own. scipy "
        f"and routingkit-cch take all roads, {len(graph.lat):,} crossings and {len(graph.tail):,} arcs, "
        "at the same class speeds without the daytime factor, and give milliseconds; OSRM takes all roads at its own "
        "profile's speeds, and reads the extract by itself. Ours takes the packaged roads, snaps, rounds up to "
        "whole minutes, and adds up what lies in which ring and on foot. Times ours: processor seconds over ours for "
        "the same matrix, without traffic. Where a router is not installed, or was not asked for so much, nothing is "
        "said.",
    ]


def aims(rows: Sequence[Row]) -> str:
    """Whether what is aimed at was reached, by vehicle."""
    found = {(row["vehicle"], row["step"]): row for row in rows}
    told = []
    for vehicle in VEHICLES:
        whole, legs = found[vehicle, WHOLE], found[vehicle, LEGS]["processor milliseconds"]
        seconds, megabytes = whole["processor milliseconds"] / 1000, whole["peak MB so far"]
        reached = seconds <= 10 and megabytes <= 500 and legs <= 100
        told.append(
            f"{vehicle} {seconds:.1f} s, {megabytes:.0f} MB and {legs:.0f} ms, {'' if reached else 'NOT '}reached"
        )
    return (
        f"Aimed at, in processor time: {POINTS} × {POINTS} by the hour within 10 s and 500 MB, the legs of ten routes "
        f"within 100 ms; {'; '.join(told)}."
    )


def run(words: Sequence[str] | None = None) -> None:
    options = parser(__doc__)
    options.add_argument("--extract", type=Path, default=EXTRACT, metavar="FILE", help="what the pack was made from")
    options.add_argument("--speeds", choices=VEHICLES, help="measure speed in this process, print JSON")
    args = options.parse_args(words)
    if args.speeds:
        print(json.dumps(list(speeds(args.speeds, args.seed))))
    else:
        main(options, measure, words)


if __name__ == "__main__":
    run()
