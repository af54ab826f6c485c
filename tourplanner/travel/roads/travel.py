"""Travel times on real roads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tourplanner.errors import GoalError, NoRouteError, UnknownIdError
from tourplanner.model import Place
from tourplanner.travel.courses import Course
from tourplanner.travel.geodesic import GeodesicTravel, great_circle_m, whole
from tourplanner.travel.roads import course as ways
from tourplanner.travel.roads.closed import Closure, closures, open_roads
from tourplanner.travel.roads.kinds import VEHICLES, VehicleKind
from tourplanner.travel.roads.leg import RoadLeg, Stretch
from tourplanner.travel.roads.network import DM_BITS, DM_MASK, Network, network
from tourplanner.travel.roads.pack import E5, Flags, Ints, RoadPack
from tourplanner.travel.roads.packfile import from_bytes, load_pack
from tourplanner.travel.roads.search import NEVER, all_pairs, doors, reach, with_sources
from tourplanner.travel.roads.snap import Near, candidates
from tourplanner.travel.roads.speeds import SPEEDS, Speeds
from tourplanner.travel.times import TravelMatrix

Floats = npt.NDArray[np.float64]
PACKAGED = ("hanoi",)
NEARBY = (1_000, 1_600)
"""A leg is looked for within so many thousandths of the great-circle guess, before everywhere: effort, not result."""


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
    nearest
        How many roads near a place are tried.
    reach_m
        A place whose nearest usable road is farther cannot be reached.
    beyond
        What takes over where a place lies outside the pack's area; such pairs are ``estimated`` in matrix and leg.

    Notes
    -----
    Times are driving by class of road times a daytime factor, plus the ways between the places and the nearest roads. A
    coach keeps to roads it has room on: its guests walk the rest, and a leg shows it. Places within
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

    def __post_init__(self) -> None:
        if self.vehicle not in VEHICLES:
            raise GoalError(f"there is no vehicle {self.vehicle!r}; there are {', '.join(VEHICLES)}")
        asked = (self.closed,) if isinstance(self.closed, str) else self.closed
        object.__setattr__(self, "closed", closures(asked))

    @classmethod
    def packaged(cls, region: str = "hanoi", **options: Any) -> RoadTravel:
        """Over the roads that come with the package; ``options`` as above."""
        return cls(packaged_pack(region), **options)

    @classmethod
    def load(cls, path: Path | str, **options: Any) -> RoadTravel:
        """Over the roads in a file made by ``tourplanner roads build``; ``options`` as above."""
        return cls(load_pack(path), **options)

    @property
    def pace(self) -> Speeds:
        """The speeds in use."""
        return self.speeds or SPEEDS[self.vehicle]

    @property
    def basis(self) -> str:
        spread = f"±{100 * self.pace.spread:.0f} %"
        when = f"{self.pack.as_of.month}/{self.pack.as_of.year}"
        return (
            f"theo đường bộ OpenStreetMap {when} (ngoài vùng: theo khoảng cách), {spread} / "
            f"by roads of OpenStreetMap {when} (outside: by distance), {spread}"
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
        guess = self.estimate.matrix(places)
        inside = self._inside(places)
        both = inside[:, None] & inside
        ms, dm, known = self.unrounded(places)
        if not (known | ~both | guess.walked).all():
            raise self._no_way(places, *np.argwhere(both & ~known & ~guess.walked)[0].tolist())
        use = known & ~guess.walked
        return RoadMatrix(
            seconds=np.where(use, self._timetabled(ms, guess.padding_s), guess.seconds),
            metres=np.where(use, whole(dm / 10), guess.metres),
            padding_s=guess.padding_s,
            walked=guess.walked | (self.vehicle == "walking"),
            estimated=~both & ~guess.walked,
        )

    def leg(self, origin: Place, destination: Place) -> RoadLeg:
        """
        The course of one leg: line, road names, what is walked; times and metres as in the matrix.

        Raises
        ------
        NoRouteError
            As ``matrix`` does.
        """
        return self.legs([origin, destination])[0]

    def legs(self, places: Sequence[Place]) -> tuple[RoadLeg, ...]:
        """The legs of a tour, from each place to the next; faster than one by one. Raises as ``matrix`` does."""
        tour = _Tour(self, places)
        return tuple(tour.leg(at) for at in range(len(places) - 1))

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

    def roads(self) -> Network:
        """The pack's roads as this vehicle uses them; made once."""
        closed: Any = self.closed
        return _network(self.pack, self.vehicle, self.pace, closed)

    def _inside(self, places: Sequence[Place]) -> Flags:
        lat, lon = (np.array([getattr(place, axis) for place in places], float) for axis in ("lat", "lon"))
        return self.pack.area.holds(lat, lon)

    def near(self, places: Sequence[Place], inside: Flags) -> Near:
        """Where the roads may be entered near the places inside the area."""
        at = np.flatnonzero(inside)
        # Millimetres, as whole as coordinates get.
        lat, lon = (
            np.round(np.array([getattr(places[each], axis) for each in at.tolist()], float) * E5, 2)
            for axis in ("lat", "lon")
        )
        found = candidates(self.roads(), lat, lon, self.nearest, self.reach_m)
        return replace(found, place=at[found.place])

    def unrounded(self, places: Sequence[Place]) -> tuple[Ints, Ints, Flags]:
        """Milliseconds and decimetres by road, n x n each, neither padded nor rounded, and which pairs have a way."""
        inside = self._inside(places)
        weights = all_pairs(self.roads(), self.near(places, inside), len(places))
        lat, lon = (np.array([getattr(place, axis) for place in places], float) for axis in ("lat", "lon"))
        straight = great_circle_m(lat, lon)
        close = inside[:, None] & inside & (straight <= self.pace.across_m)
        weights[close] = np.minimum(weights[close], reach(self.pace, straight[close]))
        return weights >> DM_BITS, weights & DM_MASK, weights != NEVER

    def _timetabled(self, ms: Ints, padding_s: Ints) -> Ints:
        """Whole minutes in seconds, padded, at least what gathering a group takes."""
        return 60 * whole(np.maximum(ms / 1000 + padding_s, self.estimate.least_s) / 60)

    def _no_way(self, places: Sequence[Place], origin: int, destination: int) -> NoRouteError:
        inside = np.isin(np.arange(len(places)), [origin, destination])
        reached = set(self.near(places, inside).place.tolist())
        stuck = [_named(places[each]) for each in (origin, destination) if each not in reached]
        why = (
            f"no road a {self.vehicle} may use and that is joined with the rest within {self.reach_m / 1000:g} km of "
            f"{' and '.join(stuck) or 'them'} (an island, or closed?); move the place, open a road, or raise reach_m"
        )
        return NoRouteError(_named(places[origin]), _named(places[destination]), why)


