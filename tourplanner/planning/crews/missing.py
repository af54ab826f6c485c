"""The needs of a departure that fail beside a plan: guides, vehicles, drivers; and whom to hire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tourplanner.model import LICENCE_SEATS, Assignment, CrewNeeds, Driver, Licence, Text, VehicleUnit, licence_rank
from tourplanner.model.vehicles import ALL
from tourplanner.planning.crews.bars import Bar, vehicle_bar
from tourplanner.planning.crews.busy import Beside, Looked
from tourplanner.planning.crews.words import counted, day, language
from tourplanner.rules.crew.case import CrewCase, Kind

LICENCES: tuple[Licence, ...] = tuple(LICENCE_SEATS)


@dataclass(frozen=True, slots=True)
class Fault:
    """A need that fails, and whom to hire; or ways out where hiring helps nobody."""

    reason: Text
    hire: Text | None = None
    fixes: tuple[Text, ...] = ()


def missing(case: CrewCase, plan: Assignment, need: CrewNeeds) -> list[Fault]:
    """The needs that fail, each by itself, all others of the plan standing as they are."""
    beside = Beside(case, plan, need)
    found = [*_guides(beside)] if need.guides else []
    return found + ([*_riding(beside)] if need.driven else [])


def busy_members(case: CrewCase, plan: Assignment, need: CrewNeeds) -> set[tuple[Kind, str]]:
    """Who cannot go on a departure only for what they do by the plan."""
    beside = Beside(case, plan, need)
    looked: dict[Kind, Looked[Any]] = {
        "guide": beside.guides(), "driver": beside.drivers(), "vehicle": beside.vehicles(),
    }  # fmt: skip
    return {(kind, id) for kind, each in looked.items() for id, bar in each.barred.items() if bar.code == "busy"}


def _guides(beside: Beside) -> Iterator[Fault]:
    need, looked = beside.need, beside.guides()
    wanted, spoken, on = set(need.party.languages), language(need.party.languages), day(need.first)
    groups = combinations(looked.free, need.guides)
    if any(wanted <= {tag for guide in group for tag in guide.languages} for group in groups):
        return
    if looked.own_fault:
        yield _of_departure(looked.own_fault)
        return
    able = [id for id in beside.case.guides if id not in looked.barred or looked.barred[id].code != "language"]
    where = looked.told(able)
    count = counted(len(able), "guide speaks", "guides speak")
    if not able:
        reason = Text(vi=f"không có hướng dẫn viên nào nói {spoken.vi} cho ngày {on.vi}",
                      en=f"no guide speaks {spoken.en} for {on.en}")  # fmt: skip
    elif need.guides > 1:
        reason = Text(vi=f"cần {need.guides} hướng dẫn viên cùng nói {spoken.vi}: {where.vi}",
                      en=f"{need.guides} guides are wanted who speak {spoken.en} together: {where.en}")  # fmt: skip
    else:
        reason = Text(vi=f"có {len(able)} hướng dẫn viên nói {spoken.vi}: {where.vi}",
                      en=f"{count} {spoken.en}: {where.en}")  # fmt: skip
    yield Fault(reason, Text(vi=f"một hướng dẫn viên nói {spoken.vi} cho ngày {on.vi}",
                             en=f"a guide who speaks {spoken.en} for {on.en}"))  # fmt: skip


def _riding(beside: Beside) -> Iterator[Fault]:
    need, vehicles, drivers = beside.need, beside.vehicles(), beside.drivers()
    units = list(vehicles.free)
    if not _enough(need, units):
        hired = _hired(beside, units)
        units += hired
        yield _vehicle_fault(beside, vehicles, hired)
    if drivers.own_fault:
        yield _of_departure(drivers.own_fault)
    elif _enough(need, units) and not _enough(need, _matched(units, drivers.free)):
        yield _driver_fault(beside, drivers, units)


def _of_departure(bar: Bar) -> Fault:
    return Fault(bar.text, fixes=bar.fixes)


def _enough(need: CrewNeeds, units: Sequence[VehicleUnit]) -> bool:
    """Whether all have a seat, and with comfort a comfortable one, in these vehicles together."""
    beside_drivers = sum(unit.vehicle.seats - 1 for unit in units)
    comfortable = sum(unit.vehicle.guests for unit in units)
    seated = beside_drivers >= need.party.size + need.guides
    return seated and bool(units) and (not need.comfort or comfortable >= need.party.size)


def _drivable(units: Sequence[VehicleUnit], drivers: Sequence[Driver]) -> bool:
    """Whether each vehicle has a driver of its own: above every licence's rank there are drivers enough."""
    taken, had = ([licence_rank(each.licence) for each in group] for group in (units, drivers))
    return all(sum(own >= rank for own in had) >= sum(own >= rank for own in taken) for rank in set(taken))


