"""How long and how far between places: one protocol, several sources."""

from tourplanner.travel.avoiding import LeadsRound, leading_round
from tourplanner.travel.calibration import Calibration, Trip, calibrate, read_trips
from tourplanner.travel.courses import Course, Draws, courses
from tourplanner.travel.dated import Dated, on_day
from tourplanner.travel.geodesic import GeodesicTravel
from tourplanner.travel.hourly import HourlyTravel
from tourplanner.travel.hours import first_in_first_out
from tourplanner.travel.kept import kept_matrix
from tourplanner.travel.remote import RoutedTravel
from tourplanner.travel.roads import RoadTravel
from tourplanner.travel.timed import timed_leg
from tourplanner.travel.times import TravelMatrix, TravelTimes
from tourplanner.travel.timetable import Timetable, TimetableTravel
from tourplanner.travel.traffic import Traffic
from tourplanner.travel.usual import ridden, usual_travel

__all__ = [
    "Calibration",
    "Course",
    "Dated",
    "Draws",
    "GeodesicTravel",
    "HourlyTravel",
    "LeadsRound",
    "RoadTravel",
    "RoutedTravel",
    "Timetable",
    "TimetableTravel",
    "Traffic",
    "TravelMatrix",
    "TravelTimes",
    "Trip",
    "calibrate",
    "courses",
    "first_in_first_out",
    "kept_matrix",
    "leading_round",
    "on_day",
    "read_trips",
    "ridden",
    "timed_leg",
    "usual_travel",
]
