"""Which documents there are to read in a language, for the pages that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tourplanner.publish.bundle.documents import documents, orders_for
from tourplanner.publish.bundle.groups import paper_words
from tourplanner.publish.bundle.source import Source, route_folder
from tourplanner.publish.shelf import Shelf
from tourplanner.speech import NAMES, Speaker, speaker


@dataclass(frozen=True, slots=True)
class Link:
    """A document to read: its path in the folder, its title, and what tells it apart from others of that title."""

    path: str
    title: str
    label: str = ""


def links(source: Source, voice: Speaker, route: int | None = None) -> Iterator[Link]:
    """The documents of a route by its index, or of all routes together; those that speak, in this language."""
    for document in documents(source):
        for order in orders_for(document, source) if document.title else ():
            if order.route == route and order.language in ("", voice.language):
                label = " ".join(filter(None, (document.label, paper_words(order.paper, voice))))
                yield Link(order.name(source), voice.say(document.title), label)


def shelf(source: Source, language: str) -> Shelf:
    """Where the pages of all routes find documents: of each title the first."""
    voice = speaker(language)
    found: dict[str, str] = {}
    folder = route_folder(source.portfolio.routes[0])
    for link in sorted(links(source, voice, 0), key=lambda link: not link.path.endswith(".html")):
        found.setdefault(link.title, link.path.replace(folder, "routes/{route}", 1))
    files = tuple((path, title) for title, path in found.items())
    return Shelf(f"routes/{{route}}/map.{language}.html", f"map.{language}.html", files)


def handbook_links(source: Source) -> dict[str, list[tuple[str, str]]]:
    """By route id what a handbook leads to: web map, roadbook and printed map in each language, where they are made."""
    found: dict[str, list[tuple[str, str]]] = {}
    for number, route in enumerate(source.portfolio.routes):
        told = found.setdefault(route.id, [])
        for voice in map(speaker, source.languages):
            shown = {link.title: link.path for link in links(source, voice, number) if _is_read(link.path)}
            told += [(f"{title} ({NAMES[voice.language]})", f"../{path}") for title, path in shown.items()]
    return found


def _is_read(path: str) -> bool:
    """Whether guests read it: not the sheets of guide and driver, nor files for programs."""
    name = path.rpartition("/")[2]
    return name.startswith(("roadbook.", "map.")) and name.endswith((".pdf", ".html"))
