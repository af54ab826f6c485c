"""Small timetables, and a source with a river that nothing crosses."""

from dataclasses import dataclass

import numpy as np

from tourplanner.errors import NoRouteError
from tourplanner.model import Place
from tourplanner.travel import TravelMatrix
from tourplanner.travel.timetable import Timetable

RIVER = 105.9
FERRY = Timetable.shuttle(
    "Đò ngang", [("Bờ Tây", Place(lat=21.0, lon=RIVER - 0.001)), ("Bờ Đông", Place(lat=21.0, lon=RIVER + 0.001))],
    every=30, first="05:00", last="19:00", minutes=7,
)  # fmt: skip
BOAT = Timetable.line(
    "Tàu sông", [("Bến Trong", Place(lat=21.05, lon=105.85)), ("Bến Ngoài", Place(lat=20.95, lon=105.95))],
    departures=["08:30", "09:15", "14:00"], minutes=20,
)  # fmt: skip


@dataclass(frozen=True)
class Banks:
    """A plane with a river at 105.9 E and no bridge: no matrix has places on both sides."""

    metres_s: int = 8
    basis, attribution = "hai bờ / two banks", ""

    def matrix(self, places):
        here = np.array([(place.lat, place.lon) for place in places], dtype=float).reshape(-1, 2)
        west = here[:, 1] <= RIVER
        if west.any() and not west.all():
            raise NoRouteError("the west bank", "the east bank", "there is no bridge")
        metres = np.rint(np.abs(here[:, None] - here).sum(axis=2) * 111_000).astype(np.int64)
        return TravelMatrix(metres // self.metres_s, metres, np.zeros_like(metres), np.zeros(metres.shape, dtype=bool))
