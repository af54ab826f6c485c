"""Values of properties, by icalendar's readers of single values; a broken one is a ValueError, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tourplanner.publish.calendars.reading.lines import Line


def parts_of(line: Line) -> tuple[Mapping[str, Any], str]:
    """
    The parameters and the value of a line.

    Raises
    ------
    ValueError
        If it is no property.
    """
    from icalendar.parser import Contentline

    _, params, value = Contentline(line.text).parts()  # type: ignore[no-untyped-call]
    return params, value.strip()


def parsed(value: str) -> Any:
    """A day, a time, a period or a duration; None if it is nothing of these."""
    from icalendar.prop import vDDDTypes

    try:
        return vDDDTypes.from_ical(value)  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError, KeyError, IndexError, TypeError, AttributeError):
        return None
