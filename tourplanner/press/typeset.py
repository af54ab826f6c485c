"""Typst templates set with data, in the typefaces of a language, and only if every character has a glyph."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tourplanner.errors import FontError
from tourplanner.press.lettering import Lettering
from tourplanner.press.packaged import FONTS


def press(template: Path, data: Mapping[str, Any], lettering: Lettering, document: str) -> bytes:
    """
    A PDF of a template that reads ``sys.inputs.data``; the same bytes for the same input.

    The template may import others from its folder: ``#import "/book.typ"``.

    Parameters
    ----------
    data
        Texts, figures and pictures (SVG) as JSON has them. ``language`` and ``families`` are put in: the template sets
        its text in just these families, ``fallback: false``.
    document
        What it is, for errors.

    Raises
    ------
    MissingGlyphError
        With every text in it, those in pictures too, that has characters no family has.
    """
    lettering.fonts.check(document, texts_of(data))
    settings = _settings(template, data, lettering)
    pdf, warnings = _typst().compile_with_warnings(template.read_bytes(), format="pdf", **settings)
    if lost := [each.message for each in warnings if "font family" in each.message]:
        raise FontError(lettering.voice.language, [str(each) for each in lettering.fonts.folders], lost)
    return bytes(pdf)


def measured(template: Path, data: Mapping[str, Any], lettering: Lettering, label: str) -> list[Any]:
    """The values of the metadata under a label, as a template set with the data has them."""
    found = _typst().query(template.read_bytes(), label, field="value", **_settings(template, data, lettering))
    return list(json.loads(found))


def texts_of(value: Any) -> Iterator[str]:
    """Every text in data, those in its pictures too; what is no text has no glyphs."""
    if isinstance(value, str):
        yield from ElementTree.fromstring(value).itertext() if value.startswith("<svg") else [value]
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_of(each)


def _settings(template: Path, data: Mapping[str, Any], lettering: Lettering) -> dict[str, Any]:
    own = {"language": lettering.voice.language, "families": lettering.fonts.families}
    return {
        "root": str(template.parent),
        "font_paths": [str(FONTS), *map(str, lettering.fonts.folders)],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps({**data, **own}, ensure_ascii=False)},
    }


def _typst() -> Any:
    import typst

    return typst
