"""What calendars say, in Vietnamese and English; nothing here but words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tourplanner.model import Text
from tourplanner.model.base import CONFIDENCE_NAMES, Confidence
from tourplanner.model.craft import Role

LANGUAGES_OF_TEXTS = ("vi", "en")
CATEGORIES = {
    "meal": Text(vi="Bữa ăn", en="Meal"),
    "drive": Text(vi="Di chuyển", en="On the way"),
    "walk": Text(vi="Di chuyển", en="On the way"),
    "visit": Text(vi="Tham quan", en="Visit"),
    "tour": Text(vi="Chuyến tham quan", en="Tour"),
}
ROLES: dict[Role, Text] = {
    "production": Text(vi="Sản xuất", en="Production"),
    "trade": Text(vi="Thương mại", en="Trade"),
    "training": Text(vi="Đào tạo", en="Training"),
    "culture": Text(vi="Văn hóa", en="Culture"),
}
FESTIVAL = Text(vi="Lễ hội", en="Festival")
LEADS = {"drive": Text(vi="Di chuyển → {}", en="Drive → {}"), "walk": Text(vi="Đi bộ → {}", en="Walk → {}")}
GUESTS = Text(vi="{} khách", en="{} guests")
LANGUAGES = Text(vi="Ngôn ngữ của khách: {}", en="Languages of the guests: {}")
VEHICLE = Text(vi="Xe: {}", en="Vehicle: {}")
GUIDE = Text(vi="Hướng dẫn viên: {}", en="Guide: {}")
CANCELLED = Text(vi="ĐÃ HỦY: {}", en="CANCELLED: {}")
REMINDER = Text(vi="Sắp đến giờ: {}", en="Coming up: {}")
VILLAGE = Text(vi="Làng: {}", en="Village: {}")
ARRIVAL = Text(vi="Đến {}, bắt đầu {}, xong {}", en="Arrival {}, begin {}, end {}")
OPENING = Text(vi="Giờ mở cửa: {}{}", en="Opening hours: {}{}")
PRICE = Text(vi="Giá cả đoàn {} khách: {}{}", en="Price for the party of {}: {}{}")
NO_PRICE = Text(vi="chưa biết giá", en="price not known yet")
FREE = Text(vi="miễn phí", en="free of charge")
ORIGIN = Text(vi="Từ {}", en="From {}")
ESTIMATED = Text(vi="Thời gian đi đường là ước tính.", en="Travel times are estimates.")
FEEDS = {
    "village": Text(vi="Lịch đón khách làng {}", en="Guests at {}"),
    "host": Text(vi="Lịch đón khách: {}", en="Guests of {}"),
    "guide": Text(vi="Lịch hướng dẫn: {}", en="Guide's calendar: {}"),
    "vehicle": Text(vi="Lịch xe: {}", en="Vehicle's calendar: {}"),
    "route": Text(vi="{}", en="{}"),
}
FESTIVALS = Text(vi="Lễ hội làng nghề", en="Craft village festivals")
LUNAR = Text(vi="Âm lịch: {} tháng {}", en="Lunar calendar: day {} of month {}")
MAIN_DAY = Text(vi="Chính hội: {}", en="Main day: {}")
DOUBT = Text(vi="Độ tin cậy: {}", en="How sure: {}")
CONFIDENCES: dict[Confidence, Text] = {
    "official": Text(vi=CONFIDENCE_NAMES["official"], en="official"),
    "sourced": Text(vi=CONFIDENCE_NAMES["sourced"], en="has a source"),
    "press": Text(vi=CONFIDENCE_NAMES["press"], en="by the press"),
    "recalled": Text(vi=CONFIDENCE_NAMES["recalled"], en="recalled, not checked"),
    "estimate": Text(vi=CONFIDENCE_NAMES["estimate"], en="estimate"),
    "unknown": Text(vi=CONFIDENCE_NAMES["unknown"], en="source not known"),
}


def filled(phrase: Text, *values: Text | Mapping[str, str] | str | int) -> Text:
    """A phrase with values put in; of one that has several languages, each its own."""
    return Text(vi=_in(phrase, values, "vi"), en=_in(phrase, values, "en"))


def _in(phrase: Text, values: Sequence[Text | Mapping[str, str] | str | int], language: str) -> str:
    said = (
        each.get(language) if isinstance(each, Text) else each[language] if isinstance(each, Mapping) else each
        for each in values
    )  # fmt: skip
    return phrase.get(language).format(*said)


def said(text: Text, language: str) -> str:
    """A text in a language; what there is not in it is said in English."""
    return text.get(language if language in LANGUAGES_OF_TEXTS else "en")


def spoken(text: Text, languages: tuple[str, ...], between: str = " / ") -> str:
    """A text in several languages, each wording once."""
    return between.join(dict.fromkeys(said(text, language) for language in languages))
