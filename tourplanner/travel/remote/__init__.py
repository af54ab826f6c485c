"""Travel times from routing engines: services that are asked, and OSRM over files."""

from tourplanner.travel.remote.client import Patience
from tourplanner.travel.remote.engine import Answer, Engine, Limits, Line
from tourplanner.travel.remote.factors import FACTORS, Factor
from tourplanner.travel.remote.files import osrm_files
from tourplanner.travel.remote.graphhopper import graphhopper
from tourplanner.travel.remote.openrouteservice import openrouteservice
from tourplanner.travel.remote.osrm import osrm
from tourplanner.travel.remote.travel import RoutedTravel
from tourplanner.travel.remote.valhalla import valhalla

__all__ = [
    "FACTORS",
    "Answer",
    "Engine",
    "Factor",
    "Limits",
    "Line",
    "Patience",
    "RoutedTravel",
    "graphhopper",
    "openrouteservice",
    "osrm",
    "osrm_files",
    "valhalla",
]
