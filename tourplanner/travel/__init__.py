"""How long and how far between places: one protocol, several sources."""

from tourplanner.travel.geodesic import GeodesicTravel
from tourplanner.travel.roads import RoadTravel
from tourplanner.travel.times import TravelMatrix, TravelTimes

__all__ = ["GeodesicTravel", "RoadTravel", "TravelMatrix", "TravelTimes"]
