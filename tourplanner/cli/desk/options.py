"""What can be typed after ``tourplanner desk``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tourplanner.cli import words

Add = Callable[[ArgumentParser], None]
LEDGER = "TOURPLANNER_LEDGER"
KEYS = "TOURPLANNER_KEYS"


def desk(command: ArgumentParser, codes: str, region: Add) -> None:
    """All commands of the desk; ``codes`` is what stands below their help, ``region`` adds the options of a region."""
    what = command.add_subparsers(metavar="COMMAND", dest="what", required=True)

    def add(name: str, help: str, *parts: Add) -> None:
        leaf = what.add_parser(
            name, help=help, description=help[0].upper() + help[1:] + ".", epilog=codes, allow_abbrev=False
        )
        for part in parts:
            part(leaf)

    add("init", "make a ledger, or bring an older one up to date", _ledger)
    add("quote", "price a route for several sizes of group; PDF and Word", _route, region, _quote, _json)
    add("offer", "publish the sessions a route takes part in", _route, region, _offer, _ledger, _json)
    add("hold", "hold places in all sessions of a route, or in none", _route, region, _hold, _key, _ledger, _json)
    add("extend", "let a hold run on from now", _booking, _ends, _key, _ledger, _json)
    add("confirm", "turn a hold into a booking", _booking, _key, _ledger, _json)
    add("pay", "record money that came in, or give some back", _booking, _pay, _key, _ledger, _json)
    add("amend", "change a booking's guests, sessions, day or price", _booking, _amend, _key, _ledger, _json)
    add("cancel", "cancel a booking, some of its guests or some sessions", _booking, _cancel, _key, _ledger, _json)
    add("show", "a booking as it stands", _booking, _ledger, _json)
    add("wait", "wait for places in all sessions of a route", _route, region, _wait, _key, _ledger, _json)
    add("waiting", "who waits, in order of arrival", _ledger, _json)
    add("leave", "give up a place in the line", _place, _key, _ledger, _json)
    add("promote", "offer places that came free to those who wait; run it every few minutes", _ledger, _json)
    add("pool", "a cooperative and what its households were dealt", _pool, _ledger, _json)
    add("duty", "put a household of a cooperative on duty, or take it off", _duty, _ledger, _json)
    add("letters", "texts to the suppliers of a booking, with codes to answer by", _booking, region, _letters, _keys,
        _ledger, _json)  # fmt: skip
    add("answer", "note a supplier's yes or no from the code that came back", _code, _by, _keys, _key, _ledger, _json)
    add("todo", "what needs you: refusals, silence, names too many", _ledger, _json)
    add("tickets", "tickets of a booking to print, as one HTML page with QR codes", _booking, region, _tickets, _keys,
        _ledger)  # fmt: skip
    add("redeem", "let guests in on a ticket, once", _redeem, _by, _keys, _key, _ledger, _json)
    add("departures", "what departs when: guests, money, holds that end", _departures, _ledger, _json)
    add("manifest", "who travels on a departure; Excel and CSV", _route, region, _manifest, _ledger, _json)
    add("audit", "all that was done, and whether the ledger agrees with it", _audit, _ledger, _json)


def _ledger(leaf: ArgumentParser) -> None:
    leaf.add_argument(
        "--ledger", metavar="WHERE",
        help=f"an SQLite file or postgresql://user@host/database (default: the variable {LEDGER})",
    )  # fmt: skip


def _json(leaf: ArgumentParser) -> None:
    leaf.add_argument("--json", action="store_true", help="as JSON")


def _key(leaf: ArgumentParser) -> None:
    leaf.add_argument(
        "--key", metavar="TEXT",
        help="the name of this request: sent again under it, it counts once (default: made of what is asked)",
    )  # fmt: skip


def _booking(leaf: ArgumentParser) -> None:
    leaf.add_argument("booking", metavar="BOOKING", help="its id, the first 4 letters of it or more, or its reference")


def _route(leaf: ArgumentParser) -> None:
    leaf.add_argument("source", type=Path, metavar="FILE", help="a routes.json or route.json")
    leaf.add_argument("--route", metavar="ID", help="which of several routes, by id or number from 1")


def _quote(leaf: ArgumentParser) -> None:
    leaf.add_argument(
        "--bands", nargs="+", type=words.band, default=[10, 16, 24], metavar="N",
        help="sizes of group: 10 16 24, or 10-14 20-29 (default: 10 16 24)",
    )  # fmt: skip
    leaf.add_argument("--on", type=words.day, metavar="YYYY-MM-DD", help="day of the quote (default: today in Hanoi)")
    leaf.add_argument("--rates", type=Path, nargs="+", default=[], metavar="FILE", help="your rates (.csv, .xlsx)")
    leaf.add_argument("--typical", action="store_true", help="guess prices nobody knows by the like in the region")
    leaf.add_argument("--client", default="", metavar="NAME", help="who asks")
    leaf.add_argument("--margin", metavar="PERCENT", help="of the price before tax (default: 20)")
    leaf.add_argument("--vat", default="10", metavar="PERCENT", help="tax (default: 10)")
    leaf.add_argument("--leaders", type=int, default=0, metavar="N", help="leaders who travel free (default: 0)")
    leaf.add_argument("--guide", metavar="CODE", help="the guide's language (default: the party's)")
    leaf.add_argument("--valid-days", type=int, default=14, metavar="N", help="days it can be accepted (default: 14)")
    leaf.add_argument("--currency", choices=("VND", "EUR", "USD"), default="VND", help="of the price (default: VND)")
    leaf.add_argument("--exchange", metavar="VND", help="đồng for one unit of the currency")
    leaf.add_argument("--exchange-on", type=words.day, metavar="YYYY-MM-DD", help="its day (default: the quote's)")
    _quote_files(leaf.add_argument_group("files"))


def _quote_files(group: Any) -> None:
    group.add_argument("--out", type=Path, nargs="+", default=[], metavar="FILE", help="where to write: .pdf, .docx")
    languages = ("vi", "en", "fr", "ko", "ja", "zh")
    group.add_argument("--text", choices=languages, default="vi", help="language of the files (default: vi)")
    group.add_argument("--share-of-villages", action="store_true", help="say in the files what each village receives")
    group.add_argument("--deposit", metavar="PERCENT", help="ask for a deposit by VietQR")
    group.add_argument("--payers", type=words.whole, metavar="N", help="of how many payers (default: the first band)")
    group.add_argument("--account", metavar="BANK:NUMBER", help="where to: the bank's six figures at NAPAS, the number")
    group.add_argument("--holder", default="", metavar="NAME", help="of the account")


def _offer(leaf: ArgumentParser) -> None:
    leaf.add_argument(
        "--pool", type=words.pair, nargs="+", default=[], metavar="EXPERIENCE=POOL",
        help="which cooperative's households on duty take the guests of an experience",
    )  # fmt: skip
    leaf.add_argument(
        "--capacity", type=words.whole, metavar="N", help="places of each session (default: the experience's)"
    )
    leaf.add_argument(
        "--cutoff", type=words.duration, metavar="TIME", help="selling ends so long before, as 3h (default: at begin)"
    )


def _hold(leaf: ArgumentParser) -> None:
    _group(leaf)
    _ends(leaf)


def _wait(leaf: ArgumentParser) -> None:
    _group(leaf)
    leaf.add_argument(
        "--until", type=words.day, metavar="YYYY-MM-DD", help="last day to wait (default: while it is sold)"
    )
    leaf.add_argument(
        "--hold-for", type=words.duration, default=words.A_DAY, metavar="TIME",
        help="how long places are held once they are offered (default: 24h)",
    )  # fmt: skip


def _ends(leaf: ArgumentParser) -> None:
    leaf.add_argument(
        "--hold-for", type=words.duration, default=words.HALF_AN_HOUR, metavar="TIME",
        help="30m, 24h or 2d, at most 72 hours (default: 30m)",
    )  # fmt: skip


def _group(leaf: ArgumentParser) -> None:
    leaf.add_argument("--party", type=words.whole, default=20, metavar="N", help="adults (default: 20)")
    leaf.add_argument("--children", type=int, default=0, metavar="N", help="children (default: 0)")
    leaf.add_argument(
        "--language", nargs="+", action="extend", default=[], metavar="CODE",
        help="languages the guests understand, as vi en fr ... (default: vi)",
    )  # fmt: skip
    leaf.add_argument("--price", type=words.dong, metavar="VND", help="of the whole party (default: entries, meals)")
    leaf.add_argument("--reference", default="", metavar="TEXT", help="your own number; nothing personal")
    leaf.add_argument(
        "--terms", nargs="+", type=words.step, metavar="DAYS:PERCENT",
        help="percent kept of what is cancelled from so many days before (default: 14:0 7:30 3:50 0:100)",
    )  # fmt: skip


def _pay(leaf: ArgumentParser) -> None:
    leaf.add_argument("amount", type=words.dong, metavar="VND", help="how much, as 7.200.000")
    kind = leaf.add_mutually_exclusive_group()
    kind.add_argument("--deposit", action="store_true", help="it is a deposit")
    kind.add_argument("--refund", action="store_true", help="it is given back")
    leaf.add_argument("--reference", default="", metavar="TEXT", help="of the transfer; nothing personal")


def _cancel(leaf: ArgumentParser) -> None:
    leaf.add_argument("--guests", type=words.whole, metavar="N", help="only so many adults (default: all of it)")
    leaf.add_argument("--children", type=int, default=0, metavar="N", help="and so many children")
    leaf.add_argument("--session", nargs="+", default=[], metavar="ID", help="only these sessions, for all guests")


def _amend(leaf: ArgumentParser) -> None:
    leaf.add_argument("--party", type=words.whole, metavar="N", help="adults from now on (default: as they are)")
    leaf.add_argument("--children", type=int, metavar="N", help="children from now on (default: as they are)")
    leaf.add_argument("--language", nargs="+", action="extend", default=[], metavar="CODE", help="of the guests")
    leaf.add_argument(
        "--move", nargs=2, action="append", default=[], metavar="ID",
        help="from one session to another; as often as needed",
    )  # fmt: skip
    leaf.add_argument("--on", type=words.day, metavar="YYYY-MM-DD", help="the new day, at the same hours")
    leaf.add_argument("--price", type=words.dong, metavar="VND", help="of the whole party (default: as much per guest)")


def _place(leaf: ArgumentParser) -> None:
    leaf.add_argument("place", metavar="PLACE", help="its id, the first 4 letters of it or more, or its reference")


def _pool(leaf: ArgumentParser) -> None:
    leaf.add_argument("pool", metavar="POOL", help="the cooperative's id")
    leaf.add_argument("--name", metavar="NAME", help="make it known, or change it: what it is called")
    leaf.add_argument(
        "--household", nargs="+", type=words.pair, default=[], metavar="ID=NAME", help="its households, by turn"
    )


def _duty(leaf: ArgumentParser) -> None:
    leaf.add_argument("pool", metavar="POOL", help="the cooperative's id")
    leaf.add_argument("household", metavar="ID", help="the household's")
    leaf.add_argument("--since", type=words.day, required=True, metavar="YYYY-MM-DD", help="first day")
    leaf.add_argument("--until", type=words.day, metavar="YYYY-MM-DD", help="last day (default: the first)")
    what = leaf.add_mutually_exclusive_group(required=True)
    what.add_argument("--places", type=words.whole, metavar="N", help="guests it takes at a time")
    what.add_argument("--off", action="store_true", help="it drops out: its guests are dealt to the others")


def _letters(leaf: ArgumentParser) -> None:
    leaf.add_argument("--link", default="", metavar="URL", help="an https address that takes answers (default: codes)")
    leaf.add_argument(
        "--within", type=words.duration, default=2 * words.A_DAY, metavar="TIME", help="time to answer (default: 2d)"
    )


def _code(leaf: ArgumentParser) -> None:
    leaf.add_argument("code", nargs="+", metavar="CODE", help="as it came, with blanks or without")


def _by(leaf: ArgumentParser) -> None:
    leaf.add_argument("--by", default="desk", metavar="TEXT", help="where, as 'van 1'; nobody's name (default: desk)")


def _redeem(leaf: ArgumentParser) -> None:
    leaf.add_argument("code", nargs="*", metavar="CODE", help="on the ticket, with blanks or without")
    leaf.add_argument("--booking", metavar="BOOKING", help="of guests who have no ticket with them")
    leaf.add_argument("--session", metavar="ID", help="at whose door (default: any of that day)")


def _keys(leaf: ArgumentParser) -> None:
    leaf.add_argument(
        "--keys", type=Path, metavar="FILE",
        help=f"the office's keyring (default: the variable {KEYS}, else NAME.keys.json beside the ledger NAME.db)",
    )  # fmt: skip
    leaf.add_argument("--office", metavar="NAME", help="make the keyring for this office if there is none")


def _tickets(leaf: ArgumentParser) -> None:
    leaf.add_argument("--each", action="store_true", help="a ticket for each guest (default: one for the party)")
    leaf.add_argument("--anew", action="store_true", help="refuse the unused ones that are about, and make others")
    leaf.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write, as tickets.html")


def _departures(leaf: ArgumentParser) -> None:
    leaf.add_argument("--since", type=words.day, metavar="YYYY-MM-DD", help="first day (default: today in Hanoi)")
    leaf.add_argument("--until", type=words.day, metavar="YYYY-MM-DD", help="last day (default: all)")


def _manifest(leaf: ArgumentParser) -> None:
    leaf.add_argument(
        "--guests", type=Path, metavar="FILE",
        help="a list of yours (.csv, .xlsx) instead of the guests noted in the ledger; it is not kept there",
    )  # fmt: skip
    leaf.add_argument("--out", type=Path, metavar="FILE", help="where to write: .xlsx or .csv")


def _audit(leaf: ArgumentParser) -> None:
    leaf.add_argument("booking", nargs="?", metavar="BOOKING", help="only what was done to this booking")
    leaf.add_argument("--check", action="store_true", help="replay it and compare with the ledger, instead of listing")
