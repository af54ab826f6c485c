"""One way to ask a service over HTTP: with time-outs, with patience, and with errors in the operator's words."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from math import inf
from random import Random
from typing import Any

from tourplanner.errors import GoalError

TRANSIENT = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Patience:
    """
    How long to wait for a service, and how often to ask again.

    Parameters
    ----------
    timeout_s
        Seconds without connection, or without any byte of the answer, after which a request is given up.
    retries
        How often a request is repeated after a time-out, a broken connection, 429 or 5xx; other errors never are.
    pause_s, longest_s
        The first pause between two tries, doubled at each further one, and the longest; half as long to one and a half
        times as long at random. A service's ``Retry-After`` is honoured; if it is longer than the longest pause, the
        request is given up.
    seed
        Of the randomness of pauses.
    sleep
        What waits.

    Raises
    ------
    GoalError
        If any of these is below 0 or endless: all of them at once.
    """

    timeout_s: float = 30.0
    retries: int = 4
    pause_s: float = 1.0
    longest_s: float = 60.0
    seed: int = 1
    sleep: Callable[[float], None] = field(default=time.sleep, compare=False, repr=False)

    def __post_init__(self) -> None:
        least = {"timeout_s": 0.001, "retries": 0, "pause_s": 0.0, "longest_s": 0.0}
        given = {name: getattr(self, name) for name in least}
        faults = [f"{name}={given[name]}" for name in least if not least[name] <= given[name] < inf]
        if faults:
            raise GoalError(f"patience: {', '.join(faults)}; seconds and tries are finite and not below 0")


USUAL = Patience()


class AskError(Exception):
    """A request without a usable answer: why, what to do, the status if there was one, and what the service said."""

    def __init__(self, why: str, fix: str, status: int | None = None, answer: Any = None) -> None:
        self.why, self.fix, self.status, self.answer = why, fix, status, answer
        super().__init__(why)


class Client:
    """
    Sends what ``routingpy`` composes, in place of its own client, which neither knows ``Retry-After`` nor a seed.

    Its messages hold no addresses: these may hold keys.
    """

    def __init__(self, base_url: str, *_: object, patience: Patience, headers: dict[str, str] | None = None) -> None:
        import requests

        self.base_url, self.patience, self.random = base_url, patience, Random(patience.seed)
        self.session = requests.Session()
        self.session.headers.update({"User-Agent": "tourplanner", **(headers or {})})

    def _request(self, url: str, get_params: Any = None, post_params: Any = None, dry_run: bool | None = None) -> Any:
        """The answer as parsed JSON; raises an AskError. The name and the parameters are those routingpy calls."""
        del dry_run
        failure = None
        for attempt in range(self.patience.retries + 1):
            if failure is not None:
                self.patience.sleep(self._pause(attempt, failure))
            try:
                return self._once(url, get_params, post_params)
            except _RetryError as again:
                failure = again
        assert failure is not None
        tries = self.patience.retries + 1
        raise AskError(f"{failure.why}, {tries} times" if tries > 1 else failure.why, failure.fix, failure.status)

    def _once(self, url: str, get_params: Any, post_params: Any) -> Any:
        import requests

        method = "GET" if post_params is None else "POST"
        try:
            response = self.session.request(
                method, self.base_url + url, params=get_params, json=post_params, timeout=self.patience.timeout_s
            )
        except requests.Timeout:
            why = f"no answer within {self.patience.timeout_s:g} s"
            raise _RetryError(why, "ask for less at once (limits=…), wait longer (timeout_s), or try later") from None
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            raise _RetryError("no connection", "see that it runs, and that address and network are right") from None
        except requests.RequestException as error:
            raise AskError(f"it cannot be asked ({type(error).__name__})", "see that the address is right") from None
        return _answer(response)

    def _pause(self, attempt: int, failure: _RetryError) -> float:
        """Seconds before this attempt, the second being number 1."""
        usual = self.patience.pause_s * 2.0 ** (attempt - 1) * (0.5 + self.random.random())
        if failure.wait_s > self.patience.longest_s:
            why = f"{failure.why}, and wants to be left alone for {failure.wait_s:.0f} s"
            raise AskError(why, "try later; what was answered is kept if there is a cache", failure.status)
        return max(failure.wait_s, min(usual, self.patience.longest_s))


class _RetryError(AskError):
    """A failure after which it may be asked again; the service wants ``wait_s`` seconds of peace before."""

    wait_s = 0.0


def _answer(response: Any) -> Any:
    status = response.status_code
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if status == 200:
        if not isinstance(answer, dict):
            raise AskError("the answer is no JSON object", "see that the address is that of such a service", status)
        return answer
    why = f"it refused ({status}{_said(answer)})"
    if status in TRANSIENT:
        again = _RetryError(why, "try later, or ask for less at once (limits=…)", status, answer)
        again.wait_s = _retry_after(response.headers)
        raise again
    raise AskError(why, _FIXES.get(status, "see the service's manual for what it allows"), status, answer)


_FIXES = {
    400: "see that its limits are kept (limits=…) and that it has the profile",
    401: "give the right key",
    403: "give the right key, and see whether the day's quota is used up",
    404: "see that the address is that of such a service",
    413: "ask for less at once (limits=…)",
}


def _said(answer: Any) -> str:
    """What the service says of its refusal, in whatever field it says so."""
    said: Any = answer if isinstance(answer, dict) else {}
    said = said.get("message") or said.get("error") or said.get("code") or ""
    said = said.get("message", "") if isinstance(said, dict) else said
    return f": {str(said)[:200]}" if said else ""


def _retry_after(headers: Any) -> float:
    """Seconds to wait, given as such or as a date, which is then measured by the service's own clock."""
    wanted = headers.get("Retry-After", "")
    try:
        return max(0.0, float(wanted))
    except ValueError:
        pass
    try:
        until, now = parsedate_to_datetime(wanted), parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return 0.0
