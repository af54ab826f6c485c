"""Every kind of rule by its name in a file."""

from __future__ import annotations

from tourplanner.rules.law.access import Access
from tourplanner.rules.law.coach_ban import CoachBan
from tourplanner.rules.law.driver_hours import DriverHours
from tourplanner.rules.law.holidays import Holidays
from tourplanner.rules.law.low_emission import LowEmissionZone
from tourplanner.rules.law.rule import Rule
from tourplanner.rules.law.working_hours import WorkingHours

KINDS: dict[str, type[Rule]] = {
    "coach_ban": CoachBan,
    "driver_hours": DriverHours,
    "low_emission_zone": LowEmissionZone,
    "holidays": Holidays,
    "access": Access,
    "working_hours": WorkingHours,
}
