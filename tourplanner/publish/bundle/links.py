"""Which documents there are to read in a language, for the pages that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tourplanner.publish.bundle.documents import documents, orders_for
from tourplanner.publish.bundle.groups import paper_words
from tourplanner.publish.bundle.source import Source
from tourplanner.speech import Speaker


@dataclass(frozen=True, slots=True)
class Link:
    """A document to read: its path in the folder, its title, and what tells it apart from others of that title."""

    path: str
    title: str
    label: str = ""


def links(source: Source, voice: Speaker, route: int | None = None) -> Iterator[Link]:
    """
    The documents of a route by its index, or of all routes together.

    Those that speak are told in this language; those that cannot be had in it, in the languages there are.
    """
    for document in documents(source):
        for order in orders_for(document, source) if document.title else ():
            here = order.language in ("", voice.language)
            if order.route == route and (here or voice.language not in document.spoken):
                label = " ".join(filter(None, (document.label, paper_words(order.paper, voice))))
                label += "" if here else f" ({order.language})"
                yield Link(order.name(source), voice.say(document.title), label.strip())
