"""What guests, suppliers and staff are sent: short, one line, in their language, and nothing that acts."""

from __future__ import annotations

import email
import email.policy
import unicodedata
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers_cases import BEGINS, DEPARTURE, FORMULAS, GUESTS, OFFICE, OPERA
from pydantic import ValidationError

from tourplanner.booking.papers import (
    Contact,
    Guest,
    SupplierRequest,
    guest_message,
    mail,
    request_text,
    run_sheet,
    run_text,
    withdrawal_text,
)
from tourplanner.booking.papers.guests import Occasion
from tourplanner.booking.papers.people import Pickup
from tourplanner.booking.papers.short import LONGEST, fitted
from tourplanner.booking.tickets import Key, Keyring, answer_codes, read_answer
from tourplanner.errors import GoalError
from tourplanner.model import Itinerary, Text
from tourplanner.speech import LANGUAGES, Language, speaker
from tourplanner.testing import small_portfolio

RING = Keyring("Hanoi Craft Tours", (Key(1, bytes(32)),))
CODES = answer_codes(RING, until=BEGINS - timedelta(days=2), random=lambda count: bytes(count))
REQUEST = SupplierRequest(
    supplier=Contact(name="Sơn mài Hạ Thái", duty="host"),
    service=Text(vi="Vẽ sơn mài", en="Lacquer painting"),
    begins=BEGINS,
    guests=24,
    children=2,
    note="2 ăn chay",
)
ANY = st.text(st.characters(exclude_categories=()), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "vi",
            "Hanoi Craft Tours xin chỗ cho 24 khách (có 2 trẻ em): Vẽ sơn mài, 08:00 thứ bảy 6/3/2027. 2 ăn chay. "
            "Trả lời trước 08:00 thứ năm 4/3/2027. Nhận: https://d.vn/a/{yes} Không nhận: https://d.vn/a/{no}",
        ),
        (
            "en",
            "Hanoi Craft Tours asks for 24 places (children: 2): Lacquer painting, Sat 6 Mar 2027, 08:00. 2 ăn chay. "
            "Please answer by Thu 4 Mar 2027, 08:00. Yes: https://d.vn/a/{yes} No: https://d.vn/a/{no}",
        ),
        (
            "fr",
            "Hanoi Craft Tours demande 24 places (dont enfants : 2) : Lacquer painting, sam. 6 mars 2027 à 8h00. "
            "2 ăn chay. Réponse avant jeu. 4 mars 2027 à 8h00. Oui : https://d.vn/a/{yes} Non : https://d.vn/a/{no}",
        ),
        (
            "ko",
            "Hanoi Craft Tours에서 요청드립니다: 24명 자리(어린이 2명 포함), Lacquer painting, "
            "2027년 3월 6일(토) 08:00. 2 ăn chay. 2027년 3월 4일(목) 08:00까지 답해 주세요. "
            "수락: https://d.vn/a/{yes} 거절: https://d.vn/a/{no}",
        ),
        (
            "ja",
            "Hanoi Craft Toursより24名分の席（うち子ども2名）のお願いです：Lacquer painting、2027年3月6日(土) 08:00。"
            "2 ăn chay. 2027年3月4日(木) 08:00までにご返答ください。"
            "可： https://d.vn/a/{yes} 不可： https://d.vn/a/{no}",
        ),
        (
            "zh",
            "Hanoi Craft Tours申请24个名额（含儿童2名）：Lacquer painting，2027年3月6日(周六) 08:00。"
            "2 ăn chay. 请在2027年3月4日(周四) 08:00前答复。"
            "接受： https://d.vn/a/{yes} 不接受： https://d.vn/a/{no}",
        ),
    ],
)
def test_a_request_says_what_when_and_how_to_answer(language: Language, said: str) -> None:
    text = request_text(REQUEST, CODES, office="Hanoi Craft Tours", link="https://d.vn/a/", language=language)
    assert text == said.format(yes=CODES.yes, no=CODES.no)


