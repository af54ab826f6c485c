"""What a visit counts as: its kind, its role, its main craft, and that craft's group."""

from __future__ import annotations

from typing import get_args

from tourplanner.catalogue import Catalogue
from tourplanner.model import ROLES, Experience
from tourplanner.model.craft import ExperienceKind

NO_CRAFT = "no-craft"
KINDS = tuple(kind for kind in get_args(ExperienceKind) if kind != "meal")


def main_craft(catalogue: Catalogue, experience: Experience) -> str:
    """The craft an experience is counted under."""
    return next(iter((*experience.crafts, *catalogue.village(experience.village).crafts)), NO_CRAFT)


def categories(catalogue: Catalogue, experience: Experience) -> frozenset[str]:
    """The names a limit may count the experience under. Heritage belongs to no craft group."""
    names = {experience.kind, experience.role or "", main_craft(catalogue, experience)}
    names |= {craft.group for craft in catalogue.crafts if craft.id in names and not craft.heritage}
    return frozenset(names - {"", NO_CRAFT})


def category_names(catalogue: Catalogue) -> frozenset[str]:
    """Every name a limit may have in this region."""
    groups = {craft.group for craft in catalogue.crafts if not craft.heritage}
    return frozenset({*KINDS, *ROLES, *groups, *(craft.id for craft in catalogue.crafts)})
