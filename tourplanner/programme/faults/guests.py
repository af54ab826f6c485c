"""The party: places, languages, notice, seats, and villages no tour should go to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tourplanner.model import Experience, Text
from tourplanner.model.vehicles import Vehicle, fleet, hire_vnd
from tourplanner.programme.edits import dropped, on_another_day, swaps, up_to, with_line
from tourplanner.programme.faults.basis import of_fact, own
from tourplanner.programme.report import Case, Fault, Fix
from tourplanner.programme.value import Line, Programme
from tourplanner.programme.view import DayView, Seen, begins, sessions_on


def capacity(case: Case) -> Iterator[Fault]:
    """Every host takes the party, or the group of it that comes at a time."""
    size = case.terms.party.size
    for view in case.views:
        for seen in view.seen:
            group = -(-size // seen.line.groups)
            if seen.experience is None:
                continue
            places = sum(_places(case, view, seen, host) for host in seen.hosts)
            if group > places:
                yield _over(case, view, seen, group, places)
            elif size < seen.experience.party_min:
                yield _under(case, view, seen, size)


def _places(case: Case, view: DayView, seen: Seen, host: Experience) -> int:
    """Places at a time: those left in the session that begins then, if it has dated ones."""
    left = sessions_on(case.context.catalogue, host, view.on).get(seen.begin)
    return host.capacity if left is None else min(left, host.capacity)


def _over(case: Case, view: DayView, seen: Seen, group: int, places: int) -> Fault:
    host = seen.experience
    assert host is not None
    message = (
        f"{host.name.vi}: {group} khách, chỉ có {places} chỗ",
        f"{host.name.get('en')}: {group} guests, {places} places",
    )
    fixes: list[Fix | None] = [*_shared(case, view, seen, group, places), *swaps(case, view, seen)]
    fixes += [_in_turns(case, view, seen, places) if not seen.others else None, dropped(case, seen.line)]
    return case.fault("E-CAP", view, seen.begin, seen.line.id, host.id, of_fact(host, "capacity"), message, fixes)


def _shared(case: Case, view: DayView, seen: Seen, group: int, places: int) -> Iterator[Fix]:
    """The party spread over this host and another of the village that is open then; the best fit first."""
    catalogue = case.context.catalogue
    if not case.proposing or seen.village is None or seen.experience is None or places < 1:
        return
    used = {id for line in case.programme.lines for id in (line.experience, *line.beside) if id}
    used |= {host.variant_of or host.id for host in seen.hosts}
    minutes = max(1, seen.stay // seen.line.groups)
    fit = [
        other for other in catalogue.experiences_in[seen.village.id]
        if (other.kind == "meal") == (seen.line.kind == "meal") and not {other.id, other.variant_of or other.id} & used
        and other.capacity >= group - places and other.party_min <= group - places
        and any(first <= seen.begin <= last
                for first, last in begins(catalogue, other, view.on, minutes, group - places))
    ]  # fmt: skip
    for other in sorted(fit, key=lambda each: each.capacity)[:1]:
        line = seen.line.replace(experience=seen.experience.id, beside=(*seen.line.beside, other.id))
        yield case.fix(
            "share", f"chia {places} + {group - places}, nhóm sau ở {other.name.vi}",
            f"split {places} + {group - places}, the second group at {other.name.get('en')}",
            with_line(case.programme, line),
        )  # fmt: skip


def _in_turns(case: Case, view: DayView, seen: Seen, places: int) -> Fix | None:
    """The party in groups, one after the other; what follows moves."""
    size, minutes = case.terms.party.size, seen.line.minutes or seen.usual
    groups = -(-size // places) if places else 0
    if not case.proposing or not 2 <= groups <= 6 or minutes * groups > 600:
        return None
    line = seen.line.replace(groups=groups, minutes=minutes)
    changed = _moved_on(with_line(case.programme, line), view, seen, line)
    more = minutes * groups - seen.stay
    if changed is None:
        return None
    return case.fix(
        "groups", f"chia {groups} nhóm lần lượt, mỗi nhóm {minutes} phút (thêm {more} phút)",
        f"in {groups} groups in turn, {minutes} min each ({more:+} min)", changed,
    )  # fmt: skip


def _moved_on(programme: Programme, view: DayView, seen: Seen, line: Line) -> Programme | None:
    """All after a line later by what it takes longer."""
    from tourplanner.programme.edits import shifted

    following = [each.line.id for each in view.seen if each.begin > seen.begin]
    by = up_to((line.whole or 0) - seen.stay)
    return shifted(programme, view.number, following[0], by) if following and by > 0 else programme


def _under(case: Case, view: DayView, seen: Seen, size: int) -> Fault:
    host = seen.experience
    assert host is not None
    message = (
        f"{host.name.vi}: nhận từ {host.party_min} khách, đoàn có {size}",
        f"{host.name.get('en')}: takes {host.party_min} guests at least, the party is {size}",
    )
    fixes = [*swaps(case, view, seen), dropped(case, seen.line)]
    return case.fault("E-FEW", view, seen.begin, seen.line.id, host.id, of_fact(host, "party_min"), message, fixes)


def language(case: Case) -> Iterator[Fault]:
    """Where no guide comes along, every visit's host speaks a language of the party."""
    spoken = set(case.terms.party.languages)
    for view in case.views if not case.terms.guide else ():
        for seen in view.seen:
            silent = [host for host in seen.hosts if not spoken & set(host.languages)]
            if silent and seen.line.kind == "visit" and seen.recorded:
                host = silent[0]
                heard, known = ", ".join(host.languages), ", ".join(sorted(spoken))
                message = (
                    f"{host.name.vi}: chủ nhà nói {heard}, đoàn nói {known}",
                    f"{host.name.get('en')}: the host speaks {heard}, the guests {known}",
                )
                guide = case.fix("guide", f"đi cùng hướng dẫn viên nói {known}", f"take a guide who speaks {known}",
                                 case.programme, guide=True)  # fmt: skip
                fluent = swaps(case, view, seen, lambda other: bool(spoken & set(other.languages)))
                yield case.fault("W-LANG", view, seen.begin, seen.line.id, host.id, of_fact(host, "languages"),
                                 message, [guide, *fluent])  # fmt: skip


