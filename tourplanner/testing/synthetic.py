"""A made-up region of the city's real scale, for tests and benchmarks. Nothing in it exists."""

from __future__ import annotations

from datetime import date
from itertools import product
from random import Random

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.catalogue.names import slug
from tourplanner.model import (
    Commune,
    Craft,
    Experience,
    Festival,
    Host,
    OcopProduct,
    Place,
    Provenance,
    Session,
    Source,
    StartPoint,
    Text,
    Village,
)
from tourplanner.model.craft import Recognition
from tourplanner.testing import offers
from tourplanner.testing.words import CRAFTS, FIRST, GROUPS, SECOND, THIRD

WEST, EAST, SOUTH, NORTH = 105.29, 106.02, 20.56, 21.39
AS_OF = date(2026, 11, 22)
MERGER = date(2025, 7, 1)
ESTIMATE = Provenance(sources=("synthetic",), as_of=AS_OF, confidence="estimate")
CITY_VILLAGES, CITY_RECOGNISED, CITY_COMMUNES = 1350, 318, 126
Point = tuple[float, float]


def synthetic_region(
    villages: int = 1350, seed: int = 1, recognised: int | None = None, crafts: int = 47
) -> Catalogue:
    """
    A region as large as Hanoi's, clustered and skewed like it, and the same for the same arguments on any machine.

    The defaults are the city's figures as the press gave them in 2024 and 2025: 1,350 villages with a craft, 318 of
    them recognised, 47 crafts; since 1 July 2025 there are 126 communes. (313 were recognised in April 2021 and "more
    than 320" in 2025.) Places lie in the city's bounding box, 105.29–106.02 E, 20.56–21.39 N.

    About 0.9 experiences per village: three to six in the well-known ones (3 in 100), one or two in most recognised
    ones, none in most others, and a lunch, ``{village}-lunch``, wherever there is one. Hours, prices, capacities and
    lengths are distributed like the packaged data of Hanoi. The start point ``hoan-kiem-old-quarter`` is there.

    Parameters
    ----------
    villages
        How many, from 1.
    seed
        Another seed, another region.
    recognised
        How many of them are recognised; None keeps the city's share.
    crafts
        How many crafts they share, from 1 to 47. A small region may practise fewer.

    Raises
    ------
    ValueError
        If a number is out of range.
    """
    share = round(villages * CITY_RECOGNISED / CITY_VILLAGES) if recognised is None else recognised
    _check(villages, share, crafts)
    made = _villages(seed, villages, share, crafts)
    offered, hosts, sessions = _offers(seed, made)
    return Catalogue(
        region="synthetic",
        name=Text(vi="Vùng giả lập", en="Synthetic region"),
        as_of=AS_OF,
        crafts=_crafts(crafts),
        villages=made,
        hosts=hosts,
        experiences=offered,
        sessions=sessions,
        festivals=_festivals(seed, made, offered),
        starts=_starts(seed),
        sources=(Source(key="synthetic", where="made up by tourplanner.testing.synthetic_region"),),
        attributions=("Dữ liệu giả lập / synthetic data",),
    )


def _check(villages: int, recognised: int, crafts: int) -> None:
    most = len(FIRST) * len(SECOND) * (1 + len(THIRD))
    if not 1 <= villages <= most:
        raise ValueError(f"villages must be 1 to {most}, not {villages}")
    if not 0 <= recognised <= villages:
        raise ValueError(f"recognised must be 0 to {villages}, not {recognised}")
    if not 1 <= crafts <= len(CRAFTS):
        raise ValueError(f"crafts must be 1 to {len(CRAFTS)}, not {crafts}")


def _random(seed: int, subject: str) -> Random:
    """A stream per subject, so that a change in one leaves the others as they were."""
    return Random(f"{seed}/{subject}")


def _crafts(count: int) -> tuple[Craft, ...]:
    return tuple(
        Craft(
            id=id,
            name=Text(vi=vi, en=en),
            group=group,
            group_name=Text(vi=GROUPS[group][0], en=GROUPS[group][1]),
            at_risk=True if id in ("do-paper", "tassels", "gold-leaf", "horn", "to-he") else None,
        )
        for id, vi, en, group in CRAFTS[:count]
    )


