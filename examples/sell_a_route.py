"""
One of ten routes is sold to 24 French guests: priced, held, confirmed, and kept when a household drops out.

Four guests cancel and owe a fee; then tickets, manifest and run sheets are printed, and what the village receives.

    python sell_a_route.py [routes/routes.json]

The file is what ``ten_routes.py`` writes; without one the routes are planned here. Everything made goes into ``sold``.
"""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import tourplanner as tp
from tourplanner.booking import Booking, Conditions, Desk, Duty, Household, init, occurrences
from tourplanner.booking.papers import Contact, Guest, Pickup, manifest, run_sheet, run_text
from tourplanner.booking.tickets import Keyring, qr_svg, save_keyring
from tourplanner.costing import BankAccount, Deposit, Exchange, Quote, Terms, quote, rates_of, typical_rates
from tourplanner.model import HANOI, Experience

GUESTS, GONE = 24, 4
OFFICE, CLIENT, REFERENCE = "Hanoi Craft Tours", "Voyages Lumière", "LUM-24"
SOLD = date(2027, 1, 11)
OUT = Path("sold")
HOMES = ("Nhà bà Hạnh", "Nhà ông Lợi", "Nhà cô Mơ", "Nhà chú Tài")
"""Four households made up for this example."""
SURNAMES = ("Lefèvre", "Garnier", "Moreau", "Chevalier", "Fontaine", "Rousseau")
FIRST_NAMES = ("Zoë", "Paul", "Inès", "Léon")


def main() -> None:
    region = tp.load("hanoi")
    tour, pooled = chosen(routes_of(region), region)
    OUT.mkdir(exist_ok=True)
    print(f"1. The route\n{tour}\n")
    offer = priced(tour, region)
    deposit = offer.deposit(BankAccount(bank="970436", number="0123456789", holder="CÔNG TY LÀNG NGHỀ"), GUESTS)
    print(f"2. The quote for {CLIENT}\n{offer}\n")
    (OUT / "devis.pdf").write_bytes(offer.pdf("fr", deposit=deposit, villages=True))
    (OUT / "devis.docx").write_bytes(offer.word("fr", deposit=deposit, villages=True))
    (OUT / "acompte.svg").write_text(deposit.svg(), encoding="utf-8")

    clock = Clock(datetime.combine(SOLD, time(9), HANOI))
    desk = opened(clock, tour, pooled)
    print(f"3. Offered: {len(occurrences(tour))} sessions; {pooled.name} by {len(HOMES)} households in turn")
    booked = sold(desk, tour, offer, deposit)
    print(f"   {dealt(booked, pooled)}\n")
    ring = Keyring.new(OFFICE)
    save_keyring(ring, OUT / "keys.json")
    print(f"5. Asked by signed codes: {asked(desk, ring, region, booked)}\n")
    household_drops_out(desk, clock, tour, pooled, booked)
    print(f"   Asked again: {asked(desk, ring, region, booked)}\n")
    smaller = four_cancel(desk, clock, tour, pooled, booked)
    print(f"   Asked again: {asked(desk, ring, region, booked)}\n")
    print(f"8. On paper: {papers(desk, ring, tour, smaller)}\n")
    told = shares(desk, offer, region, pooled, smaller)
    (OUT / "villages.txt").write_text(told, encoding="utf-8")
    print(f"9. Who receives what\n{told}")
    print(f"The log of {len(desk.audit())} entries and the ledger agree: {desk.differences() == []}")
    desk.close()


