"""
Every error the library raises on purpose.

    TourplannerError
    ├── DataError          what was read is wrong: all problems at once, each with its place and a fix
    │   └── ProgrammeError   the same for a programme; carries what was ``understood`` of the rest
    ├── GoalError          what was asked for contradicts itself or names what does not exist
    │   └── UnknownIdError   an id nobody has, with the nearest ones
    ├── NoRouteError       two places cannot be travelled between
    ├── ServiceError       a routing engine did not answer, or with what cannot be; carries ``service`` and ``asked``
    ├── InfeasibleError    nothing satisfies what was asked; carries the smallest conflict found
    │   └── PromiseError     no tour found is on time as often as promised; carries the best chance
    ├── StoppedError       a stop rule ended the search before there was any answer
    ├── RateError          services without a price on their day: all of them; carries ``missing``
    ├── TokenError         a ticket or an answer that is not good here; carries a stable ``code``, ``why`` and ``fix``
    ├── BookingError       the desk refused; carries ``asked``, ``found`` and ``hint``, and nothing was changed
    │   ├── UnavailableError   places that are not there: all stops at once, each with what is left and what to try
    │   ├── TransitionError    the booking's status does not allow the operation
    │   ├── KeyConflictError   a key that was used for another request
    │   ├── ClashError         people or vehicles that are on another departure then; carries ``clashes``
    │   ├── PaymentError       an amount that cannot be: above what is due, or refunded above what was paid
    │   └── StoreError         the database did not answer in time, or is not what this version needs
    ├── FontError          no typeface for a language; carries ``language``, ``looked`` and the families ``wanted``
    │   └── MissingGlyphError  texts with characters no typeface at hand has: all of them; carries ``missing``
    ├── FolderError        a folder to write to holds what is not ours; carries ``folder`` and ``files``
    └── JudgeError         an engine's answer broke a rule: a fault of the library, never returned as a result
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


class TourplannerError(Exception):
    """Base of all errors of this library."""


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One fault in data: where (file, row counted from 1 as a sheet shows it, column), what was there, what to do.

    ``code`` is stable, e.g. ``coordinates-swapped``; ``fix`` is a value or an instruction, "" where none is known.
    """

    file: str
    row: int | None
    column: str
    value: str
    code: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row is not None else ""
        column = f", column {self.column}" if self.column else ""
        value = f" {self.value!r}:" if self.value else ""
        fix = f" → {self.fix}" if self.fix else ""
        return f"{self.file}{row}{column}:{value} {self.message}{fix}"


