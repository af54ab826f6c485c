"""What nobody has verified: notes, settled by a telephone call."""

from __future__ import annotations

from collections.abc import Iterator

from tourplanner.programme.edits import confirmed, dropped, swaps
from tourplanner.programme.faults.basis import of_fact, own, settled
from tourplanner.programme.report import Basis, Case, Fault

FIELDS = ("opening", "capacity", "minutes")
NAMED = 3


def unrecorded(case: Case) -> Iterator[Fault]:
    """There is something on record to visit in every village the programme goes to."""
    for view in case.views:
        for seen in view.seen:
            village = seen.village
            if not seen.recorded and village and not settled(case, f"{village.id}.visits"):
                message = (
                    f"{village.name.vi}: chưa có điểm tham quan nào trong dữ liệu, giờ giấc và giá chưa rõ",
                    f"{village.name.vi}: nothing to visit is on record, hours and prices are unknown",
                )
                call = confirmed(
                    case, (f"{village.id}.visits",), "gọi làng để hẹn nơi đón khách", "call and agree on a host"
                )
                fixes = [call, *swaps(case, view, seen), dropped(case, seen.line)]
                rests = of_fact(village, "name")
                yield case.fault("N-VISIT", view, seen.begin, seen.line.id, village.id, rests, message, fixes)


def unverified(case: Case) -> Iterator[Fault]:
    """Hours, places and lengths of the hosts have a source; one note names those that have none."""
    open_facts = [
        (host.fact(field), f"{host.id}.{field}")
        for view in case.views for seen in view.seen if seen.recorded for host in seen.hosts for field in FIELDS
        if not host.fact(field).verified and not settled(case, f"{host.id}.{field}")
    ]  # fmt: skip
    names = tuple(dict.fromkeys(name for _, name in open_facts))
    if names:
        dates = sorted(fact.provenance.as_of for fact, _ in open_facts if fact.provenance.as_of)
        since = f" ({dates[0]:%Y})" if dates else ""
        told = _told(names)
        message = (
            f"{len(names)} thông tin chưa có nguồn{since}: {told[0]}",
            f"{len(names)} {'fact has' if len(names) == 1 else 'facts have'} no source{since}: {told[1]}",
        )
        call = confirmed(case, names, "gọi hỏi từng nơi (catalogue.gaps() có sẵn câu hỏi)",
                         "call each of them (catalogue.gaps() has the questions)")  # fmt: skip
        yield case.fault("N-FACT", None, None, "tour", "facts", Basis("tourplanner.verified", "the catalogue"), message,
                         [call])  # fmt: skip


def unpriced(case: Case) -> Iterator[Fault]:
    """The price of every visit and meal is known; one note names those that are not."""
    names = tuple(dict.fromkeys(
        f"{host.id}.price" for view in case.views for seen in view.seen if seen.recorded for host in seen.hosts
        if host.price.adult is None and not settled(case, f"{host.id}.price")
    ))  # fmt: skip
    if names:
        told = _told(names)
        message = f"{len(names)} giá chưa rõ: {told[0]}", f"{len(names)} prices are unknown: {told[1]}"
        call = confirmed(case, names, "hỏi giá", "ask for the prices")
        yield case.fault("N-PRICE", None, None, "tour", "prices", own("priced", "the catalogue"), message, [call])


def _told(names: tuple[str, ...]) -> tuple[str, str]:
    more = len(names) - NAMED
    listed = ", ".join(names[:NAMED])
    return (f"{listed} và {more} nữa", f"{listed} and {more} more") if more > 0 else (listed, listed)
