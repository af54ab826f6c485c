"""Who is free for a departure beside a plan, and where the others are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from tourplanner.model import Assigned, Assignment, CrewNeeds, Driver, Guide, Member, Ride, Text, VehicleUnit
from tourplanner.planning.crews.bars import Bar, driver_bar, guide_bar, vehicle_bar
from tourplanner.planning.crews.words import until
from tourplanner.rules.crew.case import CrewCase, CrewRule, Kind
from tourplanner.rules.crew.hours import clash, driving, rest, work
from tourplanner.rules.crew.roster import named

Some = TypeVar("Some", bound=Member)


@dataclass(frozen=True, slots=True)
class Looked(Generic[Some]):
    """Those of one kind who are free, and what keeps each of the others, by id."""

    members: Mapping[str, Some]
    free: tuple[Some, ...]
    barred: Mapping[str, Bar]

    @property
    def own_fault(self) -> Bar | None:
        """What is wrong with the departure itself, whoever goes."""
        return next((bar for bar in self.barred.values() if bar.code == "departure"), None)

    def told(self, ids: Sequence[str]) -> Text:
        """Where these are, or why they cannot go; that they are too few if all of them are free."""
        bars = [(_called(self.members[id]), self.barred[id].text) for id in ids if id in self.barred]
        if not bars:
            return Text(vi="không đủ", en="too few")
        return Text(vi="; ".join(f"{name} {text.vi}" for name, text in bars),
                    en="; ".join(f"{name} {text.en}" for name, text in bars))  # fmt: skip


class Beside:
    """One departure beside a plan that it is not in."""

    def __init__(self, case: CrewCase, plan: Assignment, need: CrewNeeds) -> None:
        self.case, self.plan, self.need = case, plan, need

    def guides(self) -> Looked[Guide]:
        return self._look("guide", self.case.guides, guide_bar)

    def drivers(self) -> Looked[Driver]:
        return self._look("driver", self.case.drivers, driver_bar)

    def vehicles(self) -> Looked[VehicleUnit]:
        return self._look("vehicle", self.case.vehicles, vehicle_bar)

    def _look(
        self, kind: Kind, members: Mapping[str, Some], bar: Callable[[CrewCase, CrewNeeds, Some], Bar | None]
    ) -> Looked[Some]:
        found = {id: bar(self.case, self.need, each) or self._busy(kind, each) for id, each in members.items()}
        free = tuple(member for id, member in members.items() if found[id] is None)
        return Looked(members, free, {id: each for id, each in found.items() if each is not None})

    def _busy(self, kind: Kind, member: Member) -> Bar | None:
        """Where somebody is by the plan, or why they may not work any more."""
        own = [self.case.departures[each.departure] for each in self.plan.assigned if (kind, member.id) in named(each)]
        for other in own:
            if self._breaks([clash, rest], kind, member, [other]):
                end = until(other.end, self.need.first)
                return Bar("busy", Text(vi=f"đi {other.departure} đến {end.vi}",
                                        en=f"is on {other.departure} until {end.en}"))  # fmt: skip
        if self._breaks([work, driving], kind, member, own):
            names = ", ".join(each.departure for each in own)
            return Bar("busy", Text(vi=f"hết giờ được làm hoặc được lái trong ngày, trong tuần (đã đi {names})",
                                    en=f"has no hours left in the day or week (is on {names})"))  # fmt: skip
        return None

    def _breaks(self, rules: Sequence[CrewRule], kind: Kind, member: Member, own: Sequence[CrewNeeds]) -> bool:
        """Whether one may not go on this departure beside others of theirs, were nobody else there."""
        departures = {each.departure: each for each in [*own, self.need]}
        only: dict[str, Any] = {"guides": {}, "drivers": {}, "vehicles": {}, f"{kind}s": {member.id: member}}
        case = replace(self.case, departures=departures, **only)
        plan = Assignment(assigned=tuple(_alone(each, kind, member.id) for each in departures))
        return any(True for rule in rules for _ in rule(case, plan))


def _called(member: Member) -> str:
    """What the office calls somebody or something."""
    if isinstance(member, Guide | Driver):
        return member.name
    return getattr(member, "plate", "") or member.id


def _alone(departure: str, kind: Kind, id: str) -> Assigned:
    if kind == "guide":
        return Assigned(departure=departure, guides=(id,))
    # The rules of hours pass over who is not known, and only one of this kind is.
    return Assigned(departure=departure, rides=(Ride(vehicle=id, driver=id),))
