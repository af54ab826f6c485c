"""Which place a programme's words mean: whole names first, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from tourplanner.catalogue import Catalogue, Found
from tourplanner.catalogue.search import fold
from tourplanner.model import Experience, nfc
from tourplanner.programme.words import TOGETHER, accented

SURE = 91
"""A match of at least this score hangs on a thing's own name and has no typo."""
KINDS = ("experience", "village", "start point")
_LONGEST = 8
_COMMON = frozenset(
    "lang nghe tham quan xuong pho cho co va the and visit tour trai nghiem truyen thong of at in".split()  # noqa: SIM905
)

_LEADS = frozenset(
    "làng nghề thăm đến tại ở đi chùa đình phố chợ quan lang tham den tai visit at to in of".split()  # noqa: SIM905
)
_ELSEWHERE = ("ha noi", "hanoi", "viet nam", "vietnam")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as words name it: a village or start point, with the experience if they name one."""

    place: str
    experience: str | None = None


class Places:
    """The places of a catalogue by every name they have."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.names: dict[str, Spot] = {}
        self.spelled: set[str] = set()
        for each in catalogue.experiences:
            firsts = [re.split(r"[–(),]| - ", name)[0] for name in (each.name.vi, each.name.en)]
            names = (each.id, each.name.vi, each.name.en, *(part for part in firsts if len(part.split()) > 2))
            self._add(Spot(each.village, each.id), *names)
        for start in catalogue.starts:
            parts = re.split(r"[–()\-]", start.name.vi)
            self._add(Spot(start.id), start.id, start.name.vi, start.name.en, *parts)
        for village in catalogue.villages:
            self._add(Spot(village.id), village.id, village.name.vi, village.name.en, f"làng {village.name.vi}")

    def _add(self, spot: Spot, *names: str) -> None:
        for name in names:
            if len(fold(name)) > 2:
                self.names[fold(name)] = spot
                self.spelled.add(nfc(name).lower())

    def cell(self, text: str) -> Spot | None:
        """What a cell for the place means: a whole name, else a name within it, else what is surely found."""
        return self.names.get(fold(text)) or self.within(text) or self._found(text)

    def within(self, text: str) -> Spot | None:
        """The place whose name stands in a text, the longest name; of equally long ones the first said."""
        for phrase in TOGETHER:
            text = re.sub(rf"\b{phrase}\b|\b{fold(phrase)}\b", " · ", text, flags=re.IGNORECASE)
        words = re.findall(r"[^\W_]+", nfc(text))
        for length in range(min(_LONGEST, len(words)), 0, -1):
            for at in range(len(words) - length + 1):
                said = " ".join(words[at : at + length])
                spot = self.names.get(fold(said))
                # A name of one word is too short to be recognised with other accents than its own.
                if spot and (length > 1 or not accented(text) or said.lower() in self.spelled):
                    return spot
        return None

    def _found(self, text: str) -> Spot | None:
        found = [each for each in self.catalogue.find(text, limit=20) if each.kind in KINDS]
        best = [each for each in found if each.score == found[0].score]
        if len(best) == 1 and best[0].score >= SURE:
            return self._spot(best[0])
        return None

    def _spot(self, found: Found) -> Spot:
        if found.kind == "experience":
            return Spot(self.catalogue.experience(found.id).village, found.id)
        return Spot(found.id)

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """Names of villages and start points a text may have meant, best first."""
        scores: dict[str, int] = {}
        for asked in (text, *_runs(text)):
            for each in self.catalogue.find(asked, limit=6):
                if each.kind in ("village", "start point"):
                    scores[each.name] = max(scores.get(each.name, 0), each.score)
        ranked = sorted(scores, key=lambda name: -scores[name])
        return ranked[:count] or self._alike(text, count)

    def _alike(self, text: str, count: int) -> list[str]:
        from tourplanner.catalogue.search import nearest

        names = [village.name.vi for village in self.catalogue.villages]
        return nearest(text, names, count)

    def experience(self, village: str, text: str, *, meal: bool) -> str | None:
        """The experience of a village that a text names, or describes with two telling words at least."""
        where = self.catalogue.village(village)
        asked = _telling(text) - set(fold(where.name.vi).split())
        best: tuple[int, str] | None = None
        for each in self.catalogue.experiences_in[village]:
            if (each.kind == "meal") == meal:
                common = 10 * _named(each, text) + len(asked & _words_of(each))
                if common >= 2 and (best is None or common > best[0]):
                    best = common, each.id
        return best[1] if best else None

    def unknown_name(self, text: str) -> str | None:
        """A name in a text that nobody knows: capital letters after a word that leads to a place."""
        words = re.findall(r"[^\W_]+|[.,;:()]", nfc(text))
        for at, word in enumerate(words):
            name = list(takewhile(lambda each: each[0].isupper(), words[at + 1 :]))
            if word.lower() in _LEADS and name and fold(" ".join(name)) not in _ELSEWHERE:
                return " ".join(name)
        return None


def _named(experience: Experience, text: str) -> bool:
    names = (fold(name) for name in (experience.name.vi, experience.name.en))
    return any(len(name.split()) > 1 and f" {name} " in f" {fold(text)} " for name in names)


def _telling(text: str) -> set[str]:
    return {word for word in fold(text).split() if len(word) > 1} - _COMMON


def _words_of(experience: Experience) -> set[str]:
    return _telling(f"{experience.name.vi} {experience.name.en}")


def _runs(text: str) -> Iterator[str]:
    """Every two and three words in a row."""
    words = re.findall(r"[^\W_]+", nfc(text))[:40]
    for length in (3, 2):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])
