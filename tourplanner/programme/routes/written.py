"""What a routes.json holds, key by key: the published schema as strict values."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from tourplanner.model import Goal, Id, Text, Value
from tourplanner.model.base import Name, Nfc
from tourplanner.model.itinerary import Status

Count = Annotated[int, Field(ge=0)]
DayNumber = Annotated[int, Field(ge=1)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Written(Value):
    """A key that older files lack may be left out; only ``nullable`` ones may be null."""

    nullable: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        empty = [name for name in self.model_fields_set - self.nullable if getattr(self, name) is None]
        if empty:
            raise ValueError(f"{', '.join(sorted(empty))}: may be left out, not null")
        return self


class WrittenNotice(Written):
    """A notice with its texts beside its code."""

    code: Id
    vi: Name
    en: Nfc
    subjects: tuple[str, ...]


class WrittenWish(Written):
    """A wish that is not in the route."""

    wish: Id
    code: Id
    vi: Name
    en: Nfc


class WrittenPoint(Written):
    """Where a route begins or ends."""

    id: Id
    name: Text
    lat: Latitude
    lon: Longitude


class WrittenStay(Written):
    """What visits and meals have in common."""

    nullable = frozenset(("price_vnd", "session", "role"))

    experience: Id
    village: Id
    village_name: Text | None = None
    name: Text | None = None
    lat: Latitude
    lon: Longitude
    day: DayNumber = 1
    arrive: AwareDatetime
    begin: AwareDatetime
    end: AwareDatetime
    verified: bool | None = None
    price_vnd: Count | None
    session: Id | None = None


class WrittenVisit(WrittenStay):
    """A visit."""

    role: Literal["production", "trade", "training", "culture"] | None


class WrittenMeal(WrittenStay):
    """A meal, named by where it is eaten."""

    experience: Id = Field(alias="place")


class WrittenLeg(Written):
    """A move."""

    origin: Id = Field(alias="from")
    destination: Id = Field(alias="to")
    day: DayNumber = 1
    depart: AwareDatetime
    arrive: AwareDatetime | None = None
    seconds: Count
    metres: Count
    padding_seconds: Count = 0
    walk_metres: Count = 0
    spread: Annotated[float, Field(ge=0, le=5)] = 0.25
    mode: Literal["drive", "walk"] = "drive"


class WrittenDay(Written):
    """A day's frame."""

    day: DayNumber
    date: date
    start: Id
    end: Id
    depart: AwareDatetime
    back: AwareDatetime = Field(alias="return")


class WrittenParty(Written):
    """Who the route was planned for."""

    adults: Count
    children: Count
    languages: tuple[str, ...]


class WrittenRoute(Written):
    """A route; what the schema does not ask for may be missing."""

    nullable = frozenset(("bound",))

    id: Id
    name: Text
    theme: Name
    theme_en: Nfc = ""
    date: date
    start: Id
    end: Id
    start_point: WrittenPoint | None = None
    end_point: WrittenPoint | None = None
    depart: AwareDatetime
    back: AwareDatetime = Field(alias="return")
    days: Annotated[tuple[WrittenDay, ...], Field(min_length=1)] | None = None
    party: WrittenParty | None = None
    goal: Goal | None = None
    status: Status = "feasible"
    score: int = 0
    bound: int | None = None
    basis: Nfc = ""
    villages: tuple[Id, ...] | None = None
    crafts: tuple[Id, ...] = ()
    roles: tuple[str, ...] | None = None
    price_vnd: Count | None = None
    metres: Count | None = None
    drive_seconds: Count | None = None
    stops: tuple[WrittenVisit, ...]
    meals: tuple[WrittenMeal, ...] = ()
    legs: Annotated[tuple[WrittenLeg, ...], Field(min_length=1)]
    warnings: tuple[WrittenNotice, ...]
    unvisited: tuple[WrittenWish, ...] = ()


class WrittenTour(WrittenRoute):
    """One tour by itself: a route.json."""

    schema_name: Literal["tourplanner/route@1"] = Field(alias="schema")


class WrittenObjective(Written):
    """How good the set is."""

    score: int
    bound: int
    gap: Annotated[float, Field(ge=0)]
    covers: Nfc = ""


class WrittenQuota(Written):
    """A quota's standing."""

    name: Name
    sense: Literal["at least", "at most"] = "at least"
    required: int
    achieved: int
    met: bool | None = None


class WrittenPortfolio(Written):
    """A routes.json."""

    schema_name: Literal["tourplanner/portfolio@1"] = Field(alias="schema")
    region: Id
    region_name: Text | None = None
    seed: int
    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    status: Status = "feasible"
    objective: WrittenObjective
    quotas: tuple[WrittenQuota, ...]
    routes: tuple[WrittenRoute, ...]
    warnings: tuple[WrittenNotice, ...] = ()
    attributions: tuple[str, ...] = ()
