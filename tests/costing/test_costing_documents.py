"""The printed quote: read back from PDF and Word in three languages, and hostile texts in every field."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from costing_cases import EURO, QUOTED, TOUR, plain_rates, rate, vnd
from docx import Document
from pypdf import PdfReader

from tourplanner.almanac.days import day_text
from tourplanner.costing import BankAccount, Quote, RateBook, Terms, quote, quote_pdf, quote_word
from tourplanner.costing.words import Language, money_text, number_text, percent_text
from tourplanner.errors import GoalError
from tourplanner.model import Itinerary, Money, Text

ACCOUNT = BankAccount(bank="970436", number="0123456789", holder="CÔNG TY LÀNG NGHỀ")
TERMS = Terms(currency="EUR", exchange=(EURO,), leaders=1, guide_language="fr")
GUIDE = RateBook(rates=(rate("guide", "day-fr", 1_300_000, "fixed"),))


def offer(itinerary: Itinerary = TOUR, client: str = "Voyages Lumière") -> Quote:
    return quote(itinerary, on=QUOTED, rates=plain_rates() | GUIDE, terms=TERMS, client=client)


def pdf_text(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return flat("\n".join(page.extract_text() for page in pages))


def word_text(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return flat("\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


SAID = {
    "vi": ("Báo giá", "Giá mỗi khách", "30 €", "10–15", "Thứ bảy, 6/3/2027", "Nặn gốm bàn xoay", "xe 16 chỗ",
           "Miễn phí cho 1 trưởng đoàn.", "1 EUR = 27.900 ₫", "đã gồm thuế giá trị gia tăng 10 %",
           "Hướng dẫn viên tiếng Pháp", "Chi tiêu cá nhân", "Kiêu Kỵ"),
    "en": ("Quotation", "Price per person", "€30", "10–15", "Saturday 6 March 2027", "Home lunch", "van with 16 seats",
           "Group leaders travelling free: 1.", "1 EUR = 27,900 ₫", "Prices include 10% value added tax.",
           "French-speaking guide", "Personal expenses", "Kieu Ky"),
    "fr": ("Devis", "Prix par personne", "30 €", "10–15", "samedi 6 mars 2027", "Home lunch", "Véhicule de 16 places",
           "Accompagnateurs gratuits : 1.", "1 EUR = 27 900 ₫", "TVA de 10 % incluse", "Guide parlant français",
           "Dépenses personnelles", "Kieu Ky"),
}  # fmt: skip


VEHICLES = {
    "vi": ("xe 16 chỗ (đoàn 10–13 khách)", "xe 29 chỗ (đoàn 14–29 khách)", "2 × xe 29 chỗ (đoàn 41–50 khách)"),
    "en": ("van with 16 seats (groups of 10–13)", "coach with 29 seats (groups of 14–29)",
           "2 × coach with 29 seats (groups of 41–50)"),
    "fr": ("Véhicule de 16 places (groupes de 10–13)", "Véhicule de 29 places (groupes de 14–29)",
           "2 × Véhicule de 29 places (groupes de 41–50)"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_each_vehicle_says_whose_it_is_and_one_for_all_says_nothing(language: Language) -> None:
    sizes = ((10, 13), (14, 20), (21, 29), (41, 50))
    several = quote(TOUR, sizes, on=QUOTED, rates=plain_rates() | GUIDE, terms=TERMS)
    for told in (pdf_text(several.pdf(language)), word_text(several.word(language))):
        listed = [told.index(each) for each in VEHICLES[language]]
        assert listed == sorted(listed)
        assert told.count(VEHICLES[language][0].split(" (")[0]) == 1
    same = word_text(quote(TOUR, (16, 20), on=QUOTED, rates=plain_rates() | GUIDE, terms=TERMS).word(language))
    name = VEHICLES[language][1].split(" (")[0]
    assert same.count(name) == 1
    assert f"{name} (" not in same


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
@pytest.mark.parametrize("make", ["pdf", "word"])
def test_a_quote_says_what_it_must_and_nothing_of_the_books(language: Language, make: str) -> None:
    made = offer()
    data = made.pdf(language) if make == "pdf" else made.word(language)
    text = (pdf_text if make == "pdf" else word_text)(data)
    for said in (*SAID[language], made.code, "Voyages Lumière", "08:36–09:36"):
        assert said.casefold() in text.casefold(), said
    for secret in (made.bands[0].cost, made.bands[0].result, vnd(1_300_000)):
        assert money_text(secret, language) not in text
    assert not re.search(r"margin|markup|marge", text, re.I)


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_deposit_and_villages_are_printed_on_demand(language: Language) -> None:
    made = offer()
    due = made.deposit(ACCOUNT, 16)
    amount, share = money_text(due.amount, language), money_text(made.to_village().villages["bat-trang"], language)
    for data, read in ((made.pdf, pdf_text), (made.word, word_text)):
        bare, full = read(data(language)), read(data(language, deposit=due, villages=True))
        for text in (flat(amount), flat(share), "0123456789", "970436", due.info, "CÔNG TY LÀNG NGHỀ", "VietQR"):
            assert text in full, text
            assert text not in bare


def test_the_codes_are_in_the_files() -> None:
    made = offer()
    due = made.deposit(ACCOUNT, 16)
    with zipfile.ZipFile(io.BytesIO(made.word(deposit=due))) as parts:
        (picture,) = (name for name in parts.namelist() if name.startswith("word/media/"))
        assert parts.read(picture) == due.png()
    drawn = PdfReader(io.BytesIO(made.pdf(deposit=due))).pages[0].get_contents()
    plain = PdfReader(io.BytesIO(made.pdf())).pages[0].get_contents()
    assert drawn is not None
    assert plain is not None
    assert len(drawn.get_data()) > len(plain.get_data()) + 1_000


def test_the_same_quote_gives_the_same_bytes() -> None:
    made = offer()
    assert made.pdf("fr") == quote_pdf(made, "fr")
    assert made.word("fr") == quote_word(made, "fr")


def test_only_the_packaged_typeface_is_used() -> None:
    page = PdfReader(io.BytesIO(offer().pdf("fr"))).pages[0]
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all("BeVietnamPro" in font for font in fonts)


def test_what_is_estimated_is_said_to_guests_too() -> None:
    guess = rate("bat-trang/host", "bt-kiln", 5_000, provenance={"confidence": "estimate"})
    made = quote(TOUR, on=QUOTED, rates=plain_rates() | RateBook(rates=(guess,)))
    assert "to be confirmed before booking" in pdf_text(made.pdf("en"))
    assert "to be confirmed" not in pdf_text(offer().pdf("en"))


def test_a_revision_says_what_it_replaces() -> None:
    first = offer()
    second = quote(TOUR, on=QUOTED, rates=plain_rates() | GUIDE, terms=TERMS, revises=first)
    assert f"Remplace {first.code}" in word_text(second.word("fr")) + pdf_text(second.pdf("fr"))
    with pytest.raises(GoalError, match="make it anew"):
        second.pdf(deposit=first.deposit(ACCOUNT, 10))


def test_languages_that_are_not_there() -> None:
    for make in (offer().pdf, offer().word):
        with pytest.raises(GoalError, match="vi, en, fr, not in 'de'"):
            make("de")  # type: ignore[arg-type]


HOSTILE = (
    "#panic()",
    '#read("/etc/passwd")',
    "$x^2$ *bold* _it_ @ref <label> // gone",
    "</w:t></w:r><w:br/>",
    "]]><!--",
    "a\x00b\x1bc\u202ed\ue000\ud800e",
    "=cmd|' /C calc'!A0",
    "{vat} {0} %s",
    "Ж漢字🏺",
)


@pytest.mark.parametrize("evil", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_only_texts(evil: str) -> None:
    day = TOUR.days[0]
    stop = day.stops[0]
    visit = stop.experience.replace(name=Text(vi=evil, en=evil))
    place = stop.village.replace(name=Text(vi=evil, en=evil))
    stops = (stop.replace(experience=visit, village=place), *day.stops[1:])
    tour = TOUR.replace(name=Text(vi=evil, en=evil), theme=Text(vi=evil), days=(day.replace(stops=stops),))
    made = offer(tour, client=evil)
    due = made.deposit(BankAccount(bank="970436", number="1", holder=evil), 10)
    word, pdf = (make("fr", deposit=due, villages=True) for make in (made.word, made.pdf))
    shown = re.sub(r"[\x00-\x1f\u202e\ud800]", " ", evil)
    assert word_text(word).count(flat(shown)) >= 6
    assert len(PdfReader(io.BytesIO(pdf)).pages) >= 1
    if shown.isascii():
        assert re.sub(r"\s", "", shown) in re.sub(r"\s", "", pdf_text(pdf))
    assert "root:" not in pdf_text(pdf)


def test_money_days_and_numbers_in_three_languages() -> None:
    euros, dong = Money(amount=123_450, currency="EUR"), vnd(1_250_000)
    assert [money_text(dong, each) for each in ("vi", "en", "fr")] == [
        "1.250.000\xa0₫", "1,250,000\xa0₫", "1\xa0250\xa0000\xa0₫",
    ]  # fmt: skip
    assert [money_text(euros, each) for each in ("vi", "en", "fr")] == [
        "1.234,50\xa0€", "€1,234.50", "1\xa0234,50\xa0€",
    ]  # fmt: skip
    assert money_text(Money(amount=-500, currency="USD"), "en") == "−US$5"
    assert money_text(Money(amount=5, currency="USD"), "vi") == "0,05\xa0US$"
    first = QUOTED.replace(month=8, day=1)
    assert [day_text(first, each) for each in ("vi", "en", "fr")] == [
        "Thứ bảy, 1/8/2026", "Saturday 1 August 2026", "samedi 1er août 2026",
    ]  # fmt: skip
    assert [percent_text(415, each) for each in ("vi", "en", "fr")] == ["41,5\xa0%", "41.5%", "41,5\xa0%"]
    assert [number_text(Terms(vat=each).vat, "fr") for each in ("10", "8.50", "0")] == ["10", "8,5", "0"]
