"""Which facts to telephone about first, ranked by how much depends on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from tourplanner.catalogue.hours import write_hours
from tourplanner.model import Confidence, Experience, Id, Opening, Place, Price, Text, Value, Village

if TYPE_CHECKING:
    from tourplanner.catalogue.catalogue import Catalogue

DOUBT: dict[Confidence, float] = {
    "unknown": 1.0,
    "estimate": 0.8,
    "recalled": 0.6,
    "press": 0.0,
    "sourced": 0.0,
    "official": 0.0,
}
"""How much of a fact's weight is open: a guess is worth a little more than nothing."""

ROUTE_REACH, ANCHOR_REACH = 2, 3


class Asked(NamedTuple):
    """How much a plan depends on a field, and what to ask for it ({name} is the subject, {value} what is believed)."""

    importance: int
    vi: str
    en: str


OF_VILLAGE = {
    "environment": Asked(
        4,
        "Làng {name} đã đạt tiêu chí môi trường làng nghề chưa, theo văn bản nào?",
        "Does {name} meet the environment criteria for craft villages, and by which document?",
    ),
    "place": Asked(
        3,
        "Xe đón trả khách ở {name} tại đâu? Xin gửi vị trí (đang ghi: {value}).",
        "Where do guests get on and off in {name}? Please share the position (recorded: {value}).",
    ),
    "at_risk": Asked(
        1,
        "Ở {name} còn bao nhiêu hộ làm nghề, nghề có nguy cơ mai một không?",
        "How many households in {name} still work the craft; is it at risk?",
    ),
}
OF_EXPERIENCE = {
    "opening": Asked(
        5,
        "“{name}” mở cửa đón khách những giờ nào, nghỉ ngày nào (đang ghi: {value})?",
        "When is “{name}” open to guests, and on which days is it closed (recorded: {value})?",
    ),
    "price": Asked(
        4,
        "“{name}” giá bao nhiêu một khách hoặc một đoàn, năm nay (đang ghi: {value})?",
        "What does “{name}” cost per guest or group this year (recorded: {value})?",
    ),
    "capacity": Asked(
        3,
        "“{name}” nhận tối đa bao nhiêu khách một lượt (đang ghi: {value})?",
        "How many guests can “{name}” take at a time (recorded: {value})?",
    ),
    "minutes": Asked(
        2,
        "Một lượt “{name}” kéo dài bao nhiêu phút (đang ghi: {value})?",
        "How many minutes does “{name}” take (recorded: {value})?",
    ),
    "languages": Asked(
        1,
        "Ở “{name}” có ai nói được tiếng nước ngoài không, tiếng gì (đang ghi: {value})?",
        "Which foreign languages are spoken at “{name}” (recorded: {value})?",
    ),
}
OF_MEAL = OF_EXPERIENCE | {
    "opening": Asked(
        6,
        "“{name}” có nhận nấu bữa trưa cho đoàn không, phục vụ từ mấy giờ đến mấy giờ (đang ghi: {value})?",
        "Does “{name}” cook lunch for groups, and from when until when (recorded: {value})?",
    ),
}


class Gap(Value):
    """
    A fact worth a call: ``subject`` and ``field`` say which, ``value`` what is believed now and how surely.

    ``weight`` is how much depends on it (see ``gaps``); ``question`` is what to ask, in Vietnamese and English.
    """

    subject: Id
    field: str
    value: Any
    confidence: Confidence
    weight: float
    question: Text


def gaps(catalogue: Catalogue, limit: int | None = None) -> tuple[Gap, ...]:
    """
    The facts nobody has confirmed, those most depends on first; ``limit`` keeps the first ones.

    ``weight = importance × doubt × reach``. Importance is 6 for whether a meal is served, 5 for hours, 4 for prices
    and environment, 3 for capacity and coordinates, 2 for minutes, 1 for languages and risk. Doubt is 1 for an
    unknown, 0.8 for an estimate, 0.6 for a recollection, 0 for what press or source backs. A village reaches
    ``1 + its experiences + 2 × the known routes through it + 3 if tours already end there``; an experience has an
    equal share of its village's reach, for the others can stand in for it. Coordinates also weigh by their radius
    in kilometres, at most 2, and count as open even when sourced if it exceeds 1 km.
    """
    found = [gap for each in (_village_gaps, _experience_gaps) for gap in each(catalogue)]
    ranked = sorted(found, key=lambda gap: (-gap.weight, gap.subject, gap.field))
    return tuple(ranked[:limit])


def reach(catalogue: Catalogue) -> dict[str, int]:
    """How much of what can be sold hangs on each village."""
    routes = Counter(village for route in catalogue.routes for village in set(route.villages))
    return {
        village.id: 1
        + len(catalogue.experiences_in[village.id])
        + ROUTE_REACH * routes[village.id]
        + ANCHOR_REACH * (village.standing == "anchor")
        for village in catalogue.villages
    }


def _village_gaps(catalogue: Catalogue) -> Iterator[Gap]:
    reached = reach(catalogue)
    for village in catalogue.villages:
        for field, asked in OF_VILLAGE.items():
            doubt = _doubt(village, field)
            if doubt:
                yield _gap(village, field, asked, reached[village.id] * doubt)


def _experience_gaps(catalogue: Catalogue) -> Iterator[Gap]:
    reached = reach(catalogue)
    for experience in catalogue.experiences:
        share = reached.get(experience.village, 1) / max(1, len(catalogue.experiences_in[experience.village]))
        for field, asked in (OF_MEAL if experience.kind == "meal" else OF_EXPERIENCE).items():
            doubt = _doubt(experience, field)
            if doubt:
                yield _gap(experience, field, asked, share * doubt)


def _doubt(record: Village | Experience, field: str) -> float:
    fact = record.fact(field)
    if isinstance(fact.value, Place):
        radius = min(2.0, fact.value.accuracy_m / 1000)
        return radius if radius > 1 else DOUBT[fact.provenance.confidence] * radius
    unsaid = fact.value in (None, "unknown") or (isinstance(fact.value, Price) and fact.value.adult is None)
    return 1.0 if unsaid else DOUBT[fact.provenance.confidence]


def _gap(record: Village | Experience, field: str, asked: Asked, weight: float) -> Gap:
    value = getattr(record, field)
    return Gap(
        subject=record.id,
        field=field,
        value=value,
        confidence=record.fact(field).provenance.confidence,
        weight=round(asked.importance * weight, 2),
        question=Text(
            vi=asked.vi.format(name=record.name.vi, value=_words(value, "chưa rõ")),
            en=asked.en.format(name=record.name.get("en"), value=_words(value, "unknown")),
        ),
    )


def _words(value: Any, unknown: str) -> str:
    """A value as it is said on the telephone."""
    if isinstance(value, Opening):
        return write_hours(value)
    if isinstance(value, Place):
        return f"{value.lat:.5f}, {value.lon:.5f} ± {value.accuracy_m} m"
    if isinstance(value, Price):
        return str(value.adult) if value.adult else unknown
    return ", ".join(value) if isinstance(value, tuple) else str(value)
