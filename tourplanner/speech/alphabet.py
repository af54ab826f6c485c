"""The order of Vietnamese words: by letters first, and by tones only between words of the same letters."""

from __future__ import annotations

import unicodedata

_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1)}
_TONES = {"\N{COMBINING GRAVE ACCENT}": 1, "\N{COMBINING HOOK ABOVE}": 2, "\N{COMBINING TILDE}": 3,
          "\N{COMBINING ACUTE ACCENT}": 4, "\N{COMBINING DOT BELOW}": 5}  # fmt: skip

WordKey = tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...], str]


def vietnamese_key(text: str) -> WordKey:
    """
    A key to sort by as Vietnamese dictionaries do, word by word: a ă â, d đ, e ê, o ô ơ, u ư are letters of their own.

    Tones follow in the order ngang, huyền, hỏi, ngã, sắc, nặng, and count only between words of the same letters:
    "ba, bà, bả, bã, bá, bạ, bac". Digits stand before letters, letters of other alphabets behind them; case counts
    last.
    """
    words = [_word(word) for word in _spaced(text).split()]
    return tuple(letters for letters, _ in words), tuple(tones for _, tones in words), text


def _spaced(text: str) -> str:
    """Signs between words as blanks."""
    return "".join(each if each.isalnum() or unicodedata.combining(each) else " " for each in text)


def _word(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", word.casefold()):
        parts = unicodedata.normalize("NFD", sign)
        tone = next((_TONES[part] for part in parts if part in _TONES), 0)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        letters.append(_place(letter))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def _place(letter: str) -> int:
    if letter.isdecimal():
        return int(letter) - 10
    return _LETTERS.get(letter, 100 + ord(letter[0]) if letter else 0)