def _matched(units: Sequence[VehicleUnit], drivers: Sequence[Driver]) -> list[VehicleUnit]:
    """The vehicles with most seats that there are drivers for."""
    found: list[VehicleUnit] = []
    for unit in sorted(units, key=lambda unit: -unit.vehicle.seats):
        if _drivable([*found, unit], drivers):
            found.append(unit)
    return found


def _least_licence(need: CrewNeeds, units: Sequence[VehicleUnit]) -> Licence:
    """The weakest licence with which vehicles enough could be driven."""
    reach = ([unit for unit in units if licence_rank(unit.licence) <= rank] for rank in range(len(LICENCES)))
    return LICENCES[next(rank for rank, own in enumerate(reach) if _enough(need, own))]


def _hired(beside: Beside, free: Sequence[VehicleUnit]) -> list[VehicleUnit]:
    """The fewest and smallest vehicles of one kind that would do with those that are free; none if the law bars all."""
    kinds = [VehicleUnit(id=vehicle.id, vehicle=vehicle) for vehicle in ALL]
    lawful = [unit for unit in kinds if vehicle_bar(beside.case, beside.need, unit) is None]
    fleets = [[unit] * _count(beside.need, unit, free) for unit in lawful]
    return min(fleets, key=lambda units: (len(units), units[0].vehicle.seats), default=[])


def _count(need: CrewNeeds, unit: VehicleUnit, free: Sequence[VehicleUnit]) -> int:
    most = need.party.size + need.guides
    return next(count for count in range(1, most + 1) if _enough(need, [*free, *[unit] * count]))


def _vehicle_fault(beside: Beside, looked: Looked[VehicleUnit], hired: Sequence[VehicleUnit]) -> Fault:
    need, on = beside.need, day(beside.need.first)
    people = need.party.size + need.guides
    where = looked.told(list(beside.case.vehicles))
    free = sum(unit.vehicle.seats - 1 for unit in looked.free)
    reason = Text(vi=f"cần {people} chỗ ngoài ghế lái ngày {on.vi}, còn {free}: {where.vi}",
                  en=f"{people} seats beside drivers' are wanted on {on.en}, {free} are free: {where.en}")  # fmt: skip
    fixes = tuple(dict.fromkeys(fix for bar in looked.barred.values() for fix in bar.fixes))
    if not hired:
        return Fault(reason, fixes=fixes)
    name = hired[0].vehicle.name
    return Fault(reason, Text(vi=f"{len(hired)} {name.vi}", en=f"{len(hired)} × {name.en}"), fixes)


def _driver_fault(beside: Beside, looked: Looked[Driver], units: Sequence[VehicleUnit]) -> Fault:
    licence = _least_licence(beside.need, units)
    on, rank = day(beside.need.first), licence_rank(licence)
    able = [id for id, driver in beside.case.drivers.items() if licence_rank(driver.licence) >= rank]
    where, wanted = looked.told(able), _wanted(beside.need, units, looked.free, licence)
    if able:
        count = counted(len(able), "driver has", "drivers have")
        reason = Text(vi=f"có {len(able)} lái xe bằng {licence} trở lên: {where.vi}",
                      en=f"{count} licence {licence} or better: {where.en}")  # fmt: skip
    else:
        reason = Text(vi=f"không có lái xe bằng {licence} cho ngày {on.vi}",
                      en=f"no driver has licence {licence} for {on.en}")  # fmt: skip
    drivers = counted(wanted, "driver", "drivers")
    return Fault(reason, Text(vi=f"{wanted} lái xe bằng {licence} cho ngày {on.vi}",
                              en=f"{drivers} with licence {licence} for {on.en}"))  # fmt: skip


def _wanted(need: CrewNeeds, units: Sequence[VehicleUnit], free: Sequence[Driver], licence: Licence) -> int:
    """How many more drivers with a licence it takes."""
    new = Driver(id="new", name="new", licence=licence, licence_until=need.last)
    return next(count for count in range(1, len(units) + 1) if _enough(need, _matched(units, [*free, *[new] * count])))
