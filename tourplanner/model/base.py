"""The base of every value: frozen, strict, NFC text, stable ids."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

Confidence = Literal["official", "sourced", "press", "recalled", "estimate", "unknown"]
CONFIDENCE_NAMES: dict[Confidence, str] = {
    "official": "chính thức",
    "sourced": "có nguồn",
    "press": "theo báo chí",
    "recalled": "nhớ lại, chưa kiểm",
    "estimate": "ước tính",
    "unknown": "chưa rõ nguồn",
}
"""How sure something is, in Vietnamese."""


def nfc(text: str) -> str:
    """Unicode normal form C without surrounding blanks: "Hạ Thái" is 7 code points, whoever typed it."""
    return unicodedata.normalize("NFC", text).strip()


Nfc = Annotated[str, AfterValidator(nfc)]
Name = Annotated[str, AfterValidator(nfc), StringConstraints(min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-/][a-z0-9]+)*$", max_length=120)]


class Value(BaseModel):
    """A frozen, strict value. Unknown fields are errors; two equal values are interchangeable."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def replace(self, **changes: Any) -> Any:
        """A validated copy with some fields changed (``model_copy(update=...)`` would not validate)."""
        return type(self)(**{name: getattr(self, name) for name in type(self).model_fields} | changes)


def _absent(text: str) -> bool:
    return not text


Translation = Annotated[Nfc, Field(exclude_if=_absent)]
"""A text in one more language; not written out where there is none."""


class Text(Value):
    """A text in Vietnamese, in English, and in the languages of guests as far as somebody has written it."""

    vi: Name
    en: Nfc = ""
    fr: Translation = ""
    ko: Translation = ""
    ja: Translation = ""
    zh: Translation = ""

    def __str__(self) -> str:
        return self.vi

    def get(self, language: str) -> str:
        """English if asked for and there, else Vietnamese; ``speech.content`` knows all languages."""
        return self.en if language == "en" and self.en else self.vi

    def written(self, language: str) -> str:
        """What is on record in just this language, "" if nothing."""
        return str(getattr(self, language)) if language in type(self).model_fields else ""


class Provenance(Value):
    """Where a fact comes from: source keys, the date it was true or read, and how sure it is."""

    sources: tuple[str, ...] = ()
    as_of: date | None = None
    confidence: Confidence = "unknown"
    note: Nfc = ""


class Fact(Value):
    """One value with its provenance, as ``Recorded.fact`` hands it out."""

    subject: str
    name: str
    value: Any
    provenance: Provenance

    @property
    def verified(self) -> bool:
        """True if a source backs it: an estimate, a recollection or an unknown is not verified."""
        return self.provenance.confidence in ("official", "sourced", "press")


class Recorded(Value):
    """A record whose fields each may carry provenance, keyed by field name."""

    id: Id
    provenance: dict[str, Provenance] = {}

    def fact(self, name: str) -> Fact:
        """
        The value of a field together with its source, date and confidence.

        Raises
        ------
        AttributeError
            If there is no such field.
        """
        value = getattr(self, name)
        return Fact(subject=self.id, name=name, value=value, provenance=self.provenance.get(name, Provenance()))

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.id))
