"""Names in a goal that the catalogue does not have."""

from __future__ import annotations

from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError
from tourplanner.model import Goal
from tourplanner.planning.categories import category_names


def known(catalogue: Catalogue, goal: Goal) -> None:
    """Raise one GoalError naming every id in the goal that the catalogue does not have."""
    from tourplanner.catalogue.catalogue import nearest_ids

    experiences = {experience.id for experience in catalogue.experiences}
    both = experiences | {village.id for village in catalogue.villages}
    starts = {start.id for start in catalogue.starts}
    asked = [("must", id, both) for id in goal.must] + [("never", id, both) for id in goal.never]
    asked += [("wishes", id, both) for id in goal.wishes]
    for name in ("either", "together", "before"):
        asked += [(name, id, experiences) for group in getattr(goal, name) for id in group]
    asked += [("start", goal.start, starts)]
    asked += [("nights", id, starts) for day in range(goal.days) for id in goal.stays(day)[1]]
    names = set(category_names(catalogue))
    asked += [("limits", name, names) for name, _ in goal.limits]
    faults = [
        f"{name}: there is no {id!r}; nearest: {', '.join(nearest_ids(id, sorted(ids))) or 'none'}"
        for name, id, ids in asked
        if id not in ids
    ]
    if faults:
        raise GoalError("the goal names what does not exist:\n  " + "\n  ".join(dict.fromkeys(faults)))
