"""What callers hand to the desk, checked: whole numbers, parties, spans of time, itineraries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from pydantic import ValidationError

from tourplanner.booking.instants import whole
from tourplanner.booking.requests import checked_text
from tourplanner.errors import GoalError
from tourplanner.model import HANOI, Itinerary, Money, Party, Session, Stop

MOST_GUESTS = 10_000
MOST_VND = 10**15
MOST_SESSIONS = 200


def checked_number(what: str, number: object, least: int, most: int) -> int:
    """A whole number within bounds, both included; True, 2.0 and NaN are none."""
    if type(number) is not int or not least <= number <= most:
        raise GoalError(f"{what} is {number!r}: give a whole number from {least} to {most}")
    return number


def checked_party(party: Party | int, *, least: int = 1) -> Party:
    """The guests; a number is that many adults."""
    if not isinstance(party, Party):
        return Party(adults=checked_number("the party", party, least, MOST_GUESTS))
    checked_number("the party", party.size, least, MOST_GUESTS)
    if len(party.languages) > 10 or any(not tag.isascii() or not 2 <= len(tag) <= 35 for tag in party.languages):
        raise GoalError(f"the party's languages are {party.languages!r}: give at most ten codes such as 'fr'")
    return party


def checked_price(price: Money | int | None) -> int | None:
    """Whole đồng of a price in đồng."""
    if isinstance(price, Money):
        if price.currency != "VND":
            raise GoalError(f"the price is in {price.currency}: the ledger is kept in VND, convert it first")
        price = price.amount
    return None if price is None else checked_number("the price", price, 0, MOST_VND)


def checked_span(what: str, span: timedelta, most: timedelta) -> int:
    """Whole seconds of a span of at least one and at most ``most``."""
    if not isinstance(span, timedelta):
        raise GoalError(f"{what} is {span!r}: give a timedelta")
    return checked_number(f"{what}, in seconds,", whole(span), 1, whole(most))


def sessions_asked(itinerary: Itinerary | Sequence[str]) -> tuple[str, ...]:
    """The ids of the sessions of an itinerary, or those given, in order."""
    ids = [session_id(stop) for stop in _booked(itinerary)] if isinstance(itinerary, Itinerary) else list(itinerary)
    if isinstance(itinerary, str) or not ids:
        raise GoalError("nothing to book: give an itinerary with stops, or a list of session ids")
    ids = [checked_text("the session", id, 200) for id in ids]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice or len(ids) > MOST_SESSIONS:
        raise GoalError(f"sessions named twice: {', '.join(twice)}" if twice else f"{len(ids)} sessions are too many")
    return tuple(ids)


def weights_asked(itinerary: Itinerary | Sequence[str], party: Party) -> tuple[int, ...]:
    """What each session costs the party by the catalogue, whole đồng; nought where that is not known."""
    if not isinstance(itinerary, Itinerary):
        return tuple(0 for _ in itinerary)
    return tuple(_price(stop, party) for stop in _booked(itinerary))


def _price(stop: Stop, party: Party) -> int:
    price = stop.experience.price.total(party)
    return price.amount if price is not None and price.currency == "VND" else 0


def _booked(itinerary: Itinerary) -> list[Stop]:
    """The stops that somebody has to keep places for: not a lunch that the group arranges itself."""
    return [stop for stop in itinerary.stops if not stop.is_break]


def session_id(stop: Stop) -> str:
    """The id of a stop's session: its own, or that of the experience at its hour in Hanoi."""
    return stop.session or f"{stop.experience.id}/{stop.begin.astimezone(HANOI):%Y-%m-%d-%H%M}"


def occurrences(itinerary: Itinerary) -> tuple[Session, ...]:
    """
    The sessions an itinerary takes part in, with the places of each experience, ready to be offered.

    For experiences without fixed hours, whose sessions come about because a tour is planned.
    """
    return tuple(
        Session(
            id=session_id(stop),
            experience=stop.experience.id,
            begin=stop.begin,
            end=stop.end,
            places_left=stop.experience.capacity,
        )
        for stop in _booked(itinerary)
    )


def checked(what: str, make: Any, **values: Any) -> Any:
    """A value made of ``values``; all that is wrong with them in one GoalError."""
    try:
        return cast(Any, make)(**values)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise GoalError(f"{what}: {faults}") from error


def plain(asked: Any) -> dict[str, Any]:
    """A dataclass of what is asked as plain values, to be compared with what was asked under the same key."""
    return {name: _dumped(getattr(asked, name)) for name in asked.__dataclass_fields__}


def _dumped(value: Any) -> Any:
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value