class Clock:
    """The office's clock, set to the days that matter."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def routes_of(region: tp.Catalogue) -> tp.Portfolio:
    if len(sys.argv) > 1:
        return tp.read_routes(sys.argv[1], region)
    return tp.portfolio(region, 10, month="2027-03")


def chosen(routes: tp.Portfolio, region: tp.Catalogue) -> tuple[tp.Itinerary, Experience]:
    """The first route whose stops all take the group, and a class on it that households of a village hold."""
    for tour in routes:
        visits = [stop.experience for stop in tour.visits if stop.experience.kind == "class"]
        at_home = [visit for visit in visits if region.host(visit.host).kind in ("household", "cooperative")]
        if at_home and all(stop.experience.capacity >= GUESTS for stop in tour.stops):
            return tour, at_home[0]
    raise SystemExit(f"no route takes {GUESTS} guests everywhere and has a class that households hold")


def priced(tour: tp.Itinerary, region: tp.Catalogue) -> Quote:
    """Three bands in euros, prices nobody knows guessed and marked so."""
    euro = Exchange(currency="EUR", vnd="27900", on=date(2027, 1, 8), source="bank")
    terms = Terms(margin="22", currency="EUR", exchange=(euro,), guide_language="fr")
    rates = typical_rates(region) | rates_of(tour)
    return quote(tour, ((10, 15), (16, 23), (24, 29)), on=SOLD, rates=rates, terms=terms, client=CLIENT)


def opened(clock: Clock, tour: tp.Itinerary, pooled: Experience) -> Desk:
    """A desk that offers the route's sessions; one is the households', whose places together are its places."""
    for old in OUT.glob("desk.db*"):
        old.unlink()
    init(OUT / "desk.db").close()
    desk = Desk(OUT / "desk.db", clock=clock)
    homes = [Household(id=f"home-{turn}", name=name, turn=turn) for turn, name in enumerate(HOMES, 1)]
    desk.found("homes", f"Các hộ: {pooled.name}", homes)
    begin, end = whole_day(tour)
    desk.on_duty("homes", [Duty(household=home.id, begin=begin, end=end, places=10) for home in homes])
    of = {stop.experience.id: Conditions.of(stop.experience) for stop in tour.stops}
    for session in occurrences(tour):
        conditions = of[session.experience]
        desk.offer([session], conditions.replace(pool="homes") if session.experience == pooled.id else conditions)
    return desk


def sold(desk: Desk, tour: tp.Itinerary, offer: Quote, deposit: Deposit) -> Booking:
    """Held at the price of its band, confirmed once the deposit has come."""
    price = offer.band(GUESTS).revenue
    party = tp.Party(adults=GUESTS, languages=("fr",))
    held = desk.hold(tour, party, key="lumiere/hold", ttl=timedelta(hours=48), price=price, reference=REFERENCE)
    print(f"4. Held until {held.expires:%d/%m %H:%M}: {held.party.size} places in {len(held.items)} sessions, {price}")
    desk.pay(held.id, deposit.amount, key="lumiere/deposit", deposit=True, reference=deposit.info)
    booked = desk.confirm(held.id, key="lumiere/confirm")
    print(f"   {deposit.amount} came by VietQR ({deposit.info}): {booked.status}, {money(booked.due_vnd)} due")
    return booked


def asked(desk: Desk, ring: Keyring, region: tp.Catalogue, booked: Booking) -> str:
    """Hosts and households are written to, and all who are asked something say yes; who was asked what."""
    contacts = {f"home-{turn}": Contact(name=name, duty="host") for turn, name in enumerate(HOMES, 1)}
    contacts |= {host.id: Contact(name=host.name.vi, duty="host") for host in region.hosts}
    letters = desk.supplier_letters(booked.id, ring, office=OFFICE, experiences=region.experiences, contacts=contacts)
    texts = [f"{letter.supplier.name}\n{letter.texts['vi']}\n" for letter in letters]
    (OUT / "thu.txt").write_text("\n".join(texts), encoding="utf-8")
    for letter in letters:
        if not letter.withdrawn and not letter.answer:
            yes = letter.texts["vi"].split("Nhận: ")[1].split()[0]
            desk.answer(yes, ring, key=f"yes/{letter.id}", by="Zalo")
    told = [f"{each.supplier.name} {'not needed' if each.withdrawn else each.guests}" for each in letters]
    return f"{', '.join(told)}; left to settle: {len(desk.to_do())}"


def household_drops_out(desk: Desk, clock: Clock, tour: tp.Itinerary, pooled: Experience, booked: Booking) -> None:
    """Its guests are dealt to the others."""
    clock.now = days_before(tour, 12)
    begin, end = whole_day(tour)
    moved = desk.drop_out("homes", "home-1", begin=begin, end=end)
    guests = sum(pax for parts in moved.values() for _, _, pax in parts)
    print(f"6. Twelve days before, {HOMES[0]} drops out; {guests} guests go to others")
    print(f"   {dealt(desk.booking(booked.id), pooled)}")


def four_cancel(desk: Desk, clock: Clock, tour: tp.Itinerary, pooled: Experience, booked: Booking) -> Booking:
    """They owe what the terms keep of their share of the price."""
    clock.now = days_before(tour, 10)
    smaller = desk.cancel(booked.id, key="lumiere/four-fewer", guests=GONE)
    percent = smaller.terms.percent(smaller.departs, clock.now.date())
    lost, fee = money(booked.price_vnd - smaller.price_vnd), money(smaller.fees_vnd)
    print(f"7. Ten days before, {GONE} guests cancel: {percent} % of their {lost} are kept, {fee}")
    print(f"   {smaller.party.size} guests pay {money(smaller.price_vnd)}; {money(smaller.due_vnd)} due with the fee")
    print(f"   {dealt(smaller, pooled)}")
    return smaller


def dealt(booking: Booking, pooled: Experience) -> str:
    (item,) = (item for item in booking.items if item.experience == pooled.id)
    names = {f"home-{turn}": name for turn, name in enumerate(HOMES, 1)}
    return "dealt: " + ", ".join(f"{names[share.household]} {share.pax}" for share in item.shares)


def papers(desk: Desk, ring: Keyring, tour: tp.Itinerary, booking: Booking) -> str:
    """Tickets as QR codes, manifest and run sheets; the names of the files."""
    tickets = []
    for number, ticket in enumerate(desk.tickets(booking.id, ring), 1):
        tickets.append(OUT / f"ticket-{number}.svg")
        tickets[-1].write_text(qr_svg(ticket.code), encoding="utf-8")
    met = noted(desk, tour, booking)
    leaving = desk.guest_list(tour, pickups=[met])
    lists = [manifest(leaving).save(OUT / name) for name in ("khach.xlsx", "khach.csv")]
    staff = (
        Contact(name="Nguyễn Thu Hà", duty="guide", phone="+84 90 000 0001"),
        Contact(name="Trần Văn Bình", duty="driver", phone="+84 90 000 0002"),
    )
    sheet = run_sheet(tour, leaving, staff=staff)
    texts = {"guide.txt": run_text(sheet, reader="guide", language="fr")}
    texts["driver.txt"] = run_text(sheet, reader="driver")
    for name, text in texts.items():
        (OUT / name).write_text(text, encoding="utf-8")
    return ", ".join(path.name for path in (*tickets, *lists, *map(Path, texts)))


def noted(desk: Desk, tour: tp.Itinerary, booking: Booking) -> Pickup:
    """The guests who are left are noted, by names made up for this example; where they are met."""
    met = Pickup(name=tour.days[0].start.name.vi, at=tour.days[0].depart - timedelta(minutes=15))
    names = [f"{first} {last}" for last in SURNAMES for first in FIRST_NAMES][: booking.party.size]
    for number, name in enumerate(names, 1):
        guest = Guest(name=name, language="fr", pickup=met.name)
        desk.note_guest(booking.id, number, guest, pays=number == 1)
    return met


def shares(desk: Desk, offer: Quote, region: tp.Catalogue, pooled: Experience, booking: Booking) -> str:
    """Who receives how much of the quoted price, and how many guests each household has now."""
    parts = offer.to_village(GUESTS, hosts=region.hosts)
    village = region.village(pooled.village)
    own = parts.villages[village.id]
    lines = [str(parts), "", f"{village.name} receives {own} of {parts.total} quoted for {GUESTS} guests"]
    for home in desk.shares("homes"):
        lines.append(f"  {home.name}: {home.guests} of {booking.party.size} guests at {pooled.name}")
    return "\n".join(lines) + "\n"


def whole_day(tour: tp.Itinerary) -> tuple[datetime, datetime]:
    begin = datetime.combine(tour.days[0].date, time(0), HANOI)
    return begin, begin + timedelta(days=1)


def days_before(tour: tp.Itinerary, days: int) -> datetime:
    return datetime.combine(tour.days[0].date - timedelta(days=days), time(9), HANOI)


def money(vnd: int) -> str:
    return str(tp.Money(amount=vnd))


if __name__ == "__main__":
    main()
