"""Personal data: used for its purpose alone, handed out whole, forgotten without a sum changing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tourplanner.booking.personal import (
    PURPOSES,
    Consent,
    Datum,
    Dossier,
    Entry,
    Kept,
    allowed,
    erase,
    export_person,
    forget,
    kept_until,
    prune,
    purpose_of,
    totals,
    usable,
    withdraw,
)
from tourplanner.errors import StoppedError, UnknownIdError
from tourplanner.model import Money

TOUR = datetime(2027, 3, 20, 10, 0, tzinfo=UTC)
BEFORE, AFTER = TOUR - timedelta(days=30), TOUR + timedelta(days=3)
IDS = [purpose.id for purpose in PURPOSES]


def datum(name: str, value: str, purpose: str) -> Datum:
    return Datum(name=name, value=value, purpose=purpose, last_needed=TOUR)


MARCH, APRIL = date(2027, 3, 20), date(2027, 4, 2)
ENTRIES = (
    Entry(booking="LUM-24", date=MARCH, guests=24, amount=Money(amount=48_000_000), status="CONFIRMED"),
    Entry(booking="LUM-24", date=MARCH, guests=4, amount=Money(amount=-4_000_000), status="CANCELLED"),
    Entry(booking="LUM-25", date=APRIL, guests=2, amount=Money(amount=9_000, currency="EUR"), status="ON_HOLD"),
)
ZOE = Dossier(
    subject="person-7",
    data=(
        datum("name", "Zoë Lefèvre", "booking"),
        datum("phone", "+84912345678", "booking"),
        datum("name", "Zoë Lefèvre", "accounts"),
        datum("diet", "végétarienne", "meals"),
        datum("mail", "zoe@example.fr", "marketing"),
        datum("passport", "19AA12345", "stay"),
    ),
    consents=(Consent(purpose="meals", given=BEFORE, proof="web form v3, ticked by Zoë"),),
    entries=ENTRIES,
)


def test_each_purpose_sees_its_own_data_alone() -> None:
    seen = {id: usable(ZOE, purpose_of(id), TOUR) for id in IDS}
    assert seen == {
        "booking": {"name": "Zoë Lefèvre", "phone": "+84912345678"},
        "meals": {"diet": "végétarienne"},
        "assistance": {},
        "stay": {"passport": "19AA12345"},
        "accounts": {"name": "Zoë Lefèvre"},
        "marketing": {},  # nobody asked her: silence is no consent
    }


@pytest.mark.parametrize(
    ("at", "holds"),
    [(BEFORE - timedelta(seconds=1), False), (BEFORE, True), (TOUR, True), (AFTER, False)],
)
def test_a_consent_holds_from_when_it_is_given_until_it_is_withdrawn(at: datetime, holds: bool) -> None:
    consent = Consent(purpose="meals", given=BEFORE, proof="form", withdrawn=AFTER)
    assert consent.holds(at) is holds
    assert allowed(ZOE.replace(consents=(consent,)), purpose_of("meals"), at) is holds


def test_a_child_needs_a_guardian() -> None:
    own = ZOE.consents[0]
    child = ZOE.replace(child=True)
    assert not allowed(child, purpose_of("meals"), TOUR)
    assert not allowed(child, purpose_of("booking"), TOUR)
    assert allowed(child, purpose_of("stay"), TOUR)
    agreed = child.replace(consents=(own, own.replace(by="guardian")))
    assert usable(agreed, purpose_of("meals"), TOUR) == {"diet": "végétarienne"}


def test_a_consent_needs_a_proof_and_nothing_personal_is_shown() -> None:
    with pytest.raises(ValidationError, match="proof"):
        Consent(purpose="meals", given=BEFORE, proof=" ")
    for secret in ("Lefèvre", "84912", "végé", "zoe@", "19AA", "ticked"):
        assert secret not in repr(ZOE)


def test_withdrawing_takes_away_what_rested_on_it() -> None:
    left = withdraw(ZOE, purpose_of("meals"), TOUR)
    assert "végétarienne" not in left.model_dump_json()
    assert left.consents[0].withdrawn == TOUR
    assert left.entries == ENTRIES
    assert len(left.data) == len(ZOE.data) - 1
    assert withdraw(ZOE, purpose_of("booking"), TOUR) == ZOE
    assert withdraw(left, purpose_of("meals"), AFTER) == left


def test_data_goes_when_its_time_is_over() -> None:
    diet = ZOE.data[3]
    over = kept_until(diet, purpose_of("meals"))
    assert over == TOUR + timedelta(days=7)
    assert diet in prune(ZOE, over - timedelta(seconds=1)).data
    assert diet not in prune(ZOE, over).data
    assert usable(ZOE, purpose_of("meals"), over) == {}
    assert prune(ZOE, TOUR + timedelta(days=5000)).data == ()
    assert prune(ZOE, TOUR + timedelta(days=5000)).entries == ENTRIES


def test_an_export_holds_everything_with_its_purpose() -> None:
    told = json.loads(export_person(ZOE, TOUR))
    assert [(each["name"], each["value"]) for each in told["data"]] == [(each.name, each.value) for each in ZOE.data]
    assert told["data"][3] == {
        "name": "diet",
        "value": "végétarienne",
        "purpose": {"id": "meals", "vi": "Suất ăn phù hợp", "en": "Meals that suit", "basis": "consent"},
        "kept_until": "2027-03-27T10:00:00+00:00",
        "in_use": True,
    }
    assert told["data"][4]["in_use"] is False
    assert told["consents"][0]["proof"] == "web form v3, ticked by Zoë"
    assert [each["amount"]["amount"] for each in told["entries"]] == [48_000_000, -4_000_000, 9_000]
    assert export_person(ZOE, TOUR) == export_person(ZOE, TOUR)


def test_forgetting_keeps_the_entries_and_what_a_law_asks_for() -> None:
    done = erase(ZOE, "erased-1", AFTER)
    assert done.dossier.subject == "erased-1"
    assert done.erased == ("diet", "mail", "name", "phone")
    assert done.kept == (
        Kept("name", "accounts", TOUR + timedelta(days=4019)),
        Kept("passport", "stay", TOUR + timedelta(days=30)),
    )
    assert done.dossier.entries == ENTRIES
    assert [(each.purpose, each.withdrawn) for each in done.dossier.consents] == [("meals", AFTER)]
    left = done.dossier.model_dump_json()
    assert not [secret for secret in ("person-7", "84912", "végé", "zoe@", "ticked by") if secret in left]
    later = erase(ZOE, "erased-1", TOUR + timedelta(days=4019))
    assert later.kept == ()
    assert "Zoë" not in later.dossier.model_dump_json()


def test_data_for_no_purpose_is_an_error() -> None:
    stray = ZOE.replace(data=(datum("shoe-size", "39", "curiosity"),))
    for use in (lambda: prune(stray, TOUR), lambda: erase(stray, "x", TOUR), lambda: export_person(stray, TOUR)):
        with pytest.raises(UnknownIdError, match="no purpose 'curiosity'"):
            use()


class MemoryDossiers:
    """Dossiers in a dictionary; ``busy`` swaps are lost to others."""

    def __init__(self, *dossiers: Dossier, busy: int = 0) -> None:
        self.all, self.busy = {each.subject: each for each in dossiers}, busy

    def load(self, subject: str) -> Dossier:
        if subject not in self.all:
            raise UnknownIdError("person", subject)
        return self.all[subject]

    def swap(self, old: Dossier, new: Dossier) -> bool:
        self.busy -= 1
        if self.busy >= 0 or self.all.get(old.subject) != old:
            return False
        del self.all[old.subject]
        self.all[new.subject] = new
        return True


def test_forgetting_is_tried_again_when_others_were_first() -> None:
    store = MemoryDossiers(ZOE, busy=2)
    done = forget(store, "person-7", AFTER, random=lambda count: bytes([7] * count))
    assert store.all == {f"erased-{'07' * 10}": done.dossier}
    with pytest.raises(UnknownIdError):
        forget(store, "person-7", AFTER)
    store = MemoryDossiers(ZOE, busy=5)
    with pytest.raises(StoppedError, match="nothing was erased"):
        forget(store, "person-7", AFTER)
    assert store.all == {"person-7": ZOE}


ENTRY = st.builds(
    Entry,
    booking=st.just("b-1"),
    date=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    guests=st.integers(0, 60),
    amount=st.builds(Money, amount=st.integers(-(10**12), 10**12), currency=st.sampled_from(["VND", "EUR", "USD"])),
    status=st.sampled_from(["CONFIRMED", "CANCELLED", "REDEEMED"]),
)
DATUM = st.builds(
    Datum,
    name=st.sampled_from(["name", "phone", "diet"]),
    value=st.uuids().map(str),
    purpose=st.sampled_from(IDS),
    last_needed=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
)
PEOPLE = st.lists(
    st.builds(
        Dossier,
        subject=st.uuids().map(lambda id: f"p-{id}"),
        child=st.booleans(),
        data=st.lists(DATUM, max_size=6).map(tuple),
        entries=st.lists(ENTRY, max_size=5).map(tuple),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each.subject,
)


@given(PEOPLE, st.data(), st.datetimes(datetime(2020, 1, 1), datetime(2045, 1, 1), timezones=st.just(UTC)))
def test_no_sum_changes_and_nothing_is_left_but_what_is_said(
    people: list[Dossier], data: st.DataObject, at: datetime
) -> None:
    store = MemoryDossiers(*people)
    before = totals(entry for each in people for entry in each.entries)
    for person in data.draw(st.lists(st.sampled_from(people), unique_by=lambda each: each.subject)):
        done = forget(store, person.subject, at)
        left = done.dossier.model_dump_json()
        kept = {(each.name, each.purpose) for each in done.kept}
        for each in person.data:
            assert (each.value in left) <= ((each.name, each.purpose) in kept)
            by_law = purpose_of(each.purpose).basis == "law" and at < kept_until(each, purpose_of(each.purpose))
            assert (each.value in left) == by_law
        assert person.subject not in left
    assert totals(entry for each in store.all.values() for entry in each.entries) == before
    assert len(store.all) == len(people)


def test_how_sure_each_time_is_can_be_asked() -> None:
    for purpose in PURPOSES:
        fact = purpose.fact("keep_days")
        assert fact.provenance.note
        assert fact.verified == (purpose.id == "accounts")
    assert purpose_of("accounts").keep_days >= 3653 + 365
