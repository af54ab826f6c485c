"""Words of explanations, Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from tourplanner.model import HANOI, Text

LANGUAGES = {
    "vi": ("tiếng Việt", "Vietnamese"), "en": ("tiếng Anh", "English"), "fr": ("tiếng Pháp", "French"),
    "zh": ("tiếng Trung", "Chinese"), "ja": ("tiếng Nhật", "Japanese"), "ko": ("tiếng Hàn", "Korean"),
    "de": ("tiếng Đức", "German"), "es": ("tiếng Tây Ban Nha", "Spanish"), "it": ("tiếng Ý", "Italian"),
    "ru": ("tiếng Nga", "Russian"), "th": ("tiếng Thái", "Thai"),
}  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def language(tags: Sequence[str]) -> Text:
    """The names of languages; a code that is not known stays as it is."""
    found = [LANGUAGES.get(tag, (tag, tag)) for tag in tags]
    return Text(vi=" và ".join(vi for vi, _ in found), en=" and ".join(en for _, en in found))


def day(on: date) -> Text:
    """ "6/3" and "6 March"."""
    return Text(vi=f"{on.day}/{on.month}", en=f"{on.day} {MONTHS[on.month - 1]}")


def until(moment: datetime, seen_on: date) -> Text:
    """The hour, with the day unless it is the one that is spoken of."""
    local = moment.astimezone(HANOI)
    if local.date() == seen_on:
        return Text(vi=f"{local:%H:%M}", en=f"{local:%H:%M}")
    return Text(vi=f"{local:%H:%M} ngày {day(local.date()).vi}", en=f"{local:%H:%M} on {day(local.date()).en}")


def joined(texts: Iterable[Text], vi: str, en: str) -> Text:
    """Texts in one, with what stands between them."""
    found = list(texts)
    return Text(vi=vi.join(text.vi for text in found), en=en.join(text.get("en") for text in found))


def counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
