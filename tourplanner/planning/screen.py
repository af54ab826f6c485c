"""Which experiences can be visited at all, when, and why the others cannot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from tourplanner.almanac import begin_windows, closed_reason, festival_closed
from tourplanner.catalogue import Catalogue
from tourplanner.model import HANOI, Experience, Goal, Text
from tourplanner.planning.hours import Windows, seconds
from tourplanner.planning.lawful import Bans, bans_on
from tourplanner.rules import Law

SCREENING: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "budget": {"budget": None},
        "hosts speak": {"hosts_speak": False},
        "verified only": {"verified_only": False},
        "never": {"never": ()},
    }
)
"""Demands that refuse visits before any search (a budget those of unknown price), and the goal without them."""

COMPILED: Mapping[str, Mapping[str, Any]] = MappingProxyType({**SCREENING, "lunch": {"lunch": None}})
"""Demands that decide which visits there are, and when: a visit that serves lunch has hours of its own."""


def screening(goal: Goal) -> tuple[str, ...]:
    """Those that a goal has."""
    return tuple(name for name in SCREENING if lifted(goal, [name]) != goal)


def lifted(goal: Goal, names: Sequence[str]) -> Goal:
    """The goal without these demands, of ``COMPILED``."""
    changed: Goal = goal.replace(**{field: value for name in names for field, value in COMPILED[name].items()})
    return changed


@dataclass(frozen=True, slots=True)
class Excluded:
    """Why an experience cannot be in any tour of this goal: a stable code and words."""

    code: str
    reason: Text


def screened(
    catalogue: Catalogue, goal: Goal, dates: Sequence[date], law: Law | None = None
) -> tuple[dict[str, dict[date, Windows]], dict[str, Excluded]]:
    """
    Begin windows in seconds from midnight, both ends inclusive, per experience and date, within the goal's day and
    the hours that local law leaves to its vehicles.

    Returns
    -------
    open_on, excluded
        Each experience that is no meal is a key of exactly one of them.
    """
    sessions: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
    for session in catalogue.sessions:
        if session.places_left >= goal.party.size:
            begin = session.begin.astimezone(HANOI)
            sessions[session.experience, begin.date()].append((seconds(begin.time()),) * 2)
    with_sessions = {(session.experience, session.begin.astimezone(HANOI).date()) for session in catalogue.sessions}
    law = law or Law.installed()
    day, bans = (seconds(goal.day[0]), seconds(goal.day[1])), {on: bans_on(goal, on, law) for on in dates}
    celebrating = {on: festival_closed(catalogue.festivals, on) for on in dates}
    open_on: dict[str, dict[date, Windows]] = {}
    excluded: dict[str, Excluded] = {}
    for experience in catalogue.experiences:
        if experience.kind == "meal":
            continue
        reason = refusal(catalogue, goal, experience)
        if reason:
            excluded[experience.id] = reason
            continue
        windows: dict[date, Windows] = {}
        for on in dates:
            if experience.sessions_only or (experience.id, on) in with_sessions:
                found: Sequence[tuple[int, int]] = sorted(sessions[experience.id, on])
            else:
                found = [] if experience.id in celebrating[on] else _hours(experience, goal.party.size, on)
            windows[on] = _within(found, day)
        lawful = {on: _lawful(catalogue, goal, experience, each, bans[on]) for on, each in windows.items()}
        if any(lawful.values()):
            open_on[experience.id] = lawful
        elif any(windows.values()):
            excluded[experience.id] = _barred(bans)
        else:
            excluded[experience.id] = _closed(experience, dates, with_sessions, celebrating)
    return open_on, excluded


def refusal(catalogue: Catalogue, goal: Goal, experience: Experience) -> Excluded | None:
    """The first reason, whatever the date, why this experience is not for this goal; None if there is none."""
    for rule in _RULES:
        found = rule(catalogue, goal, experience)
        if found:
            return found
    return None


def _never(_: Catalogue, goal: Goal, experience: Experience) -> Excluded | None:
    if {experience.id, experience.village} & set(goal.never):
        return Excluded("never", Text(vi="bạn đã loại", en="you excluded it"))
    return None


def _environment(catalogue: Catalogue, _: Goal, experience: Experience) -> Excluded | None:
    if catalogue.village(experience.village).environment == "not met":
        return Excluded(
            "environment-not-met",
            Text(vi="làng chưa đạt tiêu chuẩn môi trường", en="the village does not meet the environment rules"),
        )
    return None


def _size(_: Catalogue, goal: Goal, experience: Experience) -> Excluded | None:
    size, least, most = goal.party.size, experience.party_min, experience.capacity
    if size > most:
        return Excluded(
            "party-too-large",
            Text(
                vi=f"nhận tối đa {most} khách, đoàn có {size}", en=f"takes {most} guests at most, the party is {size}"
            ),
        )
    if size < least:
        return Excluded(
            "party-too-small",
            Text(vi=f"nhận từ {least} khách, đoàn có {size}", en=f"takes {least} guests at least, the party is {size}"),
        )
    return None


def _language(_: Catalogue, goal: Goal, experience: Experience) -> Excluded | None:
    if goal.hosts_speak and not set(goal.party.languages) & set(experience.languages):
        return Excluded(
            "language",
            Text(
                vi=f"chủ nhà nói {', '.join(experience.languages)}, không nói {', '.join(goal.party.languages)}",
                en=f"the host speaks {', '.join(experience.languages)}, not {', '.join(goal.party.languages)}",
            ),
        )
    return None


def _verified(_: Catalogue, goal: Goal, experience: Experience) -> Excluded | None:
    if goal.verified_only and not experience.fact("opening").verified:
        return Excluded(
            "hours-unverified",
            Text(vi="giờ mở cửa chưa được xác minh", en="its opening hours have no source"),
        )
    return None


def _price(_: Catalogue, goal: Goal, experience: Experience) -> Excluded | None:
    if goal.budget is not None and experience.price.adult is None:
        return Excluded(
            "price-unknown",
            Text(vi="chưa rõ giá nên không xét được ngân sách", en="its price is unknown, a budget cannot be kept"),
        )
    return None


_RULES: tuple[Callable[[Catalogue, Goal, Experience], Excluded | None], ...] = (
    _never,
    _environment,
    _size,
    _language,
    _verified,
    _price,
)


def _hours(experience: Experience, guests: int, on: date) -> list[tuple[int, int]]:
    found = begin_windows(experience.opening, experience.minutes_for(guests), on)
    return [(seconds(first), seconds(last)) for first, last in found]


def _lawful(catalogue: Catalogue, goal: Goal, experience: Experience, windows: Windows, bans: Bans) -> Windows:
    place = experience.place or catalogue.village(experience.village).place
    return bans.begins(windows, place, 60 * experience.minutes_for(goal.party.size))


def _barred(bans: Mapping[date, Bans]) -> Excluded:
    ban = next(ban for each in bans.values() for ban in each.bans)
    return Excluded("coach-ban", ban.title)


def _within(windows: Sequence[tuple[int, int]], day: tuple[int, int]) -> Windows:
    clipped = [(max(first, day[0]), min(last, day[1])) for first, last in windows]
    return tuple((first, last) for first, last in clipped if first <= last)


def _closed(
    experience: Experience,
    dates: Sequence[date],
    with_sessions: set[tuple[str, date]],
    celebrating: Mapping[date, frozenset[str]],
) -> Excluded:
    if experience.sessions_only or any((experience.id, on) in with_sessions for on in dates):
        return Excluded("no-places", Text(vi="không còn suất đủ chỗ", en="no session has enough places left"))
    if all(experience.id in celebrating[on] for on in dates):
        return Excluded("closed", Text(vi="nghỉ vì lễ hội của làng", en="closed for the village's festival"))
    reasons: Mapping[str, Text] = {
        reason.vi: reason for on in dates if (reason := closed_reason(experience.opening, on)) is not None
    }
    if len(reasons) == 1:
        return Excluded("closed", next(iter(reasons.values())))
    return Excluded(
        "closed",
        Text(vi="không mở cửa trong giờ đi của ngày nào được xét", en="not open within the day on any date considered"),
    )
