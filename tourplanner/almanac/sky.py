"""
New moons and the sun's place in the sky, as far as a calendar needs them.

New moons follow J. Meeus, *Astronomical Algorithms*, 2nd ed. 1998, chapter 49 (within 20 s). The sun's apparent
longitude follows P. Bretagnon and J.-L. Simon, *Planetary Programs and Tables from -4000 to +2800*, 1986, as given in
E. Reingold and N. Dershowitz, *Calendrical Calculations*, 4th ed. 2018, chapter 14 (within 3 arc seconds, or about a
minute of time). Both are compared with an independent ephemeris in the tests.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from math import cos, floor, radians, sin

J2000 = 2451545.0
ORDINAL_0 = 1721424.5
"""Julian date at 0h of the day before 0001-01-01: ``date.toordinal() + ORDINAL_0`` is 0h of that date."""
UTC_PLUS_7 = 7 / 24

# TT - UT in seconds: measured to 2020, then as F. Espenak and J. Meeus, *Five Millennium Canon of Solar Eclipses*,
# NASA 2006, foresee it, like the published tables of this calendar. The earth has slowed down less than that since
# 2006, so a new moon foreseen within two minutes before midnight may yet turn out to fall on the next day.
DELTA_T = (
    (1900, -2.7), (1910, 10.4), (1920, 21.2), (1930, 24.0), (1940, 24.3), (1950, 29.1), (1960, 33.2), (1970, 40.2),
    (1980, 50.5), (1990, 56.9), (2000, 63.8), (2010, 66.1), (2020, 69.4), (2050, 93.0), (2075, 145.9),
    (2100, 202.7), (2125, 263.6), (2150, 328.5), (2175, 383.3), (2200, 442.1),
)  # fmt: skip

# Days, then multiples of the sun's anomaly, the moon's anomaly and the moon's argument of latitude (Meeus 49).
NEW_MOON_TERMS = (
    (-0.40720, 0, 1, 0), (0.17241, 1, 0, 0), (0.01608, 0, 2, 0), (0.01039, 0, 0, 2), (0.00739, -1, 1, 0),
    (-0.00514, 1, 1, 0), (0.00208, 2, 0, 0), (-0.00111, 0, 1, -2), (-0.00057, 0, 1, 2), (0.00056, 1, 2, 0),
    (-0.00042, 0, 3, 0), (0.00042, 1, 0, 2), (0.00038, 1, 0, -2), (-0.00024, -1, 2, 0), (-0.00007, 2, 1, 0),
    (0.00004, 0, 2, -2), (0.00004, 3, 0, 0), (0.00003, 1, 1, -2), (0.00003, 0, 2, 2), (-0.00003, 1, 1, 2),
    (0.00003, -1, 1, 2), (-0.00002, -1, 1, -2), (-0.00002, 1, 3, 0), (0.00002, 0, 4, 0),
)  # fmt: skip
# Days, degrees at lunation 0, degrees per lunation: the planets' pull (Meeus 49, A2 to A14).
PLANETARY_TERMS = (
    (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886), (0.000126, 349.42, 36.412478),
    (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771), (0.000060, 207.14, 2.453732),
    (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239), (0.000042, 207.19, 0.121824),
    (0.000040, 291.34, 1.844379), (0.000037, 161.72, 24.198154), (0.000035, 239.56, 25.513099),
    (0.000023, 331.55, 3.592518),
)  # fmt: skip
# Millionths of 5.729577951308232 degrees, degrees at J2000, degrees per century (Bretagnon and Simon 1986).
SUN_TERMS = (
    (403406, 270.54861, 0.9287892), (195207, 340.19128, 35999.1376958), (119433, 63.91854, 35999.4089666),
    (112392, 331.26220, 35998.7287385), (3891, 317.843, 71998.20261), (2819, 86.631, 71998.4403),
    (1721, 240.052, 36000.35726), (660, 310.26, 71997.4812), (350, 247.23, 32964.4678), (334, 260.87, -19.4410),
    (314, 297.82, 445267.1117), (268, 343.14, 45036.8840), (242, 166.79, 3.1008), (234, 81.53, 22518.4434),
    (158, 3.50, -19.9739), (132, 132.75, 65928.9345), (129, 182.95, 9038.0293), (114, 162.03, 3034.7684),
    (99, 29.8, 33718.148), (93, 266.4, 3034.448), (86, 249.2, -2280.773), (78, 157.6, 29929.992),
    (72, 257.8, 31556.493), (68, 185.1, 149.588), (64, 69.9, 9037.750), (46, 8.0, 107997.405),
    (38, 197.1, -4444.176), (37, 250.4, 151.771), (32, 65.3, 67555.316), (29, 162.7, 31556.080),
    (28, 341.5, -4561.540), (27, 291.6, 107996.706), (27, 98.5, 1221.655), (25, 146.7, 62894.167),
    (24, 110.0, 31437.369), (21, 5.2, 14578.298), (21, 342.6, -31931.757), (20, 230.9, 34777.243),
    (18, 256.1, 1221.999), (17, 45.3, 62894.511), (14, 242.9, -4442.039), (13, 115.2, 107997.909),
    (13, 151.8, 119.066), (13, 285.3, 16859.071), (12, 53.3, -4.578), (10, 126.6, 26895.292),
    (10, 205.7, -39.127), (10, 85.9, 12297.536), (10, 146.1, 90073.778),
)  # fmt: skip


def delta_t_days(julian: float) -> float:
    """TT - UT in days at a Julian date, linear between the rows of ``DELTA_T``."""
    year = 2000 + (julian - J2000) / 365.25
    row = min(max(bisect_right(DELTA_T, (year, 0.0)), 1), len(DELTA_T) - 1)
    (y0, s0), (y1, s1) = DELTA_T[row - 1], DELTA_T[row]
    return (s0 + (s1 - s0) * (year - y0) / (y1 - y0)) / 86400


def new_moon(k: int) -> float:
    """Julian date (UT) of new moon ``k``, counted from the one of 6 January 2000."""
    t = k / 1236.85
    sun = radians(2.5534 + 29.10535670 * k - 0.0000014 * t**2 - 0.00000011 * t**3)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2 + 0.00001238 * t**3 - 0.000000058 * t**4)
    latitude = radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2 - 0.00000227 * t**3 + 0.000000011 * t**4)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t**2 + 0.00000215 * t**3)
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t**2
    mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * t**2 - 0.000000150 * t**3 + 0.00000000073 * t**4
    periodic = sum(
        days * eccentricity ** abs(a) * sin(a * sun + b * moon + c * latitude) for days, a, b, c in NEW_MOON_TERMS
    )
    planets = sum(days * sin(radians(start + rate * k)) for days, start, rate in PLANETARY_TERMS)
    planets += 0.000325 * sin(radians(299.77 + 0.107408 * k - 0.009173 * t**2))
    dynamical = mean + periodic + planets - 0.00017 * sin(node)
    return dynamical - delta_t_days(dynamical)


def sun_longitude(julian: float) -> float:
    """Apparent geocentric longitude of the sun in degrees, 0 to 360, at a Julian date (UT)."""
    t = (julian + delta_t_days(julian) - J2000) / 36525
    series = sum(size * sin(radians(start + rate * t)) for size, start, rate in SUN_TERMS)
    aberration = 0.0000974 * cos(radians(177.63 + 35999.01848 * t)) - 0.005575
    nutation = -0.004778 * sin(radians(124.90 - 1934.134 * t + 0.002063 * t**2)) - 0.0003667 * sin(
        radians(201.11 + 72001.5377 * t + 0.00057 * t**2)
    )
    return (282.7771834 + 36000.76953744 * t + 0.000005729577951308232 * series + aberration + nutation) % 360


@lru_cache(maxsize=4096)
def new_moon_day(k: int) -> int:
    """Ordinal of the Vietnamese calendar day (UTC+7) on which new moon ``k`` falls."""
    return floor(new_moon(k) + UTC_PLUS_7 - ORDINAL_0)


@lru_cache(maxsize=4096)
def zodiac_sign(day: int) -> int:
    """Which twelfth of its path (0 from the March equinox) the sun is in when the day with this ordinal begins."""
    return floor(sun_longitude(day + ORDINAL_0 - UTC_PLUS_7) / 30)
