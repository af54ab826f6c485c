"""What makes an assignment of guides, drivers and vehicles valid: one function per rule, and the judge of them all."""

from tourplanner.rules.crew.case import CrewCase, crew_case
from tourplanner.rules.crew.judge import CREW_RULES, judge_assignment
from tourplanner.rules.crew.score import crew_score

__all__ = ["CREW_RULES", "CrewCase", "crew_case", "crew_score", "judge_assignment"]
