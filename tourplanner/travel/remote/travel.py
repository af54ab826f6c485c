"""Travel times from a routing engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tourplanner.errors import GoalError
from tourplanner.model import Place
from tourplanner.travel.courses import Course
from tourplanner.travel.geodesic import GeodesicTravel, timetabled, whole
from tourplanner.travel.remote.asking import Asking, Progress, spot
from tourplanner.travel.remote.engine import Answer, Engine
from tourplanner.travel.remote.factors import FACTORS
from tourplanner.travel.remote.store import Store
from tourplanner.travel.roads import VEHICLES, VehicleKind
from tourplanner.travel.times import TravelMatrix

NAMES: dict[VehicleKind, tuple[str, str]] = {
    "coach": ("xe khách", "a coach"),
    "van": ("xe van", "a van"),
    "car": ("ô tô con", "a car"),
    "motorbike": ("xe máy", "a motorbike"),
    "bicycle": ("xe đạp", "a bicycle"),
    "walking": ("người đi bộ", "a walker"),
}


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class RoutedTravel:
    """
    Travel times and ways from a routing engine, for one kind of vehicle.

    Parameters
    ----------
    engine
        What is asked: ``osrm(…)``, ``valhalla(…)``, ``openrouteservice(…)``, ``graphhopper(…)`` or ``osrm_files(…)``.
    vehicle
        coach, van, car, motorbike, bicycle or walking. The engine must have a profile for it.
    routed_as
        Another vehicle whose profile is used instead, said in ``basis``: a coach routed as a car meets its lanes.
    factor
        What the engine's times are multiplied by; by default that of the vehicle in ``FACTORS``. Engines know speed
        limits, not traffic, and are about twice too fast for Hanoi by day.
    cache
        A SQLite file that keeps answers, shared by as many processes as like; by default they are kept in memory.
    max_age
        Answers older than this are asked for again; by default none.
    reach_m
        A pair whose places together are farther from the roads the engine knows cannot be travelled.
    near
        Padding, walks between near places and the least time of a leg come from it. ``detour`` and ``access_kmh`` hold
        for the ways between places and roads too.
    clock
        What time it is, with a zone, for the age of answers.
    progress
        Called with what is being done, the step, and the number of steps.

    Notes
    -----
    A leg takes the engine's seconds times the factor, plus the ways between places and roads where the engine says how
    long they are, padded and rounded up as ``GeodesicTravel`` does it. Only pairs that are not known yet are asked for,
    as few requests as the engine's limits allow; what is answered is kept at once, so nothing is lost by interrupting.
    Coordinates are rounded to five decimals, a metre. The hour changes nothing; ``HourlyTravel`` around it does.

    Raises
    ------
    GoalError
        If the engine has no profile for the vehicle, or the factor is no number above 0.
    DataError
        If the cache is damaged or belongs to something else.
    """

    engine: Engine
    vehicle: VehicleKind = "car"
    routed_as: VehicleKind | None = None
    factor: float | None = None
    cache: Path | str | None = None
    max_age: timedelta | None = None
    reach_m: float = 5_000.0
    near: GeodesicTravel = field(default_factory=GeodesicTravel)
    clock: Callable[[], datetime] = field(default=_now, repr=False, compare=False)
    progress: Progress | None = field(default=None, repr=False, compare=False)
    _store: Store = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for asked in filter(None, (self.vehicle, self.routed_as)):
            if asked not in VEHICLES:
                raise GoalError(f"there is no vehicle {asked!r}; there are {', '.join(VEHICLES)}")
        there = self.engine.profiles
        if self.profiled not in there:
            raise GoalError(
                f"{self.engine.name} at {self.engine.address} has no profile for {self.profiled!r}, only for "
                f"{', '.join(there)}; if one of these will do, say so: routed_as={next(iter(there))!r}"
            )
        if self.factor is not None and not 0 < self.factor < np.inf:
            raise GoalError(f"factor: a number above 0 is needed, not {self.factor}")
        object.__setattr__(self, "_store", Store(Path(self.cache) if self.cache is not None else None))

    @property
    def profiled(self) -> VehicleKind:
        """The vehicle whose profile is used."""
        return self.routed_as or self.vehicle

    @property
    def times(self) -> float:
        """What the engine's times are multiplied by."""
        return FACTORS[self.vehicle].value if self.factor is None else self.factor

    @property
    def basis(self) -> str:
        usual = self.factor is None
        vietnamese, english = [f"theo {self.engine.name}"], [f"by {self.engine.name}"]
        if self.profiled != self.vehicle:
            vietnamese += [f"như {NAMES[self.profiled][0]}"]
            english += [f"as {NAMES[self.profiled][1]}"]
        if self.times != 1:
            whose = ("ước tính", "an estimate") if usual else ("hệ số của người tổ chức", "the operator's own factor")
            vietnamese += [f"nhân {self.times:g} ({whose[0]})"]
            english += [f"times {self.times:g} ({whose[1]})"]
        spread = f"±{100 * FACTORS[self.vehicle].spread:.0f} %"
        return f"{', '.join([*vietnamese, spread])} / {', '.join([*english, spread])}"

    @property
    def attribution(self) -> str:
        return self.engine.attribution

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """
        As ``TravelTimes.matrix``.

        Raises
        ------
        NoRouteError
            If a pair that is not walked has no way, or one that ends more than ``reach_m`` from its places; carries the
            coordinates as ``origin`` and ``destination``.
        ServiceError
            If the engine does not answer, or with what cannot be.
        """
        guess = self.near.matrix(places)
        spots = [spot(place) for place in places]
        distinct = list(dict.fromkeys(spots))
        number = {each: at for at, each in enumerate(distinct)}
        at = np.array([number[each] for each in spots], dtype=np.intp)
        pairs = np.ix_(at, at)
        wanted = np.zeros((len(distinct), len(distinct)), dtype=bool)
        np.logical_or.at(wanted, pairs, ~guess.walked)
        np.fill_diagonal(wanted, False)
        answer = self._asking().legs(distinct, wanted)
        driven, metres = self._whole_way(answer)
        use = ~guess.walked
        return TravelMatrix(
            seconds=np.where(use, timetabled(driven[pairs], guess.padding_s, self.near.least_s), guess.seconds),
            metres=np.where(use, whole(metres[pairs]), guess.metres),
            padding_s=guess.padding_s,
            walked=guess.walked | (self.vehicle == "walking"),
        )

    def courses(self, places: Sequence[Place]) -> tuple[Course, ...]:
        """The lines and roads of a tour's legs, one request for each that is not known; empty where a leg is walked."""
        asking = self._asking()
        return tuple(self._course(asking, *pair) for pair in pairwise(places))

    def forget(self, older_than: timedelta = timedelta(0)) -> int:
        """Forget answers that are older, of all engines in the cache; how many they were."""
        return self._store.forget(int((self.clock() - older_than).timestamp()))

    def _course(self, asking: Asking, origin: Place, destination: Place) -> Course:
        ends = [origin, destination]
        spots = [spot(place) for place in ends]
        if self.near.matrix(ends).walked[0, 1] or spots[0] == spots[1]:
            return Course()
        line = asking.line(*spots)
        points = [(origin.lat, origin.lon), *line.points, (destination.lat, destination.lon)]
        return Course(tuple(each for at, each in enumerate(points) if at == 0 or each != points[at - 1]), line.roads)

    def _whole_way(self, answer: Answer) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Seconds and metres with the factor and the ways to the roads; 0 where nothing is known, as for walks."""
        off_m = answer.off_m * self.near.detour
        seconds = answer.seconds * self.times + off_m / (self.near.access_kmh / 3.6)
        return np.nan_to_num(seconds), np.nan_to_num(answer.metres + off_m)

    def _asking(self) -> Asking:
        now = self.clock()
        since = 0 if self.max_age is None else int((now - self.max_age).timestamp())
        profile = self.engine.profiles[self.profiled]
        return Asking(self.engine, profile, self._store, self.reach_m, since, int(now.timestamp()), self.progress)
