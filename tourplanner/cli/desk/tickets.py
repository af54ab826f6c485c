"""``tourplanner desk tickets``: tickets of a booking, to print."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence

from tourplanner.booking import Booking, SessionTicket, Status
from tourplanner.booking.tickets import qr_svg
from tourplanner.cli.asked import region
from tourplanner.cli.desk import found
from tourplanner.cli.desk.guests import reference
from tourplanner.cli.desk.keyring import keyring
from tourplanner.cli.desk.ledger import opened
from tourplanner.cli.desk.told import at
from tourplanner.model import Text
from tourplanner.model.packed import write_whole
from tourplanner.publish.markup import Markup, el, join

STYLE = Markup(
    "body{font-family:sans-serif;margin:1cm}article{display:flex;gap:6mm;align-items:center;border:1px solid #999;"
    "padding:4mm;margin:0 0 5mm;break-inside:avoid}svg{flex:none;width:38mm;height:38mm}p{margin:1mm 0}"
    "p:first-child{font-weight:bold}code{font-size:80%}"
)


def run(args: Namespace) -> int:
    """
    Write one page with a ticket for each session to come, or for each guest and session; the same if asked again.

    ``--anew`` refuses those that are about and nobody was let in on, and makes others.
    """
    with opened(args) as desk:
        booking = found.booking(desk, args.booking)
        ring = keyring(args)
        if args.anew and booking.status is Status.CONFIRMED:
            desk.revoke_tickets(booking.id)
        tickets = desk.tickets(booking.id, ring, per="guest" if args.each else "party")
    names = {each.id: each.name for each in region(args).experiences}
    write_whole(page(booking, tickets, names).encode(), args.out)
    print(f"{len(tickets)} tickets of {reference(booking)} → {args.out}")
    return 0


def page(booking: Booking, tickets: Sequence[SessionTicket], names: Mapping[str, Text]) -> str:
    """The tickets as an HTML page that needs nothing else; ``names`` are those of experiences, by id."""
    visits = {item.session: item.experience for item in booking.items}
    titles = {session: names.get(visit, Text(vi=visit)) for session, visit in visits.items()}
    cards = [_card(reference(booking), titles[each.session], each) for each in tickets]
    title = el("title", f"Vé / Tickets {reference(booking)}")
    head = el("head", el("meta", charset="utf-8"), title, el("style", STYLE))
    return f"<!DOCTYPE html>{el('html', head, el('body', *cards), lang='vi')}\n"


def _card(booking: str, name: Text, ticket: SessionTicket) -> Markup:
    code = ticket.code
    groups = " ".join(code[first : first + 4] for first in range(0, len(code), 4))
    title = " / ".join(dict.fromkeys((name.vi, name.get("en"))))
    single, party = f"khách số {ticket.number} / guest no. {ticket.number}", f"{ticket.guests} khách / guests"
    whose = single if ticket.number else party
    lines = (title, at(ticket.begins), whose, booking)
    return el("article", Markup(qr_svg(code)), el("div", join(*(el("p", line) for line in lines)), el("code", groups)))
