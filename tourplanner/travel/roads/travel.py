"""Travel times on real roads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from tourplanner.errors import GoalError, NoRouteError
from tourplanner.model import Place
from tourplanner.travel.avoiding import Ring
from tourplanner.travel.courses import Course
from tourplanner.travel.geodesic import GeodesicTravel, great_circle_m, whole
from tourplanner.travel.roads.around import led_round, outside
from tourplanner.travel.roads.by_hour import Rush, tables
from tourplanner.travel.roads.closed import Closure, closures, lying_in, open_roads
from tourplanner.travel.roads.found import Found, Rows, across
from tourplanner.travel.roads.kinds import VEHICLES, VehicleKind
from tourplanner.travel.roads.leg import RoadLeg
from tourplanner.travel.roads.network import Network, network
from tourplanner.travel.roads.pack import E5, Flags, Ints, RoadPack
from tourplanner.travel.roads.packaged import packaged_pack
from tourplanner.travel.roads.packfile import load_pack
from tourplanner.travel.roads.search import all_pairs, reach
from tourplanner.travel.roads.snap import Floats, Near, candidates
from tourplanner.travel.roads.speeds import SPEEDS, Speeds
from tourplanner.travel.roads.tally import Tally, inside_radii, no_radii
from tourplanner.travel.roads.tour import Tour
from tourplanner.travel.times import TravelMatrix
from tourplanner.travel.traffic import USUAL, Traffic

WITHIN_S = 45.0


@dataclass(frozen=True, slots=True, eq=False)
class RoadMatrix(TravelMatrix):
    """A matrix that says which pairs, n x n, rest on the great circle because a place lies outside the pack's area."""

    estimated: Flags = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class RoadTravel:
    """
    Quickest ways over a road pack for one kind of vehicle.

    Parameters
    ----------
    pack
        A ``RoadPack``; ``RoadTravel.packaged("hanoi")`` and ``RoadTravel.load(path)`` bring one.
    vehicle
        coach, van, car, motorbike, bicycle or walking.
    speeds
        Speeds by kind of road and the daytime factor; by default those of the vehicle in ``speeds.SPEEDS``.
    closed
        Roads to avoid: names, numbers, or areas as corners (lat, lon).
    around
        Areas that ways between places outside lead round, as far as there are such ways: they take no road half of
        which lies inside.
    nearest
        How many roads near a place are tried.
    reach_m
        A place whose nearest usable road is farther cannot be reached.
    beyond
        What takes over where a place lies outside the pack's area; such pairs are ``estimated`` in matrix and leg.
    traffic
        Factors by the hour; without them times are those by day at all hours.
    day
        The kind of day, one of the traffic's; ``on(date)`` looks it up.
    within_s
        Tables by the hour have as few hours as keep drives of up to two and a half hours within so many seconds of the
        exact time. Between a thousand places and more, 420 takes less than half of the memory that 45 does.

    Notes
    -----
    The way is the one that is quickest by day; the hour changes only how long it takes. Driving times by day are
    multiplied by the factors of the rings that the road lies in, which change while the vehicle is on its way; where
    only the ends are known, by half of each end's. Padding and walks know no traffic.

    Times by day are driving by class of road times a daytime factor, plus the ways between the places and the nearest
    roads. A coach keeps to roads it has room on: its guests walk the rest, and a leg shows it. Places within
    ``walk_within_m`` are walked, no change of place takes less than ``least_s``, each leg is padded for the places'
    accuracy, minutes are rounded up: all as ``GeodesicTravel`` does it.
    """

    pack: RoadPack = field(repr=False)
    vehicle: VehicleKind = "car"
    speeds: Speeds | None = None
    closed: Iterable[str | Sequence[tuple[float, float]]] = ()
    nearest: int = 3
    reach_m: float = 5_000.0
    beyond: GeodesicTravel | None = None
    traffic: Traffic | None = None
    day: str = USUAL
    within_s: float = WITHIN_S
    around: tuple[Ring, ...] = ()

    def __post_init__(self) -> None:
        if self.vehicle not in VEHICLES:
            raise GoalError(f"there is no vehicle {self.vehicle!r}; there are {', '.join(VEHICLES)}")
        asked = (self.closed,) if isinstance(self.closed, str) else self.closed
        object.__setattr__(self, "closed", closures(asked))
        if not self.within_s > 0:
            raise GoalError(f"within_s: {self.within_s:g} s is no tolerance above 0; the default is {WITHIN_S:g}")
        if self.traffic is not None:
            self.traffic.of(self.day)

    @classmethod
    def packaged(cls, region: str = "hanoi", **options: Any) -> RoadTravel:
        """
        Over the roads that come with the package, with the traffic that comes with it; ``options`` as above.

        With ``traffic=None`` times are the same at all hours.
        """
        pack = packaged_pack(region)
        return cls(pack, **({"traffic": Traffic.packaged(region)} | options))

    @classmethod
    def load(cls, path: Path | str, **options: Any) -> RoadTravel:
        """Over the roads in a file made by ``tourplanner roads build``; ``options`` as above."""
        return cls(load_pack(path), **options)

    @property
    def pace(self) -> Speeds:
        """The speeds in use."""
        return self.speeds or SPEEDS[self.vehicle]

    @property
    def rush(self) -> Rush | None:
        """The traffic it meets, if any."""
        if self.traffic is None or self.vehicle == "walking" or not self.pace.exposure:
            return None
        return Rush(self.traffic, self.day, self.pace.exposure, self.within_s)

    @property
    def spread(self) -> float:
        """About nine legs in ten stay within their time plus or minus this share: the traffic's, else the speeds'."""
        rush = self.rush
        return self.pace.spread if rush is None else rush.traffic.spread

    @property
    def basis(self) -> str:
        spread, rush = f"±{100 * self.spread:.0f} %", self.rush
        when = f"{self.pack.as_of.month}/{self.pack.as_of.year}"
        vietnamese, english = (f" {each}," for each in rush.traffic.basis) if rush else ("", "")
        return (
            f"theo đường bộ OpenStreetMap {when} (ngoài vùng: theo khoảng cách),{vietnamese} {spread} / "
            f"by roads of OpenStreetMap {when} (outside: by distance),{english} {spread}"
        )

    @property
    def attribution(self) -> str:
        return self.pack.attribution

    def matrix(self, places: Sequence[Place]) -> RoadMatrix:
        """
        Travel time and distance between all pairs of places.

        Parameters
        ----------
        places
            n places. Order fixes row and column order.

        Returns
        -------
        RoadMatrix
            n x n each.

        Raises
        ------
        NoRouteError
            If a place in the pack's area has no road within reach, or only roads that do not hang together with the
            rest; carries the coordinates as ``origin`` and ``destination``.
        """
        # First what takes most memory on the way.
        found = self.unrounded(places)
        guess = self.estimate.matrix(places)
        inside = self.inside(places)
        both = inside[:, None] & inside
        if not (found.known | ~both | guess.walked).all():
            raise self.no_way(places, *np.argwhere(both & ~found.known & ~guess.walked)[0].tolist())
        use = found.known & ~guess.walked
        # The guess is nobody else's: a region's tables are large.
        metres, walk_m = guess.metres, guess.walk_m
        found.put_metres(use, metres, walk_m)
        afoot = self.vehicle == "walking"
        shown: dict[str, Any] = {
            "metres": metres,
            "padding_s": guess.padding_s,
            "walked": guess.walked | afoot,
            "walk_m": metres if afoot else walk_m,
            "spread": np.broadcast_to(self.spread, metres.shape),
            "estimated": ~both & ~guess.walked,
        }
        if self.rush is None:
            by_day = self.timetabled(found.ms / 1000, guess.padding_s)
            return RoadMatrix(seconds=np.where(use, by_day, guess.seconds), **shown)
        hours = self.rush.hours()
        by_hour = tables(self.rush, hours, Rows(found, guess, use, self._rings(places), self.timetabled))
        # A fifth of the memory that whole regions take.
        del found, guess
        return RoadMatrix.hourly(hours, by_hour, **shown)

    def leg(self, origin: Place, destination: Place, depart: time | None = None) -> RoadLeg:
        """
        The course of one leg: line, road names, what is walked; metres as in the matrix.

        Its seconds are those of the matrix for who departs at ``depart``; without it, those by day away from the rush,
        which are the matrix's without traffic.

        Raises
        ------
        NoRouteError
            As ``matrix`` does.
        """
        leg = self.legs([origin, destination])[0]
        if depart is None or self.rush is None:
            return leg
        second = 3600 * depart.hour + 60 * depart.minute + depart.second
        return replace(leg, seconds=self.matrix([origin, destination]).leg_s(0, 1, second))

    def legs(self, places: Sequence[Place]) -> tuple[RoadLeg, ...]:
        """
        The legs of a tour by day, from each place to the next; faster than one by one. Raises as ``matrix`` does.
        """
        through = Tour(self, places, self.roads())
        if not self.around:
            return tuple(map(through.leg, range(len(places) - 1)))
        around, free = Tour(self, places, self.roads(self.around)), outside(places, self.around)
        return tuple(
            _first_of(around if free[at : at + 2].all() else through, through, at) for at in range(len(places) - 1)
        )

    def on(self, day: date) -> RoadTravel:
        """The times of a date: those of its kind of day. Dates of one kind give equal values."""
        return self if self.traffic is None else replace(self, day=self.traffic.kind(day))

    def courses(self, places: Sequence[Place]) -> tuple[Course, ...]:
        """The lines and roads of a tour's legs; empty where a leg is walked between near places, or estimated."""
        return tuple(
            Course(leg.points, tuple(filter(str.strip, leg.roads))) if leg.mapped else Course()
            for leg in self.legs(places)
        )

    @property
    def estimate(self) -> GeodesicTravel:
        """What takes over outside the pack's area; padding and walking come from it too."""
        return self.beyond or _beyond(self.pace)

    def roads(self, around: tuple[Ring, ...] = ()) -> Network:
        """The pack's roads as this vehicle uses them, without those that lie in some areas; made once."""
        closed: Any = self.closed
        return _network(self.pack, self.vehicle, self.pace, closed, around)

    def inside(self, places: Sequence[Place]) -> Flags:
        lat, lon = (np.array([getattr(place, axis) for place in places], float) for axis in ("lat", "lon"))
        return self.pack.area.holds(lat, lon)

    def near(self, places: Sequence[Place], inside: Flags, network: Network | None = None) -> Near:
        """Where the roads may be entered near the places inside the area."""
        at = np.flatnonzero(inside)
        # Millimetres, as whole as coordinates get.
        lat, lon = (
            np.round(np.array([getattr(places[each], axis) for each in at.tolist()], float) * E5, 2)
            for axis in ("lat", "lon")
        )
        found = candidates(network or self.roads(), lat, lon, self.nearest, self.reach_m)
        return replace(found, place=at[found.place])

    def leading_round(self, areas: Sequence[Ring]) -> RoadTravel:
        """The same, with ways that lead round these areas too."""
        return replace(self, around=tuple(dict.fromkeys((*self.around, *areas))))

    def unrounded(self, places: Sequence[Place]) -> Found:
        """The quickest ways by day between all pairs, exactly, and what they are made of."""
        through = self._unrounded(places, self.roads())
        if not self.around:
            return through
        return led_round(through, self._unrounded(places, self.roads(self.around)), outside(places, self.around))

    def _unrounded(self, places: Sequence[Place], network: Network) -> Found:
        inside = self.inside(places)
        tally = self._tally(places, network)
        ways = all_pairs(network, self.near(places, inside, network), len(places), tally)
        lat, lon = (np.array([getattr(place, axis) for place in places], float) for axis in ("lat", "lon"))
        straight = great_circle_m(lat, lon)
        close = inside[:, None] & inside & (straight <= self.pace.across_m)
        across(ways, np.argwhere(close), reach(self.pace, straight[close]), tally)
        return Found(ways.weights, ways.amounts, tally)

    def _tally(self, places: Sequence[Place], network: Network) -> Tally | None:
        """What is added up along the ways, if anything is asked of them but time and distance."""
        rush = self.rush
        afoot = network.speeds.on_foot or network.walked.any()
        if self.vehicle == "walking" or not (rush or afoot):
            return None
        radii = inside_radii(self.pack, rush.traffic) if rush else no_radii(self.pack)
        return Tally(network, radii, self._rings(places))

    def _rings(self, places: Sequence[Place]) -> Ints:
        """The ring of each place; 0 without traffic."""
        if self.rush is None:
            return np.zeros(len(places), np.int64)
        lat, lon = (np.array([getattr(place, axis) for place in places], float) for axis in ("lat", "lon"))
        return self.rush.traffic.rings(lat, lon)

    def timetabled(self, seconds: Floats, padding_s: Ints) -> Ints:
        """Whole minutes in seconds, padded, at least what gathering a group takes."""
        return 60 * whole(np.maximum(seconds + padding_s, self.estimate.least_s) / 60)

    def no_way(self, places: Sequence[Place], origin: int, destination: int) -> NoRouteError:
        inside = np.isin(np.arange(len(places)), [origin, destination])
        reached = set(self.near(places, inside).place.tolist())
        stuck = [_named(places[each]) for each in (origin, destination) if each not in reached]
        why = (
            f"no road a {self.vehicle} may use and that is joined with the rest within {self.reach_m / 1000:g} km of "
            f"{' and '.join(stuck) or 'them'} (an island, or closed?); move the place, open a road, or raise reach_m"
        )
        return NoRouteError(_named(places[origin]), _named(places[destination]), why)


@lru_cache(maxsize=8)
def _network(
    pack: RoadPack, vehicle: VehicleKind, speeds: Speeds, closed: tuple[Closure, ...], around: tuple[Ring, ...]
) -> Network:
    return network(pack, vehicle, speeds, open_roads(pack, closed) & ~lying_in(pack, around))


def _first_of(wanted: Tour, other: Tour, at: int) -> RoadLeg:
    """A leg of the wanted tour if there is one, else of the other."""
    try:
        return wanted.leg(at)
    except NoRouteError:
        return other.leg(at)


def _beyond(speeds: Speeds) -> GeodesicTravel:
    """The great-circle formula for a vehicle: for engines the fitted one, for muscles their pace with its detour."""
    usual = GeodesicTravel()
    if speeds.daytime > 1:
        return usual
    return GeodesicTravel(minutes_at_1_km=60 * usual.detour / speeds.access_kmh, exponent=1.0, access_m=0.0)


def _named(place: Place) -> str:
    return f"{place.lat:.5f}, {place.lon:.5f}"
