"""Reading an operator's own tables: what is understood, and what is told about what is not."""

import sys
import unicodedata
from datetime import date, datetime, time
from pathlib import Path

import pytest

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.catalogue.read import examine, problems, warnings
from tourplanner.catalogue.records import ASSUMED
from tourplanner.catalogue.sheets import MAX_ROWS
from tourplanner.errors import DataError
from tourplanner.model import HANOI, Commune, Money, Provenance
from tourplanner.testing.small import small_catalogue

DATA = Path(__file__).parent / "data" / "catalogue"
ON = date(2026, 11, 22)
MERGER = date(2025, 7, 1)


def with_old_communes():
    """The small region with the names some of its communes had before July 2025."""
    base = small_catalogue()
    old = {
        "ha-thai": ("Duyên Thái", "Thường Tín"),
        "van-phuc": ("Phùng Xá", "Mỹ Đức"),
        "phu-vinh": ("Phùng Xá", "Thạch Thất"),
    }
    villages = []
    for village in base.villages:
        if village.id in old:
            name, district = old[village.id]
            before = Commune(name=name, district=district, province="Hà Nội", until=MERGER)
            village = village.replace(communes=(before, *village.communes))
        villages.append(village)
    return base.replace(villages=tuple(villages))


BASE = with_old_communes()


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def told(found):
    return {(problem.file, problem.row, problem.column, problem.code) for problem in found}


def test_a_folder_with_vietnamese_headings_is_read():
    own = Catalogue.read(DATA / "own", base=BASE, on=ON)
    assert [village.id for village in own.villages] == ["da-sy", "cu-da", "ha-thai"]
    da_sy, cu_da, ha_thai = own.villages
    assert da_sy.crafts == ("lacquer",)
    assert (da_sy.place.lat, da_sy.place.lon) == (20.9512, 105.7712)
    assert (da_sy.environment, da_sy.at_risk) == ("met", False)
    assert da_sy.communes == (Commune(name="Xã Hà Trì", province="Hà Nội"),)
    assert cu_da.crafts == ("pottery", "silk")
    assert cu_da.place.lat == pytest.approx(20.923361, abs=1e-5)
    assert ha_thai.crafts == ("lacquer",)
    smithy, house, wheel = own.experiences
    assert smithy.id == "da-sy/lop-ren-dao"
    assert (smithy.minutes, smithy.capacity, smithy.lead_days) == (90, 20, 2)
    assert smithy.price.adult == Money(amount=70_000)
    assert smithy.languages == ("en", "vi")
    assert smithy.role == "training"
    assert house.opening.by_appointment
    assert house.price.adult == Money(amount=0)
    assert wheel.price.adult == Money(amount=80_000)
    assert wheel.village == "bat-trang"
    assert own.sessions[0].begin == datetime(2027, 3, 6, 8, 30, tzinfo=HANOI)
    assert own.sessions[0].end == datetime(2027, 3, 6, 10, 0, tzinfo=HANOI)
    assert own.sessions[1].experience == "bt-wheel"
    assert own.festivals[0].main_day == 9
    assert own.starts[0].place.accuracy_m == 50


def test_what_is_read_carries_its_source_and_what_is_assumed_says_so():
    own = Catalogue.read(DATA / "own", base=BASE, on=ON)
    told_by = own.village("da-sy").fact("environment").provenance
    assert told_by.sources == ("điện thoại trưởng thôn",)
    assert told_by.as_of == date(2026, 10, 1)
    assert told_by.confidence == "sourced"
    house = own.experience("cu-da/nha-co-ben-song")
    assert house.fact("price").provenance == Provenance()
    assert own.village("da-sy").fact("place").provenance.note == "sai số giả định / accuracy assumed"
    assert own.village("da-sy").fact("place").verified
    assert house.fact("capacity").provenance.sources == (ASSUMED,)
    assert house.fact("capacity").provenance.confidence == "estimate"
    assert house.fact("opening").provenance.confidence == "estimate"
    assert house.fact("opening").provenance.note
    assert own.host(house.host).fact("kind").provenance.sources == (ASSUMED,)
    assert ASSUMED in {source.key for source in own.sources}
    assert not house.fact("capacity").verified


