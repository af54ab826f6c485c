"""Finding things by name: without accents, with typos, through old communes and craft synonyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from tourplanner.model import Value

if TYPE_CHECKING:
    from tourplanner.catalogue.catalogue import Catalogue

Kind = Literal["village", "craft", "experience", "festival", "start point"]
KINDS: tuple[Kind, ...] = ("village", "craft", "experience", "festival", "start point")
_WORD = re.compile(r"[^\W_]+")

# Points out of 100 for what the match hangs on: a thing's own name counts more than its commune or craft.
OWN, CRAFT, COMMUNE, OLD_COMMUNE = 100, 90, 86, 84


class Found(Value):
    """
    One thing found: its kind, id and Vietnamese name, with a score from 1 to 100.

    ``through`` is the text that matched: the name itself, a synonym, a craft, or a commune before or after 2025.
    """

    kind: Kind
    id: str
    name: str
    score: int
    through: str


class Key(NamedTuple):
    """One text a thing can be found by, folded, with the most points it can earn."""

    kind: Kind
    id: str
    name: str
    through: str
    folded: str
    weight: int


def fold(text: str) -> str:
    """
    Lower case without accents, Đ as d, words apart by single blanks: "Hạ Thái" and "HA-THAI" are both "ha thai".

    The same for every Unicode normal form, and unchanged when folded again.
    """
    # Case, then form, twice: the caseless matching of the Unicode Standard (section 3.13, D146).
    for _ in range(2):
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFD", text).casefold())
    bare = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare.replace("đ", "d")))


def nearest(asked: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known texts most like the one asked for, best first, accents aside; equal ones in the order given."""
    names = list(dict.fromkeys(known))
    hits = process.extract(fold(asked), [fold(name) for name in names], scorer=fuzz.ratio, limit=None, score_cutoff=50)
    ranked = sorted(hits, key=lambda hit: (-hit[1], hit[2]))
    return [names[index] for _, _, index in ranked[:count]]


def find(catalogue: Catalogue, asked: str, limit: int = 10) -> tuple[Found, ...]:
    """
    What a name may mean, best first.

    A whole name scores most, then its beginning, then whole words of it, then words with typos (one wrong, missing,
    extra or swapped letter for every four). Equal scores keep villages before crafts, experiences, festivals and
    start points, and the catalogue's order within them.
    """
    query = fold(asked)
    if not query:
        return ()
    best: dict[tuple[str, str], Found] = {}
    for key in catalogue._search_keys:
        score = likeness(query, key.folded) * key.weight // 100
        known = best.get((key.kind, key.id))
        if score and (known is None or score > known.score):
            best[key.kind, key.id] = Found(kind=key.kind, id=key.id, name=key.name, score=score, through=key.through)
    ranked = sorted(best.values(), key=lambda found: (-found.score, KINDS.index(found.kind)))
    return tuple(ranked[:limit])


def likeness(query: str, text: str) -> int:
    """How well a folded query names a folded text: 100 the same, 0 not at all."""
    if query == text:
        return 100
    surplus = min(9, (len(text) - len(query)) // 4)
    if text.startswith(query + " "):
        return 97 - max(0, surplus)
    words, asked = text.split(), query.split()
    if sorted(words) == sorted(asked):
        return 95
    if f" {query} " in f" {text} ":
        return 92 - max(0, surplus)
    if len(asked) > 1 and set(asked) <= set(words):
        return 86 - max(0, surplus)
    if len(query) >= 3 and any(f" {text}".startswith(f" {query}", at) for at in _word_starts(words)):
        return 82 - max(0, surplus)
    typos = _typos(query, asked, words)
    return 0 if typos is None else max(0, 84 - 8 * typos - max(0, surplus))


def _typos(query: str, asked: list[str], words: list[str]) -> int | None:
    """The fewest typos that make the query part of the text, in its order or word by word; None for too many."""
    allowed = len(query) // 4
    if not allowed:
        return None
    typos = min(OSA.distance(query, window, score_cutoff=allowed) for window in _windows(words, len(asked)))
    if typos <= allowed:
        return typos
    total = 0
    for each in asked if len(asked) > 1 else ():
        fewest = min(OSA.distance(each, word, score_cutoff=len(each) // 4) for word in words)
        if fewest > len(each) // 4:
            return None
        total += fewest
    return total or None


def _word_starts(words: list[str]) -> Iterator[int]:
    at = 0
    for word in words:
        yield at
        at += len(word) + 1


def _windows(words: list[str], size: int) -> Iterator[str]:
    """The text itself and every run of ``size`` words, or one more or fewer (a blank may be the typo)."""
    yield " ".join(words)
    for length in {max(1, size - 1), size, size + 1}:
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def search_keys(catalogue: Catalogue) -> tuple[Key, ...]:
    """Every text the catalogue's things can be found by, in a fixed order."""
    keys = [key for each in (_village_keys, _other_keys) for key in each(catalogue)]
    return tuple(dict.fromkeys(key for key in keys if key.folded))


def _keys(kind: Kind, id: str, name: str, texts: Iterable[str], weight: int = OWN) -> Iterator[Key]:
    for text in texts:
        yield Key(kind, id, name, text, fold(text), weight)


def _craft_texts(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    return {craft.id: (craft.name.vi, craft.name.en, *craft.synonyms) for craft in catalogue.crafts}


def _village_keys(catalogue: Catalogue) -> Iterator[Key]:
    crafts = _craft_texts(catalogue)
    for village in catalogue.villages:
        name = village.name.vi
        yield from _keys("village", village.id, name, (name, village.name.en, village.id))
        for craft in village.crafts:
            yield from _keys("village", village.id, name, crafts.get(craft, (craft,)), CRAFT)
            for text in crafts.get(craft, ()):
                yield from _keys("village", village.id, name, (f"{name} {text}",), OWN)
        for commune in village.communes:
            short = commune.name.removeprefix("Xã ").removeprefix("Phường ")
            weight = COMMUNE if commune.until is None else OLD_COMMUNE
            yield from _keys("village", village.id, name, (commune.name, short), weight)


def _other_keys(catalogue: Catalogue) -> Iterator[Key]:
    for craft_id, texts in _craft_texts(catalogue).items():
        yield from _keys("craft", craft_id, texts[0], (*texts, craft_id))
    villages = {village.id: village.name.vi for village in catalogue.villages}
    for experience in catalogue.experiences:
        name, where = experience.name, villages.get(experience.village, "")
        texts = (name.vi, name.en, experience.id, f"{name.vi} {where}")
        yield from _keys("experience", experience.id, name.vi, texts)
    for festival in catalogue.festivals:
        yield from _keys("festival", festival.id, festival.name.vi, (festival.name.vi, festival.name.en))
    for start in catalogue.starts:
        yield from _keys("start point", start.id, start.name.vi, (start.name.vi, start.name.en, start.id))