def test_without_a_link_the_codes_are_sent_back() -> None:
    text = request_text(REQUEST.replace(children=0, note=""), CODES, office="A")
    assert "24 khách: Vẽ sơn mài, 08:00 thứ bảy 6/3/2027. Trả lời trước" in text
    assert text.endswith(f"Nhận: {CODES.yes} Không nhận: {CODES.no}")


@given(ANY, ANY, ANY, st.sampled_from(LANGUAGES))
def test_a_request_fits_whatever_the_names_and_can_be_answered(
    office: str, service: str, note: str, language: Language
) -> None:
    request = REQUEST.replace(service=Text(vi=f"a{service}"), note=note)
    text = request_text(request, CODES, office=office, link="https://dat.example.vn/a", language=language)
    assert_short(text)
    codes = [word.rsplit("/", 1)[1] for word in text.split() if word.startswith("https://dat.example.vn/a/")]
    answers = [read_answer(code, RING, now=BEGINS - timedelta(days=3)).accepts for code in codes[-2:]]
    assert answers == [True, False]


def assert_short(text: str) -> None:
    assert len(text) <= LONGEST
    assert unicodedata.is_normalized("NFC", text)
    assert text.splitlines() == [text]
    text.encode()


@pytest.mark.parametrize("link", ["http://d.vn", "javascript:alert(1)", "https://d.vn/a b", "https://d.vn/\r\nX: y"])
def test_a_link_must_be_one(link: str) -> None:
    with pytest.raises(GoalError, match="give an https address"):
        request_text(REQUEST, CODES, office="A", link=link)


def test_a_link_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(GoalError, match="longer than 400; shorten the answers in it"):
        request_text(REQUEST, CODES, office="A", link="https://d.vn/" + "a" * 150)


def test_children_are_guests() -> None:
    with pytest.raises(ValidationError, match="25 children among 24 guests"):
        REQUEST.replace(children=25)


def test_a_guest_is_told_in_vietnamese_and_in_their_own_language() -> None:
    told = guest_message("confirmed", DEPARTURE, GUESTS[0], office=OFFICE)
    assert told == {
        "vi": "Hanoi Craft Tours: đã giữ chỗ LUM-24, Đường gốm, 08:00 thứ bảy 6/3/2027. Đón tại Nhà hát Lớn, "
        "07:30 thứ bảy 6/3/2027. Gọi +84 24 3825 0000 nếu cần.",
        "fr": "Hanoi Craft Tours : réservation LUM-24 confirmée, Pottery road, sam. 6 mars 2027 à 8h00. "
        "Rendez-vous : Nhà hát Lớn, sam. 6 mars 2027 à 7h30. Questions : +84 24 3825 0000.",
    }
    assert list(guest_message("reminder", DEPARTURE, GUESTS[2], office=OFFICE)) == ["vi"]
    assert list(guest_message("reminder", DEPARTURE, Guest(name="Uwe", language="de"), office=OFFICE)) == ["vi", "en"]
    assert "Rendez-vous" not in guest_message("cancelled", DEPARTURE, GUESTS[0], office=OFFICE)["fr"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "ko",
            "Hanoi Craft Tours: 예약 LUM-24이(가) 확정되었습니다. Pottery road, 2027년 3월 6일(토) 08:00. "
            "만나는 곳: Nhà hát Lớn, 2027년 3월 6일(토) 07:30. 문의: +84 24 3825 0000.",
        ),
        (
            "ja",
            "Hanoi Craft Tours：ご予約LUM-24が確定しました。Pottery road、2027年3月6日(土) 08:00。"
            "お迎え：Nhà hát Lớn、2027年3月6日(土) 07:30。 お問い合わせ：+84 24 3825 0000。",
        ),
        (
            "zh",
            "Hanoi Craft Tours：预订LUM-24已确认，Pottery road，2027年3月6日(周六) 08:00。"
            "接客地点：Nhà hát Lớn，2027年3月6日(周六) 07:30。 咨询：+84 24 3825 0000。",
        ),
    ],
)
def test_guests_from_the_east_are_told_in_theirs(language: Language, said: str) -> None:
    told = guest_message("confirmed", DEPARTURE, GUESTS[0].replace(language=language), office=OFFICE)
    assert list(told) == ["vi", language]
    assert told[language] == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", get_args(Occasion))
