"""The typefaces of a language, as the press has them."""

from tourplanner.press.fonts import FontSet, fonts_for

__all__ = ["FontSet", "fonts_for"]
