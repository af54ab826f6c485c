"""Made-up hosts, experiences and sessions, distributed like those of the packaged Hanoi data (November 2026)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Literal, NamedTuple

from tourplanner.model import (
    HANOI,
    ROLES,
    Experience,
    Host,
    LunarDay,
    Money,
    Opening,
    Price,
    Provenance,
    Role,
    Season,
    Session,
    Text,
    TimeRange,
    Village,
)

Kind = Literal["workshop", "class", "showroom", "museum", "heritage site", "market", "performance"]
Hosting = Literal["household", "workshop", "cooperative", "firm", "museum", "market", "site"]


class Shape(NamedTuple):
    """What experiences of a kind are like; figures to choose from, the common ones more than once."""

    name: tuple[str, str]
    host: Hosting
    minutes: tuple[int, ...]
    capacity: tuple[int, ...]
    prices: tuple[int | None, ...]


SHAPES: dict[Kind, Shape] = {
    "workshop": Shape(
        ("Xưởng nghề", "Workshop"), "household", (40, 45, 45, 60, 60, 60, 75),
        (15, 20, 20, 25, 25, 30, 30, 40), (0, 30_000, 30_000, 50_000, 50_000, 60_000, 80_000, None),
    ),
    "class": Shape(
        ("Lớp trải nghiệm", "Class"), "workshop", (60, 60, 75, 90, 90, 150),
        (25, 30, 30, 40, 40, 60), (50_000, 60_000, 70_000, 100_000, 100_000, 120_000, 200_000),
    ),
    "showroom": Shape(
        ("Phòng trưng bày", "Showroom"), "firm", (30, 40, 45, 60), (20, 30, 60, 60, 80), (0,)
    ),
    "market": Shape(("Chợ làng", "Village market"), "market", (60, 60, 75), (300, 500, 800), (0,)),
    "museum": Shape(("Nhà bảo tàng", "Museum"), "museum", (60, 120), (150, 200), (30_000, 60_000)),
    "heritage site": Shape(
        ("Đình làng", "Communal house"), "site", (45, 60, 60, 60, 75, 90, 120),
        (40, 60, 60, 150, 200, 300, 400), (0, 0, 0, 10_000, 20_000, None),
    ),
    "performance": Shape(
        ("Chiếu diễn", "Performance"), "cooperative", (30, 60, 60), (100, 150), (2_500_000, 3_500_000)
    ),
}  # fmt: skip
# How often each role and, within it, each kind occurs among the 62 packaged experiences.
ROLE_WEIGHTS = {"production": 22, "trade": 8, "training": 12, "culture": 20}
KINDS: dict[Role, tuple[Kind, ...]] = {
    "production": ("workshop",),
    "trade": ("showroom",) * 5 + ("market",) * 3,
    "training": ("class",),
    "culture": ("heritage site",) * 13 + ("performance",) * 3 + ("museum",) * 2 + ("workshop",) * 2,
}
HOURS = (((8, 0), (17, 0)),) * 9 + (((7, 30), (17, 0)), ((8, 0), (17, 30)), ((8, 0), (18, 0)), ((7, 30), (17, 30)))
MARKET_DAYS = ((4, 10, 14, 20, 24, 30), (2, 7, 12, 17, 22, 27), (5, 10, 15, 20, 25, 30))
TET = Season(
    first=(12, 25), last=(1, 6), calendar="lunar", reason=Text(vi="Nghỉ Tết", en="Closed for the lunar new year")
)
WEEKEND_MONTH = date(2027, 3, 1)


def hours(random: Random, *ranges: tuple[tuple[int, int], tuple[int, int]], **rest: Any) -> Opening:
    """The same ranges every day, one experience in twelve closed on a working day."""
    day = tuple(TimeRange(open=time(*first), close=time(*last)) for first, last in ranges)
    closed = random.choice((0, 0, 1, 2)) if random.random() < 1 / 12 else None
    return Opening.model_validate({"weekly": tuple(() if n == closed else day for n in range(7)), **rest})


def opening(random: Random, kind: Kind) -> Opening:
    """Mostly 08:00 to 17:00; markets on lunar days, shows at fixed times or by appointment, some rest at noon."""
    if kind == "market" and random.random() < 0.5:
        days = tuple(LunarDay(day=day) for day in random.choice(MARKET_DAYS))
        return hours(random, ((5, 0), (11, 0)), lunar_days=days)
    if kind == "performance":
        shown: dict[str, Any] = {"by_appointment": True}
        if random.random() < 0.5:
            shown = {"starts": (time(10), time(15))}
        return hours(random, ((8, 0), (17, 0)), **shown)
    rest: dict[str, Any] = {"by_appointment": random.random() < 0.03}
    if kind in ("workshop", "class") and random.random() < 0.4:
        rest["closures"] = (TET,)
    if kind in ("workshop", "class", "heritage site") and random.random() < 0.1:
        return hours(random, ((8, 0), (11, 30)), ((13, 30), (17, 0)), **rest)
    return hours(random, random.choice(HOURS), **rest)


def roles(random: Random, count: int) -> list[Role]:
    """That many roles; up to four are distinct, so that a rich village closes much of the circle alone."""
    left = dict(ROLE_WEIGHTS)
    found: list[Role] = []
    for _ in range(count):
        left = left or dict(ROLE_WEIGHTS)
        choices = [role for role in ROLES if role in left]
        found.append(random.choices(choices, [left[role] for role in choices])[0])
        del left[found[-1]]
    return found


def experience(random: Random, village: Village, number: int, role: Role, facts: Provenance) -> Experience:
    """One experience of a village with its own host, ``{village}/host-{number}``."""
    kind = random.choice(KINDS[role])
    shape = SHAPES[kind]
    vnd = random.choice(shape.prices)
    sure = random.random() < 0.06
    return Experience(
        id=f"{village.id}/{role}-{number}",
        village=village.id,
        host=f"{village.id}/host-{number}",
        name=Text(vi=f"{shape.name[0]} {village.name.vi}", en=f"{shape.name[1]} of {village.name.en}"),
        kind=kind,
        role=role,
        crafts=village.crafts[:1],
        minutes=random.choice(shape.minutes),
        capacity=random.choice(shape.capacity),
        price=Price(
            per="group" if kind == "performance" else "person",
            adult=None if vnd is None else Money(amount=vnd),
            child=Money(amount=vnd // 2) if vnd and kind != "performance" and random.random() < 0.2 else None,
            year=None if vnd is None else 2026,
        ),
        opening=opening(random, kind),
        languages=("vi", "en") if random.random() < 0.3 else ("vi",),
        lead_days=random.choice((3, 5, 7)) if kind == "performance" else 1,
        rain_sensitive=random.random() < 0.1,
        sessions_only=kind == "performance" and random.random() < 0.25,
        ocop_stars=4 if random.random() < 0.03 else None,
        provenance={"opening": facts.replace(confidence="sourced") if sure else facts},
    )


def lunch(random: Random, village: Village, facts: Provenance) -> Experience:
    """A home lunch, ``{village}-lunch``."""
    return Experience(
        id=f"{village.id}-lunch",
        village=village.id,
        host=f"{village.id}/home",
        name=Text(vi=f"Bữa trưa nhà dân {village.name.vi}", en=f"Home lunch in {village.name.en}"),
        kind="meal",
        role=None,
        minutes=60,
        capacity=random.choice((20, 30, 40, 40, 60)),
        price=Price(adult=Money(amount=random.choice((120_000, 150_000, 150_000, 180_000))), year=2026),
        opening=Opening.daily(time(10, 30), time(14, 30)),
        lead_days=1,
        provenance={"opening": facts},
    )


def hosts(village: Village, offered: Sequence[Experience]) -> list[Host]:
    """A host per experience and a home for lunch; three or more families of a village form a cooperative."""
    found = [
        Host(id=each.host, village=village.id, name=Text(vi=f"Nhà nghề {number} {village.name.vi}"), kind=kind)
        for number, each in enumerate(offered, 1)
        if each.kind != "meal"
        for kind in [SHAPES[each.kind].host]
    ]
    found.append(
        Host(id=f"{village.id}/home", village=village.id, name=Text(vi=f"Nhà dân {village.name.vi}"), kind="household")
    )
    families = tuple(host.id for host in found if host.kind in ("household", "workshop"))
    if len(families) > 2:
        name = Text(vi=f"Hợp tác xã {village.name.vi}")
        found.append(
            Host(id=f"{village.id}/htx", village=village.id, name=name, kind="cooperative", members=families)
        )
    return found


def sessions(random: Random, offered: Sequence[Experience]) -> list[Session]:
    """For what is sold by dated session only: each weekend day of March 2027 at 10:00."""
    days = [WEEKEND_MONTH + timedelta(days=day) for day in range(31)]
    return [
        Session(
            id=f"{each.id}/{day:%Y%m%d}",
            experience=each.id,
            begin=begin,
            end=begin + timedelta(minutes=each.minutes),
            places_left=random.randrange(each.capacity + 1),
        )
        for each in offered
        if each.sessions_only
        for day in days
        if day.weekday() >= 5
        for begin in [datetime.combine(day, time(10), HANOI)]
    ]
