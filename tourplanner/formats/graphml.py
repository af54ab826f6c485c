"""GraphML, written line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
TYPES = {str: "string", bool: "boolean", int: "long", float: "double"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Data = Mapping[str, Any]
Keys = dict[tuple[str, str], tuple[str, str]]


def graphml(
    about: Data, nodes: Iterable[tuple[str, Data]], edges: Iterable[tuple[str, str, Data]]
) -> Iterator[str]:
    """
    A directed graph as GraphML [graphml.graphdrawing.org], line by line, each edge with an id of its own.

    Values must be texts, booleans, whole numbers or floats, of one type per attribute; ``nodes`` and ``edges`` are gone
    through twice. networkx's own writer holds the document as a tree (3 GB for a city of 1,350 villages) and writes
    other bytes where lxml is installed; its reader is the judge of this one.
    """
    keys = _keys(about, nodes, edges)
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="{NAMESPACE}">\n'
    for (domain, name), (id, kind) in keys.items():
        yield f'<key id="{id}" for="{domain}" attr.name={quoteattr(name)} attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    yield from _data(keys, "graph", about)
    for name, data in nodes:
        yield f"<node id={quoteattr(name)}>\n"
        yield from _data(keys, "node", data)
        yield "</node>\n"
    for number, (origin, destination, data) in enumerate(edges):
        yield f'<edge id="e{number}" source={quoteattr(origin)} target={quoteattr(destination)}>\n'
        yield from _data(keys, "edge", data)
        yield "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _keys(about: Data, nodes: Iterable[tuple[str, Data]], edges: Iterable[tuple[str, str, Data]]) -> Keys:
    """Per domain and attribute: the id of its key and the type of its values."""
    found: Keys = {}
    records = chain(
        [("graph", about)], (("node", data) for _, data in nodes), (("edge", data) for _, _, data in edges)
    )
    for domain, data in records:
        for name, value in data.items():
            if (domain, name) not in found:
                found[domain, name] = f"d{len(found)}", TYPES[type(value)]
    return found


def _data(keys: Keys, domain: str, data: Data) -> Iterator[str]:
    for name, value in data.items():
        text = str(value).lower() if isinstance(value, bool) else _NOT_XML.sub("\ufffd", str(value))
        yield f'<data key="{keys[domain, name][0]}">{escape(text, {chr(13): "&#13;"})}</data>\n'
