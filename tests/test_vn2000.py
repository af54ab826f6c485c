"""VN-2000 in and out, judged by the EPSG database that PROJ carries and by the formulas written out."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from hidden import hide
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from pyproj.transformer import TransformerGroup

from tourplanner.catalogue import Catalogue
from tourplanner.catalogue.cells import Fault
from tourplanner.catalogue.grid import grid
from tourplanner.catalogue.read import problems, warnings
from tourplanner.model import Place, vn2000
from tourplanner.model.vn2000 import HANOI_GRID, MERIDIANS, UTM, GridPoint, from_vn2000, grid_of, to_vn2000
from tourplanner.testing import small_catalogue

HOAN_KIEM = Place(lat=21.0285, lon=105.8542)
ON = date(2026, 11, 22)
BASE = small_catalogue()
EARTH = Geod(ellps="WGS84")
A, F = 6_378_137.0, 1 / 298.257223563
E2 = F * (2 - F)


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two (lat, lon)."""
    return float(EARTH.inv(one[1], one[0], other[1], other[0])[2])


def shifted(lat: float, lon: float) -> tuple[float, float]:
    """VN-2000 degrees as WGS 84 degrees: seven parameters of Decision 05/2007/QĐ-BTNMT, formulas of EPSG note 7-2."""
    phi, lam = math.radians(lat), math.radians(lon)
    n = A / math.sqrt(1 - E2 * math.sin(phi) ** 2)
    x, y, z = n * math.cos(phi) * math.cos(lam), n * math.cos(phi) * math.sin(lam), n * (1 - E2) * math.sin(phi)
    rx, ry, rz = (math.radians(second / 3600) for second in (-0.00928836, 0.01975479, -0.00427372))
    scale = 1 + 0.252906278e-6
    east = scale * (x + rz * y - ry * z) - 191.90441429
    north = scale * (-rz * x + y + rx * z) - 39.30318279
    up = scale * (ry * x - rx * y + z) - 111.45032835
    phi, p = math.atan2(up, math.hypot(east, north)), math.hypot(east, north)
    for _ in range(10):
        phi = math.atan2(up + E2 * A / math.sqrt(1 - E2 * math.sin(phi) ** 2) * math.sin(phi), p)
    return math.degrees(phi), math.degrees(math.atan2(north, east))


def projected(lat: float, lon: float, meridian: float, scale: float) -> tuple[float, float]:
    """Easting and northing of the transverse Mercator projection (Krüger's series, JHS 154)."""
    n = F / (2 - F)
    radius = A / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    series = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    phi, lam, e = math.radians(lat), math.radians(lon - meridian), math.sqrt(E2)
    conformal = math.atan(math.sinh(math.asinh(math.tan(phi)) - e * math.atanh(e * math.sin(phi))))
    xi = math.atan2(math.tan(conformal), math.cos(lam))
    eta = math.atanh(math.sin(lam) * math.cos(conformal))
    north = xi + sum(h * math.sin(2 * k * xi) * math.cosh(2 * k * eta) for k, h in enumerate(series, 1))
    east = eta + sum(h * math.cos(2 * k * xi) * math.sinh(2 * k * eta) for k, h in enumerate(series, 1))
    return 500_000 + scale * radius * east, scale * radius * north


@pytest.mark.parametrize("epsg", [*MERIDIANS, *UTM])
def test_each_grid_is_the_one_of_its_code(epsg: int) -> None:
    system = CRS.from_epsg(epsg)
    values = {each.name: each.value for each in system.coordinate_operation.params}
    assert system.geodetic_crs.name == "VN-2000"
    assert values["Longitude of natural origin"] == (MERIDIANS | UTM)[epsg]
    assert values["Scale factor at natural origin"] == (0.9999 if epsg in MERIDIANS else 0.9996)
    assert (values["False easting"], values["False northing"]) == (500_000, 0)
    assert epsg in UTM or grid_of(MERIDIANS[epsg]) == epsg


def test_hanoi_uses_the_grid_around_105_degrees() -> None:
    assert "Ha Noi" in CRS.from_epsg(HANOI_GRID).to_wkt()
    assert "Ho Chi Minh" in CRS.from_epsg(grid_of(105.75)).to_wkt()


@pytest.mark.parametrize("epsg", [5897, 9210, 9209, 3405])
def test_the_shift_is_the_one_in_the_epsg_database(epsg: int) -> None:
    (judge,) = (
        each for each in TransformerGroup(epsg, 4326, always_xy=True).transformers if "84 (2)" in each.description
    )
    point = to_vn2000(HOAN_KIEM, epsg=epsg)
    lon, lat = judge.transform(point.easting, point.northing)
    assert apart((lat, lon), (HOAN_KIEM.lat, HOAN_KIEM.lon)) < 0.005


def test_leaving_the_shift_out_moves_a_point_by_224_metres() -> None:
    point = to_vn2000(HOAN_KIEM)
    bare = Transformer.from_crs(HANOI_GRID, 4756, always_xy=True)
    lon, lat = bare.transform(point.easting, point.northing)
    assert round(apart((lat, lon), (HOAN_KIEM.lat, HOAN_KIEM.lon))) == 224
    assert apart(shifted(lat, lon), (HOAN_KIEM.lat, HOAN_KIEM.lon)) < 0.005


