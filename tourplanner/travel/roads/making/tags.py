"""What a way's tags say: kind of road, who may use it, which way."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tourplanner.travel.roads.kinds import ANY, KINDS, MOTOR, VEHICLES, VehicleKind, allowed, bit, bits

BARRED = frozenset({"no", "private", "agricultural", "forestry", "military", "use_sidepath"})
GRANTED = frozenset({"yes", "designated", "permissive"})
GENERAL = frozenset({"access", "vehicle", "motor_vehicle"})
"""Keys that grant nothing a road's kind does not: a motor vehicle is not therefore a coach."""

# https://wiki.openstreetmap.org/wiki/Key:access: the most specific key wins; they come last.
KEYS: Mapping[VehicleKind, tuple[str, ...]] = {
    "coach": ("access", "vehicle", "motor_vehicle", "tourist_bus", "coach"),
    "van": ("access", "vehicle", "motor_vehicle", "motorcar"),
    "car": ("access", "vehicle", "motor_vehicle", "motorcar"),
    "motorbike": ("access", "vehicle", "motor_vehicle", "motorcycle"),
    "bicycle": ("access", "vehicle", "bicycle"),
    "walking": ("access", "foot"),
}
LEAST = {"width": 3.5, "maxwidth": 2.55, "maxheight": 3.8, "maxweight": 16.0}
"""What a coach needs, in metres and tonnes (an estimate); a smaller value in a tag bars it."""

BARRIERS = {
    "bollard": ANY & ~bits("bicycle", "walking", "motorbike"),
    "block": ANY & ~bits("bicycle", "walking", "motorbike"),
    "jersey_barrier": MOTOR,
    "cycle_barrier": MOTOR,
    "stile": ANY & ~bits("walking"),
    "kissing_gate": ANY & ~bits("walking"),
    "gate": bits("coach"),
    "lift_gate": bits("coach"),
    "swing_gate": bits("coach"),
    "height_restrictor": bits("coach"),
    "width_restrictor": bits("coach"),
}
"""Whom a barrier at a point of a road stops. A gate stops coaches: they wait outside and people walk."""

Tags = Mapping[str, str]


def kind(tags: Tags) -> int | None:
    """The number of the kind of road, None for what no vehicle of ours uses."""
    highway = tags.get("highway", "")
    if tags.get("area") == "yes" or highway not in KINDS:
        return None
    return KINDS.index(highway)


def permission(tags: Tags) -> int:
    """Who may use a road, as bits; a tag for a vehicle overrides the default of the road's kind."""
    found = allowed(tags.get("highway", ""))
    for vehicle in VEHICLES:
        said = _said(tags, KEYS[vehicle])
        if said in BARRED:
            found &= ~bit(vehicle)
        elif _said(tags, tuple(key for key in KEYS[vehicle] if key not in GENERAL)) in GRANTED:
            found |= bit(vehicle)
    if too_small(tags):
        found &= ~bit("coach")
    return found


def barred(tags: Tags) -> int:
    """Whom a barrier stops, as bits; what its own tags allow may pass."""
    found = BARRIERS.get(tags.get("barrier", ""), 0)
    for vehicle in VEHICLES:
        said = _said(tags, KEYS[vehicle])
        if said in BARRED:
            found |= bit(vehicle)
        elif said in GRANTED:
            found &= ~bit(vehicle)
    return found


def direction(tags: Tags) -> int:
    """1 forward only, -1 backward only, 0 both ways; roundabouts and motorways are one-way unless said otherwise."""
    said = tags.get("oneway", "")
    if said in ("yes", "1", "true"):
        return 1
    if said in ("-1", "reverse"):
        return -1
    implied = tags.get("junction") in ("roundabout", "circular") or tags.get("highway") == "motorway"
    return 1 if implied and said not in ("no", "0", "false") else 0


def too_small(tags: Tags) -> bool:
    """True if a measure in the tags is less than a coach needs."""
    return tags.get("narrow") == "yes" or any(
        (size := metres(tags.get(key, ""))) is not None and size < least for key, least in LEAST.items()
    )


def metres(text: str) -> float | None:
    """ "3.5" or "3.5 m" or "10 t" as a number; None for anything else."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:m|t)?\s*", text)
    return float(found[1]) if found else None


def _said(tags: Tags, keys: tuple[str, ...]) -> str:
    return next((tags[key] for key in reversed(keys) if key in tags), "")
