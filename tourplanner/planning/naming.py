"""Names, themes and notices of an itinerary, read off its stops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from tourplanner.almanac import festivals_on
from tourplanner.catalogue import Catalogue
from tourplanner.model import Craft, Day, Goal, Itinerary, Notice, Stop, Text, Unvisited
from tourplanner.planning.lawful import Bans, notice

NAMED = 4
"""Villages that a title names; a longer tour counts the others."""


def itinerary(
    catalogue: Catalogue,
    goal: Goal,
    days: tuple[Day, ...],
    *,
    number: int = 1,
    score: int = 0,
    bound: int | None = None,
    status: str = "feasible",
    unvisited: Sequence[Unvisited] = (),
    basis: str = "",
    bans: Mapping[date, Bans] = MappingProxyType({}),
) -> Itinerary:
    """An itinerary over the days, named after its villages and crafts; ``number`` leads its id."""
    visits = [stop for day in days for stop in day.visits]
    villages = list({stop.village.id: stop.village for stop in visits}.values())
    crafts = _crafts(catalogue, visits)
    return Itinerary(
        id="-".join([f"{number:02d}", *(village.id for village in villages[:NAMED])]),
        name=Text(
            vi=_joined([village.name.vi for village in villages], "và {} làng khác"),
            en=_joined([_short(village.name.get("en")) for village in villages], "and {} more"),
        ),
        theme=Text(
            vi=", ".join(craft.name.vi.lower() for craft in crafts) or "văn hóa làng nghề",
            en=", ".join(craft.name.get("en").lower() for craft in crafts) or "village culture",
        ),
        goal=goal,
        days=days,
        crafts=crafts,
        score=score,
        bound=bound,
        status="optimal" if status == "optimal" else "feasible",
        notices=notices(catalogue, goal, days, bans),
        unvisited=tuple(unvisited),
        basis=basis,
    )


def _joined(names: Sequence[str], more: str) -> str:
    rest = len(names) - NAMED
    return " – ".join(names[:NAMED]) + (f" {more.format(rest)}" if rest > 0 else "")


def _crafts(catalogue: Catalogue, visits: Sequence[Stop]) -> tuple[Craft, ...]:
    ids = dict.fromkeys(craft for stop in visits for craft in (*stop.experience.crafts, *stop.village.crafts)[:1])
    return tuple(craft for craft in map(catalogue.craft, ids) if not craft.heritage)


def _short(name: str) -> str:
    """ "Bat Trang pottery village" is a fine entry in a list and too long for a title."""
    words = name.split()
    proper = [word for word in words if word[:1].isupper()]
    return " ".join(words[: len(proper)]) if proper and words[: len(proper)] == proper else name


def notices(
    catalogue: Catalogue, goal: Goal, days: Sequence[Day], bans: Mapping[date, Bans]
) -> tuple[Notice, ...]:
    """What to know before selling, one notice per kind, naming all it is about."""
    stops = [stop for day in days for stop in day.stops]
    visits = [stop for stop in stops if not stop.is_meal]
    found = [
        _about(
            "environment-unknown",
            "chưa rõ làng đã đạt tiêu chuẩn môi trường hay chưa",
            "environment status not recorded",
            [(stop.village.id, stop.village.name) for stop in visits if stop.village.environment == "unknown"],
        ),
        _about(
            "hours-estimated",
            "giờ mở cửa là ước tính, cần gọi trước",
            "opening hours are estimates, call ahead",
            [(stop.experience.id, stop.experience.name) for stop in visits if not _verified(stop, "opening")],
        ),
        _about(
            "price-unknown",
            "chưa rõ giá",
            "price unknown",
            [(stop.experience.id, stop.experience.name) for stop in stops if stop.price is None],
        ),
        _about(
            "lunch-unconfirmed",
            "chỗ ăn trưa chưa được xác minh",
            "lunch place not verified",
            [(stop.experience.id, stop.village.name) for stop in stops if stop.is_meal and not _verified(stop, "name")],
        ),
        _about(
            "guide-language",
            f"chủ nhà không nói {'/'.join(goal.party.languages)}, cần hướng dẫn viên",
            f"hosts do not speak {'/'.join(goal.party.languages)}, a guide must",
            [
                (stop.experience.id, stop.experience.name)
                for stop in visits
                if not set(stop.experience.languages) & set(goal.party.languages)
            ],
        ),
        _about(
            "rain",
            "xem ngoài trời, mưa thì kém hoặc nghỉ",
            "outdoors, poor or closed in rain",
            [(stop.experience.id, stop.experience.name) for stop in visits if stop.experience.rain_sensitive],
        ),
        _about(
            "book-ahead",
            "phải đặt trước từ 2 ngày trở lên",
            "book two days ahead or more",
            [(stop.experience.id, stop.experience.name) for stop in visits if stop.experience.lead_days >= 2],
        ),
    ]
    found += [_festivals(catalogue, day.date, day.visits) for day in days]
    found.append(notice(goal, bans, days))
    return tuple(notice for notice in found if notice)


def _about(code: str, vi: str, en: str, subjects: Sequence[tuple[str, Text]]) -> Notice | None:
    unique = dict(subjects)
    if not unique:
        return None
    return Notice(
        code=code,
        text=Text(
            vi=f"{'; '.join(name.vi for name in unique.values())}: {vi}",
            en=f"{'; '.join(name.get('en') for name in unique.values())}: {en}",
        ),
        subjects=tuple(unique),
    )


def _festivals(catalogue: Catalogue, on: date, visits: Sequence[Stop]) -> Notice | None:
    villages = {stop.village.id for stop in visits}
    festivals = [each for each in festivals_on(catalogue.festivals, on) if each.village in villages]
    return _about(
        "festival",
        f"hội ngày {on:%d/%m/%Y}: đông khách, đường có thể cấm",
        f"festival on {on:%d %b %Y}: crowds, roads may be closed",
        [(each.village, each.name) for each in festivals],
    )


def _verified(stop: Stop, field: str) -> bool:
    return stop.experience.fact(field).verified
