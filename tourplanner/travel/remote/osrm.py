"""OSRM: its server, and what its answers look like wherever they come from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol
from urllib.parse import urlsplit

import numpy as np

from tourplanner.errors import GoalError
from tourplanner.travel.remote.client import USUAL, Patience
from tourplanner.travel.remote.engine import OPENSTREETMAP, Answer, Limits, Line, Point, numbers, roads
from tourplanner.travel.remote.service import Service, numbered, turned
from tourplanner.travel.roads import VehicleKind

Profile = Literal["car", "bicycle", "foot"]

PROFILES: Mapping[str, Mapping[VehicleKind, str]] = {
    "car": {"car": "driving", "van": "driving"},
    "bicycle": {"bicycle": "cycling"},
    "foot": {"walking": "walking"},
}
"""A server has one profile, that of its files. Cars and vans may use the same roads."""

LIMITS = Limits(locations=200, pairs=10_000)
"""``--max-table-size 100`` bounds pairs by its square (tried with 26.10); 200 places keep addresses under 8 kB."""

_HINTS = {"car": "car|driving", "bicycle": "bike|bicycle|cycling", "foot": "foot|walking"}
NO_WAY = ("NoRoute", "NoSegment", "NoTable")


@dataclass(frozen=True, kw_only=True)
class Osrm(Service):
    """An OSRM server."""

    profile: Profile
    seen: set[str] = field(default_factory=set, init=False, repr=False, compare=False)
    name: ClassVar[str] = "OSRM"
    router_name: ClassVar[str] = "OSRM"

    def __post_init__(self) -> None:
        super().__post_init__()
        known_profile(self.profile)
        last = urlsplit(self.base_url).path.rpartition("/")[2].lower()
        for other, words in _HINTS.items():
            if other != self.profile and re.search(rf"\b({words})\b", last):
                asked = f"profile={self.profile!r}; give the server for {self.profile}"
                raise GoalError(f"OSRM: {self.address!r} is for {other}, {asked}")

    @property
    def profiles(self) -> Mapping[VehicleKind, str]:
        return PROFILES[self.profile]

    def table(self, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> Answer | None:
        see_profile(self, profile, origins, destinations)
        return super().table(profile, origins, destinations)

    def _table(self, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> Answer:
        found = self.router.matrix(profile=profile, **numbered(origins, destinations), **self._more())
        return table(found.raw, (len(origins), len(destinations)))

    def _line(self, profile: str, points: Sequence[Point]) -> Line:
        found = self.router.directions(
            turned(points), profile=profile, steps=True, overview="full", geometries="geojson", **self._more()
        )
        return line(found.raw["routes"][0], found.geometry, profile)

    def _more(self) -> dict[str, str]:
        return {"exclude": ",".join(json.loads(self.options)["exclude"])} if self.options else {}

    def _no_way(self, answer: Any) -> bool:
        return isinstance(answer, dict) and answer.get("code") in NO_WAY


def osrm(
    base_url: str,
    *,
    profile: Profile,
    exclude: str | Iterable[str] = (),
    limits: Limits = LIMITS,
    patience: Patience = USUAL,
    attribution: str = OPENSTREETMAP,
) -> Osrm:
    """
    An OSRM server.

    Parameters
    ----------
    base_url
        As ``http://127.0.0.1:5000``. There is no default: routingpy's own leads to a server for bicycles.
    profile
        What the server's files were made for: car, bicycle or foot. The server does not say and takes any question.
    exclude
        Classes of road to avoid, as ``motorway``, if its files know them.
    limits
        For servers with another ``--max-table-size``.

    Raises
    ------
    GoalError
        If the profile is none or contradicts the address, or as ``Service``.
    """
    classes = sorted({exclude} if isinstance(exclude, str) else exclude)
    without = json.dumps({"exclude": classes}) if classes else ""
    return Osrm(
        base_url=base_url, profile=profile, limits=limits, patience=patience, attribution=attribution, options=without
    )  # fmt: skip


def known_profile(profile: str) -> None:
    """Raise a GoalError unless OSRM has the profile."""
    if profile not in PROFILES:
        raise GoalError(f"OSRM has no profile {profile!r}; say what the files were made for: {', '.join(PROFILES)}")


def table(answer: Any, shape: tuple[int, int]) -> Answer:
    """A table's answer, as the server or the binding gives it."""
    off = [np.array([0.0 if end is None else end["distance"] for end in answer[side]]) for side in ENDS]
    seconds, metres = (numbers(answer[what], shape) for what in ("durations", "distances"))
    return Answer(seconds, metres, np.add.outer(*off))


class Routes(Protocol):
    """What can be asked for a line; ``seen`` are profiles that were found right."""

    @property
    def seen(self) -> set[str]: ...

    def line(self, profile: str, origin: Point, destination: Point) -> Line | None: ...


def see_profile(engine: Routes, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> None:
    """Ask for one way before the first table, since only ways say how they are travelled."""
    if profile not in engine.seen:
        pairs = ((origin, destination) for origin in origins for destination in destinations if origin != destination)
        if (pair := next(pairs, None)) is not None and engine.line(profile, *pair) is not None:
            engine.seen.add(profile)


ENDS = ("sources", "destinations")
_MODES = {"driving": "driving", "cycling": "cycling", "pushing bike": "cycling", "walking": "walking"}


def line(route: Any, points: Any, profile: str) -> Line:
    """
    A route's answer. Its steps say how they are travelled, which tables do not.

    Raises
    ------
    ValueError
        If that is not by this profile.
    """
    steps = [step for leg in route["legs"] for step in leg["steps"]]
    modes = {_MODES[step["mode"]] for step in steps if step["mode"] in _MODES}
    if modes and profile not in modes:
        raise ValueError(f"it routes {' and '.join(sorted(modes))}, not {profile}: another profile than was said")
    return Line(turned(points), roads([_road(step) for step in steps]))


def _road(step: Any) -> str:
    return str(step["name"] or ("ref" in step and step["ref"]) or "")
