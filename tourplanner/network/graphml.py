"""GraphML, written line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
TYPES = {str: "string", bool: "boolean", int: "long", float: "double"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Keys = dict[tuple[str, str], tuple[str, str]]


def graphml(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    """
    A graph as GraphML [graphml.graphdrawing.org], nodes and edges in their order, each edge with an id of its own.

    Values must be texts, booleans, whole numbers or floats, of one type per attribute. networkx's own writer holds the
    document as a tree (3 GB for a city of 1,350 villages) and writes other bytes where lxml is installed; its reader
    is the judge of this one.
    """
    keys = _keys(graph)
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="{NAMESPACE}">\n'
    for (domain, name), (id, kind) in keys.items():
        yield f'<key id="{id}" for="{domain}" attr.name={quoteattr(name)} attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    yield from _data(keys, "graph", graph.graph)
    for name, data in graph.nodes(data=True):
        yield f"<node id={quoteattr(name)}>\n"
        yield from _data(keys, "node", data)
        yield "</node>\n"
    for number, (origin, destination, data) in enumerate(graph.edges(data=True)):
        yield f'<edge id="e{number}" source={quoteattr(origin)} target={quoteattr(destination)}>\n'
        yield from _data(keys, "edge", data)
        yield "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _keys(graph: nx.MultiDiGraph[str]) -> Keys:
    """Per domain and attribute: the id of its key and the type of its values."""
    found: Keys = {}
    domains = (
        ("graph", iter([graph.graph])),
        ("node", (data for _, data in graph.nodes(data=True))),
        ("edge", (data for _, _, data in graph.edges(data=True))),
    )
    for domain, records in domains:
        for data in records:
            for name, value in data.items():
                if (domain, name) not in found:
                    found[domain, name] = f"d{len(found)}", TYPES[type(value)]
    return found


def _data(keys: Keys, domain: str, data: dict[str, Any]) -> Iterator[str]:
    for name, value in data.items():
        text = str(value).lower() if isinstance(value, bool) else _NOT_XML.sub("\ufffd", str(value))
        yield f'<data key="{keys[domain, name][0]}">{escape(text, {chr(13): "&#13;"})}</data>\n'
