"""The basemap of a road pack: from an extract to the file, back, and onto maps."""

from __future__ import annotations

import dataclasses
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from roads_cases import AREA, ORIGIN, WAYS, osm_file, small_pack
from scenery_cases import ISLAND, LAKE, scenery_file

from tourplanner.cli import main
from tourplanner.cli.travel import drawn_below
from tourplanner.errors import DataError, TourplannerError
from tourplanner.model.basemap import AREAS, LAYERS, LINES, Basemap, Feature, Layer
from tourplanner.model.basemapfile import basemap_bytes, basemap_from
from tourplanner.model.bounds import Bounds, bounds_of
from tourplanner.model.packed import MAGIC, compressed, pack_bytes, pack_sections
from tourplanner.publish import export, index_html, map_pdf, packaged_basemap, route_map_html
from tourplanner.publish.basedata import base_data
from tourplanner.publish.mapdraw import draw_base
from tourplanner.publish.palette import COLOUR
from tourplanner.publish.projection import Sheet
from tourplanner.publish.routemap import lay_out
from tourplanner.testing import small_portfolio
from tourplanner.travel import GeodesicTravel, RoadTravel
from tourplanner.travel.roads import load_pack, packaged_pack, save
from tourplanner.travel.roads.making import scenery_tags
from tourplanner.travel.roads.making.make import make
from tourplanner.travel.roads.packfile import from_bytes, to_bytes

COVERAGE = Bounds(AREA.south, AREA.west, AREA.north, AREA.east)
CREDIT = "© OpenStreetMap contributors (ODbL), 11/2026"


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return make(scenery_file(tmp_path_factory.mktemp("scenery")), AREA, ORIGIN)


@pytest.fixture(scope="module")
def basemap(pack):
    return pack.basemap


def things(basemap, layer):
    return [(each.kind, each.name, each.rank) for each in basemap.layers[layer].features]


def polygon(feature):
    outer, *holes = feature.rings
    return shapely.Polygon(outer, holes)


def same(one, other):
    assert [list(each.layers) for each in (one, other)] == [list(LAYERS)] * 2
    for name in LAYERS:
        assert things(one, name) == things(other, name)
        for a, b in zip(one.layers[name].features, other.layers[name].features, strict=True):
            assert [ring.tolist() for ring in a.rings] == [ring.tolist() for ring in b.rings]
    for field in ("coverage", "attribution", "licence", "as_of"):
        assert getattr(one, field) == getattr(other, field)


def test_each_layer_holds_what_the_extract_shows_and_nothing_too_small(basemap):
    assert things(basemap, "water") == [("water", "", 0)] * 2
    assert things(basemap, "waterway") == [("river", "Sông Nhỏ", 0)]
    assert things(basemap, "rail") == [("rail", "", 0)]
    assert things(basemap, "land") == [("urban", "", 0), ("wood", "", 0)]
    assert things(basemap, "boundary") == [("province", "", 0), ("commune", "", 0)]
    assert things(basemap, "place") == [("city", "Phố Nhỏ", 1), ("village", "Làng Gốm", 5), ("hamlet", "Làng Gốm", 6)]
    assert basemap.counts()["road"] == len(things(basemap, "road"))
    assert set(things(basemap, "road")) == {
        ("motorway", "CT.9", 0), ("primary", "QL.1", 0), ("secondary", "", 0), ("secondary", "DT.2", 0),
        ("tertiary", "", 0), ("street", "", 0),
    }  # fmt: skip


def test_a_lake_of_several_ways_keeps_its_island(basemap):
    lake = max(map(polygon, basemap.layers["water"].features), key=lambda each: each.area)
    drawn = shapely.Polygon(LAKE, [ISLAND])
    assert lake.symmetric_difference(drawn).area < 0.01 * drawn.area
    assert not lake.contains(shapely.Point(20.935, 105.875))
    assert lake.contains(shapely.Point(20.925, 105.875))


def test_neighbouring_plots_are_one_area(basemap):
    urban = next(each for each in basemap.layers["land"].features if each.kind == "urban")
    assert polygon(urban).contains(shapely.box(21.0301, 105.901, 21.0349, 105.919))


