"""Guides, drivers and vehicles for departures: decided together, with proof, and what is left over explained."""

from tourplanner.planning.crews.assign import assign

__all__ = ["assign"]
