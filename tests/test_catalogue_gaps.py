"""What to telephone about first, and a catalogue at a glance."""

from datetime import date

import pytest

from tourplanner.catalogue.gaps import DOUBT
from tourplanner.model import KnownRoute, Price, Provenance, Text
from tourplanner.testing.small import small_catalogue

BASE = small_catalogue()
SOURCED = Provenance(sources=("small",), as_of=date(2026, 11, 22), confidence="sourced")


def weight(catalogue, subject, field):
    found = [gap.weight for gap in catalogue.gaps() if (gap.subject, gap.field) == (subject, field)]
    return found[0] if found else 0


def test_the_weight_is_importance_times_doubt_times_reach():
    # Bát Tràng: 1 + 4 experiences + 3 as an anchor; nobody has said whether it meets the environment criteria.
    assert weight(BASE, "bat-trang", "environment") == 4 * 1.0 * 8
    # Its kiln has a quarter of that reach; the price is unknown, the hours an estimate.
    assert weight(BASE, "bt-kiln", "price") == 4 * 1.0 * 8 / 4
    assert weight(BASE, "bt-kiln", "opening") == 5 * 0.8 * 8 / 4
    # The wheel's hours have a source.
    assert weight(BASE, "bt-wheel", "opening") == 0
    assert weight(BASE, "bat-trang-lunch", "opening") == pytest.approx(6 * 0.8 * 8 / 4)


def test_a_route_through_a_village_makes_its_gaps_heavier():
    route = KnownRoute(id="r", name=Text(vi="Tuyến"), origin="x", villages=("phu-vinh", "chuong", "phu-vinh"))
    more = BASE.replace(routes=(route,))
    assert weight(more, "phu-vinh", "environment") == weight(BASE, "phu-vinh", "environment") + 4 * 2
    assert weight(more, "kieu-ky", "environment") == weight(BASE, "kieu-ky", "environment")


def test_every_answer_takes_its_question_away():
    for gap in BASE.gaps(limit=25):
        kind = "villages" if gap.subject in BASE.experiences_in else "experiences"
        answers = {
            "environment": "met",
            "at_risk": False,
            "price": Price(adult=BASE.experience("bt-wheel").price.adult),
        }
        changed = tuple(
            record.replace(
                provenance=record.provenance | {gap.field: SOURCED},
                **({gap.field: answers[gap.field]} if gap.field in answers else {}),
            )
            if record.id == gap.subject
            else record
            for record in getattr(BASE, kind)
        )
        after = BASE.replace(**{kind: changed}).gaps()
        assert (gap.subject, gap.field) not in {(each.subject, each.field) for each in after}
        assert len(after) == len(BASE.gaps()) - 1


def test_gaps_are_ranked_whole_and_cut_only_at_the_end():
    found = BASE.gaps()
    assert [gap.weight for gap in found] == sorted((gap.weight for gap in found), reverse=True)
    assert BASE.gaps(5) == found[:5]
    assert all(gap.question.vi and gap.question.en and "{" not in gap.question.vi for gap in found)
    assert all(gap.confidence in DOUBT and gap.weight > 0 for gap in found)


def test_questions_say_what_is_believed_now():
    question = next(gap.question for gap in BASE.gaps() if (gap.subject, gap.field) == ("ht-class", "price"))
    assert "200.000 ₫" in question.vi
    lunch = next(gap.question for gap in BASE.gaps() if (gap.subject, gap.field) == ("chuong-lunch", "opening"))
    assert "bữa trưa" in lunch.vi
    assert "10:30-14:30" in lunch.vi


def test_a_rough_point_is_a_gap_even_with_a_source():
    village = BASE.village("bat-trang")
    rough = village.replace(place=village.place.replace(accuracy_m=1500))
    more = BASE.replace(villages=(rough, *BASE.villages[1:]))
    assert weight(BASE, "bat-trang", "place") == 0
    assert weight(more, "bat-trang", "place") == 3 * 1.5 * 8


def test_a_catalogue_shows_what_it_holds_and_how_sure_it_is():
    assert repr(BASE) == str(BASE)
    assert repr(BASE).startswith("Catalogue('small', 2026-11-22: 9 villages, 19 experiences, 9 hosts")
    # 9 points and the wheel's hours have a source, of 9 x 2 + 19 x 4 facts.
    assert "84 of 94 facts unverified" in repr(BASE)


def test_the_notebook_view_escapes_what_data_says():
    html = BASE.replace(name=Text(vi="<script>alert(1)</script>"))._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<td>19</td>" in html
