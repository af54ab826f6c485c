"""The field's things: crafts, villages, hosts, experiences, sessions, festivals, sources."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from tourplanner.model.base import Confidence, Id, Name, Nfc, Recorded, Text, Value
from tourplanner.model.money import Price
from tourplanner.model.opening import Opening
from tourplanner.model.place import Commune, Place

Role = Literal["production", "trade", "training", "culture"]
"""The linkage circle (vòng tròn liên kết): sản xuất, thương mại, đào tạo, văn hóa."""

ROLES: tuple[Role, ...] = ("production", "trade", "training", "culture")
Recognition = Literal["craft", "traditional", "tourism", "unknown"]
Environment = Literal["met", "not met", "unknown"]
DevelopmentPlan = Literal["keep", "preserve", "convert", "unknown"]
Standing = Literal["anchor", "satellite"]
HostKind = Literal["household", "workshop", "cooperative", "firm", "museum", "market", "site"]
ExperienceKind = Literal["workshop", "class", "showroom", "museum", "heritage site", "market", "performance", "meal"]


class Source(Value):
    """Where facts were read: a key, an address or title, the licence, and a note with its date."""

    key: Name
    where: Nfc
    licence: Nfc = ""
    note: Nfc = ""


class Craft(Value):
    """
    A craft with its parent group and the words people use for it.

    ``heritage`` marks what a route can show but no craft quota counts (a pagoda, a citadel).
    """

    id: Id
    name: Text
    group: Id
    group_name: Text
    synonyms: tuple[Name, ...] = ()
    heritage: bool = False
    at_risk: bool | None = None


class OcopProduct(Value):
    """A product of the One Commune One Product programme; stars 3 to 5, valid until ``until`` inclusive."""

    name: Text
    stars: Annotated[int, Field(ge=3, le=5)] | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""


class Village(Recorded):
    """
    A craft village.

    ``crafts`` are craft ids, the main one first. ``communes`` are dated names, oldest first. ``standing`` says
    whether tours already end here (anchor) or not yet (satellite). ``at_risk`` is None while nobody has said.
    """

    name: Text
    crafts: tuple[Id, ...]
    place: Place
    communes: tuple[Commune, ...] = ()
    recognition: Recognition = "unknown"
    standing: Standing = "satellite"
    at_risk: bool | None = None
    environment: Environment = "unknown"
    plan: DevelopmentPlan = "unknown"
    ocop: tuple[OcopProduct, ...] = ()
    note: Nfc = ""

    def commune(self, on: date) -> Commune | None:
        """The commune name in force on a day, or None where it is not recorded."""
        return next((commune for commune in self.communes if commune.in_force(on)), None)


class Host(Recorded):
    """Who receives guests. A cooperative names its member households in ``members`` (host ids)."""

    village: Id
    name: Text
    kind: HostKind
    members: tuple[Id, ...] = ()


class Experience(Recorded):
    """
    What guests do at a host: ``minutes`` long, for ``party_min`` to ``capacity`` guests at a time.

    A larger group takes longer where places are few: ``minutes_from`` are steps (guests, minutes), from so many guests
    on so many minutes, both rising. A workshop of 12 places that turns 24 guests over in two rounds has
    ``minutes=60, minutes_from=((13, 120),), capacity=24``; ``minutes_for`` reads them.

    ``role`` is its place in the linkage circle, None for a meal. ``lead_days`` is how many days ahead to book.
    ``place`` is only given where it is known apart from the village's point. ``variant_of`` names the experience
    this is a longer or shorter form of: no tour has both.
    """

    village: Id
    host: Id
    name: Text
    kind: ExperienceKind
    role: Role | None
    crafts: tuple[Id, ...] = ()
    minutes: Annotated[int, Field(ge=5, le=600)]
    minutes_from: tuple[tuple[Annotated[int, Field(ge=2)], Annotated[int, Field(ge=5, le=600)]], ...] = ()
    party_min: Annotated[int, Field(ge=1)] = 1
    capacity: Annotated[int, Field(ge=1)]
    price: Price = Price()
    opening: Opening
    languages: tuple[str, ...] = ("vi",)
    lead_days: Annotated[int, Field(ge=0)] = 0
    rain_sensitive: bool = False
    sessions_only: bool = False
    ocop_stars: Annotated[int, Field(ge=3, le=5)] | None = None
    place: Place | None = None
    variant_of: Id | None = None
    note: Nfc = ""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        steps = ((1, self.minutes), *self.minutes_from)
        for (guests, minutes), (more, longer) in pairwise(steps):
            if more <= guests or longer < minutes:
                raise ValueError(
                    f"minutes_from: {longer} minutes from {more} guests after {minutes} from {guests}; give steps in "
                    "the order of guests, none shorter than the one before"
                )
        return self

    def minutes_for(self, guests: int) -> int:
        """How long a visit of so many guests takes, in minutes."""
        return max([self.minutes, *(minutes for least, minutes in self.minutes_from if guests >= least)])


class Session(Value):
    """One dated start of an experience with the places left; ``begin`` and ``end`` are aware."""

    id: Id
    experience: Id
    begin: AwareDatetime
    end: AwareDatetime
    places_left: Annotated[int, Field(ge=0)]


class Festival(Recorded):
    """
    A yearly festival on lunar days, first to last inclusive, with its main day.

    ``opens`` and ``closes`` are experience ids that are open only, or closed, on its days.
    """

    village: Id
    name: Text
    lunar_month: Annotated[int, Field(ge=1, le=12)]
    first_day: Annotated[int, Field(ge=1, le=30)]
    last_day: Annotated[int, Field(ge=1, le=30)]
    main_day: Annotated[int, Field(ge=1, le=30)]
    opens: tuple[Id, ...] = ()
    closes: tuple[Id, ...] = ()
    confidence: Confidence = "unknown"


class KnownRoute(Value):
    """A route somebody really sells or planned, to check against; ``villages`` in the order given."""

    id: Id
    name: Text
    origin: Nfc
    villages: tuple[Id, ...]
    when: Nfc = ""
    duration: Nfc = ""
    price: Nfc = ""
    sources: tuple[str, ...] = ()
    note: Nfc = ""