class DataError(TourplannerError):
    """Bad data. ``problems`` holds every one found; nothing was loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the data; nothing was loaded:\n{lines}")


class ProgrammeError(DataError):
    """A programme that cannot be read as it stands. ``understood`` shows the lines that can."""

    def __init__(self, problems: Iterable[Problem], understood: str) -> None:
        super().__init__(problems)
        self.understood = understood
        if understood:
            self.args = (f"{self.args[0]}\nunderstood so far:\n{understood}",)


class GoalError(TourplannerError, ValueError):
    """A request that cannot be understood as it stands."""


class UnknownIdError(GoalError):
    """An id that does not exist. ``nearest`` holds proposals, best first."""

    def __init__(self, kind: str, asked: str, nearest: Sequence[str] = ()) -> None:
        self.kind, self.asked, self.nearest = kind, asked, tuple(nearest)
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"there is no {kind} {asked!r}{hint}")


class NoRouteError(TourplannerError):
    """No way between two places; ``origin`` and ``destination`` name them."""

    def __init__(self, origin: str, destination: str, why: str = "") -> None:
        self.origin, self.destination = origin, destination
        super().__init__(f"no way from {origin} to {destination}" + (f": {why}" if why else ""))


class ServiceError(TourplannerError):
    """
    A routing engine that did not answer, or whose answer cannot be.

    ``service`` says which and where, ``asked`` what was wanted of it, ``why`` what came instead, ``fix`` what to do;
    ``status`` is that of HTTP, if there was one.
    """

    def __init__(self, service: str, asked: str, why: str, fix: str, status: int | None = None) -> None:
        self.service, self.asked, self.why, self.fix, self.status = service, asked, why, fix, status
        super().__init__(f"{service} was asked for {asked}: {why}; {fix}")


class InfeasibleError(TourplannerError):
    """
    Nothing satisfies the request.

    ``conflict`` is a smallest set of demands that cannot hold together (taking any one away makes the rest
    satisfiable); ``proven`` says whether that is a proof or only what the search found.
    """

    def __init__(self, message: str, conflict: Sequence[str] = (), *, proven: bool = True) -> None:
        self.conflict, self.proven = tuple(conflict), proven
        super().__init__(message)


class PromiseError(InfeasibleError):
    """No tour that was found keeps its times as often as promised. ``best`` is the highest chance there was, 0 to 1."""

    def __init__(self, promised: float, best: float) -> None:
        self.promised, self.best = promised, best
        super().__init__(
            f"no tour found is kept with a chance of {promised:.1%}, the best with {best:.1%}; "
            "promise less, ask for fewer stops, or give the day more hours",
            ("robust",),
            proven=False,
        )


class StoppedError(TourplannerError):
    """A stop rule ended the search before there was an answer, and before it was proven that there is none."""


@dataclass(frozen=True, slots=True)
class MissingRate:
    """A service of a supplier without a price on day ``on``: why, and what to do."""

    supplier: str
    service: str
    on: date
    why: str
    fix: str

    def __str__(self) -> str:
        return f"{self.supplier}, {self.service}, {self.on}: {self.why} → {self.fix}"


class RateError(TourplannerError):
    """A price cannot be made up. ``missing`` holds every service without one; nothing is taken to be free."""

    def __init__(self, missing: Iterable[MissingRate]) -> None:
        self.missing = tuple(missing)
        count = len(self.missing)
        lines = "\n".join(f"  {each}" for each in self.missing)
        super().__init__(f"{count} rate{'s' if count != 1 else ''} missing; nothing was quoted:\n{lines}")


class TokenError(TourplannerError):
    """
    A ticket or an answer that is refused.

    ``code`` is stable, e.g. ``wrong-slot``; ``why`` and ``fix`` are for the office. The token itself is never repeated.
    """

    def __init__(self, code: str, why: str, fix: str) -> None:
        self.code, self.why, self.fix = code, why, fix
        super().__init__(f"the code {why}; {fix}")


class BookingError(TourplannerError):
    """
    What the desk refused. Nothing was changed.

    ``asked`` says what was wanted, ``found`` what was there instead, ``hint`` the next thing to try.
    """

    def __init__(self, asked: str, found: str, hint: str) -> None:
        self.asked, self.found, self.hint = asked, found, hint
        super().__init__(f"{asked}: {found}; {hint}")


@dataclass(frozen=True, slots=True)
class Shortage:
    """
    One session that cannot be had: why, how many places were asked for and are left, and others that have room.

    ``code`` is one of NOT_OFFERED, CLOSED, PAST_BOOKING_CUTOFF, PARTY_TOO_SMALL, PARTY_TOO_LARGE, SOLD_OUT, and
    ALREADY_BOOKED where places are to be taken away that guests have.
    ``nearest`` are ids of sessions of the same experience, soonest apart first.
    """

    session: str
    code: str
    asked: int
    left: int
    why: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        others = f" → {', '.join(self.nearest)}" if self.nearest else ""
        return f"{self.session}: {self.code}, asked {self.asked}, left {self.left}: {self.why}{others}"


class UnavailableError(BookingError):
    """
    Sessions that cannot be had. ``shortages`` holds every one; no place was taken in any.

    ``may_wait``: places may come free, and a place in the waiting line is to be had.
    """

    def __init__(self, asked: str, shortages: Iterable[Shortage], *, may_wait: bool = False) -> None:
        self.shortages, self.may_wait = tuple(shortages), may_wait
        nearest = any(each.nearest for each in self.shortages)
        hint = "try the sessions named" if nearest else "try another date, or fewer guests"
        hint += ", or take a place in the waiting line: wait(…)" if may_wait else ""
        super().__init__(asked, "\n" + "\n".join(f"  {each}" for each in self.shortages), hint)


class TransitionError(BookingError):
    """An operation that the status does not allow. ``legal`` are those it does."""

    def __init__(self, booking: str, operation: str, status: str, legal: Sequence[str], hint: str) -> None:
        self.booking, self.operation, self.status, self.legal = booking, operation, status, tuple(legal)
        super().__init__(f"{operation} of booking {booking}", f"it is {status}", hint)


class KeyConflictError(BookingError):
    """A key that already stands for another request; ``key`` is the key, ``booking`` what it was used for."""

    def __init__(self, key: str, operation: str, booking: str, used: str) -> None:
        self.key, self.booking = key, booking
        super().__init__(
            f"{operation} under the key {key!r}",
            f"the key was used for another request ({used}, {booking})",
            "send a new request under a new key, the old one unchanged",
        )


@dataclass(frozen=True, slots=True)
class Clash:
    """``member`` ("guide/lan") is on ``departure`` from ``begin`` to ``end``, aware times; the end is not included."""

    member: str
    departure: str
    begin: datetime
    end: datetime

    def __str__(self) -> str:
        return f"{self.member} is on {self.departure} from {self.begin:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M}"


class ClashError(BookingError):
    """People or vehicles that are on other departures at the time. ``clashes`` holds every one; nobody was assigned."""

    def __init__(self, asked: str, clashes: Iterable[Clash]) -> None:
        self.clashes = tuple(clashes)
        found = "\n" + "\n".join(f"  {each}" for each in self.clashes)
        super().__init__(asked, found, "assign others, or release them there first")


class PaymentError(BookingError):
    """An amount that cannot be booked; ``amount`` and ``most``, the largest that could be, are whole đồng."""

    def __init__(self, asked: str, amount: int, most: int, found: str) -> None:
        self.amount, self.most = amount, most
        super().__init__(asked, found, f"at most {most} can be" if most > 0 else "nothing can be")


class StoreError(BookingError):
    """The database did not answer, or is of another version. Sending again under the same key is safe."""


class FontError(TourplannerError):
    """No typeface for a language. ``looked`` are the folders searched, ``wanted`` the families that would do."""

    def __init__(self, language: str, looked: Sequence[str], wanted: Sequence[str]) -> None:
        self.language, self.looked, self.wanted = language, tuple(looked), tuple(wanted)
        families = f" ({', '.join(wanted)})" if wanted else ""
        super().__init__(
            f"no typeface{families} to print {language!r} in: looked in {', '.join(looked)}; install one "
            "(pip install 'tourplanner[cjk]', or on Debian apt-get install fonts-noto-cjk) or name its folder: fonts="
        )


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A text with the characters of it that no typeface has."""

    text: str
    characters: str

    def __str__(self) -> str:
        codes = ", ".join(f"{each} (U+{ord(each):04X})" for each in self.characters)
        return f"{self.text!r}: {codes}"


