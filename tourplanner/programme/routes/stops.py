"""A written visit or meal as a stop of the region."""

from __future__ import annotations

import re
from datetime import datetime

from tourplanner.catalogue import Catalogue
from tourplanner.model import HANOI, Experience, Money, Place, Stop, Village
from tourplanner.model.meal import lunch_break
from tourplanner.programme.routes.faults import Faults
from tourplanner.programme.routes.written import WrittenMeal, WrittenStay

PAUSE = re.compile(r"(?P<village>.+)/lunch-break(?:-(?P<number>\d+))?")


def stop_of(region: Catalogue, written: WrittenStay, at: str, faults: Faults) -> Stop | None:
    """The stop, or None with its problems told."""
    key = "place" if isinstance(written, WrittenMeal) else "experience"
    village = faults.known(region.village, written.village, f"{at}.village")
    experience = _experience(region, written, village, f"{at}.{key}", faults)
    if not written.arrive <= written.begin <= written.end:
        fault = "guests arrive, begin and leave in another order"
        faults.add(at, "", "times-backwards", fault, "set arrive ≤ begin ≤ end")
    if village is None or experience is None:
        return None
    if experience.village != village.id:
        faults.add(f"{at}.village", village.id, "village-differs", f"{experience.id} is in another village",
                   experience.village)  # fmt: skip
        return None
    price = None if written.price_vnd is None else Money(amount=written.price_vnd)
    return Stop(
        experience=experience, village=village, arrive=local(written.arrive), begin=local(written.begin),
        end=local(written.end), price=price, session=written.session,
    )  # fmt: skip


def local(moment: datetime) -> datetime:
    """The same instant on Hanoi's clock."""
    return moment.astimezone(HANOI)


def _experience(
    region: Catalogue, written: WrittenStay, village: Village | None, at: str, faults: Faults
) -> Experience | None:  # fmt: skip
    """What is done there: on record, or the pause that a group arranges itself in a village."""
    pause = PAUSE.fullmatch(written.experience)
    if pause is None:
        return faults.known(region.experience, written.experience, at)
    if village is None or pause["village"] != village.id:
        return None if village is None else faults.known(region.experience, written.experience, at)
    return lunch_break(village, _spot(region, village, written), int(pause["number"] or 1))


def _spot(region: Catalogue, village: Village, written: WrittenStay) -> Place:
    """The place of the village that the pause was written with; its point where none is there any more."""
    places = (village.place, *(each.place for each in region.experiences_in[village.id] if each.place))
    return next((each for each in places if (each.lat, each.lon) == (written.lat, written.lon)), village.place)
