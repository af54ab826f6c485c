"""route.jsonld: routes as search engines read them, in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tourplanner.errors import GoalError
from tourplanner.model import Day, Experience, Festival, Itinerary, Money, Place, Portfolio, Stop, Text, Village
from tourplanner.model.money import MINOR_DIGITS
from tourplanner.publish.words import clean, iso

CONTEXT = "https://schema.org"
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """
    What a route is sold for: the price of one guest, by whom, where to book, and the last day of the offer.

    A route knows what its stops ask, which is no selling price: without an offer none is published.
    """

    price: Money
    seller: str = ""
    url: str = ""
    until: date | None = None


def route_jsonld(
    itinerary: Itinerary, language: str = "vi", *, url: str | None = None, offer: Offer | None = None
) -> bytes:
    """
    A route as JSON-LD: a ``TouristTrip`` whose ``itinerary`` is an ``ItemList`` of the places visited.

    A tour of several days has a ``subTrip`` per day besides. It can stand in a page as it is, between
    ``<script type="application/ld+json">`` and ``</script>``: no text in it can end the script.

    Parameters
    ----------
    language
        "vi" or "en": names are in it, the other language's beside them.
    url
        The route's page, its identity on the web.

    Raises
    ------
    GoalError
        For another language.
    """
    return _json({"@context": CONTEXT} | _trip(itinerary, _checked(language), url, offer))


def portfolio_jsonld(
    portfolio: Portfolio,
    language: str = "vi",
    *,
    urls: Mapping[str, str] | None = None,
    offers: Mapping[str, Offer] | None = None,
) -> bytes:
    """All routes of a portfolio in one graph; ``urls`` and ``offers`` are by route id."""
    _checked(language)
    trips = [
        _trip(route, language, (urls or {}).get(route.id), (offers or {}).get(route.id)) for route in portfolio.routes
    ]
    return _json({"@context": CONTEXT, "@graph": trips})


def village_jsonld(
    village: Village,
    language: str = "vi",
    *,
    on: date,
    experiences: Sequence[Experience] = (),
    festivals: Sequence[tuple[Festival, Sequence[date]]] = (),
    url: str | None = None,
) -> bytes:
    """
    A village as a ``TouristAttraction`` with what there is to visit in it and the days its festivals are held.

    Parameters
    ----------
    language
        "vi" or "en", else a ``GoalError``.
    on
        The day whose commune names are given.
    festivals
        Each with its days, first to last, once for every time it is held.
    url
        The village's page, its identity on the web.
    """
    checked = _checked(language)
    node: Node = {"@context": CONTEXT, "@type": "TouristAttraction"}
    node |= {"@id": url, "url": url} if url else {}
    node |= {"identifier": village.id, **_named(village.name, checked), "geo": _geo(village.place)}
    node["address"] = _address(village, on)
    held = [_event(festival, days, village, checked) for festival, days in festivals]
    inside = [_experience(each, village, checked) for each in experiences if each.kind != "meal"]
    node |= {"containsPlace": inside} if inside else {}
    return _json(node | ({"event": held} if held else {}))


def _experience(experience: Experience, village: Village, language: str) -> Node:
    node: Node = {"@type": "TouristAttraction", "identifier": experience.id, **_named(experience.name, language)}
    node |= {"geo": _geo(experience.place or village.place), "availableLanguage": list(experience.languages)}
    return node | _free(experience)


def _free(experience: Experience) -> Node:
    price = experience.price.adult
    return {"isAccessibleForFree": True} if price is not None and price.amount == 0 else {}


def _event(festival: Festival, days: Sequence[date], village: Village, language: str) -> Node:
    node: Node = {"@type": "Festival", "identifier": f"{festival.id}/{days[0].year}"}
    node |= _named(festival.name, language)
    node |= {"startDate": days[0].isoformat(), "endDate": days[-1].isoformat()}
    return node | {"location": _place(village.name, village.place, language)}


def _checked(language: str) -> str:
    if language not in ("vi", "en"):
        raise GoalError(f"names are on record in vi and en, not in {language!r}")
    return language


def _trip(route: Itinerary, language: str, url: str | None, offer: Offer | None) -> Node:
    first, last = route.days[0], route.days[-1]
    trip: Node = {"@type": "TouristTrip"}
    trip |= {"@id": url, "url": url} if url else {}
    trip |= {"identifier": route.id, **_named(route.name, language)}
    trip |= {"description": clean(route.theme.get(language))}
    trip |= {"departureTime": iso(first.depart), "arrivalTime": iso(last.back)}
    trip["tripOrigin"] = _place(first.start.name, first.start.place, language)
    trip["itinerary"] = _list(route.stops, language)
    if len(route.days) > 1:
        trip["subTrip"] = [_day(number, day, language) for number, day in enumerate(route.days, 1)]
    return trip | ({"offers": _offer(offer)} if offer else {})


def _day(number: int, day: Day, language: str) -> Node:
    return {
        "@type": "TouristTrip",
        "name": f"{'Day' if language == 'en' else 'Ngày'} {number}",
        "departureTime": iso(day.depart),
        "arrivalTime": iso(day.back),
        "itinerary": _list(day.stops, language),
    }


def _list(stops: Sequence[Stop], language: str) -> Node:
    """The stops in order, but for lunches that a group arranges itself: they are at no place."""
    there = [stop for stop in stops if not stop.is_break]
    return {
        "@type": "ItemList",
        "itemListOrder": f"{CONTEXT}/ItemListOrderAscending",
        "numberOfItems": len(there),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "item": _stop(stop, language)}
            for position, stop in enumerate(there, 1)
        ],
    }


def _stop(stop: Stop, language: str) -> Node:
    experience, village = stop.experience, stop.village
    node: Node = {"@type": "FoodEstablishment" if stop.is_meal else "TouristAttraction", "identifier": experience.id}
    node |= _named(experience.name, language) | {"geo": _geo(stop.place)}
    node["address"] = _address(village, stop.begin.date())
    node["containedInPlace"] = _place(village.name, village.place, language)
    if not stop.is_meal:
        node["availableLanguage"] = list(experience.languages)
    return node | _free(experience)


def _address(village: Village, on: date) -> Node:
    address: Node = {"@type": "PostalAddress", "addressCountry": "VN"}
    commune = village.commune(on)
    if commune:
        address |= {"addressLocality": clean(commune.name), "addressRegion": clean(commune.province)}
    return address


def _place(name: Text, place: Place, language: str) -> Node:
    return {"@type": "Place", **_named(name, language), "geo": _geo(place)}


def _geo(place: Place) -> Node:
    return {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}


def _named(name: Text, language: str) -> Node:
    shown, other = (name.get("en"), name.vi) if language == "en" else (name.vi, name.en)
    return {"name": clean(shown)} | ({"alternateName": clean(other)} if other and other != shown else {})


def _offer(offer: Offer) -> Node:
    digits = MINOR_DIGITS[offer.price.currency]
    whole, cents = divmod(offer.price.amount, 10**digits)
    node: Node = {
        "@type": "Offer",
        "price": f"{whole}.{cents:0{digits}}" if digits else str(whole),
        "priceCurrency": offer.price.currency,
    }
    node |= {"url": offer.url} if offer.url else {}
    node |= {"validThrough": offer.until.isoformat()} if offer.until else {}
    return node | ({"seller": {"@type": "TravelAgency", "name": clean(offer.seller)}} if offer.seller else {})


def _json(value: Node) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return (text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n").encode()