class MissingGlyphError(FontError):
    """Texts that cannot be printed in the ``families`` at hand. ``missing`` holds every one; nothing was printed."""

    def __init__(self, document: str, missing: Iterable[MissingGlyph], families: Sequence[str]) -> None:
        self.document, self.missing, self.families = document, tuple(missing), tuple(families)
        self.language, self.looked, self.wanted = "", (), self.families
        count = len(self.missing)
        lines = "\n".join(f"  {each}" for each in self.missing)
        TourplannerError.__init__(
            self,
            f"{document}: {count} text{'s' if count != 1 else ''} with characters that {', '.join(families)} "
            f"cannot show; nothing was printed:\n{lines}\nname a folder with a typeface that has them: fonts=",
        )


class FolderError(TourplannerError, OSError):
    """A folder that cannot be written to without harm. Nothing was touched."""

    def __init__(self, folder: Path, files: Sequence[str], why: str) -> None:
        self.folder, self.files = folder, tuple(files)
        more = f" and {len(self.files) - 3} more" if len(self.files) > 3 else ""
        named = f" ({', '.join(self.files[:3])}{more})" if self.files else ""
        super().__init__(f"{folder} {why}{named}; choose another folder")


class JudgeError(TourplannerError):
    """The judge rejected an engine's answer. ``findings`` say why; please report it with the problem file."""

    def __init__(self, findings: Sequence[object]) -> None:
        self.findings = tuple(findings)
        lines = "\n".join(f"  {finding}" for finding in findings)
        super().__init__(f"the planner's answer breaks its own rules:\n{lines}")
