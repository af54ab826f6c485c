"""``tourplanner desk tickets``: tickets of a booking, to print."""

from __future__ import annotations

import hashlib
import os
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from tourplanner.booking import Booking, Item
from tourplanner.booking.tickets import Issued, Keyring, issue, load_keyring, qr_svg, save_keyring
from tourplanner.booking.tickets.keyring import RandomBytes
from tourplanner.cli.asked import region
from tourplanner.cli.desk import found
from tourplanner.cli.desk.departures import SOLD
from tourplanner.cli.desk.guests import reference
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.options import KEYS
from tourplanner.cli.desk.told import at
from tourplanner.errors import BookingError, GoalError
from tourplanner.model import Text
from tourplanner.model.packed import write_whole
from tourplanner.publish.markup import Markup, el, join

# The pictures keep the size they have: they have no viewBox, so that another size would cut them.
STYLE = Markup(
    "body{font-family:sans-serif;margin:1cm}article{display:flex;gap:6mm;align-items:center;border:1px solid #999;"
    "padding:4mm;margin:0 0 5mm;break-inside:avoid}svg{flex:none}p{margin:1mm 0}code{font-size:80%}"
)


def run(args: Namespace) -> int:
    """
    Write one page with a ticket for each session, or for each guest and session; the same page if asked again.

    A ticket's id is made of the booking, the session and the guest's number, so that whose it is can be found out.
    """
    with opened(args) as desk:
        booking = found.booking(desk, args.booking)
    if booking.status not in SOLD:
        raise BookingError(f"tickets of {booking.id}", f"it is {booking.status.value}", "confirm it first")
    ring = keyring(args)
    tickets = list(issued(booking, ring, each=args.each))
    names = {each.id: each.name for each in region(args).experiences}
    write_whole(page(booking, tickets, names).encode(), args.out)
    print(f"{len(tickets)} tickets of {reference(booking)} → {args.out}")
    return 0


def keyring(args: Namespace) -> Keyring:
    """
    The office's keys, made if there are none and the office is named.

    Raises
    ------
    GoalError
        If no file is named, or it is not there and no office is named.
    """
    path = args.keys or os.environ.get(KEYS)
    if not path:
        raise GoalError(f"which keyring? Give --keys FILE, or set the variable {KEYS}")
    if Path(path).exists():
        return load_keyring(path)
    if not args.office:
        raise GoalError(f"there is no keyring {path}; make it with --office NAME")
    ring = Keyring.new(args.office)
    save_keyring(ring, path)
    return ring


def issued(booking: Booking, ring: Keyring, *, each: bool) -> Iterator[tuple[Item, str, Issued]]:
    """The tickets of what is not cancelled, with whom they are for."""
    for item in booking.items:
        if not item.cancelled:
            for number in range(1, item.pax + 1) if each else (0,):
                whose = f"{number}/{item.pax}" if each else f"{item.pax}"
                name = f"{booking.id}\n{item.session}\n{number}"
                yield item, whose, issue(ring, begins=item.begin, random=_made_of(name))


def page(booking: Booking, tickets: list[tuple[Item, str, Issued]], names: Mapping[str, Text]) -> str:
    """The tickets as an HTML page that needs nothing else; ``names`` are those of experiences, by id."""
    cards = [_card(booking, names, *ticket) for ticket in tickets]
    title = el("title", f"Vé / Tickets {reference(booking)}")
    head = el("head", el("meta", charset="utf-8"), title, el("style", STYLE))
    return f"<!DOCTYPE html>{el('html', head, el('body', *cards), lang='vi')}\n"


def _card(booking: Booking, names: Mapping[str, Text], item: Item, whose: str, made: Issued) -> Markup:
    code = made.code
    groups = " ".join(code[first : first + 4] for first in range(0, len(code), 4))
    name = names.get(item.experience, Text(vi=item.experience))
    title = " / ".join(dict.fromkeys((name.vi, name.get("en"))))
    lines = (title, at(item.begin), f"{whose} khách / guests", reference(booking))
    return el("article", Markup(qr_svg(code)), el("div", join(*(el("p", line) for line in lines)), el("code", groups)))


def _made_of(name: str) -> RandomBytes:
    """Bytes made of a name in place of random ones: a signature guards the ticket, not its id."""
    return lambda count: hashlib.sha256(name.encode()).digest()[:count]
