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

__all__ = [
    "HANOI",
    "ROLES",
    "Appointment",
    "BusySpan",
    "Chance",
    "Commune",
    "Confidence",
    "Craft",
    "Day",
    "DayChance",
    "Experience",
    "Fact",
    "Festival",
    "Footprint",
    "Goal",
    "GroupTours",
    "Guidebook",
    "Host",
    "Id",
    "Itinerary",
    "KnownRoute",
    "Leg",
    "LegFootprint",
    "LunarDay",
    "Lunch",
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
    "Recorded",
    "Role",
    "Season",
    "Session",
    "Source",
    "Spread",
    "StartPoint",
    "Stop",
    "StopChance",
    "Text",
    "TimeRange",
    "Unvisited",
    "Value",
    "Village",
    "footprint",
    "nfc",
    "planned_appointments",
    "vehicles",
]
