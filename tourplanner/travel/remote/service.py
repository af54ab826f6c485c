"""What engines behind HTTP have in common: an address, limits, and routingpy to compose and take apart."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlsplit, urlunsplit

from tourplanner.errors import GoalError, ServiceError
from tourplanner.travel.remote.client import USUAL, AskError, Client, Patience
from tourplanner.travel.remote.engine import OPENSTREETMAP, Answer, Limits, Line, Point
from tourplanner.travel.roads import VehicleKind

Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Service(ABC):
    """
    A routing service at ``base_url``.

    Raises
    ------
    GoalError
        If the address is none, or the package that asks is missing.
    """

    base_url: str = field(repr=False)
    limits: Limits
    patience: Patience = USUAL
    key: str = field(default="", repr=False)
    attribution: str = OPENSTREETMAP
    options: str = ""

    name: ClassVar[str]
    router_name: ClassVar[str]
    takes_key: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not _is_address(self.base_url):
            raise GoalError(f"{self.name}: {self.base_url!r} is no address; give one as http://127.0.0.1:5000")
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        _routingpy()

    @property
    def address(self) -> str:
        """The address without user and password."""
        parts = urlsplit(self.base_url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

    @property
    @abstractmethod
    def profiles(self) -> Mapping[VehicleKind, str]: ...

    @cached_property
    def router(self) -> Any:
        """routingpy's object for this service, with our client in it."""
        make = getattr(_routingpy(), self.router_name)
        keys = {"api_key": self.key or None} if self.takes_key else {}
        return make(base_url=self.base_url, client=partial(Client, patience=self.patience), **keys)

    def table(self, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> Answer | None:
        asked = f"a table of {len(origins)} × {len(destinations)} places"
        return self.ask(asked, lambda: self._table(profile, origins, destinations))

    def line(self, profile: str, origin: Point, destination: Point) -> Line | None:
        asked = f"the way from {origin[0]:.5f}, {origin[1]:.5f} to {destination[0]:.5f}, {destination[1]:.5f}"
        return self.ask(asked, lambda: self._line(profile, [origin, destination]))

    def ask(self, asked: str, question: Callable[[], Found]) -> Found | None:
        """The answer; None if the service finds no way; everything else is one error of ours."""
        try:
            return question()
        except AskError as failure:
            if self._no_way(failure.answer):
                return None
            raise self.error(asked, self._hidden(failure.why), failure.fix, failure.status) from None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            why = f"the answer is not what {self.name} answers ({self._hidden(str(error))})"
            raise self.error(asked, why, "see that the address is that of such a service") from error

    def error(self, asked: str, why: str, fix: str, status: int | None = None) -> ServiceError:
        return ServiceError(f"{self.name} at {self.address}", asked, why, fix, status)

    def _hidden(self, text: str) -> str:
        return text.replace(self.key, "…") if self.key else text

    @abstractmethod
    def _table(self, profile: str, origins: Sequence[Point], destinations: Sequence[Point]) -> Answer: ...

    @abstractmethod
    def _line(self, profile: str, points: Sequence[Point]) -> Line: ...

    @abstractmethod
    def _no_way(self, answer: Any) -> bool:
        """Whether a refusal means that there is no way."""


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def numbered(origins: Sequence[Point], destinations: Sequence[Point]) -> dict[str, Any]:
    """Origins and destinations as routingpy wants them: distinct places as (lon, lat), and numbers of these."""
    places = list(dict.fromkeys([*origins, *destinations]))
    number = {point: at for at, point in enumerate(places)}
    return {
        "locations": [(lon, lat) for lat, lon in places],
        "sources": [number[point] for point in origins],
        "destinations": [number[point] for point in destinations],
    }


def turned(points: Collection[Sequence[float]]) -> tuple[Point, ...]:
    """(lon, lat) as (lat, lon)."""
    return tuple((float(point[1]), float(point[0])) for point in points)


def _routingpy() -> Any:
    try:
        import routingpy
    except ImportError:
        raise GoalError("asking a routing service needs one more package: pip install 'tourplanner[remote]'") from None
    return routingpy
