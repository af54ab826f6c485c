"""What an operator should know before sending a quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from tourplanner.costing.band import Band, losing
from tourplanner.costing.exchange import STALE_DAYS
from tourplanner.costing.lines import Departure, Line
from tourplanner.model import Notice, Text

OLD_DAYS = 2 * 365
"""Days before the tour from which a price seen then is called old."""


def notices(departure: Departure, bands: Sequence[Band]) -> Iterator[Notice]:
    """All that is doubtful about a quote: ``price-estimated``, ``price-old``, ``exchange-old``, ``band-dearer``,
    ``band-loses``, ``over-capacity``, ``nights-unpriced``."""
    lines = {(line.supplier, line.service): line for band in bands for line in band.lines}.values()
    yield from _doubtful(departure, list(lines))
    yield from _old_exchange(departure)
    yield from _dearer(bands)
    yield from _losing(departure, bands)
    yield from _crowded(departure, bands)
    if len(departure.itinerary.days) > 1 and not any(line.basis == "room" for line in bands[0].lines):
        yield _notice("nights-unpriced", "Giá chưa gồm lưu trú qua đêm", "Nights are not in the price")


def _notice(code: str, vi: str, en: str, subjects: Sequence[str] = ()) -> Notice:
    return Notice(code=code, text=Text(vi=vi, en=en), subjects=tuple(subjects))


def _doubtful(departure: Departure, lines: Sequence[Line]) -> Iterator[Notice]:
    guessed = [line for line in lines if not line.verified]
    if guessed:
        vi, en = _named(guessed)
        yield _notice(
            "price-estimated",
            f"Giá ước tính, hãy hỏi lại nhà cung cấp: {vi}",
            f"Estimated, ask the supplier before selling: {en}",
            [line.service for line in guessed],
        )
    limit = departure.itinerary.days[0].date - timedelta(days=OLD_DAYS)
    old = [line for line in lines if line.as_of and line.as_of < limit]
    if old:
        years = ", ".join(f"{line.name} {line.as_of.year}" for line in old if line.as_of)
        english = ", ".join(f"{line.name.get('en')} {line.as_of.year}" for line in old if line.as_of)
        yield _notice("price-old", f"Giá đã cũ: {years}", f"Prices seen long ago: {english}", [x.service for x in old])


def _named(lines: Sequence[Line]) -> tuple[str, str]:
    return ", ".join(line.name.vi for line in lines), ", ".join(line.name.get("en") for line in lines)


def _old_exchange(departure: Departure) -> Iterator[Notice]:
    used = [departure.exchange("EUR"), departure.exchange("USD")]
    for each in used:
        if each and (departure.quoted - each.on).days > STALE_DAYS:
            yield _notice(
                "exchange-old",
                f"Tỷ giá {each.currency} ngày {each.on} đã cũ",
                f"The exchange rate of {each.currency} is of {each.on}",
                [each.currency],
            )


def _dearer(bands: Sequence[Band]) -> Iterator[Notice]:
    for smaller, larger in pairwise(bands):
        if smaller.price < larger.price:
            yield _notice(
                "band-dearer",
                f"Nhóm {larger.payers} khách đắt hơn mỗi khách so với nhóm {smaller.payers}: "
                f"{larger.price} > {smaller.price}",
                f"{larger.payers} guests are dearer per head than {smaller.payers}: {larger.price} > {smaller.price}",
                [str(larger.payers)],
            )


def _losing(departure: Departure, bands: Sequence[Band]) -> Iterator[Notice]:
    for band in bands:
        sizes = losing(departure, band)
        if sizes:
            listed = ", ".join(map(str, sizes))
            yield _notice(
                "band-loses",
                f"Giá của nhóm {band.payers}–{band.upto} khách lỗ khi đoàn có {listed} khách",
                f"The price for {band.payers} to {band.upto} guests makes a loss with {listed}",
                [str(size) for size in sizes],
            )


def _crowded(departure: Departure, bands: Sequence[Band]) -> Iterator[Notice]:
    most = bands[-1].upto + departure.terms.leaders
    for stop in departure.itinerary.stops:
        places = stop.experience.capacity
        if places < most and not stop.is_break:
            yield _notice(
                "over-capacity",
                f"{stop.experience.name.vi} nhận tối đa {places} khách, báo giá tới {most}",
                f"{stop.experience.name.get('en')} takes {places} guests, the quote goes up to {most}",
                [stop.experience.id],
            )
