"""How traffic stretches driving times by the hour, the kind of day and the place: data, and what follows from it."""

from tourplanner.travel.traffic.drives import Drives, table_hours
from tourplanner.travel.traffic.file import load_traffic, packaged_traffic, save_traffic
from tourplanner.travel.traffic.traffic import USUAL, DayKind, Traffic

__all__ = [
    "USUAL",
    "DayKind",
    "Drives",
    "Traffic",
    "load_traffic",
    "packaged_traffic",
    "save_traffic",
    "table_hours",
]
