"""A folium map as one file that needs no network: what it needs is put inside, what it does not is left out."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from tourplanner.publish.markup import Markup, el, escape, join

if TYPE_CHECKING:
    import folium
    from branca.element import Element, Figure

ICON = "data:image/svg+xml," + (
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%23b3402e'/%3E"
    "%3C/svg%3E"
)

STYLES = ("base.css", "controls.css")
SCRIPTS = ("map.js", "controls.js", "day.js")
"""Ours, in the order they are read."""


def page(
    map: folium.Map, *, title: str, before: object = "", after: object = "", css: str = "map.css", language: str = "vi"
) -> bytes:
    """
    A whole HTML page around a map, for screens of all sizes; same map, same bytes.

    ``before`` and ``after`` stand before and after the map's element. Leaflet and jQuery (folium's popups call it)
    come from ``assets/``; folium's Bootstrap, Font Awesome and awesome-markers serve icons we do not draw.
    """
    body, script = rendered(map)
    styles = [leaflet_css(), *(asset(name) for name in STYLES), asset(css)]
    libraries = ("leaflet/leaflet.js", "jquery/jquery.slim.min.js")
    scripts = [*(asset(name) for name in (*libraries, *SCRIPTS)), script]
    document = el(
        "html",
        el(
            "head",
            el("meta", charset="utf-8"),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="generator", content="tourplanner"),
            el("title", title),
            Markup(f'<link rel="icon" href="{ICON}">'),
            *(Markup(f"<style>\n{style}\n</style>\n") for style in styles),
        ),
        el("body", before, el("main", Markup(body)), after),
        *(Markup(f"<script>\n{text}\n</script>\n") for text in scripts),
        lang=language,
    )
    return join(Markup("<!DOCTYPE html>\n"), document).encode()


def rendered(map: folium.Map) -> tuple[str, str]:
    """The map's own HTML and JavaScript, with ids counted from 0 instead of drawn at random."""
    figure = _figure(map)
    _count_ids(figure)
    figure.render()
    return figure.html.render().strip(), figure.script.render()


def _figure(map: folium.Map) -> Figure:
    return cast("Figure", map.get_root())


def _count_ids(root: Element) -> None:
    elements = list(_walk(root))
    old = {id(element): element.get_name() for element in elements}
    for number, element in enumerate(elements):
        element._id = str(number)
    for element in elements:
        named = ((child.get_name() if key == old[id(child)] else key, child) for key, child in _children(element))
        element._children = type(element._children)(named)


def _walk(element: Element) -> Iterator[Element]:
    """An element and all below it; popups keep their content beside their children."""
    yield element
    for _, child in _children(element):
        yield from _walk(child)
    for part in ("header", "html", "script"):
        inner: Any = getattr(element, part, None)
        if hasattr(inner, "_children"):
            yield from _walk(inner)


def _children(element: Element) -> list[tuple[str, Element]]:
    return list(element._children.items())


@cache
def asset(path: str) -> str:
    """A packaged text file, without its reference to a source map."""
    text = files(__package__).joinpath("assets", path).read_text("utf-8")
    return text.split("//# sourceMappingURL=")[0].strip()


@cache
def leaflet_css() -> str:
    """Leaflet's style sheet with its pictures inside, without comments."""
    css = re.sub(r"/\*.*?\*/\s*", "", asset("leaflet/leaflet.css"), flags=re.DOTALL)
    for name in ("layers.png", "layers-2x.png", "marker-icon.png"):
        picture = files(__package__).joinpath("assets", "leaflet", "images", name).read_bytes()
        css = css.replace(f"url(images/{name})", f"url(data:image/png;base64,{b64encode(picture).decode()})")
    return css


def inline_assets(map: folium.Map) -> None:
    """Give a map our style and script, for a notebook where folium loads the rest itself."""
    from branca.element import Element

    header = _figure(map).header
    for name in STYLES:
        header.add_child(Element(f"<style>{{% raw %}}{asset(name)}{{% endraw %}}</style>"), name=f"tourplanner-{name}")
    for name in SCRIPTS:
        script = f"<script>{{% raw %}}{asset(name)}{{% endraw %}}</script>"
        header.add_child(Element(script), name=f"tourplanner-{name}")


def credit_line(attributions: Iterable[str]) -> str:
    """Attributions as the escaped line at a map's foot (Leaflet takes it as HTML)."""
    return str(escape(" · ".join(attributions)))
