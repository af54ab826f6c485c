"""What programmes and price lists say beside the routes' own texts, in Vietnamese, English and French."""

from __future__ import annotations

from typing import get_args

from tourplanner.almanac.days import Language
from tourplanner.errors import GoalError
from tourplanner.model import Text
from tourplanner.publish.words import clean

LANGUAGES: tuple[Language, ...] = get_args(Language)

_WORDS: dict[str, tuple[str, str, str]] = {
    "programme": ("Chương trình", "Programme", "Programme"),
    "prices": ("Giá dịch vụ", "Price list", "Tarifs"),
    "routes": ("Các tuyến", "Routes", "Circuits"),
    "route": ("Tuyến", "Route", "Circuit"),
    "theme": ("Chủ đề", "Theme", "Thème"),
    "day": ("Ngày", "Day", "Jour"),
    "date": ("Ngày tháng", "Date", "Date"),
    "dates": ("Ngày đi", "Travel dates", "Dates du voyage"),
    "guests": ("Số khách", "Guests", "Participants"),
    "start": ("Điểm đón", "Departure", "Départ"),
    "end": ("Điểm trả", "Return", "Retour"),
    "from": ("Từ", "From", "De"),
    "to": ("Đến", "To", "À"),
    "time": ("Giờ", "Time", "Heure"),
    "what": ("Nội dung", "Activity", "Activité"),
    "village": ("Làng nghề", "Village", "Village"),
    "villages": ("Các làng nghề", "Villages", "Villages"),
    "crafts": ("Nghề", "Crafts", "Métiers"),
    "where": ("Địa điểm", "Place", "Lieu"),
    "commune": ("Xã, phường", "Commune", "Commune"),
    "travel": ("Di chuyển (phút)", "Travel (min)", "Trajet (min)"),
    "km": ("Quãng đường (km)", "Distance (km)", "Distance (km)"),
    "minutes": ("Thời lượng (phút)", "Duration (min)", "Durée (min)"),
    "party": ("Cả đoàn (₫)", "Whole group (₫)", "Groupe entier (₫)"),
    "hours": ("Giờ mở cửa", "Opening hours", "Horaires"),
    "sure": ("Độ tin cậy của giá", "Price confidence", "Fiabilité du tarif"),
    "per": ("Tính theo", "Per", "Par"),
    "person": ("khách", "person", "personne"),
    "group": ("đoàn", "group", "groupe"),
    "adult": ("Người lớn", "Adult", "Adulte"),
    "child": ("Trẻ em", "Child", "Enfant"),
    "currency": ("Tiền tệ", "Currency", "Monnaie"),
    "year": ("Năm của giá", "Price year", "Année du tarif"),
    "capacity": ("Sức chứa", "Capacity", "Capacité"),
    "lead": ("Đặt trước (ngày)", "Book ahead (days)", "À réserver (jours)"),
    "lunch": ("Gồm bữa trưa", "Lunch included", "Déjeuner inclus"),
    "yes": ("có", "yes", "oui"),
    "confirm": ("Cần xác nhận trước khi bán", "To confirm before selling", "À confirmer avant la vente"),
    "estimate": (
        "Giờ đi đường là ước tính", "Travel times are estimates", "Les temps de trajet sont des estimations"
    ),
    "recalled": ("nhớ lại, chưa kiểm", "recalled, not checked", "de mémoire, non vérifié"),
    "estimated": ("ước tính", "estimate", "estimation"),
    "unknown": ("chưa rõ nguồn", "no known source", "source inconnue"),
    "press": ("theo báo chí", "press", "presse"),
    "sourced": ("có nguồn", "sourced", "avec source"),
    "official": ("chính thức", "official", "officiel"),
}  # fmt: skip


def word(key: str, language: Language) -> str:
    """A phrase in a language."""
    return _WORDS[key][LANGUAGES.index(language)]


def sureness(confidence: str, language: Language) -> str:
    """How sure a fact is, in words."""
    return word("estimated" if confidence == "estimate" else confidence, language)


def checked(language: str) -> Language:
    """A language that programmes are written in, or a ``GoalError``."""
    for each in LANGUAGES:
        if each == language:
            return each
    raise GoalError(f"a programme is written in {', '.join(LANGUAGES)}, not in {language!r}")


def named(text: Text, language: Language) -> str:
    """A text in Vietnamese, or else in English where there is one: on record are these two."""
    return clean(text.vi if language == "vi" else text.en or text.vi)
