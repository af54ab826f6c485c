"""Random tables: every injected fault is told where it is, clean rows are let be, what is written reads back equal."""

import csv
import io
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.catalogue.read import examine
from tourplanner.catalogue.sheets import escape, unescape
from tourplanner.model import (
    Commune,
    Craft,
    Experience,
    Festival,
    Host,
    KnownRoute,
    LunarDay,
    Money,
    OcopProduct,
    Opening,
    OpeningException,
    Place,
    Price,
    Provenance,
    Season,
    Session,
    Source,
    StartPoint,
    Text,
    TimeRange,
    Village,
    nfc,
)
from tourplanner.testing.small import small_catalogue

ON = date(2026, 11, 22)
BASE = small_catalogue()

# -- faults injected into clean tables ----------------------------------------------------------------------------

SYLLABLES = st.sampled_from(["Hạ", "Thượng", "Đông", "Phú", "Vân", "Cự", "Đà", "Yên", "Thổ", "Ngọc"])
VILLAGE = {
    "tên": st.tuples(SYLLABLES, SYLLABLES).map(" ".join),
    "nghề": st.sampled_from(["gốm", "Lụa", "son mai", "NÓN LÁ", "gốm; lụa"]),
    "vĩ độ": st.floats(20.6, 21.3).map(lambda x: f"{x:.5f}"),
    "kinh độ": st.floats(105.5, 106.2).map(lambda x: f"{x:.5f}"),
    "môi trường": st.sampled_from(["đạt", "chưa đạt", ""]),
    "ngày cập nhật": st.dates(date(2024, 1, 1), ON).map(lambda day: f"{day:%d/%m/%Y}"),
}
VILLAGE_FAULTS = {
    "nghề": [("gốmm sứư", "craft-unknown")],
    "vĩ độ": [("105.8", None), ("hai mươi", "coordinates-unreadable"), ("2320000", None), ("", "value-missing")],
    "môi trường": [("đật chuẩn rồi", "environment-unknown")],
    "ngày cập nhật": [("32/01/2026", "date-unreadable"), ("23/11/2026", "date-future")],
}
EXPERIENCE = {
    "làng": st.sampled_from([village.name.vi for village in BASE.villages]),
    "tên": st.tuples(SYLLABLES, SYLLABLES).map(" ".join),
    "loại": st.sampled_from(["lớp học", "xưởng", "museum", "cho", ""]),
    "thời lượng": st.sampled_from(["30p", "1h30", "45", "90 phút"]),
    "giá": st.sampled_from(["70k", "70.000đ", "70,000 VND", "miễn phí", ""]),
    "giờ mở cửa": st.sampled_from(["8h–17h", "T2-T6 8h30-17h; T7 9h-12h", "theo hẹn", "âm lịch 4;10;14", ""]),
    "sức chứa": st.integers(1, 300).map(str),
}
EXPERIENCE_FAULTS = {
    "làng": [("Làng Không Có", "village-unknown"), ("", "value-missing")],
    "loại": [("nhà hátt", "kind-unknown")],
    "thời lượng": [("-30", "negative"), ("lâu", "duration-unreadable"), ("3 phút", "duration-range")],
    "giá": [("đắt", "price-unreadable"), ("70", "price-ambiguous"), ("-70k", "negative")],
    "giờ mở cửa": [("17h-8h", "closes-before-opens"), ("sớm", "hours-unreadable")],
    "sức chứa": [("0", "too-few"), ("-4", "negative"), ("nhiều", "number-unreadable")],
}


@st.composite
def faulty_tables(draw, columns, faults):
    """Clean rows, some cells of which are then spoilt: (rows, {(row number, column, code or None)})."""
    rows = draw(st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=12, unique_by=lambda row: row["tên"]))
    cells = [(number, column) for number in range(len(rows)) for column in faults]
    expected = set()
    for number, column in draw(st.lists(st.sampled_from(cells), max_size=5, unique=True)):
        text, code = draw(st.sampled_from(faults[column]))
        rows[number][column] = text
        expected.add((number + 2, column, code))
    return rows, expected


def as_csv(rows, separator):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def check(name, rows, expected, separator):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(as_csv(rows, separator), encoding="utf-8")
        reading = examine(path, base=BASE, on=ON)
    told = {(problem.row, problem.column): problem.code for problem in reading.problems}
    assert set(told) == {(row, column) for row, column, _ in expected}
    assert len(told) == len(reading.problems)
    assert all(code is None or told[row, column] == code for row, column, code in expected)
    assert (reading.catalogue is None) == bool(expected)
    return reading.catalogue


@settings(max_examples=60, deadline=None)
@given(faulty_tables(VILLAGE, VILLAGE_FAULTS), st.sampled_from(",;\t"))
def test_faults_in_villages_are_told_where_they_are_and_nowhere_else(table, separator):
    rows, expected = table
    catalogue = check("villages.csv", rows, expected, separator)
    if catalogue:
        assert [village.name.vi for village in catalogue.villages] == [row["tên"] for row in rows]