def test_all_but_boundaries_end_at_the_edge(basemap):
    assert basemap.coverage == COVERAGE
    for name in LAYERS:
        within = [COVERAGE.contains(bounds_of(np.vstack(each.rings))) for each in basemap.layers[name].features]
        assert all(within) == (name != "boundary"), name


def test_an_untagged_border_is_drawn_once_as_the_more_important_one(basemap):
    province, commune = basemap.layers["boundary"].features
    assert province.rings[0].tolist() == [[21.08, 105.6], [21.085, 105.8], [21.08, 106.1]]
    assert commune.rings[0].tolist() == [[20.95, 105.9], [20.99, 105.92]]


def test_it_says_whose_it_is_and_of_when(basemap):
    assert (basemap.attribution, basemap.licence, basemap.as_of) == (CREDIT, "ODbL-1.0", date(2026, 11, 1))


def test_the_pack_s_roads_are_the_same_with_and_without(pack, tmp_path):
    without = small_pack(tmp_path)
    bare = make(scenery_file(tmp_path), AREA, ORIGIN, basemap=False)
    assert bare.basemap is None
    assert to_bytes(dataclasses.replace(without, basemap_bytes=b"")) == to_bytes(bare)
    assert to_bytes(dataclasses.replace(pack, basemap_bytes=b"")) == to_bytes(bare)


def test_an_extract_of_roads_alone_has_a_basemap_of_roads(tmp_path):
    counts = small_pack(tmp_path).basemap.counts()
    assert counts.pop("road") > 4
    assert set(counts.values()) == {0}


def test_the_same_file_gives_the_same_bytes_however_roads_were_drawn(pack, tmp_path):
    assert make(scenery_file(tmp_path), AREA, ORIGIN).basemap_bytes == pack.basemap_bytes
    turned = tuple((" ".join(spots.split()[::-1]), said) for spots, said in WAYS)
    one, other = (make(scenery_file(tmp_path, ways), AREA, ORIGIN).basemap for ways in (WAYS, turned))
    same(one, other)


def test_it_survives_the_file(pack, basemap, tmp_path):
    save(pack, tmp_path / "small.roads")
    loaded = load_pack(tmp_path / "small.roads")
    same(loaded.basemap, basemap)
    assert loaded.basemap is load_pack(tmp_path / "small.roads").basemap
    assert len(pack.basemap_bytes) < 1_000
    with pytest.raises(ValueError, match="read-only"):
        loaded.basemap.layers["road"].features[0].rings[0][0] = 1


spot = st.tuples(st.integers(-9_000_000, 9_000_000), st.integers(-18_000_000, 18_000_000))
text = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)


def features(name):
    count = {"place": 1}.get(name, 2)
    ring = st.lists(spot, min_size=count, max_size=count if name == "place" else 6)
    rings = st.lists(ring, min_size=1, max_size=3 if name in AREAS else 1)
    return st.lists(
        st.builds(
            lambda rings, *about: Feature(tuple(np.array(each) / 100_000 for each in rings), *about),
            rings, text, text, st.integers(0, 9),
        ),
        max_size=4,
    )  # fmt: skip


@given(st.fixed_dictionaries({name: features(name) for name in LAYERS}), text)
@settings(max_examples=30, deadline=None)
def test_any_basemap_is_read_back_as_it_was(layers, credit):
    packed = {name: Layer.of(layers[name]) for name in LAYERS}
    basemap = Basemap(packed, COVERAGE, credit, "ODbL-1.0", date(2026, 11, 1))
    data = basemap_bytes(basemap)
    same(basemap_from(data, "test"), basemap)
    assert basemap_bytes(basemap_from(data, "test")) == data


def test_layers_know_the_bounds_of_their_features(basemap):
    for name in (*LINES, *AREAS, "place"):
        for feature, extent in zip(basemap.layers[name].features, basemap.layers[name].extents, strict=True):
            assert tuple(extent) == bounds_of(np.vstack(feature.rings))


