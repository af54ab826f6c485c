"""From an operator's own trips to factors by the hour, with the error before and after on trips held out."""

from tourplanner.travel.calibration.calibrate import calibrate
from tourplanner.travel.calibration.report import Calibration, Errors, Group
from tourplanner.travel.calibration.trips import Trip, read_trips

__all__ = ["Calibration", "Errors", "Group", "Trip", "calibrate", "read_trips"]
