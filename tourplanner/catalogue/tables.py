"""The tables an operator may bring: their columns, what a heading may be called, how a cell is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tourplanner.catalogue.cells import clock, day, listing, minutes, price, steps, whole, within, yes_no
from tourplanner.catalogue.grid import grid
from tourplanner.catalogue.hours import read_hours
from tourplanner.catalogue.search import fold
from tourplanner.catalogue.words import (
    CALENDAR,
    CONFIDENCE,
    ENVIRONMENT,
    HOST_KIND,
    KIND,
    PER,
    PLAN,
    RECOGNITION,
    ROLE,
    STANDING,
    WHAT,
    languages,
)
from tourplanner.model import nfc

Parse = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its other headings (case and accents aside), and the reader of its cells."""

    name: str
    parse: Parse
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table: what its file or sheet may be called, and its columns.

    ``needs`` are the columns a new record cannot do without; ``signs`` tell the table by its columns alone.
    """

    name: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    needs: tuple[str, ...]
    signs: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _column(name: str, parse: Parse, headings: str = "") -> Column:
    return Column(name, parse, (name, *(each.strip() for each in headings.split("|") if each.strip())))


STARS = within(3, 5, "stars-range", "OCOP stars run from 3 to 5")
DAYS_AHEAD = within(0, 365, "lead-range", "bookings close 0 to 365 days ahead")
LUNAR_DAY = within(1, 30, "day-range", "lunar days run from 1 to 30")
AT_LEAST_ONE = within(1, 100_000, "too-few", "at least one guest must fit in")


ID = _column("id", nfc, "mã|mã số|code")
NAME = "name|tên|tên tiếng Việt|tên gọi|tên vi"


def _others(text: str, called: str) -> tuple[Column, ...]:
    """A text's columns in the languages beside Vietnamese and English."""
    tongues = {"fr": "Pháp", "ko": "Hàn", "ja": "Nhật", "zh": "Trung"}
    return tuple(_column(f"{text}_{code}", nfc, f"{called} tiếng {tongue}") for code, tongue in tongues.items())


NAMES = (_column("name_en", nfc, "tên tiếng Anh|English name|tên en|tên Anh"), *_others("name", "tên"))
NOTE = _column("note", nfc, "notes|ghi chú")
LAT = _column("lat", nfc, "latitude|vĩ độ")
LON = _column("lon", nfc, "lng|long|longitude|kinh độ")
POINT = _column("point", nfc, "tọa độ|coordinates|lat lon|vị trí|tọa độ GPS|GPS")
ACCURACY = _column("accuracy_m", whole, "accuracy|độ chính xác|sai số|sai số m")
GRID = (
    _column("vn2000_x", nfc, "x|tọa độ x|vn2000 x north|northing"),
    _column("vn2000_y", nfc, "y|tọa độ y|vn2000 y east|easting"),
    _column("vn2000_grid", grid, "kinh tuyến trục|múi chiếu|hệ tọa độ|vn2000 epsg|epsg"),
)
WHERE = (LAT, LON, POINT, *GRID, ACCURACY)
ORIGIN = (
    _column("source", listing, "sources|nguồn"),
    _column("as_of", day, "ngày|ngày cập nhật|cập nhật|ngày ghi nhận|date checked"),
    _column("confidence", CONFIDENCE, "độ tin cậy|tin cậy"),
)
"""Where a row's facts come from; they hold for every other cell of the row."""

_EXPERIENCE = _column("experience", nfc, "trải nghiệm|mã trải nghiệm|tên trải nghiệm|dịch vụ|experience id")
_VILLAGE = _column("village", nfc, "làng|tên làng|làng nghề|mã làng|village id|village name")

