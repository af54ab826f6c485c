"""The atlas: all routes of a portfolio on one map, each on a page, what they cover together and how sure it is."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import get_args

from tourplanner.model import Day, Fact, Itinerary, Money, Portfolio
from tourplanner.model.base import Confidence
from tourplanner.model.basemap import Basemap
from tourplanner.press.typeset import press
from tourplanner.publish.print.courses import courses_of_set
from tourplanner.publish.print.coverage import (
    commune_marks,
    craft_marks,
    index_of,
    matrix,
    quota_rows,
    village_marks,
)
from tourplanner.publish.print.daymaps import NO_MAP, with_maps
from tourplanner.publish.print.frame import (
    COVER_MM,
    TEMPLATES,
    WIDTH_MM,
    Data,
    Frame,
    book,
    cover_title_pt,
    framed_by,
)
from tourplanner.publish.print.overview import motif, overview
from tourplanner.publish.proof import proof_of, shown_facts
from tourplanner.publish.qr import qr_svg
from tourplanner.publish.timetable import day_notices, rows, shown
from tourplanner.publish.words import (
    DATA_WARNING,
    FALLEN_BACK,
    basis_of,
    clean,
    roles_of,
    sureness,
)
from tourplanner.speech import Speaker, message

TEMPLATE = TEMPLATES / "atlas.typ"
OVERVIEW_MM = 226.0
"""Height of the map of all routes together with the list below it."""
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
_BACKED = message(
    "{verified} of {all} facts guests rely on have a source; {rest} are estimates or of unknown source."
)


def atlas_pdf(
    portfolio: Portfolio,
    *,
    link: str | None = None,
    basemap: Basemap | None = None,
    language: str = "vi",
    fonts: str | os.PathLike[str] | None = None,
) -> bytes:
    """
    A PDF of a whole portfolio, A4: cover, contents and targets, all routes on one map, a page per day of a route with
    map and timetable, what is covered by which route, an index of villages in Vietnamese order, how sure it all is.

    Parameters
    ----------
    link
        An address for the code on the cover; None for no code.
    basemap, language, fonts
        As for ``map_pdf``.

    Returns
    -------
    bytes
        The same for the same input and fonts.

    Raises
    ------
    UnknownIdError, FontError, MissingGlyphError
        As ``map_pdf``.
    """
    frame = framed_by(portfolio.region_name, portfolio.attributions, link, basemap, language, fonts)
    voice = frame.voice
    routes = voice.many("{count} route", "{count} routes", len(portfolio))
    month = voice.month(date.fromisoformat(f"{portfolio.month}-01"))
    title = voice.say("{routes} of craft villages – {region}, {month}", routes=routes,
                      region=shown(portfolio.region_name, voice), month=month)  # fmt: skip
    data = book(frame, voice.say("Atlas of routes"), title)
    pages = [page for number, route in enumerate(portfolio.routes, 1) for page in _route(number, route, frame)]
    data |= _cover(portfolio, title, frame) | {"summary": _summary(portfolio, voice)}
    data |= {"overview": _overview(portfolio, frame), "routes": pages, "coverage": _coverage(portfolio, voice)}
    data |= {"index": _index(portfolio, voice), "honesty": _honesty(portfolio, frame)}
    data |= {"contents_title": voice.say("Contents"), "contents": list(_contents(pages, voice))}
    days = [(route, day) for route in portfolio.routes for day in route.days]
    data["routes"] = with_maps(TEMPLATE, data, pages, days, frame)
    return press(TEMPLATE, data, frame.lettering, "atlas")


def _cover(portfolio: Portfolio, title: str, frame: Frame) -> Data:
    voice = frame.voice
    villages = voice.many("{count} craft village", "{count} craft villages", len(portfolio.villages))
    crafts = voice.many("{count} craft", "{count} crafts", len(craft_marks(portfolio, voice)))
    cover = {
        "kicker": voice.say("Atlas of routes"),
        "title": title,
        "title_pt": cover_title_pt(title),
        "subtitle": "",
        "lines": [f"{villages} · {crafts}"],
        "foot": [frame.basemap.attribution],
        "qr": qr_svg(frame.link),
    }
    drawn = motif(courses_of_set(portfolio), *COVER_MM, frame.basemap)
    return {"cover": cover, "motif": drawn, "motif_alt": voice.say("Map of {name}", name=title)}


def _summary(portfolio: Portfolio, voice: Speaker) -> Data:
    days = [day for route in portfolio.routes for day in route.days]
    found = [
        (voice.say("Routes"), voice.number(len(portfolio))),
        (voice.say("Villages"), voice.number(len(portfolio.villages))),
        (voice.say("Crafts"), voice.number(len(craft_marks(portfolio, voice)))),
        (voice.say("Distance"), voice.distance(sum(day.metres for day in days))),
        (voice.say("On the road (estimate)"), voice.duration(sum(day.drive_s for day in days))),
    ]
    covers = clean(portfolio.objective.covers)
    if covers and voice.language != "en":
        covers += " (en)"
    return {
        "title": voice.say("At a glance"),
        "facts": [{"label": label, "value": value} for label, value in found],
        "proof_title": voice.say("Proof"),
        "proof": [proof_of(portfolio, voice), *([covers] if covers else [])],
        "quotas_title": voice.say("Targets"),
        "quota_head": [voice.say("Target for all routes"), voice.say("Required"), voice.say("Reached"), ""],
        "quotas": quota_rows(portfolio.quotas, voice),
    }


def _overview(portfolio: Portfolio, frame: Frame) -> Data:
    voice, courses = frame.voice, courses_of_set(portfolio)
    lines = -(-len(courses) // 2)
    height = max(120.0, OVERVIEW_MM - 6.6 * lines)
    drawn = overview(
        courses, width=WIDTH_MM, height=height, basemap=frame.basemap, lettering=frame.lettering,
        attributions=frame.credits,
    )  # fmt: skip
    title = voice.say("All routes")
    return {
        "title": title,
        "line": voice.say("Behind each village stand the numbers of the routes that visit it."),
        "map": drawn.svg(),
        "height": height,
        "alt": voice.say("Map of the route {title}, scale 1:{scale}", title=title, scale=drawn.sheet.scale),
        "courses": [
            {"number": each.number, "colour": each.colour, "text": shown(route.name, voice), "to": _anchor(each.number)}
            for each, route in zip(courses, portfolio.routes, strict=True)
        ],
    }


def _anchor(number: int) -> str:
    """The name of the place where a route's pages begin."""
    return f"route-{number}"


