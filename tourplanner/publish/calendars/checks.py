"""What callers put into calendars beside texts: addresses, domains, languages. None may hold what ends a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from tourplanner.errors import GoalError

_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_URL = re.compile(r"(?:https?|webcal)://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{1,1900}")
# One plain address: no quoted local parts, no comments, nothing a calendar may read otherwise.
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def checked_domain(domain: str) -> str:
    if not _DOMAIN.fullmatch(domain) or len(domain) > 253:
        raise GoalError(f"{domain!r} is no domain: give the office's own, such as 'tours.example.vn'")
    return domain


def checked_url(url: str) -> str:
    if not _URL.fullmatch(url):
        raise GoalError(f"{url!r} is no address: give one with https:// and in ASCII")
    return url


def checked_mailbox(address: str) -> str:
    if not _MAILBOX.fullmatch(address) or len(address) > 254:
        raise GoalError("an invitation needs one address such as ten@example.vn for its organiser and each guest")
    return address


def checked_languages(languages: Sequence[str]) -> None:
    if not languages or any(not re.fullmatch(r"[a-z]{2}", language) for language in languages):
        raise GoalError(f"the languages are {languages!r}: give codes such as ('vi', 'en'), at least one")


def checked_refresh(refresh: timedelta) -> timedelta:
    if not timedelta(minutes=1) <= refresh <= timedelta(days=30):
        raise GoalError(f"to be asked for again every {refresh}: give a minute to 30 days")
    return refresh
