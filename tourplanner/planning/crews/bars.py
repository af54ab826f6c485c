"""What keeps a person or a vehicle from a departure whatever else they do, in words; None where nothing does."""

from __future__ import annotations

from dataclasses import dataclass

from tourplanner.model import CrewNeeds, Driver, Guide, Member, Text, VehicleUnit
from tourplanner.planning.crews.words import day, language, until
from tourplanner.rules.crew.case import CrewCase
from tourplanner.rules.law import CoachBan, DriverHours, LawFinding, LowEmissionZone
from tourplanner.rules.law.finding import Trip, drives, second_of

WEEK = 7
CARDS = {
    "international": ("quốc tế", "all guests"),
    "domestic": ("nội địa", "citizens of Vietnam"),
    "on-site": ("tại điểm", "a place of its own"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """
    A reason with a code.

    "language" and "ability" are beyond help, a "date" is not; "departure" means that it is the departure's fault, with
    ways out.
    """

    code: str
    text: Text
    fixes: tuple[Text, ...] = ()


def guide_bar(case: CrewCase, need: CrewNeeds, guide: Guide) -> Bar | None:
    """What keeps a guide from a departure."""
    spoken = set(guide.languages) & set(need.party.languages)
    if not spoken or (need.guides == 1 and len(spoken) < len(set(need.party.languages))):
        wanted = language(need.party.languages)
        return Bar("language", Text(vi=f"không nói {wanted.vi}", en=f"does not speak {wanted.en}"))
    if not guide.may_lead(foreign=need.foreign, villages=[village.id for village in need.itinerary.villages]):
        vi, en = CARDS[guide.card]
        return Bar("ability", Text(vi=f"chỉ có thẻ {vi}", en=f"has only the card for {en}"))
    if guide.card_until < need.last:
        last = day(guide.card_until)
        return Bar("date", Text(vi=f"thẻ hết hạn ngày {last.vi}", en=f"the card ends on {last.en}"))
    return _off(need, guide) or work_bar(case, need)


def driver_bar(case: CrewCase, need: CrewNeeds, driver: Driver) -> Bar | None:
    """What keeps a driver from a departure; whether the licence is good for the vehicle is asked with the vehicle."""
    if driver.licence_until < need.last:
        last = day(driver.licence_until)
        return Bar("date", Text(vi=f"bằng lái hết hạn ngày {last.vi}", en=f"the licence ends on {last.en}"))
    return _off(need, driver) or work_bar(case, need) or driving_bar(case, need)


def vehicle_bar(case: CrewCase, need: CrewNeeds, unit: VehicleUnit) -> Bar | None:
    """What keeps a vehicle from a departure."""
    breach = _ban(case, need, unit)
    if breach is not None:
        return Bar("ability", Text(vi=breach.message.vi, en=breach.message.get("en")), breach.fixes)
    return _off(need, unit)


def _ban(case: CrewCase, need: CrewNeeds, unit: VehicleUnit) -> LawFinding | None:
    goal = need.itinerary.goal.replace(party=need.party, vehicles=())
    trip = Trip(need.itinerary.replace(goal=goal), (unit.vehicle,))
    bans = (rule for rule in case.law.rules if isinstance(rule, CoachBan | LowEmissionZone))
    return next((breach for rule in bans for breach in rule.findings(trip)), None)


def _off(need: CrewNeeds, member: Member) -> Bar | None:
    away = member.away(need.begin, need.end)
    if away is None:
        return None
    end = until(away.end, need.first)
    note = f" ({away.note})" if away.note else ""
    return Bar("date", Text(vi=f"nghỉ đến {end.vi}{note}", en=f"is off until {end.en}{note}"))


def work_bar(case: CrewCase, need: CrewNeeds) -> Bar | None:
    """A departure that is too long for anybody."""
    work = dict(need.work)
    for on, seconds in work.items():
        limits = case.limits(on)
        week = [worked for each, worked in work.items() if 0 <= (on - each).days < WEEK]
        for what, most in ((seconds, limits.work_s), (sum(week), limits.week_s)):
            if most is not None and what > most:
                text = Text(vi=f"riêng chuyến này đã làm {_hours(what)}, tối đa {_hours(most)}",
                            en=f"this departure alone is {_hours(what)} of work, {_hours(most)} at most")  # fmt: skip
                return Bar("departure", text, (Text(vi="rút ngắn chuyến", en="make it shorter"),))
        if limits.days is not None and len(week) > limits.days:
            text = Text(vi=f"{len(week)} ngày liền, tối đa {limits.days} trong bảy ngày",
                        en=f"{len(week)} days in a row, {limits.days} in seven at most")  # fmt: skip
            split = Text(vi="chia làm hai chuyến để đổi người", en="make it two departures, and change crews")
            return Bar("departure", text, (split,))
    return None


def driving_bar(case: CrewCase, need: CrewNeeds) -> Bar | None:
    """A departure on which one driver would drive too long."""
    by_day = [
        [(second_of(leg.depart), second_of(leg.depart) + leg.seconds) for leg, _, _ in drives(each)]
        for each in need.days
    ]
    for rule in (rule for rule in case.law.rules if isinstance(rule, DriverHours)):
        in_force = [drive if rule.in_force(each.date) else [] for each, drive in zip(need.days, by_day, strict=True)]
        for _, second, seconds in rule.exceeded(in_force):
            vi, en = rule.told(seconds)
            return Bar("departure", Text(vi=vi, en=en), rule.ways_out(second)[:-1])
    return None


def _hours(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return f"{minutes // 60}:{minutes % 60:02} h"