def test_every_message_says_what_which_when_and_whom_to_call(occasion: Occasion, language: Language) -> None:
    own = speaker(language)
    told = guest_message(occasion, DEPARTURE, GUESTS[0].replace(language=language), office=OFFICE)[language]
    title = DEPARTURE.title.vi if language == "vi" else DEPARTURE.title.en
    for part in (OFFICE.name, OFFICE.phone, "LUM-24", title, own.moment(BEGINS)):
        assert part in told
    met = own.moment(BEGINS - timedelta(minutes=30))
    assert (met in told) == (OPERA in told) == (occasion != "cancelled")
    assert "{" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawal_says_what_is_not_needed_and_asks_nothing(language: Language) -> None:
    told = withdrawal_text(REQUEST, office="Hanoi Craft Tours", language=language)
    assert_short(told)
    for part in ("Hanoi Craft Tours", "24", speaker(language).moment(BEGINS)):
        assert part in told
    assert CODES.yes not in told
    assert "{" not in told


@given(ANY, ANY, st.sampled_from(LANGUAGES))
def test_a_withdrawal_fits_whatever_the_names(office: str, service: str, language: Language) -> None:
    assert_short(withdrawal_text(REQUEST.replace(service=Text(vi=f"a{service}")), office=office, language=language))


@given(st.sampled_from(get_args(Occasion)), ANY, ANY, ANY, st.sampled_from([*LANGUAGES, "de"]))
def test_a_guests_message_fits_and_tells_no_name(
    occasion: Occasion, title: str, office: str, pickup: str, language: str
) -> None:
    met = Pickup(name=f"a{pickup[:199]}", at=BEGINS)
    guest = Guest(name="Zoë Q9Z", booking="B" * 60, phone="+84 900", pickup=met.name, language=language)
    departure = DEPARTURE.replace(title=Text(vi=f"a{title}"), pickups=(met,), guests=(guest,))
    sender = Contact(name=f"a{office[:199]}", duty="office", phone="1" * 60)
    for text in guest_message(occasion, departure, guest, office=sender).values():
        assert_short(text)
        assert "B" * 60 in text
        assert "1" * 60 in text
        assert "Q9Z" not in text
        assert "+84 900" not in text


def test_what_is_filled_in_is_no_template() -> None:
    assert fitted("{a} {b}", {"a": "{b} {0.__class__}"}, {"b": "x"}) == "{b} {0.__class__} x"
    assert fitted("{a}: {b}", {"a": "n" * 500}, {"b": "x" * 300}) == "n" * 97 + "…: " + "x" * 300


HEADERS = ("Lan\r\nBcc: x@y.vn", "Lan\nBcc: x@y.vn", "Lan\rBcc: x@y.vn", "Lan\u2028Bcc: x", "Lan\0", 'Lan" <x@y.vn>, "')


