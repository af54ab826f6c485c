"""Maps of several courses: names touch nothing and stay on the sheet, shared roads lie side by side."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest
from bare import bare_basemap
from print_samples import ROUTES, STATION, sample

from tourplanner.model import Itinerary
from tourplanner.press.lettering import Lettering
from tourplanner.publish.basemap import packaged_basemap
from tourplanner.publish.boxes import Box, spread
from tourplanner.publish.print.courses import LANE_MM, Course, courses_of_tour, ribbons
from tourplanner.publish.print.locator import SCALES, locator
from tourplanner.publish.print.overview import Overview, motif, overview
from tourplanner.publish.print.villages import numbered
from tourplanner.publish.projection import fit
from tourplanner.publish.tracks import DISC_MM

NAMES = ("west", "bac-ninh", "old-quarter", "two", "eight", "long", "hostile", "beyond")
COLOURS = ("#c0392b", "#1f7a8c", "#7b3fa0")


def drawn(*routes: Itinerary, width: float = 182, height: float = 150, bare: bool = False) -> Overview:
    courses = [Course(number, COLOURS[number % 3], route.days) for number, route in enumerate(routes, 1)]
    basemap = bare_basemap() if bare else packaged_basemap()
    return overview(
        courses, width=width, height=height, basemap=basemap, lettering=Lettering(), attributions=("© thử",)
    )


def boxes(shown: Overview) -> list[Box]:
    """Everything no name may touch, names among them."""
    marks = [dot.box for dot in shown.dots] + [badge.box for badge in shown.badges]
    houses = [Box.around(x, y, 2 * DISC_MM, 2 * DISC_MM) for x, y in shown.ends]
    return [*marks, *houses, *(box for box, _ in shown.furniture)]


@pytest.mark.parametrize("names", [*((name,) for name in NAMES), NAMES[:5], ("eight", "two", "west")])
def test_names_touch_nothing_and_stay_on_the_sheet(names: tuple[str, ...]) -> None:
    shown = drawn(*(sample(name, roads=True, end=STATION) for name in names))
    frame = Box(0, 0, shown.sheet.width, shown.sheet.height)
    upright = [label for label in shown.labels if not label.angle]
    for label in upright:
        assert label.box.within(frame)
        assert not [box for box in boxes(shown) if label.box.meets(box)], label.lines
    for label in shown.labels:
        assert (label.corners >= 0).all()
        assert (label.corners <= [frame.right, frame.bottom]).all()
    for one, other in combinations(upright, 2):
        assert not one.box.meets(other.box), (one.lines, other.lines)


@pytest.mark.parametrize("name", ["west", "bac-ninh", "two", "eight"])
def test_every_village_is_named(name: str) -> None:
    route = sample(name, roads=True)
    shown = drawn(route)
    told = " ".join(line for label in shown.labels if label.kind == "stop" for line in label.lines)
    for village in route.villages:
        assert village.name.vi in told


def test_villages_bear_the_numbers_of_the_courses_that_visit_them() -> None:
    shown = drawn(sample("two"), sample("eight"), sample("two"))
    assert {name for dot in shown.dots for name in dot.names} >= {"Bát Tràng 1, 3", "Hạ Thái 2"}
    assert [badge.number for badge in shown.badges] == [1, 2, 3]


def test_courses_on_roads_have_a_number_each_apart_from_each_other() -> None:
    shown = drawn(*(sample(name, roads=True) for name in ("west", "bac-ninh", "two", "eight")))
    assert [badge.number for badge in shown.badges] == [1, 2, 3, 4]
    assert not any(one.box.meets(other.box) for one, other in combinations(shown.badges, 2))


def test_courses_on_one_road_lie_side_by_side() -> None:
    route = sample("two", roads=True)
    courses = [Course(number, "#000", route.days) for number in (1, 2)]
    places = [point for leg in route.legs for point in leg.path]
    sheet = fit(places, 100, 100, (5, 5))
    lines = ribbons(courses, sheet)
    first, second = (np.vstack([spread(each.line, 0.1) for each in lines if each.number == n]) for n in (1, 2))
    apart = np.hypot(*(first[:, None] - second[None]).transpose(2, 0, 1)).min(axis=1)
    assert np.median(apart) == pytest.approx(LANE_MM, rel=0.02)


def test_days_of_a_tour_are_courses() -> None:
    courses = courses_of_tour(sample("eight", days=2))
    assert [(each.number, len(each.days)) for each in courses] == [(1, 1), (2, 1)]
    assert len({each.colour for each in courses}) == 2


def test_a_map_is_the_same_text_each_time_and_reads_as_xml() -> None:
    routes = [sample("hostile"), sample("long")]
    one, other = drawn(*routes, bare=True).svg(), drawn(*routes, bare=True).svg()
    assert one == other
    assert '$x^2$ \\ ] [ 1' in "".join(ElementTree.fromstring(one).itertext())
    assert ElementTree.fromstring(motif(courses_of_tour(routes[0]), 100, 80, bare_basemap())) is not None


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_village_s_map_is_to_scale_with_its_visits_on_it(name: str) -> None:
    route = sample(name)
    for village in route.villages:
        visits = [(number, stop) for number, stop in numbered(route) if stop.village.id == village.id]
        shown = locator(
            village, visits, width=84, height=60, basemap=packaged_basemap(), lettering=Lettering()
        )
        assert shown.sheet.scale in SCALES
        assert shown.radius * shown.sheet.scale / 1000 == pytest.approx(village.place.accuracy_m)
        numbers = [symbol.number for marker in shown.markers for symbol in marker.symbols]
        assert sorted(numbers) == [number for number, _ in visits]
        frame = Box(0, 0, 84, 60)
        assert all(marker.box.within(frame) for marker in shown.markers)
        assert all((label.corners >= 0).all() and (label.corners <= [84, 60]).all() for label in shown.labels)


def test_a_visit_far_from_its_village_does_not_leave_the_map() -> None:
    route = sample("two")
    stop = route.visits[0]
    far = stop.replace(experience=stop.experience.replace(place=stop.village.place.replace(lat=21.5)))
    shown = locator(
        stop.village, [(1, far)], width=84, height=60, basemap=bare_basemap(), lettering=Lettering()
    )
    assert [symbol.number for marker in shown.markers for symbol in marker.symbols] == [1]
    assert shown.markers[0].centres == [(42, 30)]