def _route(number: int, route: Itinerary, frame: Frame) -> Iterator[Data]:
    """A page for each day of a route."""
    voice, count = frame.voice, len(route.days)
    for at, day in enumerate(route.days, 1):
        which = f" · {voice.say('day {day} of {days}', day=at, days=count)}" if count > 1 else ""
        yield {
            "anchor": _anchor(number) if at == 1 else "",
            "bookmark": at == 1,
            "kicker": voice.say("Route {number}", number=number) + which,
            "title": shown(route.name, voice),
            "line": " · ".join(_dated(route, day, voice)),
            "facts": [{"label": label, "value": value} for label, value in _facts(route, day, voice)],
            **NO_MAP,
            "head": [voice.say("Arrive–leave"), voice.say("Stop"), voice.say("Craft · role"),
                     voice.say("Getting here (estimate)"), voice.say("Group price")],
            "rows": rows(route, day, voice),
            "notes_title": voice.say("Please note"),
            "notes": day_notices(route, day, voice),
        }  # fmt: skip


def _dated(route: Itinerary, day: Day, voice: Speaker) -> Iterator[str]:
    from tourplanner.almanac import LunarDate

    yield voice.day(day.date)
    yield voice.lunar(LunarDate.of(day.date))
    yield shown(route.theme, voice)


