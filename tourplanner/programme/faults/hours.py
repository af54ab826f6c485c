"""Doors: open that day, from then, until the visit is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tourplanner.almanac import closed_reason, festival_closed, festivals_on
from tourplanner.model import Experience, Text
from tourplanner.programme.edits import dropped, later, on_another_day, shortened, swaps, up_to
from tourplanner.programme.faults.basis import of_fact
from tourplanner.programme.report import Case, Fault, Fix
from tourplanner.programme.value import clock
from tourplanner.programme.view import DayView, Seen, begins, opened, sessions_on


def doors(case: Case) -> Iterator[Fault]:
    """Every host is open when guests come and until they go, and begins then if it has fixed times."""
    for view in case.views:
        for seen in view.seen:
            for host in seen.hosts:
                yield from _door(case, view, seen, host)


def _door(case: Case, view: DayView, seen: Seen, host: Experience) -> Iterator[Fault]:
    reason = _shut_all_day(case, host, view.on)
    if reason:
        yield _fault(case, "E-CLOSED", view, seen, host, (reason.vi, reason.get("en")),
                     [*swaps(case, view, seen), _opens_on(case, view, seen, host)])  # fmt: skip
        return
    dated = sessions_on(case.context.catalogue, host, view.on)
    starts = begins(case.context.catalogue, host, view.on, max(1, seen.stay // seen.line.groups), 1)
    if dated or host.opening.starts:
        if all(first != seen.begin for first, _ in starts):
            yield from _fixed(case, view, seen, host, [first for first, _ in starts])
        return
    yield from _hours(case, view, seen, host)


def _shut_all_day(case: Case, host: Experience, on: date) -> Text | None:
    catalogue = case.context.catalogue
    if host.sessions_only or sessions_on(catalogue, host, on):
        none = Text(vi="hôm đó không có suất nào", en="it has no session that day")
        return None if sessions_on(catalogue, host, on) else none
    if host.id in festival_closed(catalogue.festivals, on):
        held = [each for each in festivals_on(catalogue.festivals, on) if host.id in each.closes]
        if held:
            return Text(vi=f"nghỉ vì {held[0].name.vi}", en=f"closed for {held[0].name.get('en')}")
        return Text(vi="chỉ mở vào ngày hội", en="open on the days of its festival only")
    return closed_reason(host.opening, on)


def _opens_on(case: Case, view: DayView, seen: Seen, host: Experience) -> Fix | None:
    def fits(on: date) -> bool:
        day = on + (view.on - case.terms.on)
        found = begins(case.context.catalogue, host, day, max(1, seen.stay), case.terms.party.size)
        return any(first <= seen.begin <= last for first, last in found)

    return on_another_day(case, fits)


def _fixed(case: Case, view: DayView, seen: Seen, host: Experience, starts: list[int]) -> Iterator[Fault]:
    times = ", ".join(f"{clock(start):%H:%M}" for start in starts)
    near = sorted(starts, key=lambda start: abs(start - seen.begin))[:2]
    message = (
        f"chỉ bắt đầu lúc {times}" if starts else "hôm đó không có suất nào đủ dài",
        f"begins only at {times}" if starts else "no session that day is long enough",
    )
    moves = [later(case, view, seen, start - seen.begin, alone=start < seen.begin) for start in near]
    yield _fault(case, "E-START", view, seen, host, message, [*moves, *swaps(case, view, seen)])


def _hours(case: Case, view: DayView, seen: Seen, host: Experience) -> Iterator[Fault]:
    open_then = next(((first, last) for first, last in opened(host, view.on) if first <= seen.begin <= last), None)
    if open_then is None or seen.begin == open_then[1]:
        following = next((first for first, _ in opened(host, view.on) if first > seen.begin), None)
        if following is not None:
            message = f"{clock(following):%H:%M} mới mở cửa", f"opens at {clock(following):%H:%M}"
            moves = [later(case, view, seen, following - seen.begin),
                     later(case, view, seen, following - seen.begin, alone=True)]  # fmt: skip
            yield _fault(case, "E-EARLY", view, seen, host, message, [*moves, *swaps(case, view, seen)])
        else:
            yield _too_late(case, view, seen, host, max(last for _, last in opened(host, view.on)))
    elif seen.end > open_then[1]:
        yield _too_late(case, view, seen, host, open_then[1])


def _too_late(case: Case, view: DayView, seen: Seen, host: Experience, closes: int) -> Fault:
    end = seen.end
    message = (
        f"{clock(closes):%H:%M} đóng cửa, lịch kết thúc {clock(end):%H:%M}",
        f"closes at {clock(closes):%H:%M}, the visit ends at {clock(end):%H:%M}",
    )
    earlier = -up_to(end - closes)
    moves = [
        shortened(case, seen, (closes - seen.begin) // 5 * 5) if seen.line.groups == 1 else None,
        later(case, view, seen, earlier, alone=True),
    ]
    return _fault(case, "E-SHUT", view, seen, host, message, [*moves, *swaps(case, view, seen)])


def _fault(
    case: Case, code: str, view: DayView, seen: Seen, host: Experience, message: tuple[str, str],
    fixes: list[Fix | None],
) -> Fault:  # fmt: skip
    vi, en = (f"{host.name.get(language)}: {text}" for language, text in zip(("vi", "en"), message, strict=True))
    return case.fault(code, view, seen.begin, seen.line.id, host.id, of_fact(host, "opening"), (vi, en),
                      [*fixes, dropped(case, seen.line)])  # fmt: skip