class _Tour:
    """Places in order, and what all their legs share."""

    def __init__(self, travel: RoadTravel, places: Sequence[Place]) -> None:
        self.travel, self.places = travel, places
        self.inside = travel._inside(places)
        self.network = travel.roads()
        self.near = travel.near(places, self.inside)
        self.out, self.into = (doors(self.network, self.near, out=out) for out in (True, False))
        self.graph = with_sources(self.network, self.out, len(places))

    def leg(self, at: int) -> RoadLeg:
        """The leg from the place with this number to the next."""
        travel, pair = self.travel, (at, at + 1)
        ends = [self.places[each] for each in pair]
        guess = travel.estimate.matrix(ends)
        straight = float(great_circle_m(*(np.array([getattr(e, axis) for e in ends]) for axis in ("lat", "lon")))[0, 1])
        mode: ways.Mode = "walk" if travel.vehicle == "walking" else "drive"
        walked, padding = bool(guess.walked[0, 1]), int(guess.padding_s[0, 1])
        if walked or not self.inside[[*pair]].all():
            metres, estimated = int(guess.metres[0, 1]), not walked
            line = _straight("walk" if walked else mode, metres, ends)
            return RoadLeg(int(guess.seconds[0, 1]), metres, padding, (line,), estimated)
        found = self._quickest(pair, int(guess.seconds[0, 1]))
        short = int(reach(travel.pace, np.array(straight))) if straight <= travel.pace.across_m else NEVER
        if found is None and short == NEVER:
            raise travel._no_way(self.places, *pair)
        weight = min(short, found.weight if found else NEVER)
        seconds = int(travel._timetabled(np.array(weight >> DM_BITS), np.array(padding)))
        metres = int(whole(np.array((weight & DM_MASK) / 10)))
        if found is None or short < found.weight:
            return RoadLeg(seconds, metres, padding, (_straight(mode, metres, ends),))
        points = _point(ends[0]), _point(ends[1])
        return RoadLeg(seconds, metres, padding, tuple(ways.stretches(self.network, self.near, found, points)))

    def _quickest(self, pair: tuple[int, int], guess_s: int) -> ways.Course | None:
        """The quickest way, looked for nearby first: most take hardly longer than the guess."""
        for limit in (*(float((share * guess_s) << DM_BITS) for share in NEARBY), np.inf):
            found = ways.quickest(self.network, self.graph, self.near, (self.out, self.into), pair, limit)
            if found is not None and found.weight < limit:
                return found
        return found


def packaged_pack(region: str) -> RoadPack:
    """The road pack that comes with a packaged region; raises UnknownIdError if it has none."""
    if region not in PACKAGED:
        raise UnknownIdError("packaged road pack", region, PACKAGED)
    return _packaged(region)


@lru_cache(maxsize=2)
def _packaged(region: str) -> RoadPack:
    name = f"{region}.roads"
    return from_bytes((resources.files(__package__ or "") / "data" / name).read_bytes(), name)


@lru_cache(maxsize=8)
def _network(pack: RoadPack, vehicle: VehicleKind, speeds: Speeds, closed: tuple[Closure, ...]) -> Network:
    return network(pack, vehicle, speeds, open_roads(pack, closed))


def _beyond(speeds: Speeds) -> GeodesicTravel:
    """The great-circle formula for a vehicle: for engines the fitted one, for muscles their pace with its detour."""
    usual = GeodesicTravel()
    if speeds.daytime > 1:
        return usual
    return GeodesicTravel(minutes_at_1_km=60 * usual.detour / speeds.access_kmh, exponent=1.0, access_m=0.0)


def _straight(mode: Any, metres: int, ends: Sequence[Place]) -> Stretch:
    return Stretch(mode, "", "", metres, (_point(ends[0]), _point(ends[1])), mapped=False)


def _point(place: Place) -> tuple[float, float]:
    return place.lat, place.lon


def _named(place: Place) -> str:
    return f"{place.lat:.5f}, {place.lon:.5f}"