@settings(max_examples=60, deadline=None)
@given(faulty_tables(EXPERIENCE, EXPERIENCE_FAULTS), st.sampled_from(",;\t"))
def test_faults_in_experiences_are_told_where_they_are_and_nowhere_else(table, separator):
    rows, expected = table
    catalogue = check("experiences.csv", rows, expected, separator)
    if catalogue:
        assert [experience.name.vi for experience in catalogue.experiences] == [row["tên"] for row in rows]


# -- what is written reads back equal -----------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@';,|\n\"\tạĐ"), min_size=1, max_size=12
).filter(str.strip)
DAYS = st.dates(date(2021, 11, 23), ON)
NAMES = st.builds(Text, vi=TEXTS, en=TEXTS | st.just(""), fr=st.just("") | TEXTS, zh=st.just("") | TEXTS)
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
PLACES = st.builds(Place, lat=st.floats(20, 22), lon=st.floats(105, 106.5), accuracy_m=st.integers(0, 3000))
KEYS = st.from_regex(r"[a-z0-9:/.]{1,8}", fullmatch=True)
ORIGINS = st.builds(
    Provenance,
    sources=st.lists(KEYS, max_size=2, unique=True).map(tuple),
    as_of=st.none() | DAYS,
    confidence=st.sampled_from(["official", "sourced", "press", "recalled", "estimate", "unknown"]),
    note=st.just("") | TEXTS,
)
MONEY = st.builds(Money, amount=st.integers(0, 10**8), currency=st.sampled_from(["VND", "EUR", "USD"]))


def known_fields(model):
    return st.dictionaries(st.sampled_from(sorted(model.model_fields)), ORIGINS, max_size=2)