TABLES: tuple[Table, ...] = (
    Table(
        "region",
        ("region", "vùng"),
        (
            ID,
            _column("name_vi", nfc, NAME),
            *NAMES,
            _column("date", day, "ngày"),
            _column("attribution", nfc, "ghi công"),
        ),
        ("id",),
    ),
    Table(
        "crafts",
        ("crafts", "nghề", "danh mục nghề", "craft"),
        (
            ID,
            _column("name_vi", nfc, NAME + "|nghề|tên nghề"),
            *NAMES,
            _column("group", nfc, "nhóm|nhóm nghề|mã nhóm"),
            _column("group_vi", nfc, "tên nhóm|group name"),
            _column("group_en", nfc, "tên nhóm tiếng Anh"),
            *_others("group", "tên nhóm"),
            _column("synonyms", listing, "tên khác|từ đồng nghĩa"),
            _column("heritage", yes_no, "di sản"),
            _column("at_risk", yes_no, "nguy cơ|nguy cơ mai một"),
        ),
        ("name_vi",),
        ("synonyms",),
    ),
    Table(
        "villages",
        ("villages", "village", "làng", "làng nghề", "các làng"),
        (
            ID,
            _column("name_vi", nfc, NAME + "|village|làng|làng nghề|tên làng|tên làng nghề|village name"),
            *NAMES,
            _column("crafts", nfc, "craft|nghề|nghề chính|nghề truyền thống|tên nghề|ngành nghề"),
            *WHERE,
            _column("commune", nfc, "ward|xã|phường|xã phường|phường xã|xã mới|commune after 2025 07"),
            _column("commune_before", nfc, "xã cũ|xã trước 7 2025|xã trước sáp nhập|commune before 2025 07"),
            _column("district", nfc, "huyện|quận|quận huyện|huyện cũ|district before 2025 07"),
            _column("province", nfc, "tỉnh|thành phố|tỉnh thành|tỉnh thành phố|province after 2025 07"),
            _column("recognition", RECOGNITION, "công nhận|danh hiệu|recognised"),
            _column("standing", STANDING, "loại điểm|vị thế"),
            _column("at_risk", yes_no, "nguy cơ|nguy cơ mai một|có nguy cơ mai một"),
            _column("environment", ENVIRONMENT, "môi trường|tình trạng môi trường"),
            _column("plan", PLAN, "kế hoạch|định hướng|quy hoạch"),
            NOTE,
            *ORIGIN,
        ),
        ("name_vi", "crafts", "lat", "lon"),
        ("name_vi",),
    ),
    Table(
        "hosts",
        ("hosts", "host", "chủ thể", "hộ nghề", "cơ sở", "chủ nhà"),
        (
            ID,
            _VILLAGE,
            _column("name_vi", nfc, NAME + "|host|chủ thể|cơ sở|chủ nhà"),
            *NAMES,
            _column("kind", HOST_KIND, "loại|loại hình"),
            _column("members", listing, "thành viên|hộ thành viên"),
            *ORIGIN,
        ),
        ("village", "name_vi"),
        ("members",),
    ),
    Table(
        "experiences",
        ("experiences", "experience", "trải nghiệm", "dịch vụ", "hoạt động", "workshops"),
        (
            ID,
            _VILLAGE,
            _column("host", nfc, "chủ thể|cơ sở|chủ nhà|host id|hộ"),
            _column("name_vi", nfc, NAME + "|experience|trải nghiệm|tên trải nghiệm|dịch vụ|hoạt động"),
            *NAMES,
            _column("kind", KIND, "loại|loại hình"),
            _column("role", ROLE, "vai trò|khâu|vòng liên kết|linkage role"),
            _column("crafts", nfc, "craft|nghề"),
            _column("minutes", minutes, "thời lượng|số phút|duration|phút|thời gian|visit minutes"),
            _column("minutes_from", steps, "phút theo số khách|thời lượng theo số khách|minutes by guests"),
            _column("party_min", AT_LEAST_ONE, "tối thiểu|số khách tối thiểu|min party|khách tối thiểu"),
            _column("capacity", AT_LEAST_ONE, "sức chứa|tối đa|số khách tối đa|số khách|capacity people"),
            _column("price", price, "giá|giá vé|giá người lớn|adult price|price vnd|price vnd adult|đơn giá"),
            _column("child_price", price, "giá trẻ em|trẻ em|price vnd child|child"),
            _column("price_per", PER, "đơn vị giá|tính theo|price unit"),
            _column("price_year", within(1990, 2200, "year-range", "this is no year of a price"), "năm giá|năm"),
            _column("includes_lunch", yes_no, "gồm ăn trưa|có ăn trưa|bao gồm ăn trưa"),
            _column("open", read_hours, "giờ mở cửa|giờ|mở cửa|opening|opening hours|hours|thời gian mở cửa"),
            _column("languages", languages, "ngôn ngữ|language|tiếng"),
            _column("lead_days", DAYS_AHEAD, "đặt trước|số ngày đặt trước|lead"),
            _column("rain_sensitive", yes_no, "ngại mưa|phụ thuộc thời tiết|ngoài trời"),
            _column("sessions_only", yes_no, "chỉ theo lịch|chỉ theo suất"),
            _column("ocop_stars", STARS, "sao ocop|ocop"),
            _column("variant_of", nfc, "biến thể của|dạng khác của"),
            *WHERE,
            NOTE,
            *ORIGIN,
        ),
        ("village", "name_vi"),
        ("village", "name_vi"),
    ),
    Table(
        "sessions",
        ("sessions", "session", "lịch", "suất", "lịch mở", "lịch khởi hành"),
        (
            ID,
            _EXPERIENCE,
            _column("date", day, "ngày"),
            _column("begin", clock, "bắt đầu|giờ bắt đầu|start|giờ"),
            _column("end", clock, "kết thúc|giờ kết thúc"),
            _column("places_left", whole, "places|còn chỗ|số chỗ|chỗ|seats|số chỗ còn"),
        ),
        ("experience", "date", "begin", "places_left"),
        ("experience", "date"),
    ),
    Table(
        "festivals",
        ("festivals", "festival", "lễ hội", "hội", "hội làng"),
        (
            ID,
            _VILLAGE,
            _column("name_vi", nfc, NAME + "|festival|lễ hội|tên lễ hội|hội"),
            *NAMES,
            _column("lunar_month", within(1, 12, "month-range", "months run from 1 to 12"), "tháng âm|tháng"),
            _column("first_day", LUNAR_DAY, "từ ngày|ngày đầu"),
            _column("last_day", LUNAR_DAY, "đến ngày|ngày cuối"),
            _column("main_day", LUNAR_DAY, "chính hội|ngày chính"),
            _column("opens", listing, "mở|chỉ mở dịp này"),
            _column("closes", listing, "đóng|nghỉ dịp này"),
            *ORIGIN,
        ),
        ("village", "name_vi", "lunar_month", "first_day"),
        ("lunar_month",),
    ),
    Table(
        "starts",
        ("starts", "start points", "điểm đón", "điểm xuất phát", "start_points"),
        (ID, _column("name_vi", nfc, NAME + "|điểm đón|điểm xuất phát"), *NAMES, *WHERE, NOTE, *ORIGIN),
        ("name_vi", "lat", "lon"),
    ),
    Table(
        "ocop",
        ("ocop", "sản phẩm ocop"),
        (
            _VILLAGE,
            _column("name_vi", nfc, NAME + "|sản phẩm|product"),
            *NAMES,
            _column("stars", STARS, "sao|số sao|hạng"),
            _column("since", day, "từ|từ ngày|ngày công nhận"),
            _column("until", day, "đến|đến ngày|hết hạn"),
            _column("source", nfc, "nguồn"),
        ),
        ("village", "name_vi"),
        ("stars",),
    ),
    Table(
        "communes",
        ("communes", "xã phường", "xã qua các thời kỳ"),
        (
            _VILLAGE,
            _column("name_vi", nfc, NAME + "|xã|phường|commune"),
            _column("province", nfc, "tỉnh|thành phố"),
            _column("district", nfc, "huyện|quận"),
            _column("since", day, "từ|từ ngày"),
            _column("until", day, "đến|đến ngày"),
            _column("confidence", CONFIDENCE, "độ tin cậy"),
        ),
        ("village", "name_vi", "province"),
    ),
    Table(
        "closures",
        ("closures", "ngày nghỉ", "mùa vụ", "giờ đặc biệt"),
        (
            _EXPERIENCE,
            _column("what", WHAT, "loại"),
            _column("first", nfc, "từ|từ ngày"),
            _column("last", nfc, "đến|đến ngày"),
            _column("calendar", CALENDAR, "lịch"),
            _column("open", read_hours, "giờ mở cửa|giờ"),
            _column("reason_vi", nfc, "lý do"),
            _column("reason_en", nfc, "lý do tiếng Anh"),
            *_others("reason", "lý do"),
        ),
        ("experience", "what", "first"),
    ),
    Table(
        "facts",
        ("facts", "nguồn từng ô", "provenance"),
        (
            _column("table", nfc, "bảng"),
            _column("record", nfc, "mã"),
            _column("field", nfc, "cột"),
            *ORIGIN,
            NOTE,
        ),
        ("table", "record", "field"),
    ),
    Table(
        "routes",
        ("routes", "tuyến", "tuyến đang có"),
        (
            ID,
            _column("name_vi", nfc, NAME + "|tuyến|tên tuyến"),
            *NAMES,
            _column("origin", nfc, "đơn vị|ai bán"),
            _column("villages", listing, "các làng|làng"),
            _column("when", nfc, "khi nào"),
            _column("duration", nfc, "thời lượng"),
            _column("price", nfc, "giá"),
            _column("source", listing, "sources|nguồn"),
            NOTE,
        ),
        ("name_vi", "villages"),
    ),
    Table(
        "sources",
        ("sources", "nguồn"),
        (
            _column("key", nfc, "mã|id"),
            _column("where", nfc, "ở đâu|địa chỉ|url"),
            _column("licence", nfc, "giấy phép|license"),
            NOTE,
        ),
        ("key",),
    ),
)


def table(name: str) -> Table:
    """The table with this name."""
    return next(each for each in TABLES if each.name == name)


def titled(title: str) -> Table | None:
    """The table a file or sheet of this name holds, or None."""
    key = fold(title)
    return next((each for each in TABLES if key in map(fold, each.titles)), None)
