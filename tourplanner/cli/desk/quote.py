"""``tourplanner desk quote``: price a route, print the offer, write it to send."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from tourplanner.catalogue import Catalogue
from tourplanner.cli.asked import region
from tourplanner.cli.desk.ledger import today
from tourplanner.cli.desk.route import route
from tourplanner.cli.desk.told import dump
from tourplanner.costing import (
    BankAccount,
    Deposit,
    Exchange,
    Quote,
    RateBook,
    Terms,
    quote,
    quote_pdf,
    quote_word,
    rates_of,
    typical_rates,
)
from tourplanner.errors import GoalError
from tourplanner.model import Itinerary
from tourplanner.model.packed import write_whole

WRITERS: dict[str, Callable[..., bytes]] = {".pdf": quote_pdf, ".docx": quote_word}


def run(args: Namespace) -> int:
    """Price the bands; write the files, each whole; print costs and shares, or JSON."""
    _possible(args)
    catalogue = region(args)
    tour = route(args, catalogue)
    offer = quote(tour, args.bands, on=args.on or today(), rates=rates(args, catalogue, tour), terms=terms(args),
                  client=args.client)  # fmt: skip
    deposit = _deposit(args, offer)
    made = {path: WRITERS[path.suffix.lower()](offer, args.text, deposit=deposit, villages=args.share_of_villages)
            for path in args.out}  # fmt: skip
    for path, content in made.items():
        write_whole(content, path)
        args.written = True
    if args.json:
        dump(data(offer, catalogue, deposit))
        return 0
    print(f"{offer}\n\n{offer.to_village(hosts=catalogue.hosts)}")
    if deposit:
        print(f"\ndeposit of {deposit.payers} guests: {deposit.amount}, {deposit.info}\nVietQR: {deposit.payload}")
    for path in made:
        print(f"→ {path}")
    return 0


def rates(args: Namespace, catalogue: Catalogue, tour: Itinerary) -> RateBook:
    """What is known, later ones over earlier: guesses if wanted, the catalogue's, the operator's."""
    book = typical_rates(catalogue) | rates_of(tour) if args.typical else rates_of(tour)
    for path in args.rates:
        book = book | RateBook.read(path)
    return book


def terms(args: Namespace) -> Terms:
    """How it is sold."""
    exchange: tuple[Exchange, ...] = ()
    if args.exchange is not None:
        day = args.exchange_on or args.on or today()
        exchange = (Exchange(currency=args.currency, vnd=args.exchange, on=day),)
    return Terms(
        margin=args.margin, vat=args.vat, currency=args.currency, exchange=exchange, leaders=args.leaders,
        guide_language=args.guide, valid_days=args.valid_days,
    )  # fmt: skip


def data(offer: Quote, catalogue: Catalogue, deposit: Deposit | None) -> dict[str, Any]:
    """A quote in plain values; money of costs and shares in whole đồng, prices in minor units of their currency."""
    shares = offer.to_village(hosts=catalogue.hosts)
    bands = [
        {"payers": band.payers, "upto": band.upto, "price": band.price.model_dump(), "total": band.total.model_dump(),
         "cost_vnd": band.cost.amount, "tax_vnd": band.tax.amount, "operator_vnd": band.result.amount,
         "break_even": band.break_even, "lines": [line.model_dump(mode="json") for line in band.lines]}
        for band in offer.bands
    ]  # fmt: skip
    return {
        "code": offer.code, "on": offer.on.isoformat(), "until": offer.until.isoformat(), "client": offer.client,
        "itinerary": offer.itinerary.id, "bands": bands,
        "shares": {"payers": shares.payers, "total_vnd": shares.total.amount,
                   "permille_in_villages": shares.permille_in_villages,
                   "recipients": [share.model_dump(mode="json") for share in shares.shares]},
        "deposit": deposit and {"payers": deposit.payers, "amount_vnd": deposit.amount.amount, "info": deposit.info,
                                "vietqr": deposit.payload},
        "notices": [notice.model_dump(mode="json") for notice in offer.notices],
    }  # fmt: skip


def _deposit(args: Namespace, offer: Quote) -> Deposit | None:
    if args.deposit is None:
        return None
    bank, _, number = args.account.partition(":")
    account = BankAccount(bank=bank, number=number, holder=args.holder)
    return offer.deposit(account, args.payers or offer.bands[0].payers, percent=args.deposit)


def _possible(args: Namespace) -> None:
    """All that is wrong with the words, before anything is read."""
    unknown = [path for path in args.out if path.suffix.lower() not in WRITERS]
    faults = [f"--out {path}: write .pdf or .docx" for path in unknown]
    if len({path.resolve() for path in args.out}) < len(args.out):
        faults.append("--out names a file twice")
    if args.currency != "VND" and args.exchange is None:
        faults.append(f"--currency {args.currency}: say what one is worth: --exchange VND")
    if args.currency == "VND" and args.exchange is not None:
        faults.append("--exchange: of which currency? Give --currency")
    if args.deposit is not None and ":" not in (args.account or ""):
        faults.append("--deposit: where to? Give --account BANK:NUMBER, as 970436:0123456789")
    if faults:
        raise GoalError("\n  ".join(faults))
