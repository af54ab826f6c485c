"""From what is asked to the words a supplier reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tourplanner.booking.instants import moment
from tourplanner.booking.journal import Row
from tourplanner.booking.operations.enquire import Asked, Households
from tourplanner.booking.papers.people import Contact
from tourplanner.booking.papers.request import SupplierRequest, request_text, withdrawal_text
from tourplanner.booking.papers.texts import language_of
from tourplanner.booking.record import Record
from tourplanner.booking.room import Slot
from tourplanner.booking.supplying import SupplierLetter
from tourplanner.booking.tickets.answer import answer_codes
from tourplanner.booking.tickets.keyring import Keyring
from tourplanner.errors import UnknownIdError
from tourplanner.model import Experience
from tourplanner.speech import Language


@dataclass(frozen=True, slots=True)
class Letters:
    """Who asks whom, in whose words and with whose key."""

    keyring: Keyring
    office: str
    experiences: Mapping[str, Experience]
    link: str
    contacts: Mapping[str, Contact]
    notes: Mapping[str, str]

    def written(
        self, asked: Asked, slots: Mapping[str, Slot], households: Households, now: int
    ) -> tuple[SupplierLetter, ...]:
        """All letters of a booking: what is asked, then what is withdrawn of sessions that are still to come."""
        coming = [(row, True) for row in asked.withdrawn if slots[row["slot"]].begin > now]
        rows = [*((row, False) for row in asked.standing), *coming]
        return tuple(self._letter(asked.record, row, slots[row["slot"]], households, gone) for row, gone in rows)

    def _letter(
        self, record: Record, row: Row, slot: Slot, households: Households, withdrawn: bool
    ) -> SupplierLetter:
        if slot.experience not in self.experiences:
            raise UnknownIdError("experience among those given", slot.experience)
        request = self._request(record, row, slot, households)
        until = moment(row["until_utc"], slot.zone)
        codes = answer_codes(self.keyring, until=until, id=row["id"])

        def text(language: Language) -> str:
            if withdrawn:
                return withdrawal_text(request, office=self.office, language=language)
            return request_text(request, codes, office=self.office, link=self.link, language=language)

        return SupplierLetter(
            id=row["id"],
            booking=record.id,
            session=slot.id,
            household=row["household"],
            supplier=request.supplier,
            guests=row["pax"],
            until=until,
            answer=row["answer"],
            withdrawn=withdrawn,
            texts={language: text(language) for language in _languages(record)},
        )

    def _request(self, record: Record, row: Row, slot: Slot, households: Households) -> SupplierRequest:
        experience, household = self.experiences[slot.experience], row["household"]
        whole = not household
        ids = (experience.id, experience.host) if whole else (household,)
        known = next((self.contacts[id] for id in ids if id in self.contacts), None)
        name = experience.host if whole else households[slot.pool, household]
        return SupplierRequest(
            supplier=known or Contact(name=name, duty="host"),
            service=experience.name,
            begins=moment(slot.begin, slot.zone),
            guests=row["pax"],
            children=min(record.head["children"], row["pax"]) if whole else 0,
            note=self.notes.get(slot.id, ""),
        )


def _languages(record: Record) -> list[Language]:
    """Vietnamese, and the language of the guests, for who asks on their behalf."""
    spoken = record.head["languages"].split()
    theirs = language_of(spoken[0]) if spoken else "vi"
    return ["vi"] if theirs == "vi" else ["vi", theirs]