def lead(case: Case) -> Iterator[Fault]:
    """Every host is asked as many days ahead as it needs, where the day of asking is known."""
    booked = case.terms.booked
    for view in case.views if booked else ():
        assert booked is not None
        ahead = (view.on - booked).days
        for seen in view.seen:
            for host in seen.hosts:
                if ahead < host.lead_days:
                    message = (
                        f"{host.name.vi}: phải đặt trước {host.lead_days} ngày, chỉ còn {ahead}",
                        f"{host.name.get('en')}: asks for {host.lead_days} days' notice, {ahead} are left",
                    )
                    first = booked + timedelta(days=host.lead_days - view.number + 1)
                    fixes = [on_another_day(case, lambda on, first=first: on >= first),  # type: ignore[misc]
                             *swaps(case, view, seen, lambda other: other.lead_days <= ahead),  # noqa: B023
                             dropped(case, seen.line)]  # fmt: skip
                    yield case.fault("E-LEAD", view, seen.begin, seen.line.id, host.id, of_fact(host, "lead_days"),
                                     message, fixes)  # fmt: skip


def seats(case: Case) -> Iterator[Fault]:
    """The vehicles carry the party."""
    vehicles, size = case.terms.vehicles, case.terms.party.size
    room = sum(vehicle.guests for vehicle in vehicles)
    if vehicles and room < size:
        message = f"{size} khách, xe chở được {room}", f"{size} guests, the vehicles carry {room}"
        fixes = [other_vehicles(case, fleet(size)), other_vehicles(case, fleet(size, below_seats=35))]
        rests = own("seats", "tp.vehicles, estimate")
        yield case.fault("E-SEATS", None, None, "tour", "vehicles", rests, message, fixes)


def other_vehicles(case: Case, vehicles: tuple[Vehicle, ...]) -> Fix:
    """The same tour in other vehicles, with what they usually cost more or less."""
    now, then = hire_vnd(case.terms.vehicles), hire_vnd(vehicles)
    more = None if now is None or then is None else then - now
    name = named(vehicles)
    badge = vehicles[0].seats < 35
    vi = f"đi {name.vi}" + (" có phù hiệu xe du lịch" if badge else "")
    en = f"take {name.get('en')}" + (" with tourist badges" if badge else "")
    return case.fix("vehicle", vi, en, case.programme, vnd=more, vehicles=vehicles)


def named(vehicles: tuple[Vehicle, ...]) -> Text:
    """E.g. "2 × coach with 29 seats", vehicles of one kind together."""
    kinds = {vehicle.id: vehicle for vehicle in vehicles}
    parts = [
        tuple(f"{sum(each.id == id for each in vehicles)} × {kind.name.get(language)}" for language in ("vi", "en"))
        for id, kind in kinds.items()
    ]
    return Text(vi=" + ".join(part[0] for part in parts), en=" + ".join(part[1] for part in parts))


def environment(case: Case) -> Iterator[Fault]:
    """No visit in a village that does not meet the environment rules."""
    for view in case.views:
        for seen in view.seen:
            village = seen.village
            if village and village.environment == "not met" and seen.line.kind in ("visit", "meal"):
                message = (
                    f"{village.name.vi} chưa đạt tiêu chí môi trường",
                    f"{village.name.vi} does not meet the environment rules",
                )

                def clean(other: Experience) -> bool:
                    return case.context.catalogue.village(other.village).environment != "not met"

                yield case.fault("E-ENV", view, seen.begin, seen.line.id, village.id, of_fact(village, "environment"),
                                 message, [*swaps(case, view, seen, clean), dropped(case, seen.line)])  # fmt: skip
