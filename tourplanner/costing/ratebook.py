"""All rates at hand, and which of them holds for a service on a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import model_validator

from tourplanner.costing.rate import Rate, within
from tourplanner.errors import MissingRate
from tourplanner.model import Value

Key = tuple[str, str]
LIKE = 0.8
"""Likeness (0 to 1) from which a name may be another one misspelt."""


class RateBook(Value):
    """
    Rates of many suppliers. ``one | other`` is both; where both know a service, the other's rates replace the one's.

    A service may have several rates at once if they are counted differently: one "fixed" for the demonstration and one
    per "person". Of rates for different seasons the shortest season around the day counts (the festival's before the
    year's), of equally long ones that which begins later; of its rates those that may be quoted on the day, of each
    basis the one valid since last.
    """

    rates: tuple[Rate, ...] = ()

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        count = Counter((*_key(rate), rate.basis, rate.season, rate.valid) for rate in self.rates)
        twice = [f"{key[0]}, {key[1]}, {key[2]}" for key, times in count.items() if times > 1]
        if twice:
            raise ValueError(f"rates: given twice for the same days: {'; '.join(twice)}; keep one of each")
        return self

    def __or__(self, other: RateBook) -> RateBook:
        replaced = set(map(_key, other.rates))
        return RateBook(rates=(*(rate for rate in self.rates if _key(rate) not in replaced), *other.rates))

    def __len__(self) -> int:
        return len(self.rates)

    @classmethod
    def read(cls, path: str | Path) -> RateBook:
        """
        The rates of a CSV file or workbook; see ``read_rates``.

        Raises
        ------
        DataError
            With everything that is wrong, each with file, row and column; nothing is half-read.
        """
        from tourplanner.costing.read import read_rates

        return read_rates(path)

    @cached_property
    def _by_service(self) -> Mapping[Key, Sequence[Rate]]:
        found: dict[Key, list[Rate]] = defaultdict(list)
        for rate in self.rates:
            found[_key(rate)].append(rate)
        return found

    def find(self, supplier: str, service: str, on: date, quoted: date) -> tuple[Rate, ...] | MissingRate:
        """
        The rates of a service on day ``on``, as they may be quoted on day ``quoted``, one of each basis.

        Returns
        -------
        tuple[Rate, ...] | MissingRate
            What is missing, as a value: whoever asks collects all of it.
        """
        known = self._by_service.get((supplier, service), ())
        in_season = [rate for rate in known if within(rate.season, on)]
        current = [rate for rate in in_season if within(rate.valid, quoted)]
        if not current:
            why, fix = self._why(supplier, service, known, in_season, quoted)
            return MissingRate(supplier, service, on, why, fix)
        season = min((rate.season for rate in current), key=_season_order)
        latest: dict[str, Rate] = {}
        for rate in sorted((each for each in current if each.season == season), key=lambda each: _begin(each.valid)):
            latest[rate.basis] = rate
        return tuple(latest.values())

    def _why(
        self, supplier: str, service: str, known: Sequence[Rate], in_season: Sequence[Rate], quoted: date
    ) -> tuple[str, str]:
        """What is wrong and what to do about it."""
        if not known:
            near = self._near(supplier, service)
            return "the price is not known", "add a rate" + (f", or is it {near}?" if near else "")
        if not in_season:
            return f"no season covers the day (known: {_listed(known, 'season')})", "add a rate for the season"
        expired = all(rate.valid[1] and rate.valid[1] < quoted for rate in in_season)
        what = "expired" if expired else "not valid"
        return f"{what} on {quoted} (valid: {_listed(in_season, 'valid')})", "ask the supplier for the current rate"

    def _near(self, supplier: str, service: str) -> str:
        """The same supplier's service, or another supplier of the same service, that may have been meant; or ""."""
        own = {known: f"{known!r}" for owner, known in self._by_service if owner == supplier}
        others = {owner: f"{owner!r}" for owner, known in self._by_service if known == service}
        near = get_close_matches(service, own, 1, LIKE) or get_close_matches(supplier, others, 1, LIKE)
        return (own | others)[near[0]] if near else ""


def _key(rate: Rate) -> Key:
    return rate.supplier, rate.service


def _begin(days: tuple[date | None, date | None]) -> int:
    return 0 if days[0] is None else days[0].toordinal()


def _season_order(season: tuple[date | None, date | None]) -> tuple[int, int]:
    end = date.max.toordinal() if season[1] is None else season[1].toordinal()
    return end - _begin(season), -_begin(season)


def _listed(rates: Iterable[Rate], field: str) -> str:
    return ", ".join(dict.fromkeys(_span(getattr(rate, field)) for rate in rates))


def _span(days: tuple[date | None, date | None]) -> str:
    return f"{days[0] or '…'} to {days[1] or '…'}"
