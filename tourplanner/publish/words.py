"""Words and figures as Vietnamese operators write them, and texts made safe to hand on."""

from __future__ import annotations

import re
from datetime import date, datetime

from tourplanner.model import HANOI, Day, Experience, Itinerary, Leg, Role, Stop, Village
from tourplanner.model.base import CONFIDENCE_NAMES

# Controls (C0, DEL, C1), line and paragraph separators, bidirectional overrides lone surrogates, and the
# two code points XML forbids: some reader takes each of them for a new line, or shows the text in another order.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
ROLE_NAMES: dict[Role, str] = {
    "production": "sản xuất",
    "trade": "thương mại",
    "training": "đào tạo",
    "culture": "văn hóa",
}
STRAIGHT_LINE = "Nét đứt là đường thẳng nối hai điểm, không phải đường đi thật."
DATA_WARNING = "Giờ đi đường là ước tính; gọi xác nhận trước khi bán."


def clean(text: object) -> str:
    """Text on one line: each run of controls, separators and direction overrides becomes a blank."""
    return _UNSAFE.sub(" ", str(text))


def local(moment: datetime) -> datetime:
    """The same instant on Hanoi's clock."""
    return moment.astimezone(HANOI)


def clock(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"


def iso(moment: datetime) -> str:
    """ISO 8601 with whole seconds and Hanoi's offset, "2027-03-06T08:00:00+07:00"."""
    return local(moment).isoformat(timespec="seconds")


def day_name(day: date) -> str:
    """ "Thứ bảy, 6/3/2027"."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day}/{day.month}/{day.year}"


def kilometres(metres: int) -> str:
    """ "350 m", "14,2 km"."""
    if metres < 1000:
        return f"{metres} m"
    return f"{metres / 1000:.1f} km".replace(".", ",")


def duration(seconds: int) -> str:
    """Minutes rounded up: "41 phút", "1 giờ 05"."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    return f"{hours} giờ {minutes:02}" if hours else f"{minutes} phút"


def grouped(count: int) -> str:
    """Thousands parted by points: 12.500."""
    return f"{count:,}".replace(",", ".")


def price_of(stop: Stop) -> str:
    """The party's price in words; an unknown one says so."""
    if stop.price is None:
        return "chưa biết giá"
    return str(stop.price) if stop.price.amount else "miễn phí"


def hours_of(experience: Experience) -> str:
    """Opening hours in words."""
    from tourplanner.almanac import describe

    return describe(experience.opening, "vi")


def doubt_of(experience: Experience, name: str) -> str:
    """How little a fact is backed, in words; "" for one that has a source."""
    fact = experience.fact(name)
    if fact.verified or (name == "price" and experience.price.adult is None):
        return ""
    return CONFIDENCE_NAMES[fact.provenance.confidence]


def craft_names(itinerary: Itinerary, stop: Stop) -> str:
    """The crafts met at a stop, else those of its village, by the names the itinerary carries."""
    known = {craft.id: craft.name.vi for craft in itinerary.crafts}
    ids = stop.experience.crafts or stop.village.crafts
    return ", ".join(known[id] for id in ids if id in known)


def commune_of(village: Village, on: date) -> str:
    commune = village.commune(on)
    return f"{commune.name}, {commune.province}" if commune else ""


def place_names(day: Day) -> dict[str, str]:
    """Vietnamese names of everything a day's legs lead from and to, by id."""
    ends = {point.id: point.name.vi for point in (day.start, day.end)}
    return ends | {stop.experience.id: f"{stop.experience.name.vi} – {stop.village.name.vi}" for stop in day.stops}


def leg_length(leg: Leg) -> str:
    way = "đi bộ" if leg.mode == "walk" else "đi xe"
    length = f"{kilometres(leg.metres)} · " if leg.metres else ""
    return f"{length}{duration(leg.seconds)} {way}"


def folder_name(id: str) -> str:
    """An id as the name of a folder; ids hold no double hyphen, so that no two meet."""
    return id.replace("/", "--")
