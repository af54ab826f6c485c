"""How long and how far between places: one protocol, several sources."""

from tourplanner.travel.courses import Course, Draws, courses
from tourplanner.travel.dated import Dated, on_day
from tourplanner.travel.geodesic import GeodesicTravel
from tourplanner.travel.hourly import HourlyTravel
from tourplanner.travel.hours import first_in_first_out
from tourplanner.travel.remote import RoutedTravel
from tourplanner.travel.roads import RoadTravel
from tourplanner.travel.timed import timed_leg
from tourplanner.travel.times import TravelMatrix, TravelTimes
from tourplanner.travel.timetable import Timetable, TimetableTravel
from tourplanner.travel.usual import ridden, usual_travel

__all__ = [
    "Course",
    "Dated",
    "Draws",
    "GeodesicTravel",
    "HourlyTravel",
    "RoadTravel",
    "RoutedTravel",
    "Timetable",
    "TimetableTravel",
    "TravelMatrix",
    "TravelTimes",
    "courses",
    "first_in_first_out",
    "on_day",
    "ridden",
    "timed_leg",
    "usual_travel",
]
