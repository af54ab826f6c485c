"""Translations out of the ``.po`` files beside this module, read once per language."""

from __future__ import annotations

import gettext
import io
from functools import cache
from importlib.resources import files

from tourplanner.speech.languages import Language

SOURCE: Language = "en"
"""The language of the messages themselves, which needs no catalogue."""


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """
    What a language has for every message; a message without a translation stays English.

    Reading the ``.po`` files costs some milliseconds once, and leaves no compiled copy that could be out of step.
    """
    if language == SOURCE:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    folder = files(__package__).joinpath("data", language)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".po"))
    whole, *others = (read_po(io.BytesIO(folder.joinpath(name).read_bytes())) for name in names)
    for catalogue in others:
        for entry in catalogue:
            if entry.id:
                whole[entry.id] = entry
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
