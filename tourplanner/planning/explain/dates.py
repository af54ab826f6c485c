"""Other dates: near ones, or the next on which a door is open at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from tourplanner.almanac.words import DAYS
from tourplanner.catalogue import Catalogue
from tourplanner.model import Text
from tourplanner.planning.explain.ladder import Ladder
from tourplanner.planning.explain.subject import Subject
from tourplanner.planning.question import Question
from tourplanner.planning.screen import screened

NEAR_DAYS, FAR_DAYS = 14, 400
FAR_TRIED = 3


def other_dates(question: Question, subject: Subject) -> Ladder:
    """
    First days within ``NEAR_DAYS`` of one asked for, the nearest first and the later of two; then the next few after
    them on which the subject is open, up to ``FAR_DAYS`` ahead.
    """
    asked = question.on
    span = range(-NEAR_DAYS, (asked[-1] - asked[0]).days + NEAR_DAYS + 1)
    every = {on: min(abs((on - each).days) for each in asked) for on in (asked[0] + timedelta(days) for days in span)}
    near = sorted((on for on in every if 0 < every[on] <= NEAR_DAYS), key=lambda on: (every[on], -on.toordinal()))
    far = islice(_open(question, subject, asked[-1] + timedelta(NEAR_DAYS)), FAR_TRIED)
    return Ladder("date", [*near, *far], lambda _, value: {"on": value}, _said, rising=False)


def _open(question: Question, subject: Subject, after: date) -> Iterator[date]:
    catalogue = question.catalogue
    alone: Catalogue = catalogue.replace(
        experiences=tuple(map(catalogue.experience, subject.inside)),
        sessions=tuple(each for each in catalogue.sessions if each.experience in subject.inside),
    )
    for days in range(1, FAR_DAYS):
        on = after + timedelta(days)
        if screened(alone, question.goal, [on], question.law)[0]:
            yield on


def _said(on: date) -> Text:
    vi, en = (DAYS[language][on.weekday()] for language in ("vi", "en"))
    return Text(vi=f"đi ngày {vi} {on:%d/%m/%Y}", en=f"the tour starts on {en} {on}")