@given(lat=st.floats(8.6, 23.4), off=st.floats(-3, 3), epsg=st.sampled_from([5897, 5898, 9210, 9214, 3405]))
def test_metres_are_those_of_the_formulas_and_lead_back(lat: float, off: float, epsg: int) -> None:
    meridian, scale = (MERIDIANS | UTM)[epsg], 0.9999 if epsg in MERIDIANS else 0.9996
    lon = meridian + off
    east, north = projected(lat, lon, meridian, scale)
    place = from_vn2000(east, north, epsg=epsg)
    assert apart(shifted(lat, lon), (place.lat, place.lon)) < 0.02
    back = to_vn2000(place, epsg=epsg)
    assert math.hypot(back.easting - east, back.northing - north) < 0.02
    assert back.epsg == epsg


def test_what_cannot_be_is_refused_with_a_hint() -> None:
    with pytest.raises(ValueError, match="easting and northing are exchanged"):
        from_vn2000(2_326_345, 588_592)
    with pytest.raises(ValueError, match=r"do not lie in Vietnam$"):
        from_vn2000(105.85, 21.03)
    with pytest.raises(ValueError, match="EPSG:32648 is no grid of VN-2000; there are 5896"):
        from_vn2000(588_592, 2_326_345, epsg=32648)
    with pytest.raises(ValueError, match="do not lie in Vietnam"):
        to_vn2000(Place(lat=48.85, lon=2.35))


@pytest.mark.parametrize(
    ("text", "epsg"),
    [
        ("5897", 5897), ("EPSG:5897", 5897), ("epsg 3405", 3405), ("105", 5897), ("105°", 5897), ("105°00'", 5897),
        ("105°45'", 9210), ("105-45", 9210), ("105.75", 9210), ("107,75", 5899), ("VN-2000 / TM-3 105-45", 9210),
        ("VN-2000 / TM-3 zone 482", 5897), ("Kinh tuyến trục 105°30’", 9209), ("VN2000 104.5", 9207),
    ],
)  # fmt: skip
def test_a_grid_may_be_written_in_many_ways(text: str, epsg: int) -> None:
    assert grid(text) == epsg


@pytest.mark.parametrize("text", ["VN-2000", "4326", "105.45", "105°44'", "32648", "Hà Nội", "99"])
def test_what_names_no_grid_is_a_fault(text: str) -> None:
    with pytest.raises(Fault, match="no grid of VN-2000"):
        grid(text)


def read(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "villages.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_table_in_metres_becomes_places(tmp_path: Path) -> None:
    point, other = to_vn2000(HOAN_KIEM), to_vn2000(HOAN_KIEM, epsg=9210)
    path = read(
        tmp_path,
        "tên;nghề;x;y;kinh tuyến trục;sai số",
        f"Làng Giấy;lụa;{point.northing};{point.easting};105°00';5",
        f"Làng Máy;lụa;{point.easting};{point.northing};EPSG:5897;",
        f"Làng Khác;lụa;{other.northing};{other.easting};105°45';",
    )
    own = Catalogue.read(path, base=BASE, on=ON)
    for village in own.villages:
        assert apart((village.place.lat, village.place.lon), (HOAN_KIEM.lat, HOAN_KIEM.lon)) < 0.02
    assert [village.place.accuracy_m for village in own.villages] == [5, 100, 100]
    assert warnings(path, BASE) == ()


def test_a_grid_nobody_names_is_taken_for_hanois_and_said_so(tmp_path: Path) -> None:
    path = read(tmp_path, "name,craft,x,y", "Làng Giấy,lụa,2326345,588592")
    (warning,) = warnings(path, BASE)
    assert (warning.code, warning.column, warning.row) == ("grid-assumed", "x", 2)
    assert "EPSG:5897" in warning.message


def test_every_fault_of_a_table_in_metres_is_told_at_once(tmp_path: Path) -> None:
    path = read(
        tmp_path,
        "name,craft,x,y,epsg",
        "Một,lụa,20.9,105.8,5897",
        "Hai,lụa,2326345,,5897",
        "Ba,lụa,2326345,588592,4326",
        "Bốn,lụa,hai triệu,588592,5897",
        "Năm,lụa,,,5897",
    )
    assert [(each.row, each.column, each.code) for each in problems(path, BASE, on=ON)] == [
        (2, "x", "coordinates-outside"),
        (3, "y", "value-missing"),
        (4, "epsg", "grid-unknown"),
        (5, "x", "coordinates-unreadable"),
        (6, "x", "value-missing"),
        (6, "y", "value-missing"),
    ]


def test_without_pyproj_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vn2000._transformer.cache_clear()
    hide("pyproj", monkeypatch)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "tourplanner\[geo\]"'):
        to_vn2000(HOAN_KIEM)
    (problem,) = problems(read(tmp_path, "name,craft,x,y,epsg", "Một,lụa,2326345,588592,5897"), BASE, on=ON)
    assert (problem.code, problem.fix) == ("package-missing", 'pip install "tourplanner[geo]"')


def test_a_point_says_which_grid_it_is_in() -> None:
    assert to_vn2000(HOAN_KIEM) == GridPoint(588_591.944, 2_326_345.312, 5897)
