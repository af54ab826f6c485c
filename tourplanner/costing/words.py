"""What a quote says to guests and agents, in Vietnamese, English and French."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from tourplanner.errors import GoalError
from tourplanner.model import Money, Text
from tourplanner.model.money import MINOR_DIGITS
from tourplanner.model.tables import safe

Language = Literal["vi", "en", "fr"]

_WORDS: dict[str, tuple[str, str, str]] = {
    "title": ("Báo giá", "Quotation", "Devis"),
    "number": ("Số", "No.", "N°"),
    "made": ("Ngày lập", "Date", "Date"),
    "until": ("Có giá trị đến hết", "Valid until", "Valable jusqu’au"),
    "supersedes": ("Thay thế báo giá", "Supersedes", "Remplace"),
    "client": ("Khách hàng", "Client", "Client"),
    "dates": ("Ngày đi", "Travel dates", "Dates du voyage"),
    "programme": ("Chương trình", "Programme", "Programme"),
    "prices": ("Giá theo số khách", "Price by group size", "Prix selon la taille du groupe"),
    "guests": ("Số khách trả tiền", "Paying guests", "Participants payants"),
    "per_person": ("Giá mỗi khách", "Price per person", "Prix par personne"),
    "group_total": ("Cả đoàn, từ", "Whole group, from", "Groupe entier, dès"),
    "included": ("Giá bao gồm", "Included", "Le prix comprend"),
    "for_groups": ("{what} (đoàn {sizes} khách)", "{what} (groups of {sizes})", "{what} (groupes de {sizes})"),
    "excluded": ("Giá không bao gồm", "Not included", "Le prix ne comprend pas"),
    "personal": ("Chi tiêu cá nhân", "Personal expenses", "Dépenses personnelles"),
    "tax": (
        "Giá đã gồm thuế giá trị gia tăng {vat} %.",
        "Prices include {vat}% value added tax.",
        "Prix TTC, TVA de {vat} % incluse.",
    ),
    "untaxed": (
        "Giá chưa tính thuế giá trị gia tăng.",
        "No value added tax is charged.",
        "Aucune TVA n’est appliquée.",
    ),
    "leaders": (
        "Miễn phí cho {count} trưởng đoàn.",
        "Group leaders travelling free: {count}.",
        "Accompagnateurs gratuits : {count}.",
    ),
    "exchange": (
        "Tỷ giá ngày {on}: 1 {currency} = {vnd}.",
        "Exchange rate of {on}: 1 {currency} = {vnd}.",
        "Taux de change du {on} : 1 {currency} = {vnd}.",
    ),
    "estimated": (
        "Một số dịch vụ còn tính theo giá ước tính và cần xác nhận trước khi đặt.",
        "Some services are priced on estimates, to be confirmed before booking.",
        "Certaines prestations reposent sur des estimations, à confirmer avant la réservation.",
    ),
    "villages": ("Tiền của quý khách đến đâu", "Where your money goes", "À qui profite votre voyage"),
    "villages_note": (
        "Tính cho đoàn {count} khách: {share} giá tour ở lại các làng nghề.",
        "For a group of {count}: {share} of the price stays in the craft villages.",
        "Pour un groupe de {count} : {share} du prix reste dans les villages de métier.",
    ),
    "deposit": ("Đặt cọc", "Deposit", "Acompte"),
    "deposit_line": (
        "{percent} % cho đoàn {count} khách: {amount}",
        "{percent}% for a group of {count}: {amount}",
        "{percent} % pour un groupe de {count} : {amount}",
    ),
    "account": (
        "Số tài khoản {number}, ngân hàng {bank}, nội dung “{info}”",
        "Account {number}, bank {bank}, reference “{info}”",
        "Compte {number}, banque {bank}, référence « {info} »",
    ),
    "scan": (
        "Quét mã VietQR bằng ứng dụng ngân hàng",
        "Scan with a Vietnamese banking app (VietQR)",
        "À scanner avec une application bancaire vietnamienne (VietQR)",
    ),
    "page": ("Trang", "Page", "Page"),
}
_ORDER: tuple[Language, ...] = ("vi", "en", "fr")

_NO_BREAK = "\u00a0"


def word(key: str, language: Language, **parts: object) -> str:
    """A phrase in a language with its parts put in."""
    return _WORDS[key][_ORDER.index(language)].format(**parts)


def checked(language: str) -> Language:
    """A language that quotes are written in, or a ``GoalError``."""
    for each in _ORDER:
        if each == language:
            return each
    raise GoalError(f"a quote is written in {', '.join(_ORDER)}, not in {language!r}")


def named(text: Text, language: Language) -> str:
    """A name on one line; French readers get the English one, for names are on record in two languages."""
    return safe(text.vi if language == "vi" else text.en or text.vi)


def money_text(money: Money, language: Language) -> str:
    """1.250.000 ₫, 1,250,000 ₫ or 1 250 000 ₫; cents only where there are some."""
    digits = MINOR_DIGITS[money.currency]
    whole, cents = divmod(abs(money.amount), 10**digits)
    group, point = {"vi": (".", ","), "en": (",", "."), "fr": (_NO_BREAK, ",")}[language]
    figures = f"{whole:,}".replace(",", group) + (f"{point}{cents:0{digits}}" if cents else "")
    sign = "−" if money.amount < 0 else ""
    symbol = {"VND": "₫", "EUR": "€", "USD": "US$"}[money.currency]
    if language == "en" and money.currency != "VND":
        return f"{sign}{symbol}{figures}"
    return f"{sign}{figures}{_NO_BREAK}{symbol}"


def percent_text(permille: int, language: Language) -> str:
    """41,5 % or 41.5%."""
    figures = f"{permille // 10}.{permille % 10}"
    return f"{figures}%" if language == "en" else figures.replace(".", ",") + f"{_NO_BREAK}%"


def number_text(value: Decimal, language: Language) -> str:
    """A decimal as it stands, with the language's comma and without idle zeros."""
    figures = f"{value:f}"
    figures = figures.rstrip("0").rstrip(".") if "." in figures else figures
    return figures if language == "en" else figures.replace(".", ",")
