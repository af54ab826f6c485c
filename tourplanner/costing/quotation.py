"""A quote: several group sizes priced side by side, numbered, dated, and complete in itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from tourplanner.costing.band import Band, priced, span
from tourplanner.costing.derived import rates_of
from tourplanner.costing.lines import Departure
from tourplanner.costing.notices import notices
from tourplanner.costing.ratebook import RateBook
from tourplanner.costing.services import Service
from tourplanner.costing.terms import Terms
from tourplanner.errors import GoalError, RateError
from tourplanner.model import Host, Itinerary, Money, Nfc, Notice, Text, Value
from tourplanner.model.tables import safe
from tourplanner.speech import in_all_languages

if TYPE_CHECKING:
    from tourplanner.costing.deposit import BankAccount, Deposit
    from tourplanner.costing.shares import Shares
    from tourplanner.speech import Language

Number = Annotated[str, Field(pattern=r"^[A-Z0-9](?:[A-Z0-9.-]{0,18}[A-Z0-9])?$")]
"""Up to 20 capital letters, figures, hyphens and points: it has to fit into a transfer's text."""


class Quote(Value):
    """
    What a tour costs guests, for several sizes of group, as one offer.

    ``number`` stays the same over all revisions, which count from 1. It can be accepted from ``on`` to ``until``, both
    inclusive. ``extras`` are what was bought beside stops, vehicles and guide; ``excluded`` is what guests pay
    themselves. ``notices`` are for the operator's eyes.
    """

    number: Number
    revision: Annotated[int, Field(ge=1, le=999)]
    on: date
    until: date
    client: Nfc
    itinerary: Itinerary
    terms: Terms
    extras: tuple[Service, ...]
    bands: tuple[Band, ...]
    excluded: tuple[Text, ...]
    notices: tuple[Notice, ...]

    @property
    def code(self) -> str:
        """Number and revision: "BG-20261127-5F3AC1/2" supersedes "BG-20261127-5F3AC1/1"."""
        return f"{self.number}/{self.revision}"

    @property
    def supersedes(self) -> str | None:
        """The code of the revision before, None for the first."""
        return f"{self.number}/{self.revision - 1}" if self.revision > 1 else None

    def holds(self, on: date) -> bool:
        """Whether it can be accepted on a day."""
        return self.on <= on <= self.until

    def band(self, payers: int) -> Band:
        """
        The band that a group of so many payers falls in.

        Raises
        ------
        GoalError
            If none was quoted for that size.
        """
        for band in self.bands:
            if band.payers <= payers <= band.upto:
                return band
        quoted = ", ".join(band.span for band in self.bands)
        raise GoalError(f"{self.code} has no price for {payers} guests; it has for {quoted}: quote another band")

    def total(self, payers: int) -> Money:
        """What a group of so many payers pays in all."""
        return self.band(payers).price * payers

    def to_village(self, payers: int | None = None, *, hosts: Sequence[Host] = ()) -> Shares:
        """
        Who receives how much of what the guests pay; see ``Shares``.

        Parameters
        ----------
        payers
            Fewest guests of one of the bands, by default of the first.
        hosts
            A region's hosts, for their names and kinds: without them a host goes by its id.
        """
        from tourplanner.costing.shares import shares

        return shares(self, self.bands[0] if payers is None else self._at(payers), hosts)

    def _at(self, payers: int) -> Band:
        band = self.band(payers)
        if band.payers != payers:
            raise GoalError(f"costs are known for exactly {band.payers} guests, not for {payers}: quote that band")
        return band

    def deposit(self, account: BankAccount, payers: int, percent: object = 30) -> Deposit:
        """What a group of so many pays in advance, in đồng, with its VietQR code."""
        from tourplanner.costing.deposit import deposit

        return deposit(self, account, payers, percent)

    def pdf(
        self,
        language: Language = "vi",
        *,
        deposit: Deposit | None = None,
        villages: bool = False,
        fonts: str | os.PathLike[str] | None = None,
    ) -> bytes:
        """The quote to print and send; see ``quote_pdf``."""
        from tourplanner.costing.pdf import quote_pdf

        return quote_pdf(self, language, deposit=deposit, villages=villages, fonts=fonts)

    def word(self, language: Language = "vi", *, deposit: Deposit | None = None, villages: bool = False) -> bytes:
        """The quote as a Word document to edit; see ``quote_word``."""
        from tourplanner.costing.word import quote_word

        return quote_word(self, language, deposit=deposit, villages=villages)

    def __str__(self) -> str:
        from tourplanner.costing.show import quote_text

        return quote_text(self)

    def __repr__(self) -> str:
        prices = ", ".join(f"{band.span}: {band.price}" for band in self.bands)
        return f"<Quote {self.code}: {prices}>"


