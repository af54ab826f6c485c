"""What the network answers: small frozen records that name villages, never positions or node names."""

from __future__ import annotations

from dataclasses import dataclass

from tourplanner.model import ROLES, Experience, Role, Village
from tourplanner.network.supplies import Supply


@dataclass(frozen=True, slots=True)
class Way:
    """The leg between two places: whole ``seconds`` (padding included) and ``metres``, one way."""

    origin: str
    destination: str
    seconds: int
    metres: int
    walked: bool

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up."""
        return -(-self.seconds // 60)


@dataclass(frozen=True, slots=True, repr=False)
class Near:
    """A village near the place asked about, with the way there."""

    village: Village
    way: Way

    @property
    def minutes(self) -> int:
        """Whole minutes of the way there, rounded up."""
        return self.way.minutes

    def __repr__(self) -> str:
        return f"<Near {self.village.id}: {self.minutes} min>"


@dataclass(frozen=True, slots=True, repr=False)
class Cluster:
    """
    Villages that belong together on the road, ordered by id.

    ``centre`` is the one with the least total travel to the others; ``widest_minutes`` the longest direct leg between
    any two of them, 0 for a village alone.
    """

    villages: tuple[Village, ...]
    centre: Village
    widest_minutes: int

    def __len__(self) -> int:
        return len(self.villages)

    def __repr__(self) -> str:
        return f"<Cluster around {self.centre.id}: {len(self)} villages, widest leg {self.widest_minutes} min>"


@dataclass(frozen=True, slots=True, repr=False)
class Bridge:
    """
    The shortest leg between two clusters.

    ``villages`` are its two ends, in the order of ``clusters``, which are positions in the clusters asked for.
    ``only`` holds those of the two without which some villages lose every near connection to some others.
    """

    clusters: tuple[int, int]
    villages: tuple[Village, Village]
    minutes: int
    only: tuple[Village, ...] = ()

    def __repr__(self) -> str:
        ends = " – ".join(village.id for village in self.villages)
        return f"<Bridge {ends}: {self.minutes} min between clusters {self.clusters[0]} and {self.clusters[1]}>"


@dataclass(frozen=True, slots=True, repr=False)
class Central:
    """A village's centrality; larger is more central. ``estimated`` says it was sampled, not counted in full."""

    village: Village
    value: float
    estimated: bool = False

    def __repr__(self) -> str:
        return f"<Central {self.village.id}: {'about ' if self.estimated else ''}{self.value:.4f}>"


@dataclass(frozen=True, slots=True, repr=False)
class Offer(Near):
    """An experience that plays a role the village asked about lacks, with the way to it."""

    role: Role
    experience: Experience

    def __repr__(self) -> str:
        return f"<Offer {self.experience.id} ({self.role}) in {self.village.id}: {self.minutes} min>"


@dataclass(frozen=True, slots=True, repr=False)
class Completion:
    """
    How a village's linkage circle closes: the roles it ``has`` itself and, for each role missing, the nearest offers.

    Roles stand in the order production, trade, training, culture; within a role the nearest offer comes first.
    """

    village: Village
    has: tuple[Role, ...]
    offers: tuple[Offer, ...]

    @property
    def missing(self) -> tuple[Role, ...]:
        """The roles no experience of the village plays."""
        return tuple(role for role in ROLES if role not in self.has)

    @property
    def open(self) -> tuple[Role, ...]:
        """The missing roles that nothing nearby offers."""
        offered = {offer.role for offer in self.offers}
        return tuple(role for role in self.missing if role not in offered)

    def __repr__(self) -> str:
        return f"<Completion of {self.village.id}: has {self.has}, missing {self.missing}, offers {self.offers}>"


@dataclass(frozen=True, slots=True, repr=False)
class Chain:
    """
    The villages a material runs through, as ``stages``: a village stands after everyone who supplies it.

    Villages of one stage work side by side, ordered by id; villages that supply one another in a circle share one.
    An empty chain is false: nothing is recorded, which does not mean that nothing exists.
    """

    asked: str
    stages: tuple[tuple[Village, ...], ...]
    supplies: tuple[Supply, ...]

    @property
    def villages(self) -> tuple[Village, ...]:
        """All villages, stage after stage."""
        return tuple(village for stage in self.stages for village in stage)

    @property
    def sourced(self) -> bool:
        """True if the chain is not empty and a source states each of its supplies."""
        return bool(self.supplies) and all(supply.sourced for supply in self.supplies)

    def __len__(self) -> int:
        return len(self.villages)

    def __repr__(self) -> str:
        stages = " → ".join(", ".join(village.id for village in stage) for stage in self.stages)
        doubt = " (not all of it sourced)" if self and not self.sourced else ""
        return f"<Chain of {self.asked}: {stages or 'nothing recorded'}{doubt}>"
