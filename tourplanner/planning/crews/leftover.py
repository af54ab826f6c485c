"""Why a departure is left over: for each need that fails who would do and where they are, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tourplanner.model import Assignment, LeftOver, Text
from tourplanner.planning.crews.missing import Fault, missing
from tourplanner.planning.crews.problem import CrewProblem, crew_problem
from tourplanner.planning.crews.solve import served_with
from tourplanner.planning.crews.words import day, joined

SHIFTS = (1, -1, 2, -2, 3, -3)
"""Days by which a departure is moved to see whether that would help, the nearest first."""


def left_over(problem: CrewProblem, plan: Assignment, number: int, work: float) -> LeftOver:
    """The explanation of one departure that nobody was found for, all others standing as planned."""
    need = problem.needs[number]
    faults = missing(problem.case, plan, need)
    if not faults:
        nothing = Text(vi="có đủ người và xe, nhưng chưa ghép được với nhau trong giới hạn tìm kiếm",
                       en="there are people and vehicles, but the search ended too early")  # fmt: skip
        return LeftOver(departure=need.departure, reasons=(nothing,))
    return LeftOver(
        departure=need.departure,
        reasons=tuple(fault.reason for fault in faults),
        changes=(*_moves(problem, plan, number, work), *_hires(faults), *_drops(problem, plan, number, work),
                 *(fix for fault in faults for fix in fault.fixes)),
    )  # fmt: skip


def _hires(faults: Sequence[Fault]) -> Iterator[Text]:
    """Everything that is missing at once; nothing where hiring would not do."""
    hires = [fault.hire for fault in faults]
    if None not in hires:
        found = joined([hire for hire in hires if hire], " và ", " and ")
        yield Text(vi=f"thuê {found.vi}", en=f"hire {found.en}")


def _moves(problem: CrewProblem, plan: Assignment, number: int, work: float) -> Iterator[Text]:
    """The nearest other day on which it could go with all that are served now."""
    served = {each.departure for each in plan.assigned}
    need = problem.needs[number]
    for days in SHIFTS:
        moved = {each: need.moved(days) if each == need.departure else other
                 for each, other in problem.case.departures.items()
                 if each in served or each == need.departure}  # fmt: skip
        case = replace(problem.case, departures=moved)
        kept = [each for each in problem.kept.values() if each.departure in moved]
        if served_with(crew_problem(case, kept), range(len(moved)), work=work) is not None:
            on = day(moved[need.departure].first)
            yield Text(vi=f"khởi hành ngày {on.vi}: đủ người và xe cho mọi chuyến",
                       en=f"let it depart on {on.en} instead: then there is everybody for all")  # fmt: skip
            return


def _drops(problem: CrewProblem, plan: Assignment, number: int, work: float) -> Iterator[Text]:
    """The least that would have to be given up for it."""
    before = {each.departure for each in plan.assigned}
    served = served_with(problem, [number], work=work)
    if served is None:
        return
    gone = sorted(before - {problem.needs[each].departure for each in served})
    if gone:
        yield Text(vi=f"bỏ {', '.join(gone)} để chạy chuyến này", en=f"drop {', '.join(gone)}, and it can go")
