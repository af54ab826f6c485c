"""``tourplanner desk letters``: what the suppliers of a booking are to be sent."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from tourplanner.booking import SupplierLetter
from tourplanner.booking.papers import Contact
from tourplanner.cli.asked import region
from tourplanner.cli.desk import found
from tourplanner.cli.desk.keyring import keyring
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.told import at, dump
from tourplanner.model.tables import safe


def run(args: Namespace) -> int:
    """A short text for each host or household, with the codes of its yes and its no; the same if asked again."""
    catalogue = region(args)
    hosts = {host.id: Contact(name=host.name.vi, duty="host") for host in catalogue.hosts}
    with opened(args) as desk:
        id, ring = found.booking(desk, args.booking).id, keyring(args)
        letters = desk.supplier_letters(
            id, ring, office=ring.office, experiences=catalogue.experiences, within=args.within, link=args.link,
            contacts=hosts,
        )  # fmt: skip
    if args.json:
        dump([_plain(each) for each in letters])
    else:
        print("\n\n".join(f"{_head(each)}\n{each.texts['vi']}" for each in letters) or "nobody is asked anything")
    return 0


def _head(letter: SupplierLetter) -> str:
    said = "no longer needed" if letter.withdrawn else f"said {letter.answer}" if letter.answer else "no answer yet"
    what = f"{letter.session} · {letter.guests} guests · until {at(letter.until)}"
    return f"{safe(letter.supplier.name)} · {what} · {said}"


def _plain(letter: SupplierLetter) -> dict[str, object]:
    return asdict(letter) | {"supplier": letter.supplier.model_dump(), "until": letter.until.isoformat()}
