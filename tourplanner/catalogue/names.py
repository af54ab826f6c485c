"""Ids and the names people use for them: resolving what a cell refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tourplanner.catalogue.cells import Fault
from tourplanner.catalogue.search import fold, nearest

_ID = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
SLUG_LENGTH = 50
NONE = ("-", "none", "không")
"""What a cell says that lists nothing on purpose; an empty one says nothing."""


def slug(name: str) -> str:
    """An id from a name: "Hạ Thái" is ``ha-thai``. Empty if the name has no Latin letter or figure."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    return "-".join(words)[:SLUG_LENGTH].rstrip("-")


def valid_id(text: str) -> str:
    """The text itself if it is a well-formed id; ``Fault`` with the nearest well-formed one otherwise."""
    if len(text) > 120 or not _ID.fullmatch(text):
        raise Fault("id-invalid", "an id has small letters a-z, figures, - and / only", slug(text))
    return text


class Names:
    """
    The things of one kind by id, name or synonym, an operator's own before those of the base.

    ``what`` names the kind in problems and in their code, e.g. "village" in ``village-unknown``.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.ids: dict[str, str] = {}
        self._own: dict[str, list[str]] = {}
        self._base: dict[str, list[str]] = {}

    def add(self, id: str, names: Iterable[str], *, own: bool) -> None:
        texts = [name for name in names if name]
        self.ids.setdefault(id, texts[0] if texts else id)
        layer = self._own if own else self._base
        for key in dict.fromkeys(map(fold, (*texts, id))):
            if key and id not in layer.setdefault(key, []):
                layer[key].append(id)

    def known(self, text: str) -> list[str]:
        """The ids a text may mean: one by id, else those of that name."""
        if text in self.ids:
            return [text]
        key = fold(text)
        return self._own.get(key) or self._base.get(key) or []

    def nearest(self, text: str) -> list[str]:
        """The names most like a text nobody knows, or the ids if no name is like it."""
        return nearest(text, self.ids.values()) or nearest(text, self.ids)

    def resolve(self, text: str) -> str:
        """
        The id a text means.

        Raises
        ------
        Fault
            ``<what>-unknown`` with the nearest names, or ``<what>-ambiguous`` with the ids it may mean.
        """
        ids = self.known(text)
        code = self.what.replace(" ", "-")
        if not ids:
            fix = " or ".join(self.nearest(text)) or f"bring a table of {self.what}s, or read with a base that has it"
            raise Fault(f"{code}-unknown", f"there is no such {self.what}", fix)
        if len(ids) > 1:
            message = f"{len(ids)} of this name: write the id of the one you mean"
            raise Fault(f"{code}-ambiguous", message, " or ".join(ids))
        return ids[0]

    def names_all(self, text: str) -> bool:
        """Whether every name in a cell is known and means one thing."""
        try:
            self.resolve_all(text)
        except Fault:
            return False
        return True

    def resolve_all(self, text: str) -> tuple[str, ...]:
        """The ids of one or several names in a cell, apart by ``;`` or ``|``, else by ``,`` ``/`` ``+`` or "và"."""
        found: list[str] = []
        if text.strip() in NONE:
            return ()
        for part in re.split(r"[;|\n]", text):
            whole = part.strip()
            if not whole:
                continue
            pieces = [whole] if self.known(whole) else re.split(r"\s*[,/+&]\s*|\s+và\s+", whole)
            found += [self.resolve(piece) for piece in pieces if piece]
        return tuple(dict.fromkeys(found))