def test_all_faults_come_at_once_each_with_its_place_and_fix():
    with pytest.raises(DataError) as caught:
        Catalogue.read(DATA / "faulty", base=BASE, on=ON)
    found = caught.value.problems
    assert told(found) == {
        ("villages.csv", 2, "lat", "coordinates-swapped"),
        ("villages.csv", 3, "craft", "craft-unknown"),
        ("villages.csv", 3, "lat", "coordinates-projected"),
        ("villages.csv", 3, "commune", "commune-abolished"),
        ("villages.csv", 3, "environment", "environment-unknown"),
        ("villages.csv", 4, "id", "id-invalid"),
        ("villages.csv", 4, "lat", "coordinates-outside"),
        ("villages.csv", 4, "commune", "commune-abolished"),
        ("villages.csv", 4, "as_of", "date-future"),
        ("villages.csv", 5, "name", "id-duplicate"),
        ("villages.csv", 5, "lat", "coordinates-point-lost"),
        ("villages.csv", 6, "craft", "craft-unknown"),
        ("villages.csv", 6, "lat", "value-missing"),
        ("experiences.csv", 1, "langages", "column-unknown"),
        ("experiences.csv", 2, "role", "role-unknown"),
        ("experiences.csv", 2, "minutes", "negative"),
        ("experiences.csv", 2, "price", "price-unreadable"),
        ("experiences.csv", 2, "open", "closes-before-opens"),
        ("experiences.csv", 2, "capacity", "too-few"),
        ("experiences.csv", 3, "village", "village-unknown"),
        ("experiences.csv", 3, "minutes", "duration-unreadable"),
        ("experiences.csv", 3, "open", "hours-unreadable"),
    }
    fixes = {(problem.row, problem.code): problem.fix for problem in found if problem.file == "villages.csv"}
    assert fixes[2, "coordinates-swapped"] == "lat 20.9512, lon 105.7712"
    assert fixes[3, "craft-unknown"].startswith("Gốm")
    assert fixes[3, "commune-abolished"] == "Xã Hồng Vân (since 2025-07-01)"
    assert fixes[3, "environment-unknown"] == "met"
    assert fixes[4, "id-invalid"] == "ha-tri-1"
    assert "Phường Hà Đông (since 2025-07-01) [was in Mỹ Đức]" in fixes[4, "commune-abolished"]
    assert "Xã Phú Nghĩa (since 2025-07-01) [was in Thạch Thất]" in fixes[4, "commune-abolished"]
    assert fixes[5, "coordinates-point-lost"] == "lat 20.9512, lon 105.7712"
    duplicate = next(problem for problem in found if problem.code == "id-duplicate")
    assert "row 2" in duplicate.message
    assert "row 5" in duplicate.message
    unknown = next(problem for problem in found if problem.code == "village-unknown")
    assert unknown.fix.split(" or ")[0] == "Vạn Phúc"
    assert next(problem for problem in found if problem.code == "column-unknown").fix == "languages"
    assert str(found[0]).startswith("experiences.csv, row 1")
    assert told(warnings(DATA / "faulty", BASE, on=ON)) == {("villages.csv", 1, "phone", "column-ignored")}


def test_problems_tells_without_raising_and_is_empty_for_sound_data():
    assert problems(DATA / "own", BASE, on=ON) == ()
    assert len(problems(DATA / "faulty", BASE, on=ON)) == 22


def test_an_old_commune_name_is_narrowed_by_its_district(tmp_path):
    text = "name,craft,lat,lon,commune,district\nMới,gốm,20.9,105.8,Phùng Xá,Thạch Thất\n"
    (problem,) = problems(write(tmp_path / "villages.csv", text), BASE, on=ON)
    assert problem.fix == "Xã Phú Nghĩa (since 2025-07-01)"
    before = text.replace("commune,", "commune_before,")
    own = Catalogue.read(write(tmp_path / "villages.csv", before), base=BASE, on=ON)
    assert own.villages[0].communes[0].name == "Phùng Xá"
    assert own.villages[0].commune(ON) is None


def test_a_current_commune_takes_its_full_name_and_dates(tmp_path):
    text = "name,craft,lat,lon,commune\nMới,gốm,20.9,105.8,hồng vân\n"
    own = Catalogue.read(write(tmp_path / "villages.csv", text), base=BASE, on=ON)
    assert own.villages[0].communes == (BASE.village("ha-thai").commune(ON),)


