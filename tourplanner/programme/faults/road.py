"""The clock between lines: rides that take longer than planned, visits cut short, two things at once, long walks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tourplanner.programme.edits import (
    confirmed,
    dropped,
    later,
    shifted,
    shortened,
    up_to,
    with_days,
    with_line,
    without,
)  # fmt: skip
from tourplanner.programme.faults.basis import of_fact, own, road, settled
from tourplanner.programme.report import Case, Fault, Fix, named_line
from tourplanner.programme.show import place_name
from tourplanner.programme.value import clock
from tourplanner.programme.view import DayView, Ride, Seen

TOLERANCE = 5
"""Minutes by which a ride or a visit may miss the programme before it is worth a word."""


def late(case: Case) -> Iterator[Fault]:
    """Every ride, at the hour it leaves, arrives by the time the programme says."""
    lines = {line.id for line in case.programme.lines}
    for view in case.views:
        for ride in view.rides:
            over = ride.arrive - ride.target.begin
            if over > TOLERANCE and ride.target.line.id in lines:
                yield _late(case, view, ride, over)


def _late(case: Case, view: DayView, ride: Ride, over: int) -> Fault:
    names = [_where(case, each) for each in (ride.origin, ride.target)]
    planned = max(0, ride.target.begin - ride.depart)
    arrive, due = clock(ride.arrive), clock(ride.target.begin)
    message = (
        f"{names[0]} → {names[1]}: đến lúc {arrive:%H:%M}, lịch ghi {due:%H:%M} "
        f"(đường đi {_hm(ride.minutes)} vào giờ đó, lịch dành {_hm(planned)})",
        f"{names[0]} → {names[1]} arrives {arrive:%H:%M}, planned {due:%H:%M} "
        f"(road {_hm(ride.minutes)} at that hour, {_hm(planned)} planned)",
    )
    by = up_to(over)
    fixes = [later(case, view, ride.target, by), _start_earlier(case, view, ride, by)]
    if ride.origin.line.minutes and ride.origin.line.groups == 1:
        fixes.append(shortened(case, ride.origin, ride.origin.line.minutes - by))
    fixes += [dropped(case, ride.target.line), dropped(case, ride.origin.line)]
    return case.fault("E-LATE", view, ride.depart, ride.target.line.id, ride.origin.line.id, road(case.context),
                      message, fixes)  # fmt: skip


def _start_earlier(case: Case, view: DayView, ride: Ride, by: int) -> Fix | None:
    """All before the ride earlier; a drive line of its own goes along."""
    if not case.proposing:
        return None
    before = [each.line.id for each in view.seen if each.begin <= ride.depart and each.line.id != ride.target.line.id]
    changed = shifted(case.programme, view.number, None, -by, before[-1]) if before else None
    if changed is None:
        return None
    first = clock(view.seen[0].begin - by)
    text = f"khởi hành sớm hơn {by} phút, lúc {first:%H:%M}", f"start {by} min earlier, at {first:%H:%M}"
    return case.fix("shift", *text, changed)


def short(case: Case) -> Iterator[Fault]:
    """Visits last as long as they usually do."""
    for view in case.views:
        for seen in view.seen:
            host = seen.experience
            if seen.line.kind != "visit" or host is None or not seen.recorded:
                continue
            minutes, name = seen.stay // seen.line.groups, f"{host.id}.minutes@{seen.line.id}"
            if minutes < seen.usual // seen.line.groups - TOLERANCE and not settled(case, name):
                yield _short(case, view, seen, minutes, name)


def _short(case: Case, view: DayView, seen: Seen, minutes: int, name: str) -> Fault:
    host = seen.experience
    assert host is not None
    message = (
        f"{host.name.vi}: còn {minutes} phút, thường cần {seen.usual // seen.line.groups}",
        f"{host.name.get('en')}: {minutes} min are left, it usually takes {seen.usual // seen.line.groups}",
    )
    fixes = [_longer(case, view, seen)]
    fixes += [
        confirmed(case, (name,), f"đã hẹn chủ nhà chỉ thăm {minutes} phút", f"agree on {minutes} min with the host")
    ]
    fixes += [dropped(case, seen.line)]
    return case.fault("W-SHORT", view, seen.begin, seen.line.id, host.id, of_fact(host, "minutes"), message, fixes)


def _longer(case: Case, view: DayView, seen: Seen) -> Fix | None:
    """The visit as long as it usually is, and all after it later."""
    if not case.proposing:
        return None
    by, minutes = up_to(seen.usual - seen.stay), seen.usual // seen.line.groups
    longer = with_line(case.programme, seen.line.replace(minutes=minutes))
    following = [each.line.id for each in view.seen if each.begin > seen.begin]
    moved = shifted(longer, view.number, following[0], by) if following else longer
    text = f"ở lại {minutes} phút, các mục sau lùi {by} phút", f"stay {minutes} min, all after it {by:+} min"
    return None if moved is None else case.fix("lengthen", *text, moved)


def at_once(case: Case) -> Iterator[Fault]:
    """Nothing begins before what is written above it is over."""
    for view in case.views:
        for above, below in pairwise(view.seen):
            same = above.begin == below.begin and {above.line.kind, below.line.kind} <= {"visit", "meal"}
            written = above.line.whole is not None and above.begin + above.line.whole > below.begin
            if same or written:
                yield _at_once(case, view, above, below)


def _at_once(case: Case, view: DayView, above: Seen, below: Seen) -> Fault:
    end = above.begin + (above.usual if above.line.whole is None else above.line.whole)
    one, two = named_line(above.line), named_line(below.line)
    message = (
        f"“{two}” bắt đầu khi “{one}” chưa xong ({clock(end):%H:%M})",
        f"“{two}” begins before “{one}” is over at {clock(end):%H:%M}",
    )
    fixes = [later(case, view, below, up_to(end - below.begin)), _apart(case, view, below, end)]
    if above.line.groups == 1 and above.line.minutes:
        fixes.append(shortened(case, above, below.begin - above.begin))
    fixes += [dropped(case, below.line), dropped(case, above.line)]
    return case.fault("E-TWO", view, below.begin, below.line.id, above.line.id, own("at_once"), message, fixes)


def _apart(case: Case, view: DayView, below: Seen, end: int) -> Fix | None:
    """The second line alone after the first, if that does not reach into the next."""
    by = up_to(end - below.begin)
    if not case.proposing:
        return None
    changed = shifted(case.programme, view.number, below.line.id, by, below.line.id)
    if changed is None or by <= 0:
        return None
    begin = clock(below.begin + by)
    return case.fix("shift", f"chỉ “{named_line(below.line)}” lùi đến {begin:%H:%M}",
                    f"only “{named_line(below.line)}” at {begin:%H:%M}", changed)  # fmt: skip


def walking(case: Case) -> Iterator[Fault]:
    """No more metres on foot a day than the terms allow."""
    most = case.terms.walk_m
    for view in case.views if most is not None else ():
        assert most is not None
        walked = [ride for ride in view.rides if ride.walked]
        total = sum(ride.metres for ride in walked)
        if total > most:
            message = f"đi bộ {total} m, tối đa {most} m", f"{total} m on foot, at most {most} m"
            fixes = [_less_walking(case, view, walked, total - most), _allow(case, total)]
            line, rests = f"day-{view.number}", road(case.context)
            yield case.fault("W-WALK", view, walked[0].depart, line, "walking", rests, message, fixes)


def _less_walking(case: Case, view: DayView, walked: list[Ride], over: int) -> Fix | None:
    """Without the visits reached by the longest walks."""
    if not case.proposing:
        return None
    gone, names, programme = 0, [], case.programme
    own_lines = {line.id for line in programme.lines}
    for ride in sorted(walked, key=lambda ride: -ride.metres):
        line = next((each.line for each in (ride.target, ride.origin)
                     if each.line.id in own_lines and each.line.kind in ("visit", "meal", "free")), None)  # fmt: skip
        if gone < over and line is not None and any(each.id == line.id for each in programme.lines):
            gone, programme = gone + ride.metres, without(programme, line.id)
            names.append(named_line(line))
    told = ", ".join(names)
    return case.fix(
        "drop", f"bỏ {told}", f"drop {told}", with_days(programme, view.number, programme.days[view.number - 1])
    )


def _allow(case: Case, total: int) -> Fix:
    return case.fix("confirm", f"đoàn đồng ý đi bộ {total} m", f"the guests agree to walk {total} m", case.programme,
                    walk_m=total)  # fmt: skip


def _where(case: Case, seen: Seen) -> str:
    return place_name(case.context.catalogue, seen.line.place) or (seen.village.name.vi if seen.village else "")


def _hm(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