def test_a_pack_of_the_first_format_still_loads(pack):
    roads = pack_sections(to_bytes(pack), "")["roads"]
    old = from_bytes(MAGIC + b"\x01" + roads)
    assert old.basemap is None
    assert to_bytes(old) == to_bytes(dataclasses.replace(pack, basemap_bytes=b""))


def test_a_section_that_nobody_knows_is_left_alone(pack):
    sections = pack_sections(to_bytes(pack), "") | {"contours": b"later"}
    same(from_bytes(pack_bytes(sections)).basemap, pack.basemap)


def test_a_byte_changed_in_the_basemap_is_noticed(pack, tmp_path):
    data = bytearray(to_bytes(pack))
    data[-5] ^= 1
    (tmp_path / "bad.roads").write_bytes(data)
    with pytest.raises(DataError, match=r"bad\.roads.*'basemap' is not as it was written.*copy or build it again"):
        load_pack(tmp_path / "bad.roads")


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_changed_and_any_end_cut_off_is_noticed(pack, data):
    whole = to_bytes(pack)
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    for damaged in (changed, whole[:at]):
        with pytest.raises(DataError):
            from_bytes(damaged)


HEAD = b'{"layers":{},"words":[]}'


@pytest.mark.parametrize(
    "data",
    [
        b"", b"no xz", compressed(b""), compressed(b"\2\0\0\0[]"), compressed(b'\x0d\0\0\0{"layers":[]}'),
        compressed(len(HEAD).to_bytes(4, "little") + HEAD),
    ],
)  # fmt: skip
def test_a_basemap_that_cannot_be_read_is_told(pack, data):
    broken = dataclasses.replace(pack, basemap_bytes=data or b"x")
    with pytest.raises(DataError, match="damaged: its basemap") as caught:
        _ = from_bytes(to_bytes(broken)).basemap
    assert [problem.code for problem in caught.value.problems] == ["damaged"]


def test_a_pack_cut_off_between_its_sections_is_noticed(pack):
    with pytest.raises(DataError, match="ends too early"):
        from_bytes(to_bytes(pack)[: -len(pack.basemap_bytes) - 16])


def test_numbers_that_do_not_add_up_are_told(basemap):
    def miscounted(rings):
        feature = dataclasses.replace(basemap.layers["rail"].features[0], rings=rings)
        layers = basemap.layers | {"rail": Layer((feature,), np.zeros((1, 4)))}
        return basemap_bytes(dataclasses.replace(basemap, layers=layers))

    with pytest.raises(DataError, match="do not add up"):
        basemap_from(miscounted((np.zeros((0, 2)), np.zeros((2, 2)))), "test")


def test_without_shapely_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "shapely", None)
    for module in [name for name in sys.modules if name.startswith("tourplanner.travel.roads.making.")]:
        if module.rpartition(".")[2] in ("background", "scenery", "map_roads", "map_shapes"):
            monkeypatch.delitem(sys.modules, module)
    with pytest.raises(TourplannerError, match=r"needs the package shapely.*pip install 'tourplanner\[roads\]'"):
        make(osm_file(tmp_path), AREA, ORIGIN)
    assert make(osm_file(tmp_path), AREA, ORIGIN, basemap=False).basemap is None


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ({"natural": "water"}, ("water", "water")),
        ({"waterway": "riverbank"}, ("water", "water")),
        ({"natural": "tree", "landuse": "forest"}, ("land", "wood")),
        ({"leisure": "park"}, ("land", "wood")),
        ({"landuse": "farmland"}, None),
    ],
)
def test_what_areas_are_drawn(said, drawn):
    assert scenery_tags.area(said) == drawn


def written(pdf, tmp_path):
    (tmp_path / "map.pdf").write_bytes(pdf)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "map.pdf").pages).split())


def test_every_map_shows_whose_the_packaged_data_is(tmp_path):
    routes, credit = small_portfolio(), packaged_basemap().attribution
    assert credit.startswith(packaged_pack("hanoi").attribution)
    pages = route_map_html(routes[0], region_name=routes.region_name), index_html(routes)
    assert all(credit in page.decode() for page in pages)
    assert credit in written(map_pdf(routes[0], region_name=routes.region_name), tmp_path)


