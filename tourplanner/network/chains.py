"""Which villages a material runs through: reachability and order over the supplies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx

from tourplanner.catalogue.catalogue import Catalogue, nearest_ids
from tourplanner.catalogue.search import fold
from tourplanner.errors import UnknownIdError
from tourplanner.network.answers import Chain
from tourplanner.network.supplies import Supply


def chain(catalogue: Catalogue, supplies: Sequence[Supply], asked: str) -> Chain:
    """The chain of a material or, if no supply names one like it, of all who practise a craft; see CraftNetwork."""
    word = fold(asked)
    chosen = [supply for supply in supplies if word in _words(supply.material.vi, supply.material.en)]
    if not chosen:
        chosen = _around(supplies, _practising(catalogue, supplies, asked))
    graph: nx.DiGraph[str] = nx.DiGraph([(supply.supplier, supply.buyer) for supply in chosen])
    rounds = nx.condensation(graph)
    stages = [
        sorted(village for part in generation for village in rounds.nodes[part]["members"])
        for generation in nx.topological_generations(rounds)
    ]
    return Chain(
        asked=asked,
        stages=tuple(tuple(catalogue.village(village) for village in stage) for stage in stages),
        supplies=tuple(sorted(chosen, key=lambda each: (each.supplier, each.buyer, each.material.vi))),
    )


def _practising(catalogue: Catalogue, supplies: Iterable[Supply], asked: str) -> set[str]:
    word = fold(asked)
    crafts = {
        craft.id
        for craft in catalogue.crafts
        if word in _words(craft.id, craft.name.vi, craft.name.en, *craft.synonyms)
    }
    if not crafts:
        known = [craft.id for craft in catalogue.crafts] + sorted({s.material.get("en") for s in supplies})
        raise UnknownIdError("material or craft", asked, nearest_ids(asked, known))
    return {village.id for village in catalogue.villages if crafts.intersection(village.crafts)}


def _around(supplies: Sequence[Supply], villages: set[str]) -> list[Supply]:
    """Every supply that leads to one of the villages or on from one."""
    graph: nx.DiGraph[str] = nx.DiGraph([(supply.supplier, supply.buyer) for supply in supplies])
    inside = [village for village in sorted(villages) if village in graph]
    upstream = set(inside).union(*(nx.ancestors(graph, village) for village in inside))
    downstream = set(inside).union(*(nx.descendants(graph, village) for village in inside))
    return [supply for supply in supplies if supply.buyer in upstream or supply.supplier in downstream]


def _words(*texts: str) -> set[str]:
    return {fold(text) for text in texts if text}