def quote(
    itinerary: Itinerary,
    bands: Sequence[int | tuple[int, int]] = (10, 16, 24),
    *,
    on: date | str,
    rates: RateBook | None = None,
    terms: Terms = Terms(),  # noqa: B008 (a frozen value)
    extras: Sequence[Service] = (),
    client: str = "",
    number: str | None = None,
    revises: Quote | None = None,
) -> Quote:
    """
    Price a tour for several sizes of group.

    Parameters
    ----------
    itinerary
        The tour on its dates.
    bands
        Numbers of payers. 10 before 16 stands for 10 to 15; a pair for its first to its last, both inclusive. A band
        is priced at its first number.
    on
        The day the quote is made: rates must be valid, exchange rates known, on it.
    rates
        The operator's rates. Without them those that the itinerary carries itself (``rates_of``); to use both, write
        ``rates_of(itinerary) | mine``.
    extras
        What else is bought for the departure: nights, boats, insurance.
    number
        By default made of the day and the tour: the same tour quoted twice on one day to one client has the same one.
    revises
        The quote this one replaces: it keeps the number and counts one revision more.

    Raises
    ------
    RateError
        If rates or exchange rates are missing, for whatever band: all of them, with supplier, service and day.
    GoalError
        If bands are empty, overlap or count nobody.
    """
    quoted = date.fromisoformat(on) if isinstance(on, str) else on
    sizes = _bands(bands)
    departure = Departure(itinerary, rates_of(itinerary) if rates is None else rates, terms, quoted, tuple(extras))
    missing = [each for payers, _ in sizes for each in departure.missing(payers)]
    if missing:
        raise RateError(dict.fromkeys(missing))
    found = tuple(priced(departure, payers, upto) for payers, upto in sizes)
    return Quote(
        number=number or (revises.number if revises else _number(itinerary, quoted, client)),
        revision=revises.revision + 1 if revises else 1,
        on=quoted,
        until=_until(found, quoted + timedelta(days=terms.valid_days)),
        client=client,
        # A tour may carry the question it answers, and with it a whole catalogue: an offer does not.
        itinerary=Itinerary(**dict(itinerary)),
        terms=terms,
        extras=tuple(extras),
        bands=found,
        excluded=tuple(_excluded(itinerary, found)),
        notices=tuple(notices(departure, found)),
    )


def _bands(asked: Sequence[int | tuple[int, int]]) -> list[tuple[int, int]]:
    if not asked:
        raise GoalError("bands: there is none; give numbers of guests, as (10, 16, 24)")
    starts = sorted((each, 0) if isinstance(each, int) else tuple(each) for each in asked)
    faults = [f"{low} guests" for low, _ in starts if low < 1]
    sizes = []
    for (low, high), after in zip(starts, [*starts[1:], None], strict=True):
        upto = high or (after[0] - 1 if after else low)
        if upto < low or (after and after[0] <= upto):
            faults.append(f"{span(low, upto)} before {after[0] if after else 'nothing'}")
        sizes.append((low, upto))
    if faults:
        raise GoalError(f"bands: {'; '.join(faults)}; give numbers that rise and do not overlap, as (10, 16, 24)")
    return sizes


def _number(itinerary: Itinerary, on: date, client: str) -> str:
    dates = " ".join(day.date.isoformat() for day in itinerary.days)
    digest = hashlib.sha256(f"{itinerary.id}\n{dates}\n{safe(client)}".encode()).hexdigest()
    return f"BG-{on:%Y%m%d}-{digest[:6].upper()}"


def _until(bands: Sequence[Band], latest: date) -> date:
    """No quote outlives a rate it rests on."""
    return min([latest, *(line.until for band in bands for line in band.lines if line.until)])


def _excluded(itinerary: Itinerary, bands: Sequence[Band]) -> Iterator[Text]:
    yield from dict.fromkeys(stop.experience.name for stop in itinerary.stops if stop.is_break)
    if len(itinerary.days) > 1 and not any(line.basis == "room" for line in bands[0].lines):
        yield in_all_languages(lambda voice: voice.say("Accommodation"))
