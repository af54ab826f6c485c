"""JSON-LD and GraphML of routes as other programs read them."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from html.parser import HTMLParser

import networkx as nx
import pytest
from files_cases import HOSTILE, hostile, portfolio, two_days
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SDO

from tourplanner.model import Festival, Money, Text
from tourplanner.publish import files
from tourplanner.publish.words import clean

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib of itself
TRIP = URIRef(f"{SDO}TouristTrip")
OFFER = files.Offer(
    Money(amount=1_250_000), seller="Công ty Thử", url="https://tours.example/1", until=date(2027, 2, 1)
)


def triples(data: bytes) -> Graph:
    """The statements in a file; the vocabulary stands in for the context that a browser would fetch."""
    document = json.loads(data)
    assert document["@context"] == "https://schema.org"
    document["@context"] = {"@vocab": str(SDO), "url": {"@type": "@id"}}
    return Graph().parse(data=json.dumps(document), format="json-ld")


@pytest.mark.parametrize(
    "data",
    [
        files.route_jsonld(two_days(), url="https://tours.example/1", offer=OFFER),
        files.portfolio_jsonld(portfolio(), "en"),
    ],
)
def test_every_word_is_one_of_schema_org(data: bytes) -> None:
    graph = triples(data)
    words = {word for word in graph.predicates() if word != RDF.type} | set(graph.objects(predicate=RDF.type))
    # rdflib's list of schema.org is older than this word.
    unknown = {str(word).removeprefix(str(SDO)) for word in words if str(word).removeprefix(str(SDO)) not in SDO}
    assert unknown <= {"tripOrigin"}
    assert len(words) > 20


def test_a_trip_lists_its_places_in_order_with_coordinates() -> None:
    route = portfolio()[1]
    graph = triples(files.route_jsonld(route))
    (trip,) = graph.subjects(RDF.type, TRIP)
    assert str(graph.value(trip, SDO.name)) == route.name.vi
    listed = graph.value(trip, SDO.itinerary)
    assert graph.value(listed, RDF.type) == SDO.ItemList
    elements = sorted(graph.objects(listed, SDO.itemListElement), key=lambda each: int(graph.value(each, SDO.position)))
    items = [graph.value(each, SDO.item) for each in elements]
    assert [str(graph.value(item, SDO.identifier)) for item in items] == [s.experience.id for s in route.stops]
    kinds = {True: SDO.FoodEstablishment, False: SDO.TouristAttraction}
    assert [graph.value(item, RDF.type) for item in items] == [kinds[stop.is_meal] for stop in route.stops]
    spots = [graph.value(item, SDO.geo) for item in items]
    found = [(float(graph.value(spot, SDO.latitude)), float(graph.value(spot, SDO.longitude))) for spot in spots]
    assert found == [(stop.place.lat, stop.place.lon) for stop in route.stops]
    assert datetime.fromisoformat(str(graph.value(trip, SDO.departureTime))) == route.days[0].depart
    assert graph.value(trip, SDO.subTrip) is None


def test_each_day_of_a_longer_trip_is_a_trip_in_it() -> None:
    graph = triples(files.route_jsonld(two_days(), "en"))
    (whole,) = set(graph.subjects(RDF.type, TRIP)) - set(graph.objects(predicate=SDO.subTrip))
    days = list(graph.objects(whole, SDO.subTrip))
    assert {str(graph.value(day, SDO.name)) for day in days} == {"Day 1", "Day 2"}
    counts = [int(graph.value(graph.value(day, SDO.itinerary), SDO.numberOfItems)) for day in days]
    assert sum(counts) == len(two_days().stops)
    assert int(graph.value(graph.value(whole, SDO.itinerary), SDO.numberOfItems)) == sum(counts)


def test_a_price_is_published_only_where_somebody_offers_one() -> None:
    assert list(triples(files.route_jsonld(portfolio()[0])).subjects(RDF.type, SDO.Offer)) == []
    whole = portfolio()
    graph = triples(files.portfolio_jsonld(whole, offers={whole[1].id: OFFER}))
    (offer,) = graph.subjects(RDF.type, SDO.Offer)
    assert [str(graph.value(offer, SDO[name])) for name in ("price", "priceCurrency")] == ["1250000", "VND"]
    assert str(graph.value(graph.value(offer, SDO.seller), SDO.name)) == "Công ty Thử"
    euros = json.loads(files.route_jsonld(whole[0], offer=files.Offer(Money(amount=4905, currency="EUR"))))
    assert euros["offers"] == {"@type": "Offer", "price": "49.05", "priceCurrency": "EUR"}


class Scripts(HTMLParser):
    """What stands between script tags, and every other tag."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 (the parser's own names)
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_hostile_name_neither_ends_a_script_nor_becomes_a_statement(payload: str) -> None:
    route = hostile(payload)
    data = files.route_jsonld(route)
    page = Scripts()
    page.feed(f'<script type="application/ld+json">{data.decode()}</script>')
    assert page.tags == ["script"]
    assert "".join(page.texts) == data.decode()
    assert json.loads(data)["name"] == clean(route.name.vi)
    assert len(list(triples(data).subjects(RDF.type, TRIP))) == 1
    graph = nx.read_graphml(io.BytesIO(files.portfolio_graphml(portfolio().replace(routes=(route,)))))
    assert len(graph) == 1 + len(route.villages) + len(route.crafts)