def moments(count):
    """``count`` different minutes of a day, in order."""
    each = st.lists(st.integers(0, 24 * 60 - 1), min_size=count, max_size=count, unique=True)
    return each.map(lambda found: [time(minute // 60, minute % 60) for minute in sorted(found)])


RANGES = moments(2).map(lambda span: TimeRange(open=span[0], close=span[1]))
MONTH_DAYS = st.tuples(st.integers(1, 12), st.integers(1, 30)).filter(lambda day: day != (2, 30))
SEASONS = st.builds(
    Season,
    first=MONTH_DAYS,
    last=MONTH_DAYS,
    calendar=st.sampled_from(["solar", "lunar"]),
    reason=st.none() | NAMES,
)
EXCEPTIONS = st.builds(
    OpeningException,
    first=DAYS,
    last=DAYS,
    ranges=st.lists(RANGES, max_size=2).map(tuple),
    reason=st.none() | NAMES,
)
OPENINGS = st.builds(
    Opening,
    weekly=st.tuples(*[st.lists(RANGES, max_size=1).map(tuple)] * 7),
    lunar_days=st.lists(
        st.builds(LunarDay, day=st.integers(1, 30), month=st.none() | st.integers(1, 12)), max_size=2, unique=True
    ).map(tuple),
    seasons=st.lists(SEASONS, max_size=2).map(tuple),
    closures=st.lists(SEASONS, max_size=2).map(tuple),
    exceptions=st.lists(EXCEPTIONS, max_size=2).map(tuple),
    starts=moments(2).map(tuple) | st.just(()),
    by_appointment=st.booleans(),
)
PRICES = st.builds(
    Price,
    per=st.sampled_from(["person", "group"]),
    adult=st.none() | MONEY,
    child=st.none() | MONEY,
    year=st.none() | st.integers(2000, 2026),
    includes_lunch=st.booleans(),
)


def ids(draw, count):
    return draw(st.lists(IDS, min_size=count, max_size=count, unique=True))


@st.composite
def catalogues(draw):
    """A small region in which any field may be anything the tables can say."""
    crafts = [
        Craft(
            id=id,
            name=draw(NAMES),
            group=draw(IDS),
            group_name=draw(NAMES),
            synonyms=tuple(draw(st.lists(st.sampled_from(["a b", "tò he", "x"]), max_size=2, unique=True))),
            heritage=draw(st.booleans()),
            at_risk=draw(st.none() | st.booleans()),
        )
        for id in ids(draw, 2)
    ]
    craft_ids = st.lists(st.sampled_from([craft.id for craft in crafts]), unique=True).map(tuple)
    villages = [
        Village(
            id=id,
            name=draw(NAMES),
            crafts=draw(craft_ids),
            place=draw(PLACES),
            communes=tuple(draw(st.lists(st.builds(
                Commune, name=TEXTS, province=TEXTS, district=st.none() | TEXTS, since=st.none() | DAYS,
                until=st.none() | DAYS,
            ), max_size=2))),
            recognition=draw(st.sampled_from(["craft", "traditional", "tourism", "unknown"])),
            standing=draw(st.sampled_from(["anchor", "satellite"])),
            at_risk=draw(st.none() | st.booleans()),
            environment=draw(st.sampled_from(["met", "not met", "unknown"])),
            plan=draw(st.sampled_from(["keep", "preserve", "convert", "unknown"])),
            ocop=tuple(draw(st.lists(st.builds(
                OcopProduct, name=NAMES, stars=st.none() | st.integers(3, 5), since=st.none() | DAYS, source=KEYS,
            ), max_size=2))),
            note=draw(TEXTS | st.just("")),
            provenance=draw(known_fields(Village)),
        )
        for id in ids(draw, 2)
    ]  # fmt: skip
    village_ids = st.sampled_from([village.id for village in villages])
    hosts = [
        Host(
            id=f"host/{id}", village=draw(village_ids), name=draw(NAMES), kind=draw(st.sampled_from(["firm", "site"])),
            provenance=draw(known_fields(Host)),
        )
        for id in ids(draw, 2)
    ]  # fmt: skip
    hosts[0] = hosts[0].replace(members=(hosts[1].id,), kind="cooperative")
    experience_ids = [f"e/{id}" for id in ids(draw, 2)]
    experiences = [
        Experience(
            id=id,
            village=(host := draw(st.sampled_from(hosts))).village,
            host=host.id,
            name=draw(NAMES),
            kind=draw(st.sampled_from(["class", "workshop", "meal", "heritage site"])),
            role=draw(st.sampled_from(["production", "culture", None])),
            crafts=draw(craft_ids),
            minutes=draw(st.integers(5, 60)),
            minutes_from=draw(st.sampled_from([(), ((2, 60),), ((13, 90), (25, 90), (37, 600))])),
            party_min=draw(st.integers(1, 9)),
            capacity=draw(st.integers(1, 2000)),
            price=draw(PRICES),
            opening=draw(OPENINGS),
            languages=draw(st.lists(st.sampled_from(["vi", "en", "fr", "ja"]), max_size=3, unique=True).map(tuple)),
            lead_days=draw(st.integers(0, 30)),
            rain_sensitive=draw(st.booleans()),
            sessions_only=draw(st.booleans()),
            ocop_stars=draw(st.none() | st.integers(3, 5)),
            place=draw(st.none() | PLACES),
            variant_of=draw(st.sampled_from([None, *experience_ids])),
            note=draw(TEXTS | st.just("")),
            provenance=draw(known_fields(Experience)),
        )
        for id in experience_ids
    ]
    begin = datetime(2027, 3, 6, 1, 0, tzinfo=UTC)
    return Catalogue(
        region=draw(IDS),
        name=draw(NAMES),
        as_of=draw(DAYS),
        crafts=tuple(crafts),
        villages=tuple(villages),
        hosts=tuple(hosts),
        experiences=tuple(experiences),
        sessions=tuple(
            Session(
                id=f"s/{id}", experience=experience_ids[0], begin=begin, end=begin + timedelta(minutes=m), places_left=m
            )
            for m, id in enumerate(ids(draw, 2), 1)
        ),
        festivals=tuple(
            Festival(
                id=f"f/{id}", village=draw(village_ids), name=draw(NAMES), lunar_month=1, first_day=4, last_day=9,
                main_day=draw(st.integers(4, 9)), opens=(experience_ids[0],), closes=(experience_ids[1],),
                confidence="press", provenance=draw(known_fields(Festival)),
            )
            for id in ids(draw, 1)
        ),
        starts=tuple(StartPoint(id=id, name=draw(NAMES), place=draw(PLACES)) for id in ids(draw, 1)),
        routes=tuple(
            KnownRoute(id=id, name=draw(NAMES), origin=draw(TEXTS), villages=(villages[0].id,), sources=("a", "b"))
            for id in ids(draw, 1)
        ),
        sources=tuple(Source(key=key, where=draw(TEXTS)) for key in ids(draw, 2)),
        attributions=tuple(draw(st.lists(TEXTS.map(nfc), max_size=2))),
    )  # fmt: skip


# Shrinking a whole region takes minutes and shows no more than the field that differs.
@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(catalogues())
def test_what_is_written_reads_back_equal_and_the_same_bytes_again(catalogue):
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        paths = catalogue.write(first)
        again = Catalogue.read(first, on=ON)
        again.write(second)
        for path in paths:
            assert path.read_bytes() == (Path(second) / path.name).read_bytes()
            for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
                assert not any(cell.startswith(("=", "+", "-", "@")) and len(cell) > 1 for cell in row)
    for field in Catalogue.model_fields:
        assert getattr(again, field) == getattr(catalogue, field)


@given(st.text())
def test_a_cell_that_would_be_calculated_is_escaped_and_comes_back(text):
    text = text.strip()
    assert unescape(escape(text)) == text
    assert not escape(text).startswith(("=", "+", "-", "@"))
