"""What a map's reader works with: layers in groups, search, full screen, print, the direction that moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import folium
from branca.element import MacroElement
from folium.template import Template

from tourplanner.publish.markup import js_literal
from tourplanner.publish.words import clean
from tourplanner.speech import Speaker, message

WORDS = (
    message("Zoom in"),
    message("Zoom out"),
    message("Close"),
    message("Full screen"),
    message("Print"),
    message("Layers"),
    message("Moving direction"),
    message("all"),
    message("none"),
    message("Search"),
    message("Village, experience or craft"),
    message("Nothing found"),
    message("Play the day"),
    message("Pause"),
    message("Time of day"),
)
"""In the order in which ``controls.js`` takes them."""


@dataclass(frozen=True, slots=True)
class Switch:
    """
    A line of the layer control: what it is called, its colour ("" for none) and what it switches.

    That is a layer, or all markers that carry ``key`` among their ``facets`` in the dimension of its group, or both.
    """

    name: str
    colour: str = ""
    layer: folium.map.Layer | None = None
    key: int = -1


@dataclass(frozen=True, slots=True)
class Group:
    """
    Switches under a heading. ``dimension`` is the place of their keys in markers' ``facets``; -1 for layers alone.

    A marker is shown while, in every dimension, it has no keys or one of them is switched on.
    """

    heading: str
    switches: tuple[Switch, ...]
    dimension: int = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """
    Something to be found by search: a label and a note to show, other words it is known by, and where it is.

    ``groups`` are the pin groups it stands at; ``stop`` the stop whose popup opens, "" for the first pin's.
    """

    label: str
    note: str
    words: str
    groups: tuple[int, ...]
    stop: str = ""


class Controls(MacroElement):
    """The controls of a map; add it after all layers."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            tourplannerControls({{ this._parent.get_name() }}, {{ this.label }}, {{ this.words }},
                {{ this.groups() }}, {{ this.entries }}, {{ this.moving }});
        {% endmacro %}
        """
    )

    def __init__(
        self, label: str, groups: Sequence[Group], entries: Iterable[Entry], voice: Speaker, *, moving: bool
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Controls"
        self._groups = tuple(group for group in groups if group.switches)
        self.label = js_literal(clean(label))
        self.words = js_literal([voice.say(word) for word in WORDS])
        self.entries = js_literal([_entry(each) for each in entries])
        self.moving = js_literal(moving)

    def groups(self) -> str:
        """JavaScript; written late, when layers have their names."""
        return f"[{','.join(map(_group, self._groups))}]"


def _group(group: Group) -> str:
    switches = ",".join(map(_switch, group.switches))
    return f"[{js_literal(clean(group.heading))},{group.dimension},[{switches}]]"


def _switch(switch: Switch) -> str:
    layer = switch.layer.get_name() if switch.layer else "null"
    return f"[{js_literal(clean(switch.name))},{js_literal(switch.colour)},{layer},{switch.key}]"


def _entry(entry: Entry) -> list[object]:
    return [clean(entry.label), clean(entry.note), clean(entry.words), list(entry.groups), entry.stop]
