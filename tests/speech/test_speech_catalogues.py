"""The catalogues: nothing that is said lacks a translation, nothing is said twice, no part is lost on the way."""

from __future__ import annotations

import io
import string
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from spoken_messages import PACKAGE, said

from tourplanner.speech import LANGUAGES, Language, speaker

DATA = PACKAGE / "speech" / "data"
TRANSLATED: tuple[Language, ...] = tuple(language for language in LANGUAGES if language != "en")
FILES = sorted(DATA.glob("*/*.po"))


def read(path: Path) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()), abort_invalid=True)


def entries(language: str) -> list[Message]:
    return [entry for path in sorted((DATA / language).glob("*.po")) for entry in read(path) if entry.id]


def texts(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_that_is_said_is_translated(language: str) -> None:
    known = {texts(entry.id) for entry in entries(language)}
    missing = [f"{where}: {message}" for message, where in said().items() if message not in known]
    assert missing == []


def test_messages_are_found_in_the_source() -> None:
    found = said()
    assert ("{hours} h {minutes:02}",) in found
    assert len(found) == len({message[0] for message in found})


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_message_stands_in_one_file_alone(language: str) -> None:
    counted = Counter(texts(entry.id)[0] for entry in entries(language))
    assert [message for message, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("name", sorted({path.name for path in FILES}))
def test_every_language_has_the_same_messages(name: str) -> None:
    catalogues = [read(DATA / language / name) for language in TRANSLATED]
    first, *others = [[texts(entry.id) for entry in catalogue if entry.id] for catalogue in catalogues]
    assert first
    assert all(messages == first for messages in others)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_translations_are_whole(path: Path) -> None:
    """Nothing empty or fuzzy, as many forms as the language counts, every part kept and none invented."""
    catalogue = read(path)
    for entry in catalogue:
        if entry.id:
            assert not entry.fuzzy, entry.id
            told, original = texts(entry.string), texts(entry.id)
            assert all(told), entry.id
            assert len(told) == (catalogue.num_plurals if len(original) > 1 else 1), entry.id
            for text in told:
                assert fields(text) == fields(original[-1]) | (fields(text) & {"count"}), (entry.id, text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_catalogue_says_who_has_read_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert '"X-Review: ' in text
    assert f'"Language: {path.parent.name}\\n"' in text


def test_plural_forms_are_the_language_s_own() -> None:
    counted = {
        language: [speaker(language).many("{count} guest", "{count} guests", count) for count in (0, 1, 2, 1200)]
        for language in LANGUAGES
    }
    assert counted == {
        "vi": ["0 khách", "1 khách", "2 khách", "1.200 khách"],
        "en": ["0 guests", "1 guest", "2 guests", "1,200 guests"],
        "fr": ["0 voyageur", "1 voyageur", "2 voyageurs", "1\u00a0200 voyageurs"],
        "ko": ["0명", "1명", "2명", "1,200명"],
        "ja": ["0名", "1名", "2名", "1,200名"],
        "zh": ["0位客人", "1位客人", "2位客人", "1,200位客人"],
    }
