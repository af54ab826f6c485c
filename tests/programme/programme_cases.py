"""A region in which everything can go wrong, and programmes over it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from tourplanner.catalogue import Catalogue
from tourplanner.model import HANOI, Festival, Money, Opening, Party, Place, Price, Session, Text, TimeRange, vehicles
from tourplanner.programme import Line, Programme
from tourplanner.programme.value import clock
from tourplanner.programme.view import Context
from tourplanner.testing import small_catalogue

SATURDAY = date(2027, 3, 20)
"""13/2 of the lunar calendar; Bát Tràng's festival here begins the day after."""
MORNING = (TimeRange(open=time(8), close=time(11, 30)),)
NOON = (*MORNING, TimeRange(open=time(13, 30), close=time(17)))


def rich() -> Catalogue:
    """The small region with closed days, noon breaks, fixed starts, sessions, festivals, notice and a bad village."""
    small = small_catalogue()
    changes: dict[str, dict[str, Any]] = {
        "kk-goldleaf": {"opening": Opening(weekly=(NOON,) * 5 + ((), NOON))},
        "vp-weaving": {"opening": Opening(weekly=(NOON,) * 7), "languages": ("vi",)},
        "qpc-factory": {"opening": Opening(weekly=(MORNING,) * 7), "lead_days": 7},
        "dt-show": {"opening": Opening.daily(time(8), time(17), starts=(time(9), time(14)))},
        "bt-kiln": {"place": Place(lat=20.9767, lon=105.9127)},
        "qd-embroidery": {"price": Price(adult=Money(amount=100_000), includes_lunch=True)},
        "ch-class": {"price": Price(adult=Money(amount=250_000), includes_lunch=True), "minutes": 120},
        "pv-rattan": {"party_min": 10, "lead_days": 3},
        "ht-studio": {"sessions_only": True},
    }
    begin = datetime.combine(SATURDAY, time(10), HANOI)
    session = Session(
        id="ht-studio/1", experience="ht-studio", begin=begin, end=begin + timedelta(hours=1), places_left=9
    )
    festival = Festival(id="bat-trang/festival", village="bat-trang", name=Text(vi="Hội làng", en="Village festival"),
                        lunar_month=2, first_day=14, last_day=16, main_day=15, closes=("bt-kiln",))  # fmt: skip
    return small.replace(
        experiences=tuple(each.replace(**changes.get(each.id, {})) for each in small.experiences),
        villages=(
            *(each.replace(environment="not met" if each.id == "quat-dong" else "met") for each in small.villages),
            small.village("bat-trang").replace(id="ninh-so", name=Text(vi="Ninh Sở", en="Ninh So")),
        ),
        sessions=(session,),
        festivals=(festival,),
    )  # fmt: skip


RICH = rich()
VISITS = [each for each in RICH.experiences if each.kind != "meal"]
MEALS = [each for each in RICH.experiences if each.kind == "meal"]
PLACES = [village.id for village in RICH.villages]


@st.composite
def lines(draw: st.DrawFn, number: int) -> tuple[Line, ...]:
    """A day of lines, in order of time, often too tight."""
    minute = draw(st.integers(330, 600))
    found: list[Line] = []
    kinds = draw(st.lists(st.sampled_from(["visit"] * 5 + ["meal", "drive", "free"]), min_size=1, max_size=5))
    for at, kind in enumerate(["pick-up", *kinds, "drop-off"] if draw(st.booleans()) else kinds):
        length = draw(st.none() | st.integers(0, 30).map(lambda five: 5 * five))
        experience, place = None, None
        if kind == "visit":
            each = draw(st.sampled_from(VISITS))
            experience, place = (
                (each.id, each.village) if draw(st.booleans()) else (None, draw(st.sampled_from(PLACES)))
            )
        elif kind == "meal":
            each = draw(st.sampled_from(MEALS))
            experience, place = draw(st.sampled_from([(each.id, each.village), (None, None), (None, each.village)]))
        elif kind != "drive":
            place = draw(st.sampled_from(["hoan-kiem-old-quarter", "my-dinh-station", "bat-trang"]))
        text = draw(st.sampled_from(["", "ăn trưa", "tham quan", "<b>", "=1+1"]))
        found.append(Line(id=f"d{number}-{at}", begin=clock(minute), minutes=length, kind=kind, place=place,
                          experience=experience, groups=draw(st.sampled_from([1, 1, 1, 2])), text=text))  # fmt: skip
        minute = min(1430, minute + draw(st.integers(0, 30).map(lambda five: 5 * five)))
    return tuple(found)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    days = [draw(lines(number)) for number in range(1, draw(st.integers(1, 2)) + 1)]
    return Programme(title="thử", region="small", days=tuple(days)).knowing(RICH)


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    """The arguments of a check."""
    fleets = [(), (vehicles.coach45,), (vehicles.coach29,), (vehicles.van16,), (vehicles.coach35,) * 2]
    languages = draw(st.sampled_from([("vi",), ("fr",), ("en", "fr")]))
    return {
        "on": SATURDAY + timedelta(days=draw(st.sampled_from([0, 0, 1, 2, 41, -42]))),
        "party": Party(adults=draw(st.integers(1, 90)), children=draw(st.integers(0, 3)), languages=languages),
        "vehicle": draw(st.sampled_from(fleets)),
        "booked": draw(st.sampled_from([None, SATURDAY - timedelta(days=60), SATURDAY - timedelta(days=1)])),
        "walk_m": draw(st.sampled_from([None, 0, 500])),
        "guide": draw(st.booleans()),
    }


def day(*rows: tuple[Any, ...]) -> Programme:
    """A one-day programme of (time, kind, place or experience, minutes) over the rich region; ids are "r1", "r2" …"""
    experiences = {each.id: each for each in RICH.experiences}
    made = []
    for number, (begin, kind, where, *rest) in enumerate(rows, 1):
        known = experiences.get(where)
        made.append(Line(id=f"r{number}", begin=begin, kind=kind, place=known.village if known else where,
                         experience=known.id if known else None, minutes=rest[0] if rest else None))  # fmt: skip
    return Programme(region="small", days=(tuple(made),)).knowing(RICH)


def context(programme: Programme, travel: Any = None) -> Context:
    """What a programme is looked up in, where nobody says otherwise by the usual roads."""
    assert programme.terms is not None
    return Context.of(programme, programme.terms, travel, None)
