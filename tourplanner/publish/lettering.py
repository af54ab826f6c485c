"""Voice and typefaces of a page, as the press has them."""

from tourplanner.press.lettering import Lettering

__all__ = ["Lettering"]