@pytest.mark.parametrize("name", [*HEADERS, *FORMULAS])
def test_no_name_and_no_subject_becomes_a_header(name: str) -> None:
    made = mail(sender=(name, "a@b.vn"), to=(name, "c@d.vn"), subject=name, text=f"Chào {name}\r\nBcc: x@y.vn")
    read = email.message_from_bytes(made.as_bytes(), policy=email.policy.default)
    assert sorted(read.keys()) == sorted(made.keys())
    assert set(read.keys()) <= {"From", "To", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
    assert [each.addr_spec for each in read["To"].addresses] == ["c@d.vn"]
    assert [each.addr_spec for each in read["From"].addresses] == ["a@b.vn"]
    assert b"\n" not in made.as_bytes().replace(b"\r\n", b"")


@pytest.mark.parametrize("address", ["", "a", "a@b", "a@b.vn, c@d.vn", "a@b.vn\r\nBcc: c@d.vn", "<a@b.vn>", "ă@b.vn"])
def test_an_address_must_be_exactly_one(address: str) -> None:
    with pytest.raises(GoalError, match="one address") as caught:
        mail(sender=("A", "a@b.vn"), to=("B", address), subject="x", text="y")
    assert not address or address not in str(caught.value) or len(address) < 4


@pytest.fixture(scope="module")
def route() -> Itinerary:
    return small_portfolio()[0]


STAFF = (Contact(name="Lan", duty="guide", phone="0911"), Contact(name="Bình", duty="driver", phone="0922"))


def test_a_run_sheet_has_every_leg_and_stop_in_order(route: Itinerary) -> None:
    sheet = run_sheet(route, DEPARTURE, staff=STAFF)
    day = route.days[0]
    assert [(line.at, line.what, line.count) for line in sheet.lines[:2]] == [
        (BEGINS - timedelta(minutes=30), "pickup", 2),
        (BEGINS - timedelta(minutes=20), "pickup", 1),
    ]
    onward = sheet.lines[2:]
    assert [line.at for line in onward if line.what in ("drive", "walk")] == [leg.depart for leg in day.legs]
    assert [line.at for line in onward if line.what in ("visit", "meal")] == [stop.begin for stop in day.stops]
    assert (onward[-1].what, onward[-1].at) == ("back", day.back)
    assert [line.at for line in sheet.lines] == sorted(line.at for line in sheet.lines)
    assert (sheet.adults, sheet.children, sheet.languages) == (2, 1, (("fr", 2), ("vi", 1)))


def test_the_guide_reads_diets_and_hosts_and_the_driver_neither(route: Itinerary) -> None:
    host = Contact(name="Bà Mai", duty="host", phone="0933")
    sheet = run_sheet(route, DEPARTURE, staff=STAFF, hosts={route.stops[0].experience.host: host})
    guide, driver = run_text(sheet, reader="guide"), run_text(sheet, reader="driver")
    assert "Ăn kiêng: végétarienne (1)\n" in guide
    assert "Cần giúp: xe lăn (1)\n" in guide
    assert "Chủ nhà: Bà Mai 0933" in guide
    assert "Lái xe: Bình 0922" in guide
    assert "0911" not in guide
    assert "Hướng dẫn viên: Lan 0911" in driver
    assert "07:30 Đón Nhà hát Lớn · 2 khách\n" in driver
    for word in ("végé", "xe lăn", "0933", "Ngôn ngữ"):
        assert word not in driver
    for text in (guide, driver):
        assert not [guest.name for guest in GUESTS if guest.name in text]


def test_a_run_sheet_of_another_date_is_refused(route: Itinerary) -> None:
    other = DEPARTURE.replace(begins=BEGINS - timedelta(hours=9))
    with pytest.raises(GoalError, match="for 2027-03-06, the departure on 2027-03-05"):
        run_sheet(route, other)


@pytest.mark.parametrize(
    ("language", "word", "party", "diet"),
    [
        ("vi", "Đi xe", "2 người lớn, 1 trẻ em", "Ăn kiêng: végétarienne (1)"),
        ("en", "Drive", "2 adults, 1 child", "Diets: végétarienne (1)"),
        ("fr", "Route", "2 adultes, 1 enfant", "Régimes : végétarienne (1)"),
        ("ko", "차량 이동", "성인 2명, 어린이 1명", "식이 요건: végétarienne (1)"),
        ("ja", "車で移動", "大人2名, 子ども1名", "食事制限：végétarienne (1)"),
        ("zh", "乘车", "2名成人, 1名儿童", "饮食要求：végétarienne (1)"),
    ],
)
def test_a_run_sheet_is_in_six_languages(
    route: Itinerary, language: Language, word: str, party: str, diet: str
) -> None:
    text = run_text(run_sheet(route, DEPARTURE), reader="guide", language=language)
    own, spoken = speaker(language), speaker(language).language_name("fr")
    first, second, *lines = text.splitlines()
    assert first == (DEPARTURE.title.vi if language == "vi" else DEPARTURE.title.en)
    assert second == f"{own.moment(BEGINS)} · {party}"
    assert diet in lines
    assert any(f"{spoken} (2)" in line for line in lines)
    drives = [leg for leg in route.legs if leg.mode == "drive"]
    assert text.count(f" {word} ") == len(drives)
    for leg in drives:
        assert f"· {own.duration(leg.seconds)} · {own.distance(leg.metres)}" in text
    assert f"— {own.short_day(BEGINS.date())} —" in lines