def _facts(route: Itinerary, day: Day, voice: Speaker) -> Iterator[tuple[str, str]]:
    known = [stop.price for stop in route.stops if stop.price]
    price = voice.money(sum(known, Money(amount=0))) if known else "–"
    gap = sum(stop.price is None for stop in route.stops)
    yield voice.say("Departure – return"), f"{voice.clock(day.depart)} – {voice.clock(day.back)}"
    yield voice.say("Group"), voice.many("{count} guest", "{count} guests", route.goal.party.size)
    yield voice.say("Distance"), voice.distance(day.metres)
    yield voice.say("On the road (estimate)"), voice.duration(day.drive_s)
    yield voice.say("Known price, whole group"), f"{price} +?" if gap else price
    yield voice.say("Score"), voice.number(route.score)


def _coverage(portfolio: Portfolio, voice: Speaker) -> Data:
    count = len(portfolio)
    roles = [
        [str(number), shown(route.name, voice), roles_of(route.roles, voice)]
        for number, route in enumerate(portfolio.routes, 1)
    ]
    return {
        "title": voice.say("Coverage"),
        "tables": [
            matrix(voice.say("Coverage by village"), village_marks(portfolio), count, voice),
            matrix(voice.say("Coverage by craft"), craft_marks(portfolio, voice), count, voice),
            matrix(voice.say("Coverage by commune"), commune_marks(portfolio), count, voice),
        ],
        "roles_title": voice.say("Places in the linkage circle"),
        "roles_head": ["", voice.many("route", "routes", 1), voice.say("Role")],
        "roles": roles,
    }


def _index(portfolio: Portfolio, voice: Speaker) -> Data:
    return {
        "title": voice.say("Index of villages"),
        "entries": list(index_of(village_marks(portfolio))),
        "crafts_title": voice.say("Index of crafts"),
        "crafts": list(index_of(craft_marks(portfolio, voice))),
    }


def _honesty(portfolio: Portfolio, frame: Frame) -> Data:
    """What is known for sure and what is not, counted over everything guests rely on."""
    voice, facts = frame.voice, shown_facts(portfolio)
    verified = sum(fact.verified for fact in facts)
    told = voice.say(_BACKED, verified=verified, all=len(facts), rest=len(facts) - verified)
    bases = dict.fromkeys(shown(basis, voice) for route in portfolio.routes if (basis := basis_of(route)))
    lines = [told, voice.say(DATA_WARNING), *(f"{voice.say('Travel times')}: {basis}" for basis in bases)]
    lines += [shown(notice.text, voice) for notice in portfolio.notices]
    texts = [text for route in portfolio.routes for text in (route.name, *(s.experience.name for s in route.stops))]
    if any(voice.content(text).fell_back for text in texts):
        lines.append(voice.say(FALLEN_BACK))
    seed = voice.say("region {region} · seed {seed}", region=portfolio.region, seed=portfolio.seed)
    return {
        "title": voice.say("Reliability"),
        "lines": lines,
        "head": [voice.say("Fact"), *(sureness(each, voice) for each in CONFIDENCES)],
        "rows": list(_counted(facts, voice)),
        "credits_title": voice.say("Whose data this is"),
        "credits": [*frame.credits, seed],
    }


def _counted(facts: tuple[Fact, ...], voice: Speaker) -> Iterator[list[str]]:
    """How many facts of each kind are how sure."""
    names = {
        "opening": voice.say("Opening hours"), "minutes": voice.say("Length of the visit"), "price": voice.say("Price"),
        "place": voice.say("Position"),
    }  # fmt: skip
    for name, label in names.items():
        counts = Counter(fact.provenance.confidence for fact in facts if fact.name == name)
        yield [label, *(voice.number(counts[each]) if counts[each] else "–" for each in CONFIDENCES)]


def _contents(pages: list[Data], voice: Speaker) -> Iterator[Data]:
    yield {"to": "overview", "text": voice.say("All routes"), "depth": 0}
    for page in pages:
        if page["bookmark"]:
            yield {"to": page["anchor"], "text": f"{page['kicker'].split(' · ')[0]} · {page['title']}", "depth": 1}
    yield {"to": "coverage", "text": voice.say("Coverage"), "depth": 0}
    yield {"to": "index", "text": voice.say("Index of villages"), "depth": 0}
    yield {"to": "honesty", "text": voice.say("Reliability"), "depth": 0}