PLAIN = "name,craft,lat,lon\nHạ Thái Mới,sơn mài,20.9512,105.7712\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_encoding_separator_and_normal_form_make_no_difference(tmp_path, encoding, separator, form):
    text = unicodedata.normalize(form, PLAIN.replace(",", separator))
    if encoding == "cp1258":
        # Windows-1258 writes the tone marks apart from the vowels and has no letter for all vowels with both.
        text = "".join(_for_windows(c) for c in unicodedata.normalize("NFC", text))
    path = write(tmp_path / "villages.csv", text, encoding)
    (village,) = Catalogue.read(path, base=BASE, on=ON).villages
    assert village.name.vi == "Hạ Thái Mới"
    assert village.id == "ha-thai-moi"
    assert village.crafts == ("lacquer",)


def _for_windows(letter):
    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = unicodedata.normalize("NFD", letter)
    tone = "".join(c for c in apart if c in tones)
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in tones)) + tone


def test_bytes_in_no_usual_encoding_are_a_problem_not_garbage(tmp_path):
    path = tmp_path / "villages.csv"
    path.write_bytes(b"name,craft,lat,lon\nH\xb9 Th\xb8i,s\xacn m\xb5i,20.95,105.77\n")
    (problem,) = problems(path, BASE, on=ON)
    assert (problem.code, problem.fix) == ("encoding-unknown", "save it as “CSV UTF-8”")


def test_a_lone_csv_is_told_by_its_columns(tmp_path):
    villages = Catalogue.read(write(tmp_path / "data.csv", PLAIN), base=BASE, on=ON)
    assert len(villages.villages) == 1
    text = "làng,tên,thời lượng\nHạ Thái,Vẽ sơn mài,60\n"
    experiences = Catalogue.read(write(tmp_path / "data.csv", text), base=BASE, on=ON)
    assert experiences.experiences[0].village == "ha-thai"
    (problem,) = problems(write(tmp_path / "data.csv", "xe,biển số\nU45,29B\n"), BASE, on=ON)
    assert problem.code == "table-unknown"


def test_a_title_above_the_headings_shifts_nothing(tmp_path):
    text = "Danh sách làng,,,\n,,,\n" + PLAIN.replace("20.9512", "hai mươi")
    (problem,) = problems(write(tmp_path / "villages.csv", text), BASE, on=ON)
    assert (problem.row, problem.column, problem.code) == (4, "lat", "coordinates-unreadable")
    (problem,) = problems(write(tmp_path / "villages.csv", text.replace("craft", "xe cộ")), BASE, on=ON)[:1]
    assert (problem.row, problem.code) == (3, "column-missing")


def test_a_missing_column_is_told_once_with_the_nearest_heading(tmp_path):
    text = PLAIN.replace("craft", "crafst") + "Làng Hai,gốm,20.9,105.8\n"
    found = problems(write(tmp_path / "villages.csv", text), BASE, on=ON)
    assert told(found) == {
        ("villages.csv", 1, "crafts", "column-missing"),
        ("villages.csv", 1, "crafst", "column-unknown"),
    }
    assert {problem.fix for problem in found if problem.code == "column-unknown"} == {"crafts"}


def test_cells_beyond_the_headings_and_twin_headings_are_problems(tmp_path):
    found = problems(write(tmp_path / "villages.csv", PLAIN.rstrip() + ",thừa\n"), BASE, on=ON)
    assert told(found) == {("villages.csv", 2, "", "cells-extra")}
    twice = "name,tên,craft,lat,lon\nA,B,gốm,20.9,105.8\n"
    found = problems(write(tmp_path / "villages.csv", twice), BASE, on=ON)
    assert told(found) == {("villages.csv", 1, "tên", "column-twice")}


def test_open_quotes_too_many_rows_and_unknown_files_are_problems(tmp_path):
    assert problems(write(tmp_path / "a.csv", PLAIN + '"Làng'), BASE, on=ON)[0].code == "csv-broken"
    many = "name,craft,lat,lon\n" + "\n" * (MAX_ROWS + 1)
    assert problems(write(tmp_path / "b.csv", many), BASE, on=ON)[0].code == "too-many-rows"
    assert problems(write(tmp_path / "c.xls", ""), BASE, on=ON)[0].code == "file-unknown"
    assert problems(tmp_path / "none.csv", BASE, on=ON)[0].code == "file-missing"
    (tmp_path / "empty").mkdir()
    assert problems(tmp_path / "empty", BASE, on=ON)[0].code == "file-missing"