def _names(seed: int, count: int) -> list[str]:
    pairs = [f"{first} {second}" for first, second in product(FIRST, SECOND)]
    longer = [f"{pair} {third}" for third in THIRD for pair in pairs] if count > len(pairs) else []
    return _random(seed, "names").sample(pairs, min(count, len(pairs))) + longer[: max(0, count - len(pairs))]


def _around(random: Random, centre: Point, spread: float) -> Point:
    """A point (lat, lon) scattered round another, in degrees, inside the box."""
    while True:
        lat, lon = (random.gauss(value, spread) for value in centre)
        if SOUTH <= lat <= NORTH and WEST <= lon <= EAST:
            return round(lat, 5), round(lon, 5)


def _places(seed: int, count: int, crafts: int) -> list[tuple[Point, int]]:
    """
    Where villages lie and the position of their main craft: areas, in them neighbourhoods of three to ten villages,
    most of which share one craft. Common crafts fill many neighbourhoods (weights 1/rank), rare ones at least one.
    """
    random = _random(seed, "places")
    areas = [(random.uniform(SOUTH + 0.1, NORTH - 0.1), random.uniform(WEST + 0.1, EAST - 0.1)) for _ in range(14)]
    weights = [1 / (rank + 1) for rank in range(max(14, crafts))]
    size = min(10, max(3, count // crafts))
    neighbourhoods = []
    for number in range(-(-count // size)):
        area = random.choices(areas, weights[:14])[0] if number >= 14 else areas[number]
        craft = number if number < crafts else random.choices(range(crafts), weights[:crafts])[0]
        neighbourhoods.append((_around(random, area, 0.05), craft))
    places = []
    for number in range(count):
        first = number < len(neighbourhoods)
        point, craft = neighbourhoods[number] if first else random.choice(neighbourhoods)
        if not first and random.random() < 0.25:
            craft = random.choices(range(crafts), weights[:crafts])[0]
        places.append((_around(random, point, 0.012), craft))
    return places


def _communes(seed: int, places: list[Point]) -> list[int]:
    """The commune number, from 1, of each place: the nearest of up to 126 of them."""
    count = min(CITY_COMMUNES, max(1, len(places) // 2))
    seats = _random(seed, "communes").sample(places, count)
    return [
        1 + min(range(count), key=lambda seat: (seats[seat][0] - lat) ** 2 + (seats[seat][1] - lon) ** 2)
        for lat, lon in places
    ]


def _villages(seed: int, count: int, recognised: int, crafts: int) -> tuple[Village, ...]:
    random = _random(seed, "villages")
    order = random.sample(range(count), count)
    anchors, known = set(order[: max(1, round(0.03 * count))]), set(order[:recognised])
    places = _places(seed, count, crafts)
    communes = _communes(seed, [point for point, _ in places])
    found = []
    for number, name in enumerate(_names(seed, count)):
        (lat, lon), craft = places[number]
        second = random.randrange(crafts) if random.random() < 0.2 else craft
        found.append(
            Village(
                id=slug(name),
                name=Text(vi=name, en=slug(name).replace("-", " ").title()),
                crafts=tuple(dict.fromkeys((CRAFTS[craft][0], CRAFTS[second][0]))),
                place=Place(lat=lat, lon=lon, accuracy_m=random.choice((100, 400, 500, 700, 1000))),
                communes=(
                    Commune(name=f"Xã {communes[number]}", province="Hà Nội", since=MERGER, confidence="estimate"),
                ),
                recognition=_recognition(random, number in known, number in anchors),
                standing="anchor" if number in anchors else "satellite",
                at_risk=random.choices((None, False, True), (72, 20, 8))[0],
                environment=random.choices(("unknown", "met", "not met"), (80, 14, 6))[0],
                plan=random.choices(("unknown", "keep", "preserve", "convert"), (85, 9, 4, 2))[0],
                ocop=_ocop(random, name) if number in known else (),
                provenance={"place": ESTIMATE},
            )
        )
    return tuple(found)


def _recognition(random: Random, known: bool, anchor: bool) -> Recognition:
    """Shares as in the packaged data: of 100 villages 51 traditional, 31 craft, 5 tourism, these among the anchors."""
    drawn: Recognition = "traditional" if random.random() < 51 / 82 else "craft"
    if not known:
        return "unknown"
    return "tourism" if anchor else drawn


def _ocop(random: Random, village: str) -> tuple[OcopProduct, ...]:
    """Products in four of ten recognised villages; stars as of April 2021: 306 of three, 731 of four, 17 of five."""
    if random.random() >= 0.4:
        return ()
    stars = random.choices((3, 4, 5), (306, 731, 17))[0]
    since = date(random.choice((2023, 2024, 2025)), random.randrange(1, 13), 1)
    until = since.replace(year=since.year + 3)
    name = Text(vi=f"Sản phẩm {village}")
    return (OcopProduct(name=name, stars=stars, since=since, until=until, source="synthetic"),)


def _how_many(random: Random, village: Village) -> int:
    if village.standing == "anchor":
        return random.randint(3, 6)
    if village.recognition != "unknown":
        return random.choices((0, 1, 2, 3), (8, 42, 42, 8))[0]
    return random.choices((0, 1, 2, 3), (55, 32, 11, 2))[0]


def _offers(
    seed: int, villages: tuple[Village, ...]
) -> tuple[tuple[Experience, ...], tuple[Host, ...], tuple[Session, ...]]:
    random = _random(seed, "offers")
    experiences: list[Experience] = []
    hosts: list[Host] = []
    sessions: list[Session] = []
    for village in villages:
        roles = offers.roles(random, _how_many(random, village))
        if roles:
            offered = [offers.experience(random, village, n, role, ESTIMATE) for n, role in enumerate(roles, 1)]
            experiences += [*offered, offers.lunch(random, village, ESTIMATE)]
            hosts += offers.hosts(village, offered)
            sessions += offers.sessions(random, offered)
    return tuple(experiences), tuple(hosts), tuple(sessions)


def _festivals(
    seed: int, villages: tuple[Village, ...], experiences: tuple[Experience, ...]
) -> tuple[Festival, ...]:
    """Three villages in ten, mostly in the first three lunar months; at one in ten the workshops close."""
    random = _random(seed, "festivals")
    found = []
    for village in villages:
        if random.random() >= 0.3:
            continue
        first = random.randint(1, 24)
        last = first + random.choice((0, 1, 2, 2, 5))
        resting = random.random() < 0.1
        working = (each.id for each in experiences if each.village == village.id and each.role == "production")
        found.append(
            Festival(
                id=f"{village.id}/festival",
                village=village.id,
                name=Text(vi=f"Hội làng {village.name.vi}", en=f"{village.name.en} village festival"),
                lunar_month=random.choices(range(1, 13), (14, 8, 8, 2, 1, 2, 1, 3, 2, 1, 1, 1))[0],
                first_day=first,
                last_day=last,
                main_day=random.randint(first, last),
                closes=tuple(working) if resting else (),
                confidence="estimate",
            )
        )
    return tuple(found)


def _starts(seed: int) -> tuple[StartPoint, ...]:
    """The Old Quarter and nineteen more, most of them in the inner city."""
    random = _random(seed, "starts")
    old_quarter = (21.03181, 105.85206)
    points = [_around(random, old_quarter, 0.03 if number < 15 else 0.15) for number in range(19)]
    names = [("hoan-kiem-old-quarter", "Bờ Hồ - Phố cổ", "Old Quarter")]
    names += [(f"pick-up-{number:02}", f"Điểm đón {number}", f"Pick-up point {number}") for number in range(2, 21)]
    return tuple(
        StartPoint(id=id, name=Text(vi=vi, en=en), place=Place(lat=lat, lon=lon, accuracy_m=100))
        for (id, vi, en), (lat, lon) in zip(names, [old_quarter, *points], strict=True)
    )
