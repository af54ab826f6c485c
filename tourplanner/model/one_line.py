"""Text as papers and messages carry it: one line, NFC, no character that acts, not endless."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from tourplanner.formats.text import one_line

Line = Annotated[str, AfterValidator(one_line), StringConstraints(max_length=500)]
Named = Annotated[str, AfterValidator(one_line), StringConstraints(min_length=1, max_length=200)]
Mark = Annotated[str, AfterValidator(one_line), StringConstraints(max_length=60)]
"""A reference or a number, which is never shortened."""
