"""XML element by element: texts from data are made safe on the way in."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tourplanner.publish.words import clean


def root(tag: str, namespace: str, **attributes: str) -> Element:
    """The outermost element, with its namespace as the default one."""
    return Element(tag, {"xmlns": namespace, **attributes})


def child(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """A new last element within another."""
    made = ElementTree.SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    made.text = None if text is None else clean(text)
    return made


def document(top: Element) -> bytes:
    """The whole file, indented, in UTF-8."""
    ElementTree.indent(top)
    text: bytes = ElementTree.tostring(top, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"
