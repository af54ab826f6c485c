"""What makes a tour valid: one function per rule, and the judge that applies them all. No engine lives here."""

from tourplanner.rules.crew import judge_assignment
from tourplanner.rules.finding import Finding
from tourplanner.rules.judge import RULES, check, check_groups, check_portfolio
from tourplanner.rules.law import Law, LawFinding, LawOfDay, judge_law
from tourplanner.rules.portfolio import portfolio_facts

__all__ = [
    "RULES",
    "Finding",
    "Law",
    "LawFinding",
    "LawOfDay",
    "check",
    "check_groups",
    "check_portfolio",
    "judge_assignment",
    "judge_law",
    "portfolio_facts",
]
