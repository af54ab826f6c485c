"""Typst templates set with data, as the press does it."""

from tourplanner.press.typeset import measured, press, press_png, texts_of

__all__ = ["measured", "press", "press_png", "texts_of"]