def test_maps_of_another_pack_draw_its_basemap_and_name_it(basemap, tmp_path):
    routes = small_portfolio()
    for page in (route_map_html(routes[0], region_name=routes.region_name, basemap=basemap),
                 index_html(routes, basemap=basemap)):  # fmt: skip
        assert CREDIT in page.decode()
        assert "sapnhap" not in page.decode()
    printed = written(map_pdf(routes[0], region_name=routes.region_name, basemap=basemap), tmp_path)
    assert CREDIT in printed
    assert "sapnhap" not in printed
    drawn, usual = (
        {label.lines for label in lay_out(routes[0], routes[0].days[0], basemap=each).labels if label.kind == "place"}
        for each in (basemap, None)
    )
    assert drawn <= {("Phố Nhỏ",), ("Làng Gốm",)}
    assert len(usual) > 5


def test_paper_shows_the_basemap_s_water_land_and_lines(basemap):
    drawn = draw_base(Sheet(21.0, 105.85, 200_000, 186, 150), basemap)
    for colour in (
        COLOUR.water, COLOUR.wood, COLOUR.urban, COLOUR.river, COLOUR.rail, COLOUR.province, COLOUR.commune,
        COLOUR.road("motorway").fill,
    ):  # fmt: skip
        assert drawn.count(f'"{colour}"') == 1, colour


def test_a_whole_folder_takes_the_basemap(basemap, tmp_path):
    out = export(small_portfolio(), tmp_path / "routes", basemap=basemap)
    pages = [*out.rglob("*.html"), *out.rglob("*.pdf")]
    assert len(pages) == 2 + 2 * len(small_portfolio())
    for page in pages:
        text = page.read_text("utf-8") if page.suffix == ".html" else written(page.read_bytes(), tmp_path)
        assert CREDIT in text, page
        assert "sapnhap" not in text, page


def test_a_web_page_does_without_streets_it_does_not_draw(basemap):
    kinds = dict(base_data(COVERAGE, basemap)[0])
    assert "road/street" not in kinds
    assert {"road/primary", "water/water", "land/wood", "boundary/province", "rail/rail"} <= set(kinds)


def test_the_commands_draw_the_basemap_of_the_pack_in_use(pack):
    assert drawn_below(RoadTravel(pack)) is pack.basemap
    assert drawn_below(RoadTravel(dataclasses.replace(pack, basemap_bytes=b""))) is None
    assert drawn_below(GeodesicTravel()) is None
    same(drawn_below(RoadTravel.packaged("hanoi")), packaged_basemap())


def test_the_command_writes_the_layer_shows_it_and_leaves_it_out(tmp_path, capsys):
    out = tmp_path / "small.roads"
    words = ["roads", "build", str(scenery_file(tmp_path)), "--area", str(AREA), "--as-of", "2026-11-01"]
    assert main([*words, "--out", str(out), "--quiet"]) == 0
    assert main(["roads", "show", str(out)]) == 0
    shown = capsys.readouterr().out
    size = len(load_pack(out).basemap_bytes)
    assert f"basemap, {size} bytes: 2 land, 2 water, 1 waterway, 1 rail, 6 road, 2 boundary, 3 place" in shown
    assert f"licence of the basemap ODbL-1.0; {CREDIT}" in shown
    assert main([*words, "--out", str(out), "--quiet", "--no-basemap"]) == 0
    assert load_pack(out).basemap is None
    assert main(["roads", "show", str(out)]) == 0
    assert "no basemap: maps draw the packaged region's" in capsys.readouterr().out


def test_the_packaged_pack_holds_it_all_in_a_megabyte_and_a_half():
    pack = packaged_pack("hanoi")
    assert len(to_bytes(pack)) < 1_500_000
    assert min(pack.basemap.counts().values()) > 100
    notice = Path(sys.modules[type(pack).__module__].__file__).parent / "data" / "ROADS-LICENSE.md"
    assert pack.basemap.attribution in notice.read_text("utf-8")
