"""Noon, festivals, holidays: what the hour and the day ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tourplanner.almanac import LunarDate, festivals_on, in_season
from tourplanner.model import Festival, Lunch, Season
from tourplanner.programme.edits import (
    confirmed,
    later,
    new_id,
    on_another_day,
    shifted,
    up_to,
    with_days,
)  # fmt: skip
from tourplanner.programme.faults.basis import own, settled
from tourplanner.programme.report import Basis, Case, Fault, Fix
from tourplanner.programme.value import Line, clock
from tourplanner.programme.view import DayView, Seen, admits
from tourplanner.programme.words import LUNCH
from tourplanner.programme.words import said as mentions
from tourplanner.rules import Law

IDLE = Season(first=(12, 25), last=(1, 6), calendar="lunar")
"""When workshops rest for Tết: from about 25/12 to 6/1 of the lunar calendar, an estimate."""


def lunch(case: Case) -> Iterator[Fault]:
    """A day that lasts over noon has a meal that begins in the lunch hours, or a line that mentions one."""
    wanted = case.terms.lunch
    for view in case.views if wanted else ():
        assert wanted is not None
        earliest, latest = _minute(wanted)
        over_noon = view.seen and view.seen[0].begin <= earliest and view.seen[-1].end >= latest
        if over_noon and not any(_eats(seen, earliest, latest) for seen in view.seen):
            message = (
                f"không có bữa trưa bắt đầu từ {wanted.earliest:%H:%M} đến {wanted.latest:%H:%M}",
                f"no lunch that begins between {wanted.earliest:%H:%M} and {wanted.latest:%H:%M}",
            )
            fixes = [*_moved_meal(case, view, earliest, latest), *_with_lunch(case, view, wanted)]
            yield case.fault("W-LUNCH", view, earliest, f"day-{view.number}", "lunch", own("lunch"), message, fixes)


def _minute(wanted: Lunch) -> tuple[int, int]:
    return (wanted.earliest.hour * 60 + wanted.earliest.minute, wanted.latest.hour * 60 + wanted.latest.minute)


def _eats(seen: Seen, earliest: int, latest: int) -> bool:
    if seen.line.kind == "meal":
        return earliest <= seen.begin <= latest
    if any(host.price.includes_lunch for host in seen.hosts) and seen.begin <= latest and seen.end >= earliest + 30:
        return True
    return seen.begin <= latest and seen.end >= earliest and mentions(seen.line.text, LUNCH) is not None


def _moved_meal(case: Case, view: DayView, earliest: int, latest: int) -> Iterator[Fix | None]:
    for seen in view.seen:
        if seen.line.kind == "meal" and earliest - 120 <= seen.begin <= latest + 120:
            target = earliest if seen.begin < earliest else latest
            yield later(case, view, seen, target - seen.begin, alone=True)


def _with_lunch(case: Case, view: DayView, wanted: Lunch) -> Iterator[Fix | None]:
    """A meal after a stop that is over around noon, in its village if it has one; what follows moves as needed."""
    earliest, latest = _minute(wanted)
    stops = ("visit", "free", "pick-up") if case.proposing else ()
    visits = [seen for seen in view.seen if seen.line.kind in stops]
    for seen in sorted(visits, key=lambda each: (abs(each.end - earliest), each.begin))[:3]:
        begin = max(up_to(seen.end), earliest)
        if seen.village and seen.place:
            begin = max(up_to(seen.end + 5), earliest)
        if begin > latest:
            continue
        following = [each for each in view.seen if each.begin > seen.begin]
        gap = following[0].begin - begin if following else wanted.minutes
        need = max(0, up_to(wanted.minutes - gap + 5)) if following else 0
        programme = shifted(case.programme, view.number, following[0].line.id, need) if need else case.programme
        if programme is None:
            continue
        line, where = _meal(case, view, seen, begin, wanted)
        lines = programme.days[view.number - 1]
        moves = (f", các mục sau lùi {need} phút", f", all after it +{need} min") if need else ("", "")
        vi = f"thêm bữa trưa lúc {clock(begin):%H:%M}{where}{moves[0]}"
        en = f"add lunch at {clock(begin):%H:%M}{where}{moves[1]}"
        yield case.fix("add", vi, en, with_days(programme, view.number, (*lines, line)))


def _meal(case: Case, view: DayView, seen: Seen, begin: int, wanted: Lunch) -> tuple[Line, str]:
    catalogue, size = case.context.catalogue, case.terms.party.size
    here = catalogue.experiences_in.get(seen.village.id, ()) if seen.village else ()
    table = next((
        each for each in here
        if each.kind == "meal" and each.party_min <= size <= each.capacity
        and admits(catalogue, each, view.on, begin, wanted.minutes, size)
    ), None)  # fmt: skip
    line = Line(
        id=new_id(case.programme, "lunch"), begin=clock(begin), minutes=wanted.minutes, kind="meal",
        place=table.village if table else None, experience=table.id if table else None, text="Ăn trưa",
    )  # fmt: skip
    return line, f" ({table.name.vi})" if table else ""


def festival(case: Case) -> Iterator[Fault]:
    """A festival in a village of the day, that day or beginning the next: crowds, closed roads, closed workshops."""
    catalogue = case.context.catalogue
    for view in case.views:
        villages = {seen.village.id: seen for seen in reversed(view.seen) if seen.village and seen.line.kind == "visit"}
        for each, when in _celebrated(catalogue.festivals, view.on):
            seen = villages.get(each.village)
            if seen is not None and not settled(case, each.id):
                yield _celebration(case, view, seen, each, when)


def _celebrated(festivals: tuple[Festival, ...], on: date) -> Iterator[tuple[Festival, tuple[str, str]]]:
    today = festivals_on(festivals, on)
    for each in today:
        yield each, ("đúng ngày", "that day")
    for each in festivals_on(festivals, on + timedelta(days=1)):
        if each not in today:
            yield each, ("hôm sau", "the next day")


def _celebration(case: Case, view: DayView, seen: Seen, each: Festival, when: tuple[str, str]) -> Fault:
    source = ", ".join(sorted({key for fact in each.provenance.values() for key in fact.sources}))
    basis = Basis(each.id, source, None, None, each.confidence)
    lunar = LunarDate.of(view.on)
    message = (
        f"{each.name.vi} {when[0]} (hôm đó {lunar} âm lịch): có thể đông, cấm đường, xưởng nghỉ",
        f"{each.name.get('en')} {when[1]} (lunar date {lunar}): expect crowds, closed roads, idle workshops",
    )

    def quiet(on: date) -> bool:
        day = on + (view.on - case.terms.on)
        return all(other.id != each.id for other, _ in _celebrated(case.context.catalogue.festivals, day))

    fixes = [
        on_another_day(case, quiet),
        confirmed(case, (each.id,), "đã hỏi làng về đường và xưởng", "settle roads and workshops with the village"),
    ]
    return case.fault("W-FEST", view, seen.begin, seen.line.id, each.id, basis, message, fixes)


def holiday(case: Case) -> Iterator[Fault]:
    """Tết, when workshops rest, and days off by law or by swap, when roads and prices are others."""
    law = case.context.law
    for view in case.views:
        name = _holiday(view.on, law)
        if name is None or settled(case, f"holiday {view.on}"):
            continue
        source, vi, en = name
        fixes = [
            on_another_day(case, lambda on, away=view.on - case.terms.on: _holiday(on + away, law) is None),  # type: ignore[misc]
            confirmed(
                case, (f"holiday {view.on}",), "chủ nhà đã nhận khách hôm đó", "the hosts have agreed to that day"
            ),
        ]
        yield case.fault("W-TET", view, None, f"day-{view.number}", "holiday", source, (vi, en), fixes)


def _holiday(on: date, law: Law) -> tuple[Basis, str, str] | None:
    if in_season(IDLE, on):
        basis = Basis("vn.tet", "travel context, opening of workshops after Tết", None, None, "estimate")
        return (
            basis,
            f"nghỉ Tết ({LunarDate.of(on)} âm lịch): xưởng thường nghỉ",
            (f"Tết (lunar date {LunarDate.of(on)}): workshops usually rest"),
        )
    for rule in law.on(on).holidays:
        off = rule.day_off(on)
        if off:
            return Basis(rule.id, off.source, rule.since, rule.until, off.standing), *off.told
    return None
