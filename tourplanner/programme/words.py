"""The words programmes are written in: headings, and what kind of line a text announces."""

from __future__ import annotations

import re

from tourplanner.catalogue.search import fold
from tourplanner.catalogue.tables import Column, Table
from tourplanner.model import nfc
from tourplanner.programme.value import Kind


def _column(name: str, *headings: str) -> Column:
    return Column(name, nfc, (name, *headings))


_PLACE = _column(
    "place", "địa điểm", "điểm đến", "nơi", "nơi đến", "làng", "làng nghề", "điểm tham quan", "where", "location",
    "stop", "destination", "village", "điểm",
)  # fmt: skip
_WHAT = _column(
    "what", "nội dung", "hoạt động", "chương trình", "lịch trình", "mô tả", "chi tiết", "việc", "diễn giải", "activity",
    "activities", "description", "details", "programme", "program", "itinerary",
)  # fmt: skip
_TIME = ("giờ", "khung giờ", "thời điểm", "lúc", "bắt đầu", "từ", "giờ bắt đầu", "start", "begin", "begins", "from",
         "hour", "clock", "when")  # fmt: skip
_END = _column("end", "đến", "kết thúc", "giờ kết thúc", "to", "until", "ends", "finish")
_MINUTES = ("phút", "số phút", "thời lượng", "thời gian (phút)", "duration", "length", "how long", "min", "mins",
            "minutes (min)")  # fmt: skip
_DAY = _column("day", "ngày", "ngày thứ", "day no", "date")
_NOTE = _column("note", "ghi chú", "notes", "remarks", "stt", "no", "tt", "#")

TABLES: tuple[Table, ...] = tuple(
    Table("programme", (), (_column("time", *time), _END, _PLACE, _WHAT, _column("minutes", *minutes), _DAY, _NOTE), ())
    for time, minutes in (((*_TIME, "thời gian"), _MINUTES), (_TIME, (*_MINUTES, "thời gian")))
)
"""The columns of a programme; where one says "giờ" and "thời gian", the second is how long it takes."""

PHRASES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("pick-up", ("đón khách", "đón đoàn", "đón quý khách", "xe đón", "xe và hướng dẫn viên đón", "hướng dẫn viên đón",
                 "tập trung", "đón", "pick up", "pick-up", "pickup", "picked up", "meet", "meeting point",
                 "departure from hotel")),
    ("drop-off", ("trả khách", "trả đoàn", "về đến", "về tới", "kết thúc chương trình", "kết thúc tour", "kết thúc",
                  "chia tay", "tiễn khách", "drop off", "drop-off", "dropoff", "arrive back", "arrival back", "back at",
                  "end of tour", "end of the tour", "tour ends")),
    ("meal", ("ăn trưa", "bữa trưa", "dùng bữa", "cơm trưa", "ăn sáng", "ăn tối", "bữa tối", "dùng cơm", "nghỉ trưa",
              "lunch", "breakfast", "dinner", "meal")),
    ("drive", ("di chuyển", "khởi hành", "lên xe", "xuất phát", "xe đưa", "trên xe", "lên đường", "quay về", "trở về",
               "về lại", "về", "transfer", "drive", "driving", "depart", "return", "head back", "travel to",
               "on the road")),
    ("free", ("tự do", "thời gian tự do", "nghỉ ngơi", "nghỉ giải lao", "giải lao", "free time", "at leisure", "rest",
              "coffee break", "break", "check in", "check-in")),
    ("visit", ("tham quan", "thăm", "trải nghiệm", "tìm hiểu", "xem", "học", "làm", "mua sắm", "khám phá", "chụp ảnh",
               "dạo", "visit", "explore", "workshop", "class", "learn", "discover", "watch", "shopping", "tour of")),
)  # fmt: skip
"""Said first, it decides: "ăn trưa, sau đó tham quan" is a meal. At one place the longer phrase counts."""

LUNCH = ("ăn trưa", "bữa trưa", "cơm trưa", "nghỉ trưa", "lunch")
HOTEL = ("khách sạn", "hotel", "homestay", "điểm đón", "pick up point", "văn phòng", "office", "hà nội", "hanoi")
TOGETHER = ("chương trình", "khởi hành")
"""Words that hold the name of a village without meaning it, once accents are gone."""

_ALONE_WITH_ACCENTS = {"về", "đón", "làm", "học", "xem", "dạo"}
"""Words too common without their accents to be taken for a sign ("ve" is also vẽ, to paint)."""


def accented(text: str) -> bool:
    """Whether a text is written with Vietnamese letters."""
    return any(not letter.isascii() and letter.isalpha() for letter in text)


def said(text: str, phrases: tuple[str, ...]) -> tuple[int, int] | None:
    """
    Where the first of the phrases begins in a text and minus its length, None if there is none.

    A text written with accents is held against phrases with accents, one without against phrases without.
    """
    plain = not accented(text)
    searched = f" {fold(text) if plain else _words(nfc(text).lower())} "
    found = []
    for phrase in phrases:
        if plain and phrase in _ALONE_WITH_ACCENTS:
            continue
        wanted = fold(phrase) if plain else _words(phrase)
        at = searched.find(f" {wanted} ")
        if at >= 0:
            found.append((at, -len(wanted)))
    return min(found, default=None)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))


def kind_of(text: str) -> Kind | None:
    """The kind of line a text announces, None if no word says."""
    found = [(at, kind) for kind, phrases in PHRASES if (at := said(text, phrases)) is not None]
    return min(found, key=lambda each: each[0])[1] if found else None


_DAY_HEADING = re.compile(r"(?:ngay|day)\s*(?:thu\s*)?0*(\d{1,2})\b(?!\s*[/.-]\s*\d)")
_HALF = re.compile(r"(?:buoi\s+)?(?:sang|trua|chieu|toi)|morning|afternoon|evening|noon")


def day_heading(text: str) -> int | None:
    """The number of the day a heading such as "Ngày 2: …" or "DAY 2" announces."""
    match = _DAY_HEADING.match(fold(text))
    return int(match[1]) if match else None


def half_heading(text: str) -> bool:
    """Whether a text only says which half of the day follows ("Buổi sáng:")."""
    return bool(_HALF.fullmatch(fold(text)))
