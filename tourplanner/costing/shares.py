"""Who receives how much of what guests pay: hosts, their villages, vehicles, guides, the tax office, the operator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from tourplanner.costing.amounts import split
from tourplanner.costing.band import Band
from tourplanner.costing.lines import Line
from tourplanner.model import Host, Money, Text, Value
from tourplanner.model.craft import HostKind
from tourplanner.model.tables import text_table

if TYPE_CHECKING:
    from tourplanner.costing.quotation import Quote

Receiver = HostKind | Literal["host", "vehicle", "guide", "service", "tax", "operator"]
_OWN = {
    "tax": Text(vi="Thuế giá trị gia tăng", en="Value added tax"),
    "operator": Text(vi="Công ty lữ hành", en="Tour operator"),
}


class Share(Value):
    """
    What one receives of the whole group's payment: ``amount`` in đồng, ``permille`` of it.

    ``kind`` is the host's where it is known, as "cooperative" or "household", else "host". ``village`` is the village's
    id, "" for what is paid elsewhere. ``members`` are the households of a cooperative: how they part its share is
    their own affair.
    """

    recipient: str
    name: Text
    kind: Receiver
    village: str
    amount: Money
    permille: int
    members: tuple[str, ...] = ()


class Shares(Value):
    """All shares of what ``payers`` guests pay together; their amounts add up to ``total``, their ‰ to 1000."""

    payers: int
    total: Money
    shares: tuple[Share, ...]
    village_names: tuple[tuple[str, Text], ...]

    @property
    def villages(self) -> Mapping[str, Money]:
        """What each village receives, by id, in the order of the tour."""
        found = {village: Money(amount=0) for village, _ in self.village_names}
        for share in self.shares:
            if share.village:
                found[share.village] += share.amount
        return found

    def of(self, kind: Receiver) -> Money:
        """What all of a kind receive together: "cooperative", "guide", "tax"."""
        return sum((share.amount for share in self.shares if share.kind == kind), Money(amount=0))

    @property
    def in_villages(self) -> Money:
        """What stays in villages."""
        return sum(self.villages.values(), Money(amount=0))

    @property
    def permille_in_villages(self) -> int:
        """What stays in villages, in ‰ of the total."""
        return sum(share.permille for share in self.shares if share.village)

    def __str__(self) -> str:
        names = dict(self.village_names)
        rows: list[tuple[object, ...]] = [
            (share.name, names.get(share.village, ""), share.kind, share.amount, f"{share.permille / 10:.1f} %")
            for share in self.shares
        ]
        rows.append(("total", "", "", self.total, "100.0 %"))
        return text_table(("recipient", "village", "kind", "amount", "share"), rows, right=(3, 4))


def shares(quote: Quote, band: Band, hosts: Sequence[Host]) -> Shares:
    """The shares of a band, those of the villages first; see ``Quote.to_village``."""
    known = {host.id: host for host in hosts}
    paid: dict[tuple[str, str], int] = defaultdict(int)
    first: dict[tuple[str, str], Line] = {}
    for line in sorted(band.lines, key=lambda line: not line.village):
        key = line.supplier, line.village
        paid[key] += line.cost.amount
        first.setdefault(key, line)
    amounts = [*paid.values(), band.tax.amount, band.result.amount]
    found = [_received(line, known.get(line.supplier)) for line in first.values()]
    found += [_blank(id, name, id) for id, name in _OWN.items()]  # type: ignore[arg-type]
    whole = split(1000, amounts)
    parts = tuple(
        share.replace(amount=Money(amount=amount), permille=permille)
        for share, amount, permille in zip(found, amounts, whole, strict=True)
    )
    villages = {stop.village.id: stop.village.name for stop in quote.itinerary.stops}
    named = tuple((id, villages.get(id, Text(vi=id))) for id in _villages(band.lines))
    return Shares(payers=band.payers, total=band.revenue, shares=parts, village_names=named)


def _villages(lines: Sequence[Line]) -> Sequence[str]:
    return list(dict.fromkeys(line.village for line in lines if line.village))


def _received(line: Line, host: Host | None) -> Share:
    if host is not None:
        share = _blank(line.supplier, host.name, host.kind)
        return share.replace(village=line.village, members=host.members)  # type: ignore[no-any-return]
    kind: Receiver = "host" if line.kind == "place" else line.kind
    name = Text(vi=line.supplier) if line.kind in ("place", "service") else line.name
    return _blank(line.supplier, name, kind).replace(village=line.village)  # type: ignore[no-any-return]


def _blank(recipient: str, name: Text, kind: Receiver) -> Share:
    return Share(recipient=recipient, name=name, kind=kind, village="", amount=Money(amount=0), permille=0)
