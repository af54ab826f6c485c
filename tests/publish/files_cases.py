"""Routes to write files of: along roads, over two days, and with hostile names."""

from __future__ import annotations

from functools import cache

from injection import FIELDS, HTML_PAYLOADS, ICS_PAYLOADS, plant

from tourplanner.model import Itinerary, Money, Portfolio
from tourplanner.testing.small import small_portfolio

FORMULAS = ("=1+1", "+84912345678", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "＝1", "Gốm;=1+1", "#N/A", "_x0041_")
HOSTILE = (*HTML_PAYLOADS[::2], *ICS_PAYLOADS[::4], *FORMULAS[:4], "a" * 400, "\u202egnp.exe", "Gốm\ufffe\u0000")


@cache
def portfolio() -> Portfolio:
    """Two routes; the second has legs along roads, one of them straight, and an attribution for its lines."""
    whole = small_portfolio()
    raw = whole[1].model_dump()
    for leg in raw["days"][0]["legs"][1:]:
        leg["path"], leg["roads"] = ((21.0, 105.8), (20.95, 105.79), (20.9, 105.7)), ("Đường 70", "QL.6")
    along = Itinerary.model_validate(raw | {"basis": "tự đo / measured"})
    return whole.replace(routes=(whole[0], along), attributions=("© OpenStreetMap contributors",))


@cache
def two_days() -> Itinerary:
    """The days of both routes as one tour."""
    first, second = portfolio().routes
    crafts = {craft.id: craft for craft in (*first.crafts, *second.crafts)}
    return first.replace(id="two-days", days=(*first.days, *second.days), crafts=tuple(crafts.values()))


def hostile(payload: str) -> Itinerary:
    """The route with roads, the payload in each of its texts."""
    route = portfolio()[1]
    for field in FIELDS:
        route = plant(route, field, payload)
    return route


def in_euros(route: Itinerary) -> Itinerary:
    """The first stop's price on record in euros."""
    raw = route.model_dump()
    price = raw["days"][0]["stops"][0]["experience"]["price"]
    price["adult"] = Money(amount=950, currency="EUR").model_dump()
    return Itinerary.model_validate(raw)
