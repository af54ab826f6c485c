"""Why a departure is left over: for each need that fails who would do and where they are, and what would help."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tourplanner.model import Assigned, Assignment, CrewNeeds, LeftOver, Text
from tourplanner.planning.crews.missing import Fault, busy_members, missing
from tourplanner.planning.crews.words import day, joined
from tourplanner.rules.crew.case import CrewCase
from tourplanner.rules.crew.roster import named

SHIFTS = (1, -1, 2, -2, 3, -3)
"""Days by which a departure is moved to see whether that would help, the nearest first."""


def left_over(case: CrewCase, plan: Assignment, need: CrewNeeds, kept: Collection[str]) -> LeftOver:
    """
    The explanation of one departure that nobody was found for.

    All others stand as planned in what is tried out, so that nobody else's days change; ``kept`` are not dropped.
    """
    faults = missing(case, plan, need)
    if not faults:
        nothing = Text(vi="có đủ người và xe, nhưng chưa ghép được với nhau trong giới hạn tìm kiếm",
                       en="there are people and vehicles, but the search ended too early")  # fmt: skip
        return LeftOver(departure=need.departure, reasons=(nothing,))
    return LeftOver(
        departure=need.departure,
        reasons=tuple(fault.reason for fault in faults),
        changes=(*_move(case, plan, need), *_hire(faults), *_drop(case, plan, need, kept),
                 *dict.fromkeys(fix for fault in faults for fix in fault.fixes)),
    )  # fmt: skip


def _move(case: CrewCase, plan: Assignment, need: CrewNeeds) -> Iterator[Text]:
    """The nearest other day on which everybody for it is free."""
    moved = (need.moved(days) for days in SHIFTS)
    found = next((each for each in moved if not missing(case, plan, each)), None)
    if found is not None:
        on = day(found.first)
        yield Text(vi=f"khởi hành ngày {on.vi}: hôm đó đủ người và xe",
                   en=f"let it depart on {on.en} instead: then everybody is free")  # fmt: skip


def _hire(faults: Sequence[Fault]) -> Iterator[Text]:
    """Everything that is missing at once; nothing where hiring would not do."""
    hires = [fault.hire for fault in faults if fault.hire]
    if len(hires) == len(faults):
        found = joined(hires, " và ", " and ")
        yield Text(vi=f"thuê {found.vi}", en=f"hire {found.en}")


def _drop(case: CrewCase, plan: Assignment, need: CrewNeeds, kept: Collection[str]) -> Iterator[Text]:
    """The least worthy departure in whose place it could go."""
    busy = busy_members(case, plan, need)
    others = [each for each in plan.assigned if each.departure not in kept and busy & set(named(each))]

    def worth(each: Assigned) -> tuple[int, str]:
        return case.departures[each.departure].priority, each.departure

    for other in sorted(others, key=worth):
        without = plan.replace(assigned=tuple(each for each in plan.assigned if each is not other))
        if not missing(case, without, need):
            yield Text(vi=f"bỏ {other.departure} để chạy chuyến này", en=f"drop {other.departure}, and it can go")
            return
