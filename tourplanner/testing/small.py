"""A small hand-made region and portfolio: nine villages, known times, nothing to look up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.model import (
    HANOI,
    Commune,
    Craft,
    Day,
    Experience,
    Goal,
    Host,
    Itinerary,
    Leg,
    Money,
    Notice,
    Objective,
    Opening,
    Party,
    Place,
    Portfolio,
    Price,
    Provenance,
    QuotaResult,
    Role,
    Source,
    StartPoint,
    Stop,
    Text,
    Village,
)
from tourplanner.travel import GeodesicTravel

CRAFTS = {
    "pottery": ("Gốm", "Pottery", "clay"),
    "silk": ("Lụa", "Silk", "textile"),
    "lacquer": ("Sơn mài", "Lacquer", "lacquer"),
    "incense": ("Hương", "Incense", "incense"),
    "conical-hat": ("Nón lá", "Conical hat", "hat"),
    "embroidery": ("Thêu", "Embroidery", "textile"),
    "gold-leaf": ("Quỳ vàng", "Gold leaf", "metal"),
    "rattan": ("Mây tre đan", "Rattan and bamboo", "bamboo"),
    "water-puppet": ("Rối nước", "Water puppetry", "performing"),
}
# id, name, craft, lat, lon, commune after 2025, anchor
VILLAGES = (
    ("bat-trang", "Bát Tràng", "pottery", 20.9747, 105.9127, "Xã Bát Tràng", True),
    ("kieu-ky", "Kiêu Kỵ", "gold-leaf", 20.9769, 105.9584, "Xã Gia Lâm", False),
    ("van-phuc", "Vạn Phúc", "silk", 20.9786, 105.7720, "Phường Hà Đông", True),
    ("ha-thai", "Hạ Thái", "lacquer", 20.9010, 105.8740, "Xã Hồng Vân", True),
    ("quat-dong", "Quất Động", "embroidery", 20.8432, 105.8759, "Xã Thượng Phúc", False),
    ("chuong", "Chuông", "conical-hat", 20.8450, 105.7690, "Xã Dân Hoà", False),
    ("quang-phu-cau", "Quảng Phú Cầu", "incense", 20.7330, 105.8160, "Xã Ứng Thiên", True),
    ("phu-vinh", "Phú Vinh", "rattan", 20.9080, 105.6420, "Xã Phú Nghĩa", False),
    ("dao-thuc", "Đào Thục", "water-puppet", 21.1540, 105.9090, "Xã Thư Lâm", False),
)
# id, village, name, kind, role, minutes, capacity, đồng (None unknown)
EXPERIENCES: tuple[tuple[str, str, str, str, Role, int, int, int | None], ...] = (
    ("bt-wheel", "bat-trang", "Nặn gốm bàn xoay", "class", "training", 75, 60, 70_000),
    ("bt-market", "bat-trang", "Chợ gốm", "market", "trade", 60, 500, 0),
    ("bt-kiln", "bat-trang", "Lò bầu cổ", "heritage site", "culture", 45, 60, None),
    ("kk-goldleaf", "kieu-ky", "Xưởng đập quỳ", "workshop", "production", 60, 25, 50_000),
    ("vp-street", "van-phuc", "Phố lụa", "market", "trade", 75, 800, 0),
    ("vp-weaving", "van-phuc", "Xưởng dệt", "workshop", "production", 40, 30, 0),
    ("ht-class", "ha-thai", "Lớp sơn mài", "class", "training", 90, 40, 200_000),
    ("ht-studio", "ha-thai", "Xưởng sơn mài", "workshop", "production", 60, 25, 150_000),
    ("qd-embroidery", "quat-dong", "Thêu thử", "class", "training", 75, 25, 100_000),
    ("ch-class", "chuong", "Lớp làm nón", "class", "training", 75, 30, 100_000),
    ("qpc-dinh", "quang-phu-cau", "Sân hương", "heritage site", "culture", 60, 150, 100_000),
    ("qpc-factory", "quang-phu-cau", "Xưởng tăm hương", "workshop", "production", 45, 30, 50_000),
    ("pv-rattan", "phu-vinh", "Lớp đan mây", "class", "training", 90, 40, 120_000),
    ("pv-showroom", "phu-vinh", "Phòng trưng bày", "showroom", "trade", 40, 60, 0),
    ("dt-show", "dao-thuc", "Rối nước", "performance", "culture", 60, 150, 3_500_000),
)


def small_catalogue() -> Catalogue:
    """Nine villages around Hanoi with fifteen experiences, a lunch in four of them and two start points."""
    on = date(2026, 11, 22)
    estimate = Provenance(sources=("small",), as_of=on, confidence="estimate")
    sourced = Provenance(sources=("small",), as_of=on, confidence="sourced")
    day = Opening.daily(time(8), time(17))
    experiences = [
        Experience(
            id=id,
            village=village,
            host=f"{village}/host",
            name=Text(vi=name, en=name),
            kind=kind,  # type: ignore[arg-type]
            role=role,
            crafts=(next(v[2] for v in VILLAGES if v[0] == village),),
            minutes=minutes,
            capacity=capacity,
            price=Price(
                per="group" if id == "dt-show" else "person", adult=None if vnd is None else Money(amount=vnd)
            ),
            opening=day,
            languages=("vi", "en"),
            provenance={"opening": sourced if id == "bt-wheel" else estimate},
        )
        for id, village, name, kind, role, minutes, capacity, vnd in EXPERIENCES
    ] + [
        Experience(
            id=f"{village}-lunch",
            village=village,
            host=f"{village}/host",
            name=Text(vi="Bữa trưa nhà dân", en="Home lunch"),
            kind="meal",
            role=None,
            minutes=60,
            capacity=40,
            price=Price(adult=Money(amount=150_000)),
            opening=Opening.daily(time(10, 30), time(14, 30)),
            provenance={"opening": estimate},
        )
        for village in ("bat-trang", "van-phuc", "chuong", "ha-thai")
    ]
    return Catalogue(
        region="small",
        name=Text(vi="Vùng thử", en="Small region"),
        as_of=on,
        crafts=tuple(
            Craft(
                id=id,
                name=Text(vi=vi, en=en),
                group=group,
                group_name=Text(vi=group, en=group),
                heritage=id == "water-puppet",
            )
            for id, (vi, en, group) in CRAFTS.items()
        ),
        villages=tuple(
            Village(
                id=id,
                name=Text(vi=name, en=id.replace("-", " ").title()),
                crafts=(craft,),
                place=Place(lat=lat, lon=lon, accuracy_m=400),
                communes=(
                    Commune(name=commune, province="Hà Nội", since=date(2025, 7, 1), confidence="sourced"),
                ),
                recognition="traditional",
                standing="anchor" if anchor else "satellite",
                provenance={"place": sourced},
            )
            for id, name, craft, lat, lon, commune, anchor in VILLAGES
        ),
        hosts=tuple(
            Host(id=f"{row[0]}/host", village=row[0], name=Text(vi=f"Hộ nghề {row[1]}"), kind="household")
            for row in VILLAGES
        ),
        experiences=tuple(experiences),
        starts=(
            StartPoint(
                id="hoan-kiem-old-quarter",
                name=Text(vi="Bờ Hồ - Phố cổ", en="Old Quarter"),
                place=Place(lat=21.0318, lon=105.8521, accuracy_m=100),
            ),
            StartPoint(
                id="my-dinh-station",
                name=Text(vi="Bến xe Mỹ Đình", en="My Dinh bus station"),
                place=Place(lat=21.0280, lon=105.7785, accuracy_m=100),
            ),
        ),
        sources=(Source(key="small", where="hand-made for tests"),),
        attributions=("© OpenStreetMap contributors (ODbL)",),
    )


def small_itinerary(catalogue: Catalogue, id: str, on: date, experiences: Sequence[str]) -> Itinerary:
    """A one-day itinerary over the given experiences in their order, each as early as it can be."""
    goal = Goal(party=Party(adults=20), roles=0)
    chosen = [catalogue.experience(each) for each in experiences]
    start = catalogue.start(goal.start)
    villages = [catalogue.village(experience.village) for experience in chosen]
    points = [start.place, *(e.place or v.place for e, v in zip(chosen, villages, strict=True)), start.place]
    matrix = GeodesicTravel().matrix(points)
    names = [start.id, *experiences, start.id]
    depart = now = datetime.combine(on, goal.day[0], HANOI)
    legs, stops = [], []
    for index in range(len(points) - 1):
        leg = Leg(
            origin=names[index],
            destination=names[index + 1],
            depart=now,
            seconds=int(matrix.seconds[index, index + 1]),
            metres=int(matrix.metres[index, index + 1]),
            padding_s=int(matrix.padding_s[index, index + 1]),
            mode="walk" if matrix.walked[index, index + 1] else "drive",
        )
        legs.append(leg)
        now = leg.arrive
        if index == len(chosen):
            break
        experience = chosen[index]
        earliest = time(11, 15) if experience.kind == "meal" else time(8)
        begin = max(now, datetime.combine(on, earliest, HANOI))
        end = begin + timedelta(minutes=experience.minutes)
        stops.append(
            Stop(
                experience=experience,
                village=villages[index],
                arrive=now,
                begin=begin,
                end=end,
                price=experience.price.total(goal.party),
            )
        )
        now = end
    crafts = tuple(dict.fromkeys(craft for e in chosen for craft in e.crafts))
    names_vi = list(dict.fromkeys(village.name.vi for village in villages))
    return Itinerary(
        id=id,
        name=Text(vi=" – ".join(names_vi), en=" – ".join(dict.fromkeys(v.name.get("en") for v in villages))),
        theme=Text(
            vi=", ".join(CRAFTS[c][0].lower() for c in crafts), en=", ".join(CRAFTS[c][1].lower() for c in crafts)
        ),
        goal=goal,
        days=(
            Day(
                date=on, start=start, end=start, depart=depart, back=now, stops=tuple(stops), legs=tuple(legs)
            ),
        ),
        crafts=tuple(catalogue.craft(craft) for craft in crafts),
        score=300,
        notices=(
            Notice(
                code="environment-unknown",
                text=Text(vi="Chưa rõ tình trạng môi trường", en="Environment status not recorded"),
                subjects=tuple(dict.fromkeys(v.id for v in villages)),
            ),
        ),
    )


def small_portfolio() -> Portfolio:
    """Two hand-made routes in March 2027."""
    catalogue = small_catalogue()
    routes = (
        small_itinerary(
            catalogue,
            "01-bat-trang-kieu-ky",
            date(2027, 3, 6),
            ("kk-goldleaf", "bt-kiln", "bat-trang-lunch", "bt-wheel", "bt-market"),
        ),
        small_itinerary(
            catalogue,
            "02-van-phuc-chuong-quang-phu-cau",
            date(2027, 3, 7),
            ("vp-weaving", "ch-class", "chuong-lunch", "qpc-dinh", "qpc-factory"),
        ),
    )
    return Portfolio(
        region=catalogue.region,
        region_name=catalogue.name,
        seed=1,
        month="2027-03",
        objective=Objective(score=600, bound=612, covers="two hand-made routes"),
        quotas=(
            QuotaResult(name="villages", sense="at least", required=4, achieved=5),
            QuotaResult(name="visits per village", sense="at most", required=3, achieved=1),
        ),
        routes=routes,
        attributions=catalogue.attributions,
    )
