"""From the words of a call to the terms a programme is checked under."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tourplanner.almanac.lunar import FIRST_SOLAR, LAST_SOLAR
from tourplanner.errors import GoalError
from tourplanner.model import Party
from tourplanner.model.vehicles import ALL, Vehicle
from tourplanner.programme.value import Programme, Terms


def settled(
    programme: Programme,
    on: date | str | None,
    *,
    pax: int | None = None,
    party: Party | None = None,
    languages: Sequence[str] | None = None,
    vehicle: Vehicle | Sequence[Vehicle] | None = None,
    guide: bool | None = None,
    booked: date | str | None = None,
    walk_m: int | None = None,
) -> Terms:
    """What was given, and for the rest what the programme was last checked under; ``GoalError`` with all faults."""
    faults: list[str] = []
    if on is None and programme.terms is None:
        faults.append("on: say the day of the tour, as 2027-03-20")
    day = _day("on", on, faults) or (programme.terms.on if programme.terms else None)
    if day is not None and not FIRST_SOLAR <= day <= LAST_SOLAR - timedelta(days=60):
        faults.append(f"on: {day} is not between {FIRST_SOLAR} and {LAST_SOLAR - timedelta(days=60)}")
    given: dict[str, Any] = {
        "party": _party(programme, pax, party, languages, faults),
        "vehicles": _vehicles(vehicle, faults),
        "guide": guide,
        "booked": _day("booked", booked, faults),
        "walk_m": walk_m,
    }
    if faults or day is None:
        raise GoalError("\n  ".join(faults))
    changes = {name: value for name, value in given.items() if value is not None} | {"on": day}
    terms: Terms = programme.terms.replace(**changes) if programme.terms else Terms(**changes)
    return terms


def _day(what: str, given: date | str | None, faults: list[str]) -> date | None:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        faults.append(f"{what}: {given!r} is no date; write it as 2027-03-20")
        return None


def _party(
    programme: Programme, pax: int | None, party: Party | None, languages: Sequence[str] | None, faults: list[str]
) -> Party:
    if party is not None and pax is not None:
        faults.append("pax, party: give one of them")
    guests = party or (programme.terms.party if programme.terms else Party())
    if pax is not None:
        if isinstance(pax, bool) or not isinstance(pax, int) or not 1 <= pax <= 100_000:
            faults.append(f"pax: {pax!r} is no number of guests")
        else:
            guests = guests.replace(adults=pax, children=0)
    if languages is not None:
        guests = guests.replace(languages=(languages,) if isinstance(languages, str) else tuple(languages))
    if not guests.size:
        faults.append("party: nobody travels")
    return guests


def _vehicles(given: Vehicle | Sequence[Vehicle] | None, faults: list[str]) -> tuple[Vehicle, ...] | None:
    if given is None:
        return None
    vehicles = (given,) if isinstance(given, Vehicle) else tuple(given)
    if not all(isinstance(each, Vehicle) for each in vehicles):
        faults.append(f"vehicle: give vehicles, as tp.vehicles.{ALL[-1].id}; there are {', '.join(v.id for v in ALL)}")
        return None
    return vehicles
