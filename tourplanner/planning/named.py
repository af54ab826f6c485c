"""What an operator calls a village or an experience, as its id."""

from __future__ import annotations

from tourplanner.catalogue import Catalogue
from tourplanner.errors import UnknownIdError

KINDS = ("village", "experience")
SURE = 91
"""A match of at least this score hangs on a thing's own name, not on its craft or commune, and has no typo."""


def named(catalogue: Catalogue, name: str) -> str:
    """
    The id of a village or experience, meals included: an id as it stands, a name as ``Catalogue.find`` finds it.

    Raises
    ------
    UnknownIdError
        If nothing has that name, or several things have; ``nearest`` proposes ids.
    """
    ids = {each.id for each in (*catalogue.villages, *catalogue.experiences)}
    if name in ids:
        return name
    found = [each for each in catalogue.find(name, limit=50) if each.kind in KINDS]
    best = [each for each in found if each.score == found[0].score]
    if len(best) == 1 and best[0].score >= SURE:
        return best[0].id
    raise UnknownIdError("village or experience", name, [each.id for each in found[:4]])
