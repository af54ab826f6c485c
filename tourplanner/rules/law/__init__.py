"""Local law and access as dated data: who may drive where and when, by which document, and how sure that is."""

from tourplanner.rules.law.access import Access
from tourplanner.rules.law.area import Area
from tourplanner.rules.law.coach_ban import CoachBan
from tourplanner.rules.law.driver_hours import DriverHours
from tourplanner.rules.law.examples import Failed, failed_cases
from tourplanner.rules.law.finding import LawFinding
from tourplanner.rules.law.holidays import Holidays
from tourplanner.rules.law.judge import judge_law, law_notices
from tourplanner.rules.law.law import Law, LawOfDay, Unknown
from tourplanner.rules.law.low_emission import LowEmissionZone
from tourplanner.rules.law.roads import lawful_roads
from tourplanner.rules.law.rule import Confirmation, Rule, in_force
from tourplanner.rules.law.working_hours import WorkingHours

__all__ = [
    "Access",
    "Area",
    "CoachBan",
    "Confirmation",
    "DriverHours",
    "Failed",
    "Holidays",
    "Law",
    "LawFinding",
    "LawOfDay",
    "LowEmissionZone",
    "Rule",
    "Unknown",
    "WorkingHours",
    "failed_cases",
    "in_force",
    "judge_law",
    "law_notices",
    "lawful_roads",
]
