"""Adding up along the trees of quickest ways."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tourplanner.travel.roads.pack import Ints

Heads = npt.NDArray[np.int32]


class Trees:
    """
    Sums along the ways of one search after another over the same graph.

    Parameters
    ----------
    row, column
        The links of the graph between its nodes.
    links
        c amounts of each link.
    nodes
        How many nodes there are; places come after them.
    """

    def __init__(self, row: Ints, column: Ints, links: Ints, nodes: int) -> None:
        self.row, self.column, self.links, self.nodes = row, column.astype(np.intp), links, nodes

    def sums(self, before: Heads, leaving: Ints, out: Ints) -> Ints:
        """
        The amounts from a place to each node, c x nodes; 0 where none leads.

        ``before`` is for each node the one before it on its way. The place itself is left to the nodes ``leaving`` with
        the c amounts ``out`` each.
        """
        parent = before[: self.nodes].astype(np.intp)
        first = parent >= self.nodes
        parent[(parent < 0) | first] = self.nodes
        # The place itself is the last node, with nothing to add.
        parent = np.append(parent, self.nodes)
        tree = np.flatnonzero(parent[self.column] == self.row)
        amounts = np.zeros((len(self.links), self.nodes + 1), np.int64)
        amounts[:, self.column[tree]] = self.links[:, tree]
        begun = first[leaving]
        amounts[:, leaving[begun]] = out[:, begun]
        # Every round doubles how many links back each node has added up.
        while (parent < self.nodes).any():
            for each in amounts:
                each += each[parent]
            parent = parent[parent]
        return amounts[:, : self.nodes]
