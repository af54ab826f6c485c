"""The typefaces a document in some language is set in, and whether they have a glyph for every character of it."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tourplanner.errors import FontError, MissingGlyph, MissingGlyphError
from tourplanner.press.fontfile import Face, faces
from tourplanner.press.packaged import FAMILY, FONTS
from tourplanner.speech import Language

_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_WANTED: dict[Language, tuple[str, ...]] = {
    "ko": (
        "Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans K", "Source Han Sans KR", "NanumGothic", "Nanum Gothic"
    ),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Source Han Sans JP", "IPAexGothic", "IPAGothic"),
    "zh": (
        "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Zen Hei",
        "WenQuanYi Micro Hei",
    ),
}  # fmt: skip
"""Families with a language's own shapes of the shared characters, the best first; all open-licensed."""


@dataclass(frozen=True, slots=True)
class FontSet:
    """
    Families in the order a page tries them for each character, and the files they are in.

    The packaged family is always first: it has everything Vietnamese, English and French need.
    """

    families: tuple[str, ...]
    files: tuple[Path, ...]
    characters: frozenset[str]

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where the files are; Typst takes folders, and passes over single files without a word."""
        return tuple(sorted({path.parent for path in self.files}))

    def missing(self, text: str) -> str:
        """The characters of a text that no family has, each once, in code point order; what is never drawn aside."""
        return "".join(sorted(each for each in set(text) - self.characters if _is_drawn(each)))

    def family_of(self, text: str) -> str:
        """The first family that has a whole text, for lettering on maps, which is set in one."""
        if len(self.families) == 1 or not set(text) - _characters((FONTS,), FAMILY):
            return FAMILY
        return next((name for name in self.families[1:] if not set(text) - _characters(self.files, name)), FAMILY)

    def check(self, document: str, texts: Iterable[str]) -> None:
        """
        Whether all texts of a document can be printed.

        Raises
        ------
        MissingGlyphError
            With every text that has characters no family has.
        """
        found = [MissingGlyph(text, gone) for text in dict.fromkeys(texts) if (gone := self.missing(text))]
        if found:
            raise MissingGlyphError(document, found, self.families)


def fonts_for(language: Language, folder: str | os.PathLike[str] | None = None) -> FontSet:
    """
    The typefaces for a language.

    Vietnamese, English and French are set in the packaged one alone. For Korean, Japanese and Chinese a family with
    the language's own shapes is looked for in ``folder``; without one in the package of the extra ``cjk``, which is the
    same on every machine, and then where the system keeps fonts.

    Parameters
    ----------
    folder
        A folder of TrueType or OpenType files, searched with all below it. Its other families serve too, by name, for
        characters that nothing before them has.

    Raises
    ------
    FontError
        If there is none for the language, or no font in the folder.
    """
    wanted = _WANTED.get(language, ())
    if folder is None and not wanted:
        return FontSet((FAMILY,), (), _characters((FONTS,), FAMILY))
    folders = (Path(folder).resolve(),) if folder is not None else (*_packaged_folder(), *_system_folders())
    held = next((found for place in folders if _serves(found := _held((place,)), wanted)), None)
    if held is None:
        raise FontError(language, [str(each) for each in folders], wanted)
    names = _names(held, wanted, others=folder is not None)
    files = tuple(sorted({face.path for name in names for face in held[name]}))
    characters = _characters((FONTS,), FAMILY).union(*(_characters(files, name) for name in names))
    return FontSet((FAMILY, *names), files, characters)


def _serves(held: Mapping[str, object], wanted: Sequence[str]) -> bool:
    """Whether a folder has one of the wanted families; where none is wanted, any font at all."""
    return any(name in held for name in wanted) if wanted else bool(held)


def _names(held: Mapping[str, object], wanted: Sequence[str], *, others: bool) -> tuple[str, ...]:
    """The best of the wanted families, then all others if they serve too."""
    best = [name for name in wanted if name in held][:1]
    rest = sorted(name for name in held if name not in (*best, FAMILY)) if others else []
    return (*best, *rest)


@cache
def _characters(places: tuple[Path, ...], family: str) -> frozenset[str]:
    """What a family has in every weight and slant that is there: bold text must not fare worse."""
    every = [set(face.advances) for face in _held(places)[family]]
    return frozenset(set.intersection(*every))


@cache
def _held(places: tuple[Path, ...]) -> dict[str, tuple[Face, ...]]:
    """Fonts by family in folders or files."""
    held: dict[str, tuple[Face, ...]] = {}
    for path in _font_files(places):
        for face in faces(path):
            family = FAMILY if face.family.startswith(FAMILY) else face.family
            held[family] = (*held.get(family, ()), face)
    return held


def _font_files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.suffix.lower() in _SUFFIXES:
                yield path


def _packaged_folder() -> tuple[Path, ...]:
    """Where the extra ``cjk`` keeps Noto Sans CJK, if it is installed."""
    found = find_spec("noto_cjk_sans_otc")
    return tuple(Path(place) for place in (found.submodule_search_locations or ())) if found else ()


def _system_folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    return (home / ".local/share/fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def _is_drawn(character: str) -> bool:
    """False for blanks and line breaks, which need no glyph, and for marks that steer the text around them."""
    return not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf")
