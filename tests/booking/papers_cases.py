"""A departure to print papers of, and texts that want to be more than text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tourplanner.booking.papers import Contact, Departure, Guest, Pickup, Room
from tourplanner.model import Text

BEGINS = datetime(2027, 3, 6, 1, 0, tzinfo=UTC)
OFFICE = Contact(name="Hanoi Craft Tours", duty="office", phone="+84 24 3825 0000")
OPERA, HOTEL = "Nhà hát Lớn", "Khách sạn Hoa Sen"

GUESTS = (
    Guest(
        name="Zoë Lefèvre",
        booking="LUM-24",
        language="fr",
        phone="+84912345678",
        diet="végétarienne",
        pickup=OPERA,
        room="1",
        nationality="FR",
        passport="19AA12345",
        born=date(1980, 2, 29),
    ),
    Guest(name="Paul Lefèvre", booking="LUM-24", language="fr", child=True, pickup=OPERA, room="1"),
    Guest(name="Nguyễn Thị Hoà", booking="WEB-7", phone="0912 345 678", needs="xe lăn", pickup=HOTEL),
)
DEPARTURE = Departure(
    id="pottery/2027-03-06",
    title=Text(vi="Đường gốm", en="Pottery road"),
    begins=BEGINS,
    guests=GUESTS,
    pickups=(
        Pickup(name=HOTEL, at=BEGINS - timedelta(minutes=20)),
        Pickup(name=OPERA, at=BEGINS - timedelta(minutes=30)),
    ),
    rooms=(Room(name="1", kind="giường đôi"), Room(name="2", sleeps=3)),
)

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\0=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "﹦1",
    " =1",
    "\ufeff=1",
    "\u200b=1",
    "\xa0=1",
    '"=1',
    '",=1',
    "Lan\n=1",
    "Lan;=1",
    'Lan";"=1',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.com","x")',
    "'=1",
    "''=1",
    "+84912345678",
    "#N/A",
    "_x003D_1",
    "0012",
    "1/2",
    "TRUE",
)
