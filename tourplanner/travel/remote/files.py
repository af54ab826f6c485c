"""OSRM in this process, over files made by its tools: no server, no network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from tourplanner.errors import DataError, GoalError, Problem, ServiceError
from tourplanner.travel.remote.engine import OPENSTREETMAP, Answer, Limits, Line, Point
from tourplanner.travel.remote.osrm import NO_WAY, PROFILES, Profile, known_profile, line, see_profile, table
from tourplanner.travel.remote.service import numbered, turned
from tourplanner.travel.roads import VehicleKind

Found = TypeVar("Found")

LIMITS = Limits(locations=4_000, pairs=4_000_000)
"""The library has none; a table of 2,000 × 2,000 takes some seconds, and what is answered is kept table by table."""

ALGORITHMS = {".hsgr": "CH", ".mldgr": "MLD"}
"""Endings of the files each algorithm needs; hierarchies answer tables several times faster."""


@dataclass(frozen=True, kw_only=True)
class OsrmFiles:
    """OSRM's library over files."""

    path: Path
    profile: Profile
    algorithm: str
    limits: Limits
    attribution: str
    options: str
    """When and how large the files were: answers of others are not theirs."""
    seen: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    name: ClassVar[str] = "OSRM"

    @property
    def address(self) -> str:
        return str(self.path)

    @property
    def profiles(self) -> Mapping[VehicleKind, str]:
        return PROFILES[self.profile]

    @cached_property
    def library(self) -> Any:
        """OSRM with the files loaded; once."""
        try:
            return _osrm().OSRM(
                algorithm=self.algorithm, storage_config=str(self.path), use_shared_memory=False,
                max_locations_distance_table=-1,
            )  # fmt: skip
        except RuntimeError as error:
            raise _bad(self.path, "unreadable", f"OSRM cannot load it: {error}") from None

    def table(self, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> Answer | None:
        see_profile(self, profile, origins, destinations)
        asked = numbered(origins, destinations)
        parameters = _osrm().TableParameters(
            coordinates=asked["locations"], sources=asked["sources"], destinations=asked["destinations"],
            annotations=["duration", "distance"],
        )  # fmt: skip
        shape = len(origins), len(destinations)
        return self._ask("a table", lambda: table(self.library.Table(parameters), shape))

    def line(self, profile: str, origin: Point, destination: Point) -> Line | None:
        parameters = _osrm().RouteParameters(
            coordinates=list(turned([origin, destination])), steps=True, overview="full", geometries="geojson"
        )  # fmt: skip

        def ask() -> Line:
            route = self.library.Route(parameters)["routes"][0]
            return line(route, [list(each) for each in route["geometry"]["coordinates"]], profile)

        return self._ask("a way", ask)

    def _ask(self, asked: str, question: Callable[[], Found]) -> Found | None:
        try:
            return question()
        except RuntimeError as error:
            if str(error).startswith(NO_WAY):
                return None
            why, fix = f"it refused ({error})", "see that the files are whole and of this version of OSRM"
            raise ServiceError(f"{self.name} over {self.path}", asked, why, fix) from error
        except ValueError as error:
            fix = "see that the files are whole, and made for this profile"
            raise ServiceError(f"{self.name} over {self.path}", asked, str(error), fix) from error


def osrm_files(
    path: Path | str, *, profile: Profile, limits: Limits = LIMITS, attribution: str = OPENSTREETMAP
) -> OsrmFiles:
    """
    OSRM over files made by ``osrm-extract`` and ``osrm-contract``, or ``osrm-partition`` and ``osrm-customize``.

    Parameters
    ----------
    path
        As ``hanoi.osrm``: what all the files' names begin with.
    profile
        What the files were made for: car, bicycle or foot.

    Raises
    ------
    GoalError
        If the profile is none, or the package is missing.
    DataError
        If files are missing or cannot be loaded.
    """
    known_profile(profile)
    _osrm()
    base = Path(path).resolve()
    for ending, algorithm in ALGORITHMS.items():
        if (graph := Path(f"{base}{ending}")).is_file():
            stamp = graph.stat()
            options = f"{algorithm} {stamp.st_size} {stamp.st_mtime_ns}"
            return OsrmFiles(
                path=base, profile=profile, algorithm=algorithm, limits=limits, attribution=attribution, options=options
            )  # fmt: skip
    raise _bad(base, "missing", "there are no such files, or only unfinished ones")


def _bad(path: Path, code: str, message: str) -> DataError:
    fix = "make them with osrm-extract and osrm-contract, and give what their names begin with, as hanoi.osrm"
    return DataError([Problem(str(path), None, "", "", code, message, fix)])


def _osrm() -> Any:
    try:
        import osrm
    except ImportError:
        why = "OSRM over files needs one more package, for Python 3.12 on: pip install 'tourplanner[osrm]'"
        raise GoalError(why) from None
    return osrm
