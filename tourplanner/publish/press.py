"""Typst templates set with data, as the press does it."""

from tourplanner.press.typeset import measured, press, texts_of

__all__ = ["measured", "press", "texts_of"]
