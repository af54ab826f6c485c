"""The key a command sends: made of what is asked, so that the same command sent again counts once."""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
from argparse import Namespace

from tourplanner.booking import Desk


def key(args: Namespace, *asked: object) -> str:
    """``--key``, or one made of the command's name and of what identifies its request, in order."""
    if args.key is not None:
        return str(args.key)
    text = json.dumps([args.what, *asked], ensure_ascii=True, default=str)
    return f"desk {args.what} {hashlib.sha256(text.encode()).hexdigest()[:24]}"


def fresh(args: Namespace) -> str:
    """For what is another request each time it is typed, such as showing a ticket."""
    return f"desk {args.what} {secrets.token_hex(12)}"


def said_before(desk: Desk, booking: str, key: str) -> bool:
    """Whether the ledger has answered a request on a booking under this key; whoever sent it is told so."""
    found = [entry for entry in desk.audit(booking) if entry.key == key]
    for entry in found:
        print(f"done before, at {entry.at:%Y-%m-%d %H:%M} UTC; the same request counts once (--key for another)",
              file=sys.stderr)  # fmt: skip
    return bool(found)
