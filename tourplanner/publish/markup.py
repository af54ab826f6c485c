"""HTML written by construction: whatever is not markup already is escaped, in every language it may end up in."""

from __future__ import annotations

import json

from tourplanner.publish.words import clean

_VOID = {"br", "hr", "link", "meta", "path", "circle"}
# Beyond HTML's own five: folium puts popups into JavaScript template literals, where ` $ { } and \ have a meaning.
_ENTITIES = str.maketrans({character: f"&#{ord(character)};" for character in "&<>\"'`$\\{}"})


class Markup(str):
    """A text that is HTML already and goes out as it is."""

    __slots__ = ()


def escape(text: object) -> Markup:
    """Any text as HTML that is safe between tags, in quoted attributes and in JavaScript template literals."""
    return text if isinstance(text, Markup) else Markup(clean(text).translate(_ENTITIES))


def join(*parts: object) -> Markup:
    """Parts one after the other; None is left out."""
    return Markup("".join(escape(part) for part in parts if part is not None))


def el(tag: str, *children: object, **attributes: object) -> Markup:
    """
    One element. ``class_`` and ``data_leg`` become ``class`` and ``data-leg``; an attribute None or False is left
    out, True stands alone. Children that are None are left out.
    """
    opening = tag + "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Markup(f"<{opening}>" if tag not in ("path", "circle") else f"<{opening}/>")
    return Markup(f"<{opening}>{join(*children)}</{tag}>")


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


def js_literal(value: object) -> str:
    """
    Text, numbers and nested sequences of them as JavaScript, safe inside a script element and inside folium.

    Folium renders the scripts it makes a second time, as Jinja templates: braces in data would be executed. Every
    character with a meaning anywhere is written as an escape; mappings are refused, their braces could not be.
    """
    if _has_mapping(value):
        raise TypeError("js_literal takes texts, numbers and sequences, no mappings")
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_JS_ESCAPES)


_JS_ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "{}<>&'`$\u2028\u2029"})


def _has_mapping(value: object) -> bool:
    if isinstance(value, dict):
        return True
    return isinstance(value, list | tuple) and any(map(_has_mapping, value))
