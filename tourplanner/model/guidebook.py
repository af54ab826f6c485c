"""What a handbook of a region is made from: its craft villages with all that is on record, and the routes that pass."""

from __future__ import annotations

from datetime import date

from tourplanner.model.base import Id, Text, Value
from tourplanner.model.craft import Craft, Experience, Festival, Host, Source, Village
from tourplanner.model.itinerary import Itinerary


class Guidebook(Value):
    """
    A region as its guests may read about it. Ids are unique within each kind.

    ``as_of`` is the day the data was put together; OCOP products are the villages' own. ``attributions`` are the
    licence lines of data and routes, printed on every page.
    """

    region: Id
    name: Text
    as_of: date
    crafts: tuple[Craft, ...] = ()
    villages: tuple[Village, ...] = ()
    hosts: tuple[Host, ...] = ()
    experiences: tuple[Experience, ...] = ()
    festivals: tuple[Festival, ...] = ()
    routes: tuple[Itinerary, ...] = ()
    sources: tuple[Source, ...] = ()
    attributions: tuple[str, ...] = ()
