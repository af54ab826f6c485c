"""What makes a tour valid: one function per rule, and the judge that applies them all. No engine lives here."""

from tourplanner.rules.finding import Finding
from tourplanner.rules.judge import RULES, check, check_groups, check_portfolio
from tourplanner.rules.portfolio import portfolio_facts

__all__ = ["RULES", "Finding", "check", "check_groups", "check_portfolio", "portfolio_facts"]
