"""Travel times on real roads: a road pack made from OpenStreetMap, and quickest ways over it."""

from tourplanner.travel.roads.kinds import VEHICLES, VehicleKind
from tourplanner.travel.roads.leg import RoadLeg, Stretch
from tourplanner.travel.roads.pack import Area, RoadPack
from tourplanner.travel.roads.packaged import packaged_pack
from tourplanner.travel.roads.packfile import load_pack, save
from tourplanner.travel.roads.speeds import SPEEDS, Speeds
from tourplanner.travel.roads.travel import RoadMatrix, RoadTravel

__all__ = [
    "SPEEDS",
    "VEHICLES",
    "Area",
    "RoadLeg",
    "RoadMatrix",
    "RoadPack",
    "RoadTravel",
    "Speeds",
    "Stretch",
    "VehicleKind",
    "load_pack",
    "packaged_pack",
    "save",
]
