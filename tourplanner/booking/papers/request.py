"""Asking a supplier for places: a short text that is answered with one tap, and that names no guest."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from tourplanner.booking.papers.people import Contact
from tourplanner.booking.papers.short import fitted
from tourplanner.booking.papers.texts import named
from tourplanner.booking.tickets.answer import AnswerCodes
from tourplanner.errors import GoalError
from tourplanner.model import Text, Value
from tourplanner.model.one_line import Line
from tourplanner.speech import Language, Speaker, speaker


class SupplierRequest(Value):
    """
    What a supplier is asked for. ``note`` is about the service, such as "2 ăn chay"; no names belong into it.

    ``guests`` counts everybody, children included.
    """

    supplier: Contact
    service: Text
    begins: AwareDatetime
    guests: Annotated[int, Field(ge=1, le=1000)]
    children: Annotated[int, Field(ge=0)] = 0
    note: Line = ""

    @model_validator(mode="after")
    def _children_are_guests(self) -> Self:
        if self.children > self.guests:
            raise ValueError(f"{self.children} children among {self.guests} guests; guests counts children too")
        return self


def request_text(
    request: SupplierRequest, codes: AnswerCodes, *, office: str, link: str = "", language: Language = "vi"
) -> str:
    """
    The request for SMS or Zalo, at most 400 characters.

    Parameters
    ----------
    codes
        The yes and the no, from ``tickets.answer_codes``.
    link
        The https address that takes answers; each code goes at its end. Previews fetch every link in a message: the
        page behind it must show a button and record nothing before that is pressed. Without it the bare codes are
        given, to be sent back.

    Raises
    ------
    GoalError
        If the link is no https address, or too long.
    """
    if link and not (link.startswith("https://") and link.isascii() and link.isprintable() and " " not in link):
        raise GoalError(f"link {link!r}: give an https address")
    voice, base = speaker(language), f"{link.rstrip('/')}/" if link else ""
    answers = voice.say("Yes: {yes} No: {no}", yes=base + codes.yes, no=base + codes.no)
    whole = {**_what(request, voice), "until": voice.moment(codes.until), "answers": answers}
    note = f"{request.note.rstrip('.')}." if request.note else ""
    cut = {"office": office, "service": named(request.service, voice), "note": note}
    asked = voice.say(
        "{office} asks for {places}: {service}, {when}. {note} Please answer by {until}. {answers}"
    )
    return fitted(asked, cut, whole)


def withdrawal_text(request: SupplierRequest, *, office: str, language: Language = "vi") -> str:
    """What a supplier is told, at most 400 characters, when what was asked for is no longer needed."""
    voice = speaker(language)
    cut = {"office": office, "service": named(request.service, voice)}
    withdrawn = voice.say(
        "{office} withdraws its request: {places}, {service}, {when}. No need to prepare, thank you."
    )
    return fitted(withdrawn, cut, _what(request, voice))


def _what(request: SupplierRequest, voice: Speaker) -> dict[str, str]:
    places = voice.many("{count} place", "{count} places", request.guests)
    if request.children:
        places = voice.say("{places} (children: {children})", places=places, children=request.children)
    return {"places": places, "when": voice.moment(request.begins)}
