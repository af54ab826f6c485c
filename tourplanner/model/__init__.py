"""Frozen values of the field. This room knows no other."""

from tourplanner.model import vehicles
from tourplanner.model.appointment import Appointment, BusySpan, Owner
from tourplanner.model.base import HANOI, Confidence, Fact, Id, Nfc, Provenance, Recorded, Text, Value, nfc
from tourplanner.model.craft import (
    ROLES,
    Craft,
    Experience,
    Festival,
    Host,
    KnownRoute,
    OcopProduct,
    Role,
    Session,
    Source,
    Village,
)
from tourplanner.model.crew import (
    LICENCE_SEATS,
    Card,
    Driver,
    Guide,
    Licence,
    Member,
    TimeOff,
    VehicleUnit,
    licence_rank,
)
from tourplanner.model.crewing import Assigned, Assignment, CrewNeeds, CrewScore, CrewTerms, LeftOver, Ride
from tourplanner.model.footprints import Footprint, LegFootprint, footprint
from tourplanner.model.goal import Goal, Lunch, Quotas
from tourplanner.model.groups import GroupTours
from tourplanner.model.guidebook import Guidebook
from tourplanner.model.itinerary import (
    Day,
    Itinerary,
    Leg,
    Notice,
    Objective,
    Portfolio,
    QuotaResult,
    Stop,
    Unvisited,
)
from tourplanner.model.money import Money, Party, Price
from tourplanner.model.opening import LunarDay, Opening, OpeningException, Season, TimeRange
from tourplanner.model.place import Commune, Place, StartPoint
from tourplanner.model.planned_appointments import planned_appointments
from tourplanner.model.punctuality import Chance, DayChance, Punctuality, StopChance
from tourplanner.model.spread import Spread
from tourplanner.model.story import Record, Story

__all__ = [
    "HANOI",
    "LICENCE_SEATS",
    "ROLES",
    "Appointment",
    "Assigned",
    "Assignment",
    "BusySpan",
    "Card",
    "Chance",
    "Commune",
    "Confidence",
    "Craft",
    "CrewNeeds",
    "CrewScore",
    "CrewTerms",
    "Day",
    "DayChance",
    "Driver",
    "Experience",
    "Fact",
    "Festival",
    "Footprint",
    "Goal",
    "GroupTours",
    "Guide",
    "Guidebook",
    "Host",
    "Id",
    "Itinerary",
    "KnownRoute",
    "LeftOver",
    "Leg",
    "LegFootprint",
    "Licence",
    "LunarDay",
    "Lunch",
    "Member",
    "Money",
    "Nfc",
    "Notice",
    "Objective",
    "OcopProduct",
    "Opening",
    "OpeningException",
    "Owner",
    "Party",
    "Place",
    "Portfolio",
    "Price",
    "Provenance",
    "Punctuality",
    "QuotaResult",
    "Quotas",
    "Record",
    "Recorded",
    "Ride",
    "Role",
    "Season",
    "Session",
    "Source",
    "Spread",
    "StartPoint",
    "Stop",
    "StopChance",
    "Story",
    "Text",
    "TimeOff",
    "TimeRange",
    "Unvisited",
    "Value",
    "VehicleUnit",
    "Village",
    "footprint",
    "licence_rank",
    "nfc",
    "planned_appointments",
    "vehicles",
]