def test_networkx_reads_who_meets_whom() -> None:
    whole = portfolio()
    graph = nx.read_graphml(io.BytesIO(files.portfolio_graphml(whole)), force_multigraph=True)
    assert graph.graph == {"region": whole.region, "month": whole.month, "node_default": {}, "edge_default": {}}
    visits = [(one, other, data) for one, other, data in graph.edges(data=True) if data["relation"] == "visits"]
    expected = [
        (f"route:{route.id}", f"village:{stop.village.id}", order)
        for route in whole.routes
        for order, stop in enumerate(route.visits, 1)
    ]
    assert [(one, other, data["order"]) for one, other, data in visits] == expected
    assert graph.nodes["village:chuong"]["lat"] == whole[1].villages[1].place.lat
    met = {other for _, other, data in graph.edges(data=True) if data["relation"] == "practises"}
    assert met == {f"craft:{craft.id}" for route in whole.routes for craft in route.crafts}
    before = [(one, other) for one, other, data in graph.edges(data=True) if data["relation"] == "before"]
    assert before[-2:] == [("village:van-phuc", "village:chuong"), ("village:chuong", "village:quang-phu-cau")]


def test_a_village_is_an_attraction_with_what_is_in_it_and_its_festivals() -> None:
    village = portfolio()[0].villages[0]
    found = [stop.experience for stop in portfolio()[0].visits if stop.village == village]
    festival = Festival(
        id="f", village=village.id, name=Text(vi="Hội làng"), lunar_month=2, first_day=14, last_day=16, main_day=15
    )
    days = [date(2027, 3, day) for day in (21, 22, 23)]
    data = files.village_jsonld(
        village, "en", on=days[0], experiences=found, festivals=[(festival, days)], url="https://tours.example/v"
    )
    graph = triples(data)
    words = {word for word in graph.predicates() if word != RDF.type} | set(graph.objects(predicate=RDF.type))
    assert [str(word) for word in words if str(word).removeprefix(str(SDO)) not in SDO] == []
    place = URIRef("https://tours.example/v")
    assert graph.value(place, RDF.type) == SDO.TouristAttraction
    assert str(graph.value(place, SDO.identifier)) == village.id
    inside = {str(graph.value(each, SDO.identifier)) for each in graph.objects(place, SDO.containsPlace)}
    assert inside == {each.id for each in found}
    (event,) = graph.objects(place, SDO.event)
    assert graph.value(event, RDF.type) == SDO.Festival
    assert [str(graph.value(event, name)) for name in (SDO.startDate, SDO.endDate)] == ["2027-03-21", "2027-03-23"]
    spot = graph.value(place, SDO.geo)
    assert (float(graph.value(spot, SDO.latitude)), float(graph.value(spot, SDO.longitude))) == (
        village.place.lat, village.place.lon,
    )  # fmt: skip
