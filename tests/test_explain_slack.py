"""Slack is what it says: with so many minutes more the judge is content, with one more he is not."""

from datetime import date, datetime, timedelta

import pytest
from by_distance import check, plan
from planning_regions import MONDAY, goal_for, region

from tourplanner.errors import InfeasibleError
from tourplanner.model import HANOI, Goal, Lunch, Money, Price, Session
from tourplanner.testing import small_catalogue

SMALL = small_catalogue()
SATURDAY = date(2027, 3, 20)


def late(day, minutes, *, leg=None, stop=None):
    """The day as it is lived if one leg takes longer, or one stop begins later; everybody waits for the plan."""
    delay, ready = timedelta(minutes=minutes), day.depart
    legs, stops = [], []
    for number, each in enumerate(day.legs):
        depart = max(each.depart, ready)
        longer = each.seconds + (60 * minutes if number == leg else 0)
        legs.append(each.model_copy(update={"depart": depart, "seconds": longer}))
        if number < len(day.stops):
            one = day.stops[number]
            begin = max(one.begin + (delay if number == stop else timedelta()), legs[-1].arrive)
            ready = begin + (one.end - one.begin)
            stops.append(one.model_copy(update={"arrive": legs[-1].arrive, "begin": begin, "end": ready}))
    return day.model_copy(update={"legs": tuple(legs), "stops": tuple(stops), "back": legs[-1].arrive})


def faults(tour, number, minutes, **where):
    """What the judge says of the tour with one delay, apart from the longer leg itself."""
    days = list(tour.days)
    days[number] = late(days[number], minutes, **where)
    found = check(tour.model_copy(update={"days": tuple(days)}), sessions=tour.question.catalogue.sessions)
    return {finding.rule for finding in found} - {"road", "driving"}


RULES = {"opening": {"opening"}, "session": {"opening"}, "lunch": {"lunch"}, "day-end": {"day-span"}}


def check_slack(tour):
    found = tour.slack()
    spares = iter(found.each)
    for number, day in enumerate(tour.days):
        for place in range(len(day.legs)):
            for where in ({"leg": place}, {"stop": place}):
                if where == {"stop": len(day.stops)}:
                    continue
                spare = next(spares)
                assert spare.minutes >= 0
                assert faults(tour, number, spare.minutes, **where) == set()
                broken = faults(tour, number, spare.minutes + 1, **where)
                assert RULES[spare.breaks] <= broken
    assert next(spares, None) is None
    assert found.least.minutes == min(spare.minutes for spare in found.each)


@pytest.mark.parametrize("days", [1, 2])
def test_slack_over_many_regions(days):
    broken = set()
    for seed in range(40):
        catalogue = region(seed, visits=5)
        try:
            tour = plan(catalogue, goal_for(seed, catalogue, days), on=MONDAY)
        except InfeasibleError:
            continue
        check_slack(tour)
        broken |= {spare.breaks for spare in tour.slack().each}
    assert {"opening", "day-end"} <= broken


def test_sessions_and_lunch_break_first():
    nine = Session(
        id="s", experience="vp-weaving", begin=datetime(2027, 3, 20, 9, tzinfo=HANOI),
        end=datetime(2027, 3, 20, 9, 40, tzinfo=HANOI), places_left=40,
    )  # fmt: skip
    goal = Goal(must=("vp-weaving", "vp-street", "chuong"), lunch=Lunch(latest="12:00"), stops=(3, 3))
    tour = plan(SMALL.replace(sessions=(nine,)), goal, on=SATURDAY)
    check_slack(tour)
    found = tour.slack()
    assert (found["vp-weaving"].minutes, found["vp-weaving"].breaks) == (0, "session")
    assert "lunch" in {spare.breaks for spare in found.each}
    for spare in found.each:
        assert spare.text.vi != spare.text.get("en") != ""


def test_a_visit_that_includes_lunch_has_to_be_in_time_for_it():
    feast = SMALL.replace(
        experiences=tuple(
            each.replace(price=Price(adult=Money(amount=100_000), includes_lunch=True))
            if each.id == "ch-class"
            else each
            for each in SMALL.experiences
        )
    )
    goal = Goal(must=("ch-class",), never=("chuong-lunch",), stops=(1, 1), lunch=Lunch(latest="12:00"))
    tour = plan(feast, goal, on=SATURDAY)
    assert not any(stop.is_meal for stop in tour.stops)
    check_slack(tour)
    assert tour.slack()["ch-class"].breaks == "lunch"


def test_slack_is_a_table():
    tour = plan(SMALL, Goal(stops=(2, 2)), on=SATURDAY)
    found = tour.slack()
    lines = str(found).splitlines()
    assert lines[0].split() == ["day", "time", "what", "minutes", "to", "spare", "until"]
    assert len(lines) == 1 + len(tour.legs) + len(tour.stops)
    first = found.each[0]
    assert f"  to {tour.stops[0].experience.name}" in lines[1]
    assert f" {first.minutes}  {first.text.get('en')}" in lines[1]
    assert "minutes to spare" in found._repr_html_()
    with pytest.raises(KeyError):
        found["phu-vinh"]
