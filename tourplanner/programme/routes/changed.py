"""What the region says otherwise today than a document did: notices, the document's word is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tourplanner.catalogue import Catalogue
from tourplanner.model import Itinerary, Money, Notice, Party, Place, StartPoint, Stop, Text
from tourplanner.programme.routes.written import WrittenPoint, WrittenRoute, WrittenStay, WrittenVisit

Said = tuple[str, str, str]
"""The id a change is about, and how it reads in Vietnamese and English."""


def changed(region: Catalogue, route: WrittenRoute, itinerary: Itinerary) -> tuple[Notice, ...]:
    """One notice per kind of change, naming all that changed."""
    pairs = _pairs(route, itinerary)
    party = itinerary.goal.party
    sessions = {each.id for each in region.sessions}
    kinds = (
        ("price-changed", "Giá nay đã khác", "Prices are others now", _prices(pairs, party)),
        ("name-changed", "Tên nay đã khác", "Names are others now", _names(route, itinerary, pairs)),
        ("place-moved", "Tọa độ nay đã khác", "Places lie elsewhere now", _places(route, itinerary, pairs)),
        ("role-changed", "Vai trò nay đã khác", "Roles are others now", _roles(pairs)),
        ("source-changed", "Nguồn của giờ mở cửa nay đã khác", "Opening hours are backed otherwise now", _hours(pairs)),
        ("session-unknown", "Suất không còn trong dữ liệu", "Sessions that the data no longer has",
         _sessions(pairs, sessions)),
    )  # fmt: skip
    found = [_notice(code, vi, en, tuple(said)) for code, vi, en, said in kinds]
    if route.goal is None:
        vi, en = "Tệp không ghi yêu cầu của tuyến", "The file does not say what the route was asked to keep"
        found.append(Notice(code="goal-missing", text=Text(vi=vi, en=en)))
    return tuple(notice for notice in found if notice is not None and notice not in itinerary.notices)


def _notice(code: str, vi: str, en: str, said: Sequence[Said]) -> Notice | None:
    if not said:
        return None
    text = Text(vi=f"{vi}: {'; '.join(each[1] for each in said)}", en=f"{en}: {'; '.join(each[2] for each in said)}")
    return Notice(code=code, text=text, subjects=tuple(dict.fromkeys(each[0] for each in said)))


def _pairs(route: WrittenRoute, itinerary: Itinerary) -> list[tuple[WrittenStay, Stop]]:
    """Each written stay with its stop, in the order of the document."""
    stops = {(stop.experience.id, stop.begin): stop for stop in itinerary.stops}
    return [(stay, stops[stay.experience, stay.begin]) for stay in (*route.stops, *route.meals)]


def _prices(pairs: Sequence[tuple[WrittenStay, Stop]], party: Party) -> Iterator[Said]:
    for _, stop in pairs:
        today = stop.experience.price.total(party)
        if today != stop.price:
            name = stop.experience.name
            yield (stop.experience.id, f"{name.vi} {_vnd(stop.price, 'chưa rõ')} → {_vnd(today, 'chưa rõ')}",
                   f"{name.get('en')} {_vnd(stop.price, 'unknown')} → {_vnd(today, 'unknown')}")  # fmt: skip


def _vnd(price: Money | None, unknown: str) -> str:
    return unknown if price is None else str(price)


def _names(route: WrittenRoute, itinerary: Itinerary, pairs: Sequence[tuple[WrittenStay, Stop]]) -> Iterator[Said]:
    named = [
        *((stay.name, stop.experience.id, stop.experience.name) for stay, stop in pairs),
        *((stay.village_name, stop.village.id, stop.village.name) for stay, stop in pairs),
        *((point.name, end.id, end.name) for point, end in _ends(route, itinerary)),
    ]
    told: set[str] = set()
    for written, id, today in named:
        same = written is None or (written.vi, written.get("en")) == (today.vi, today.get("en"))
        if written is not None and not same and id not in told:
            told.add(id)
            yield id, f"{written.vi} → {today.vi}", f"{written.get('en')} → {today.get('en')}"


def _places(route: WrittenRoute, itinerary: Itinerary, pairs: Sequence[tuple[WrittenStay, Stop]]) -> Iterator[Said]:
    spots: list[tuple[WrittenStay | WrittenPoint, str, Text, Place]] = [
        *((stay, stop.experience.id, stop.experience.name, stop.place) for stay, stop in pairs),
        *((point, end.id, end.name, end.place) for point, end in _ends(route, itinerary)),
    ]
    for written, id, name, place in spots:
        if (written.lat, written.lon) != (place.lat, place.lon):
            moved = f"{written.lat}, {written.lon} → {place.lat}, {place.lon}"
            yield id, f"{name.vi} {moved}", f"{name.get('en')} {moved}"


def _ends(route: WrittenRoute, itinerary: Itinerary) -> list[tuple[WrittenPoint, StartPoint]]:
    ends = ((route.start_point, itinerary.days[0].start), (route.end_point, itinerary.days[-1].end))
    return [(point, end) for point, end in ends if point is not None]


def _roles(pairs: Sequence[tuple[WrittenStay, Stop]]) -> Iterator[Said]:
    for stay, stop in pairs:
        if isinstance(stay, WrittenVisit) and stay.role != stop.experience.role:
            change = f"{stay.role or '–'} → {stop.experience.role or '–'}"
            name = stop.experience.name
            yield stop.experience.id, f"{name.vi} {change}", f"{name.get('en')} {change}"


def _hours(pairs: Sequence[tuple[WrittenStay, Stop]]) -> Iterator[Said]:
    for stay, stop in pairs:
        backed = stop.experience.fact("opening").verified
        if stay.verified is not None and stay.verified != backed:
            vi, en = ("có nguồn", "with a source") if backed else ("ước tính", "an estimate")
            yield stop.experience.id, f"{stop.experience.name.vi} {vi}", f"{stop.experience.name.get('en')} {en}"


def _sessions(pairs: Sequence[tuple[WrittenStay, Stop]], known: set[str]) -> Iterator[Said]:
    for stay, stop in pairs:
        if stay.session is not None and stay.session not in known:
            yield stop.experience.id, stay.session, stay.session
