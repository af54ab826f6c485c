"""Engines for tests: all services, three places that all of them reach, and one beyond the river of the plane."""

from tourplanner.model import Place
from tourplanner.travel.remote import graphhopper, openrouteservice, osrm, valhalla

MAKERS = {
    "osrm": lambda url, **more: osrm(url, profile="car", **more),
    "valhalla": valhalla,
    "openrouteservice": lambda url, **more: openrouteservice(base_url=url, **more),
    "graphhopper": lambda url, **more: graphhopper(base_url=url, **more),
}
HERE = [Place(lat=21.03, lon=105.85), Place(lat=20.98, lon=105.78, accuracy_m=400), Place(lat=21.17, lon=106.05)]
OVER = Place(lat=21.0, lon=107.5)