def test_dates_are_judged_by_the_day_of_reading(tmp_path):
    text = PLAIN.replace("lon", "lon,as_of").replace("105.7712", "105.7712,1/6/2020")
    path = write(tmp_path / "villages.csv", text)
    assert told(warnings(path, BASE, on=ON)) == {("villages.csv", 2, "as_of", "fact-stale")}
    assert warnings(path, BASE, on=date(2024, 1, 1)) == ()
    assert problems(path, BASE, on=date(2020, 5, 31))[0].code == "date-future"


def test_a_decimal_comma_is_read_and_a_far_point_is_pointed_at(tmp_path):
    text = 'name;craft;tọa độ\nHuế;gốm;"16,4637; 107,5909"\n'
    reading = examine(write(tmp_path / "villages.csv", text), base=BASE, on=ON)
    assert reading.catalogue.villages[0].place.lat == 16.4637
    assert {warning.code for warning in reading.warnings} == {"decimal-comma", "region-outside"}


def test_geojson_points_are_places_and_features_are_rows(tmp_path):
    text = """{"type": "FeatureCollection", "features": [
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [105.7712, 20.9512]},
       "properties": {"tên": "Đa Sỹ", "nghề": ["sơn mài", "gốm"]}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [20.95, 105.77]},
       "properties": {"tên": "Cự Đà", "nghề": "gốm"}}]}"""
    path = write(tmp_path / "lang.geojson", text)
    assert told(problems(path, BASE, on=ON)) == {("lang.geojson", 2, "lat", "coordinates-swapped")}
    path = write(path, text.replace("[20.95, 105.77]", "[105.77, 20.95]"))
    own = Catalogue.read(path, base=BASE, on=ON)
    assert own.villages[0].crafts == ("lacquer", "pottery")
    assert own.villages[1].place.lon == 105.77
    assert problems(write(path, text.replace("Point", "LineString")), BASE, on=ON)[0].code == "geometry-unknown"
    assert problems(write(path, "[1]"), BASE, on=ON)[0].code == "geojson-broken"


def workbook(path, sheets, merge=()):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for area in merge if title != "Bìa" else ():
            sheet.merge_cells(area)
    book.save(path)
    return path


def test_a_workbook_with_merged_cells_dates_and_a_cover_sheet(tmp_path):
    path = workbook(
        tmp_path / "data.xlsx",
        {
            "Bìa": [["Công ty du lịch"]],
            "Trải nghiệm": [
                ["làng", "tên", "thời lượng", "giá", "giờ mở cửa", "ngày cập nhật", "sức chứa"],
                ["Hạ Thái", "Vẽ sơn mài", time(1, 30), 70000, "8h-17h", datetime(2026, 10, 1), 20.0],
                [None, "Xem xưởng", 45, 0.0, "8h-17h", date(2026, 10, 1), 15],
            ],
        },
        merge=("A2:A3",),
    )
    reading = examine(path, base=BASE, on=ON)
    first, second = reading.catalogue.experiences
    assert (first.village, second.village) == ("ha-thai", "ha-thai")
    assert (first.minutes, first.capacity, first.price.adult) == (90, 20, Money(amount=70_000))
    assert second.price.adult == Money(amount=0)
    assert first.fact("opening").provenance.as_of == date(2026, 10, 1)
    assert told(reading.warnings) == {("data.xlsx[Bìa]", None, "", "table-unknown")}


def test_a_formula_without_a_result_is_a_problem(tmp_path):
    rows = [["name", "craft", "lat", "lon"], ["Đa Sỹ", "gốm", "=20+0.9", 105.77]]
    found = problems(workbook(tmp_path / "data.xlsx", {"villages": rows}), BASE, on=ON)
    assert ("data.xlsx[villages]", 2, "C", "formula") in told(found)


def test_a_broken_workbook_and_a_missing_package_are_told(tmp_path, monkeypatch):
    path = write(tmp_path / "data.xlsx", "not a workbook")
    assert problems(path, BASE, on=ON)[0].code == "workbook-broken"
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (problem,) = problems(path, BASE, on=ON)
    assert problem.fix == 'pip install "tourplanner[excel]"'


