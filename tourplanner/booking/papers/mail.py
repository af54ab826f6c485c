"""A text as a mail, made so that nothing in it becomes a header."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from tourplanner.errors import GoalError
from tourplanner.formats.text import one_line

# One address, plain: no quoted local parts, no comments, nothing a mail server may read otherwise.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def mail(*, sender: tuple[str, str], to: tuple[str, str], subject: str, text: str) -> EmailMessage:
    """
    A mail of plain text in UTF-8 with CRLF lines, without Date and Message-ID, which sending adds.

    Parameters
    ----------
    sender, to
        A name for the eye and an address each.

    Raises
    ------
    GoalError
        If an address is not exactly one.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(*sender)
    message["To"] = _address(*to)
    message["Subject"] = one_line(subject)
    message.set_content("\n".join(map(one_line, text.splitlines())) + "\n", cte="base64")
    return message


def _address(name: str, address: str) -> Address:
    if not _ADDRESS.fullmatch(address) or len(address) > 254:
        raise GoalError("a mail needs one address such as ten@example.vn for its sender and for its reader")
    return Address(one_line(name), addr_spec=address)
