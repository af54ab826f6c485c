"""Itineraries that make a printed map work hard: far, tight, many stops, long and hostile names, real roads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from tourplanner.model import (
    HANOI,
    Commune,
    Craft,
    Day,
    Experience,
    Goal,
    Itinerary,
    Leg,
    Money,
    Notice,
    Opening,
    Party,
    Place,
    Price,
    Provenance,
    StartPoint,
    Stop,
    Text,
    Village,
)

Spot = tuple[str, str, float, float]
"""Village name, experience name ("" for a meal), lat, lon."""

HOTEL = ("Bờ Hồ - Phố cổ", 21.0318, 105.8521)
STATION = ("Bến xe Mỹ Đình", 21.0280, 105.7785)
ROLES = ("production", "trade", "training", "culture")

ROUTES: dict[str, tuple[Spot, ...]] = {
    "west": (
        ("Đường Lâm", "Làng cổ Đường Lâm", 21.1580, 105.4660),
        ("Đường Lâm", "", 21.1580, 105.4660),
        ("Ba Trại", "Đồi chè Ba Trại", 21.1290, 105.3640),
        ("Phú Vinh", "Lớp đan mây", 20.9080, 105.6420),
    ),
    "bac-ninh": (
        ("Đông Hồ", "In tranh Đông Hồ", 21.0640, 106.0810),
        ("Phù Lãng", "Gốm Phù Lãng", 21.1560, 106.2330),
        ("Đồng Kỵ", "", 21.1400, 105.9480),
        ("Thổ Hà", "Bánh đa nem", 21.2120, 106.0500),
    ),
    "old-quarter": (
        ("Hàng Bạc", "Chạm bạc đình Kim Ngân", 21.0338, 105.8530),
        ("Hàng Trống", "Tranh dân gian Hàng Trống", 21.0309, 105.8492),
        ("Hàng Gai", "", 21.0322, 105.8497),
        ("Hàng Quạt", "Tiệm thờ Hàng Quạt", 21.0330, 105.8494),
        ("Lò Rèn", "Lò rèn cuối phố", 21.0360, 105.8466),
    ),
    "two": (
        ("Bát Tràng", "Nặn gốm bàn xoay", 20.9747, 105.9127),
        ("Bát Tràng", "", 20.9747, 105.9127),
    ),
    "eight": (
        ("Vạn Phúc", "Xưởng dệt lụa", 20.9786, 105.7720),
        ("Vạn Phúc", "Phố lụa", 20.9786, 105.7720),
        ("Hạ Thái", "Lớp sơn mài", 20.9010, 105.8740),
        ("Hạ Thái", "", 20.9010, 105.8740),
        ("Quất Động", "Thêu thử", 20.8432, 105.8759),
        ("Chuông", "Lớp làm nón", 20.8450, 105.7690),
        ("Quảng Phú Cầu", "Sân phơi hương", 20.7330, 105.8160),
        ("Quảng Phú Cầu", "Xưởng tăm hương", 20.7330, 105.8160),
    ),
    "long": tuple(
        (
            f"Làng nghề truyền thống sơn mài, khảm trai và tạc tượng Sơn Đồng – Chuyên Mỹ thứ {number}",
            f"Trải nghiệm trọn ngày khảm trai, đánh bóng, thếp vàng cùng nghệ nhân, có sản phẩm mang về số {number}",
            20.98 - 0.07 * number,
            105.70 + 0.05 * number,
        )
        for number in range(1, 4)
    ),
    "hostile": (
        ('#eval("1+1")', '</text></svg><script>alert("x")</script>', 20.9747, 105.9127),
        ("$x^2$ \\ ] [", "*đậm* _nghiêng_ `mã` // chú thích", 20.9010, 105.8740),
        ("#image(\"/etc/passwd\")", "&lt;b&gt; &amp; <label> @nguon", 20.8450, 105.7690),
    ),
    "dense": (
        ("Bát Tràng", "Lò bầu cổ", 20.9748, 105.9136),
        ("Bát Tràng", "Chợ gốm", 20.9770, 105.9150),
        ("Bát Tràng", "", 20.9734, 105.9156),
        ("Bát Tràng", "Nặn gốm bàn xoay", 20.9749, 105.9169),
    ),
    "beyond": (
        ("Vân Hà", "Rượu làng Vân", 21.2140, 106.0420),
        ("Lục Ngạn", "Vườn vải Lục Ngạn", 21.3700, 106.5800),
    ),
}  # fmt: skip


def sample(
    name: str, *, end: tuple[str, float, float] = HOTEL, roads: bool = False, days: int = 1, priced: bool = True
) -> Itinerary:
    """The named route; ``roads`` gives every leg a winding path, ``days`` splits the stops over days."""
    spots = ROUTES[name]
    share = -(-len(spots) // days)
    parts = [
        _day(name, number, spots[number * share : (number + 1) * share], number * share, end, roads, priced)
        for number in range(days)
    ]
    villages = dict.fromkeys(spot[0] for spot in spots)
    return Itinerary(
        id=f"route-{name}",
        name=Text(vi=" – ".join(villages), en=f"Route {name}"),
        theme=Text(vi="gốm, lụa, sơn mài", en="pottery, silk, lacquer"),
        goal=Goal(days=days, party=Party(adults=18, children=2)),
        days=tuple(parts),
        crafts=(Craft(id="craft", name=Text(vi="sơn mài"), group="g", group_name=Text(vi="g")),),
        notices=(
            Notice(
                code="environment-unknown",
                text=Text(vi="Chưa rõ tình trạng môi trường"),
                subjects=tuple(stop.village.id for day in parts for stop in day.stops),
            ),
        ),
    )


def _start(point: tuple[str, float, float]) -> StartPoint:
    id = "hotel" if point is HOTEL else "station"
    return StartPoint(id=id, name=Text(vi=point[0]), place=Place(lat=point[1], lon=point[2], accuracy_m=100))


def _day(
    name: str, number: int, spots: Sequence[Spot], first: int, end: tuple[str, float, float], roads: bool, priced: bool
) -> Day:
    on = date(2027, 3, 6) + timedelta(days=number)
    now = depart = datetime.combine(on, time(8), HANOI)
    start, last = _start(HOTEL), _start(end)
    ids = [start.id, *(f"{name}-{first + index}" for index in range(len(spots))), last.id]
    points = [HOTEL[1:], *(spot[2:] for spot in spots), end[1:]]
    legs, stops = [], []
    for index, (origin, destination) in enumerate(pairwise(points)):
        path = _winding(origin, destination) if roads else ()
        leg = Leg(
            origin=ids[index],
            destination=ids[index + 1],
            depart=now,
            seconds=1500,
            metres=12_300,
            mode="walk" if origin == destination else "drive",
            path=path,
        )
        legs.append(leg)
        now = leg.arrive
        if index < len(spots):
            stops.append(_stop(spots[index], ids[index + 1], index, now, priced))
            now = stops[-1].end
    return Day(
        date=on, start=start, end=last, depart=depart, back=now, stops=tuple(stops), legs=tuple(legs)
    )


def _winding(origin: tuple[float, float], destination: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """A staircase between two points, as a road might go."""
    (a, b), (c, d) = origin, destination
    if origin == destination:
        return ()
    shares = (0.0, 0.25, 0.25, 0.6, 0.6, 1.0, 1.0)
    across = (0.0, 0.0, 0.4, 0.4, 0.8, 0.8, 1.0)
    return tuple((a + (c - a) * s, b + (d - b) * t) for s, t in zip(shares, across, strict=True))


def _stop(spot: Spot, id: str, index: int, arrive: datetime, priced: bool) -> Stop:
    village, experience, lat, lon = spot
    unsure = Provenance(confidence="estimate")
    sure = Provenance(confidence="sourced")
    return Stop(
        experience=Experience(
            id=id,
            village=f"village-{lat:.4f}-{lon:.4f}".replace(".", "-"),
            host="host",
            name=Text(vi=experience or "Bữa trưa nhà dân"),
            kind="workshop" if experience else "meal",
            role=ROLES[index % 4] if experience else None,  # type: ignore[arg-type]
            crafts=("craft",),
            minutes=45,
            capacity=30,
            price=Price(),
            opening=Opening.daily(time(8), time(17)),
            provenance={"opening": sure if index % 2 else unsure},
        ),
        village=Village(
            id=f"village-{lat:.4f}-{lon:.4f}".replace(".", "-"),
            name=Text(vi=village),
            crafts=("craft",),
            place=Place(lat=lat, lon=lon, accuracy_m=300 + index),
            communes=(Commune(name="Xã Chuyên Mỹ", province="Hà Nội"),),
            provenance={"place": sure},
        ),
        arrive=arrive,
        begin=arrive + timedelta(minutes=5 * (index % 2)),
        end=arrive + timedelta(minutes=45 + 5 * (index % 2)),
        price=Money(amount=120_000 * (index + 1)) if priced and index % 3 != 2 else None,
    )