def test_own_crafts_hosts_and_closures_stand_beside_the_packaged_ones(tmp_path):
    write(tmp_path / "crafts.csv", "id,tên,nhóm,tên khác\ntoy,Tò he,dough,nặn bột\n")
    write(tmp_path / "villages.csv", "name,craft,lat,lon\nXuân La,nan bot,20.72,105.85\n")
    write(tmp_path / "hosts.csv", "village,name,kind\nXuân La,HTX Tò he,hợp tác xã\n")
    write(
        tmp_path / "experiences.csv",
        "village,host,name,kind,open\nXuân La,htx to he,Nặn tò he,trải nghiệm,8h-17h\n",
    )
    write(
        tmp_path / "closures.csv",
        "experience,what,first,last,calendar,open,reason_vi\n"
        "Nặn tò he,nghỉ,29/12,5/1,âm,,Tết\n"
        "Nặn tò he,ngày cụ thể,2027-03-08,2027-03-09,,9h-11h,Hội\n",
    )
    write(tmp_path / "ocop.csv", "village,product,stars\nXuân La,Tò he hộp,4\n")
    own = Catalogue.read(tmp_path, base=BASE, on=ON)
    (experience,) = own.experiences
    assert own.villages[0].crafts == ("toy",)
    assert own.villages[0].ocop[0].stars == 4
    assert own.host(experience.host).kind == "cooperative"
    assert experience.opening.closures[0].first == (12, 29)
    assert experience.opening.closures[0].calendar == "lunar"
    assert str(experience.opening.exceptions[0].ranges[0]) == "09:00–11:00"
    write(tmp_path / "ocop.csv", "village,product,stars\nBát Tràng,Ấm,4\nXuân Lan,Ấm,7\n")
    assert told(problems(tmp_path, BASE, on=ON)) == {
        ("ocop.csv", 2, "village", "village-elsewhere"),
        ("ocop.csv", 3, "stars", "stars-range"),
    }


def test_a_row_that_only_completes_must_name_something_the_base_has(tmp_path):
    path = write(tmp_path / "experiences.csv", "id,capacity\nbt-wheel,30\nbt-whel,30\n")
    (problem,) = problems(path, BASE, on=ON)
    assert (problem.row, problem.column, problem.code) == (3, "id", "id-unknown")
    assert problem.fix.split(" or ")[0] == "bt-wheel"


def test_headings_without_rows_and_a_region_without_a_proper_id_are_problems(tmp_path):
    assert problems(write(tmp_path / "villages.csv", PLAIN.partition("\n")[0]), BASE, on=ON)[0].code == "no-rows"
    write(tmp_path / "villages.csv", PLAIN)
    write(tmp_path / "region.csv", "id,name\nHà Nội,Vùng\n")
    (problem,) = problems(tmp_path, BASE, on=ON)
    assert (problem.file, problem.row, problem.code, problem.fix) == ("region.csv", 2, "id-invalid", "ha-noi")


def test_sessions_end_after_they_begin_and_come_once(tmp_path):
    text = (
        "experience,date,begin,end,places\nbt-wheel,2027-03-06,8h,7h,5\nbt-wheel,2027-03-06,9h,10h,5\n"
        "Nặn gốm bàn xoay,06/03/2027,9h,,5\nbt-wheel,2027-03-06,9h,10h,-5\n"
    )
    found = problems(write(tmp_path / "sessions.csv", text), BASE, on=ON)
    assert told(found) == {
        ("sessions.csv", 2, "end", "closes-before-opens"),
        ("sessions.csv", 4, "begin", "id-duplicate"),
        ("sessions.csv", 5, "places", "negative"),
    }


def test_a_table_of_facts_alone_says_where_facts_come_from(tmp_path):
    write(tmp_path / "villages.csv", "id,name,craft,lat,lon,nguồn\nda-sy,Đa Sỹ,gốm,20.9512,105.7712,web\n")
    facts = "table,record,field,source,as_of,confidence\nvillages,da-sy,place,gps,2026-10-01,official\n"
    write(tmp_path / "facts.csv", facts)
    (village,) = Catalogue.read(tmp_path, base=BASE, on=ON).villages
    assert village.provenance == {"place": Provenance(sources=("gps",), as_of=date(2026, 10, 1), confidence="official")}
    write(tmp_path / "facts.csv", facts.replace("da-sy", "da-si"))
    assert told(problems(tmp_path, BASE, on=ON)) == {("facts.csv", 2, "record", "record-elsewhere")}
