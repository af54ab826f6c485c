"""Opening hours in words."""

from __future__ import annotations

from datetime import date, time

import pytest

from tourplanner.almanac import describe
from tourplanner.errors import UnknownIdError
from tourplanner.model import LunarDay, Opening, OpeningException, Season, Text, TimeRange

WEEK = (TimeRange(open=time(8), close=time(17, 30)),)
WEEKEND = (TimeRange(open=time(8), close=time(18)),)
SPLIT = (TimeRange(open=time(13, 30), close=time(17)), TimeRange(open=time(8), close=time(11, 30)))
DAILY = Opening.daily(time(8), time(17))

CASES = (
    (DAILY, "08:00–17:00 hằng ngày", "08:00–17:00 daily"),
    (
        Opening(weekly=(WEEK,) * 5 + (WEEKEND,) * 2),
        "T2–T6 08:00–17:30; T7–CN 08:00–18:00",
        "Mon–Fri 08:00–17:30; Sat–Sun 08:00–18:00",
    ),
    (
        Opening(weekly=((), WEEK, WEEK, (), SPLIT, WEEK, WEEKEND)),
        "T3–T4, T7 08:00–17:30; T6 08:00–11:30, 13:30–17:00; CN 08:00–18:00; T2, T5 nghỉ",
        "Tue–Wed, Sat 08:00–17:30; Fri 08:00–11:30, 13:30–17:00; Sun 08:00–18:00; Mon, Thu closed",
    ),
    (
        Opening.daily(time(4), time(9), lunar_days=tuple(LunarDay(day=day) for day in (30, 4, 10, 14, 20, 24))),
        "04:00–09:00; chỉ ngày 4, 10, 14, 20, 24, 30 âm lịch",
        "04:00–09:00; only on lunar days 4, 10, 14, 20, 24, 30",
    ),
    (
        Opening.daily(time(8), time(17), lunar_days=tuple(LunarDay(day=day, month=3) for day in (14, 15, 16))),
        "08:00–17:00; chỉ ngày 14/3, 15/3, 16/3 âm lịch",
        "08:00–17:00; only on lunar days 14/3, 15/3, 16/3 (day/month)",
    ),
    (
        DAILY.replace(
            seasons=(Season(first=(7, 15), last=(9, 30), calendar="lunar"),),
            closures=(Season(first=(12, 25), last=(1, 6), calendar="lunar", reason=Text(vi="Tết", en="New Year")),),
        ),
        "08:00–17:00 hằng ngày; mùa 15/7–30/9 âm lịch; nghỉ 25/12–6/1 âm lịch (Tết)",
        "08:00–17:00 daily; in season lunar 15/7–30/9 (day/month); closed lunar 25/12–6/1 (day/month) (New Year)",
    ),
    (
        DAILY.replace(seasons=(Season(first=(5, 1), last=(10, 31)),)),
        "08:00–17:00 hằng ngày; mùa 1/5–31/10",
        "08:00–17:00 daily; in season 1 May–31 Oct",
    ),
    (
        DAILY.replace(starts=(time(14), time(9, 30), time(14))),
        "08:00–17:00 hằng ngày; bắt đầu lúc 09:30, 14:00",
        "08:00–17:00 daily; starts at 09:30, 14:00",
    ),
    (
        DAILY.replace(
            exceptions=(
                OpeningException(first=date(2027, 3, 20), last=date(2027, 3, 21), reason=Text(vi="hội làng")),
                OpeningException(first=date(2027, 4, 1), last=date(2027, 4, 1), ranges=SPLIT),
            )
        ),
        "08:00–17:00 hằng ngày; nghỉ 20/03/2027–21/03/2027 (hội làng); 01/04/2027 08:00–11:30, 13:30–17:00",
        "08:00–17:00 daily; closed 20 Mar 2027–21 Mar 2027 (hội làng (vi)); 1 Apr 2027 08:00–11:30, 13:30–17:00",
    ),
    (DAILY.replace(by_appointment=True), "08:00–17:00 hằng ngày; theo hẹn", "08:00–17:00 daily; by appointment"),
    (Opening(weekly=((),) * 7, by_appointment=True), "theo hẹn", "by appointment"),
    (Opening(weekly=((),) * 7), "không có giờ cố định", "no regular hours"),
)


@pytest.mark.parametrize(("opening", "vi", "en"), CASES)
def test_hours_in_both_languages(opening: Opening, vi: str, en: str) -> None:
    assert describe(opening, "vi") == vi
    assert describe(opening, "en") == en


def test_guests_read_hours_in_their_own_language() -> None:
    opening = DAILY.replace(
        seasons=(Season(first=(5, 1), last=(10, 31)),), starts=(time(9),), by_appointment=True,
        closures=(Season(first=(12, 25), last=(1, 6), calendar="lunar", reason=Text(vi="Tết", en="New Year")),),
    )  # fmt: skip
    assert [describe(opening, language) for language in ("fr", "ko", "ja", "zh")] == [
        "08:00–17:00 tous les jours; en saison 1er mai–31 oct.; début à 09:00; "
        "fermé 25/12–6/1 (calendrier lunaire, jour/mois) (New Year (en)); sur rendez-vous",
        "매일 08:00–17:00; 5월 1일–10월 31일에만 영업; 09:00 시작; 음력 25/12–6/1(일/월) 휴무 (New Year (en)); 예약제",
        "毎日08:00–17:00; 期間 5月1日–10月31日; 09:00開始; 旧暦25/12–6/1（日/月） 休業 (New Year (en)); 要予約",
        "每天08:00–17:00; 季节 5月1日–10月31日; 09:00开始; 农历25/12–6/1（日/月） 休息 (New Year (en)); 需预约",
    ]
    closed = Opening(weekly=((), WEEK, WEEK, (), SPLIT, WEEK, WEEKEND))
    assert describe(closed, "ko").startswith("화–수, 토 08:00–17:30")
    assert describe(closed, "fr").endswith("lun., jeu. fermé")
    with pytest.raises(UnknownIdError, match="there is no language 'de'"):
        describe(DAILY, "de")
