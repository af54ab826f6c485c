"""Boats, ferries, trains and buses by timetable: the values, a reader of GTFS, and travel times that ride them."""

from tourplanner.travel.timetable.service import Service
from tourplanner.travel.timetable.travel import TimetableTravel
from tourplanner.travel.timetable.values import Call, Mode, Stop, Timetable, Trip

__all__ = ["Call", "Mode", "Service", "Stop", "Timetable", "TimetableTravel", "Trip"]
