"""The printed quote: read back from PDF and Word in six languages, and hostile texts in every field."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from costing_cases import EURO, QUOTED, TOUR, plain_rates, rate, vnd
from docx import Document
from pypdf import PdfReader

from tourplanner.costing import BankAccount, Quote, RateBook, Terms, quote, quote_pdf, quote_word
from tourplanner.errors import FontError, GoalError, MissingGlyphError, UnknownIdError
from tourplanner.model import Itinerary, Text
from tourplanner.press import fonts
from tourplanner.speech import LANGUAGES, Language, speaker

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


def tight(text: str) -> str:
    """Without blanks, for between Chinese characters and figures a page has some that no text has."""
    return re.sub(r"\s", "", text).casefold()


SAID: dict[Language, tuple[str, ...]] = {
    "vi": ("Báo giá", "Giá mỗi khách", "30,00 €", "10–15", "Thứ bảy, 6/3/2027", "Nặn gốm bàn xoay", "xe 16 chỗ",
           "Miễn phí cho 1 trưởng đoàn.", "1 EUR = 27.900 ₫", "đã gồm thuế giá trị gia tăng 10 %",
           "Hướng dẫn viên tiếng Pháp", "Chi tiêu cá nhân", "Kiêu Kỵ", "Trang 1/1"),
    "en": ("Quotation", "Price per person", "€30.00", "10–15", "Saturday 6 March 2027", "Home lunch",
           "van with 16 seats", "Group leaders travelling free: 1.", "1 EUR = ₫27,900",
           "Prices include 10% value added tax.", "French-speaking guide", "Personal expenses", "Kieu Ky",
           "Page 1 of 1"),
    "fr": ("Devis", "Prix par personne", "30,00 €", "10–15", "samedi 6 mars 2027", "Home lunch (en)",
           "Véhicule de 16 places", "Accompagnateurs gratuits : 1.", "1 EUR = 27 900 ₫", "TVA de 10 % incluse",
           "Guide parlant français", "Dépenses personnelles", "Kieu Ky", "Page 1 sur 1"),
    "ko": ("견적서", "1인당 요금", "€30.00", "10–15", "2027년 3월 6일 토요일", "Home lunch (en)", "16인승 차량",
           "무료 인솔자: 1명.", "1 EUR = ₫27,900", "부가가치세 10%", "프랑스어 가이드", "개인 경비", "Kieu Ky",
           "1/1쪽"),
    "ja": ("お見積書", "お一人様の料金", "€30.00", "10–15", "2027年3月6日土曜日", "Home lunch (en)", "16人乗り車両",
           "無料の添乗員：1名", "1 EUR = ₫27,900", "付加価値税10%", "フランス語ガイド", "個人的な支出", "Kieu Ky",
           "1/1ページ"),
    "zh": ("报价单", "每人价格", "€30.00", "10–15", "2027年3月6日星期六", "Home lunch (en)", "16座车", "免费领队：1人",
           "1 EUR = ₫27,900", "10%增值税", "法语导游", "个人消费", "Kieu Ky", "第1页，共1页"),
}  # fmt: skip


VEHICLES: dict[Language, tuple[str, str, str]] = {
    "vi": ("xe 16 chỗ (đoàn 10–13 khách)", "xe 29 chỗ (đoàn 14–29 khách)", "2 × xe 29 chỗ (đoàn 41–50 khách)"),
    "en": ("van with 16 seats (groups of 10–13)", "coach with 29 seats (groups of 14–29)",
           "2 × coach with 29 seats (groups of 41–50)"),
    "fr": ("Véhicule de 16 places (groupes de 10–13)", "Véhicule de 29 places (groupes de 14–29)",
           "2 × Véhicule de 29 places (groupes de 41–50)"),
    "ja": ("16人乗り車両（10–13名の団体）", "29人乗り車両（14–29名の団体）", "2 × 29人乗り車両（41–50名の団体）"),
}  # fmt: skip


@pytest.mark.parametrize("language", VEHICLES)
def test_each_vehicle_says_whose_it_is_and_one_for_all_says_nothing(language: Language) -> None:
    sizes = ((10, 13), (14, 20), (21, 29), (41, 50))
    several = quote(TOUR, sizes, on=QUOTED, rates=plain_rates() | GUIDE, terms=TERMS)
    for told in (pdf_text(several.pdf(language)), word_text(several.word(language))):
        listed = [told.index(each) for each in VEHICLES[language]]
        assert listed == sorted(listed)
        assert told.count(bare(VEHICLES[language][0])) == 1
    same = word_text(quote(TOUR, (16, 20), on=QUOTED, rates=plain_rates() | GUIDE, terms=TERMS).word(language))
    name = bare(VEHICLES[language][1])
    assert same.count(name) == 1
    assert not re.search(rf"{name} ?[(（]", same)


def bare(told: str) -> str:
    """What is bought, without for whom."""
    return re.split(r" ?[(（]", told)[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", ["pdf", "word"])
def test_a_quote_says_what_it_must_and_nothing_of_the_books(language: Language, make: str) -> None:
    made = offer()
    data = made.pdf(language) if make == "pdf" else made.word(language)
    text = (pdf_text if make == "pdf" else word_text)(data)
    said = SAID[language] if make == "pdf" else SAID[language][:-1]
    for part in (*said, made.code, "Voyages Lumière", "08:36–09:36"):
        assert tight(part) in tight(text), part
    for secret in (made.bands[0].cost, made.bands[0].result, vnd(1_300_000)):
        assert flat(speaker(language).money(secret)) not in text
    assert not re.search(r"margin|markup|marge", text, re.I)


@pytest.mark.parametrize("language", LANGUAGES)
def test_deposit_and_villages_are_printed_on_demand(language: Language) -> None:
    made = offer()
    due = made.deposit(ACCOUNT, 16)
    amount, share = map(speaker(language).money, (due.amount, made.to_village().villages["bat-trang"]))
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


@pytest.mark.parametrize(
    ("language", "families"),
    [("vi", {"Be"}), ("fr", {"Be"}), ("ko", {"Be", "KR"}), ("ja", {"Be", "JP"}), ("zh", {"Be", "SC"})],
)
def test_only_the_typefaces_of_the_language_are_used(language: Language, families: set[str]) -> None:
    page = PdfReader(io.BytesIO(offer().pdf(language))).pages[0]
    used = {str(font.get_object()["/BaseFont"]).split("+")[1] for font in page["/Resources"]["/Font"].values()}
    known = {"BeVietnamPro": "Be", "NotoSansCJKkr": "KR", "NotoSansCJKjp": "JP", "NotoSansCJKsc": "SC"}
    assert {known[name.split("-")[0]] for name in used} == families


def test_a_quote_in_a_language_without_a_typeface_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = offer()
    monkeypatch.setattr(fonts, "_packaged_folder", tuple)
    monkeypatch.setattr(fonts, "_system_folders", tuple)
    with pytest.raises(FontError, match="to print 'ko' in"):
        made.pdf("ko")
    assert "견적서" in word_text(made.word("ko"))


def test_what_is_not_translated_says_so_once() -> None:
    made = offer()
    assert "Texts marked" not in word_text(made.word("en"))
    assert word_text(made.word("fr")).count("Les textes marqués (vi) ou (en) ne sont pas encore traduits.") == 1
    day = TOUR.days[0]
    stops = tuple(
        stop.replace(experience=stop.experience.replace(name=Text(vi="Gốm", fr=f"Poterie {number}")))
        for number, stop in enumerate(day.stops)
    )
    text = word_text(offer(TOUR.replace(days=(day.replace(stops=stops),))).word("fr"))
    assert "Poterie 0" in text
    assert "Poterie 0 (" not in text


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("fr", {"val": "fr-FR"}), ("ja", {"val": "ja-JP", "eastAsia": "ja-JP"})],
)
def test_word_is_told_the_language(language: Language, spoken: dict[str, str]) -> None:
    style = Document(io.BytesIO(offer().word(language))).styles["Normal"].element
    (told,) = style.iter(style.nsmap["w"].join("{}") + "lang")
    assert {name.split("}")[1]: value for name, value in told.items()} == spoken


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
        with pytest.raises(UnknownIdError, match="there is no language 'de'; nearest: vi, en, fr, ko, ja, zh"):
            make("de")  # type: ignore[arg-type]


HOSTILE = (
    "#panic()",
    '#read("/etc/passwd")',
    "$x^2$ *bold* _it_ @ref <label> // gone",
    "</w:t></w:r><w:br/>",
    "]]><!--",
    "a\x00b\x1bc\u202ed\ud800e",
    "=cmd|' /C calc'!A0",
    "{vat} {0} %s",
    "{page}{pages}",
    "漢字",
)


def named_all(evil: str) -> Quote:
    """A quote with one text for everything that somebody has named."""
    day = TOUR.days[0]
    stop = day.stops[0]
    visit = stop.experience.replace(name=Text(vi=evil, en=evil))
    place = stop.village.replace(name=Text(vi=evil, en=evil))
    stops = (stop.replace(experience=visit, village=place), *day.stops[1:])
    tour = TOUR.replace(name=Text(vi=evil, en=evil), theme=Text(vi=evil), days=(day.replace(stops=stops),))
    return offer(tour, client=evil)


@pytest.mark.parametrize("evil", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", ["fr", "ja"])
def test_hostile_texts_are_only_texts(evil: str, language: Language) -> None:
    made = named_all(evil)
    due = made.deposit(BankAccount(bank="970436", number="1", holder=evil), 10)
    shown = re.sub(r"[\x00-\x1f\u202e\ud800]+", " ", evil)
    assert word_text(made.word(language, deposit=due, villages=True)).count(flat(shown)) >= 6
    if evil == "漢字" and language == "fr":
        with pytest.raises(MissingGlyphError):
            made.pdf(language, deposit=due, villages=True)
        return
    pdf = pdf_text(made.pdf(language, deposit=due, villages=True))
    assert tight(pdf).count(tight(shown)) >= 6
    assert "root:" not in pdf


@pytest.mark.parametrize("text", ["Ж漢字🏺", "x\ue000"])
def test_what_no_typeface_has_is_named_and_nothing_is_printed(text: str) -> None:
    made = named_all(text)
    with pytest.raises(MissingGlyphError, match=f"quote {made.code}") as caught:
        made.pdf("fr")
    missing = {each.text: each.characters for each in caught.value.missing}
    assert missing[text] == "".join(sorted(text.lstrip("x")))
    assert text in word_text(made.word("fr"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exchange_rate_with_a_fraction_keeps_it(language: Language) -> None:
    terms = TERMS.replace(exchange=(EURO.replace(vnd="27900.5"),))
    made = quote(TOUR, on=QUOTED, rates=plain_rates() | GUIDE, terms=terms)
    rate = {"vi": "27.900,5", "fr": "27 900,5"}.get(language, "27,900.5")
    assert f"1 EUR = {rate} VND" in word_text(made.word(language))
