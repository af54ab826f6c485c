"""``--engine``: travel times from a routing engine that was named."""

from __future__ import annotations

import os
from argparse import Namespace

from tourplanner.errors import GoalError
from tourplanner.travel import RoutedTravel, TravelTimes
from tourplanner.travel.remote import openrouteservice, osrm, valhalla
from tourplanner.travel.remote.engine import Engine

KEY = "ORS_API_KEY"
"""The variable that holds the key of openrouteservice: on a command line everybody sees it."""


def engine_times(args: Namespace) -> TravelTimes | None:
    """
    By car as the engine says, None if none was named.

    Raises
    ------
    GoalError
        If what was given does not go together: all of it at once.
    """
    alone = () if args.engine else ("--url", "--cache")
    faults = [f"{name} goes with --engine" for name in alone if _given(args, name)]
    if args.engine and args.roads is not None:
        faults += ["either --roads or --engine, not both"]
    if args.engine in ("osrm", "valhalla") and not args.url:
        faults += [f"--engine {args.engine} needs --url, as http://127.0.0.1:5000"]
    if args.engine == "ors" and not args.url and not os.environ.get(KEY):
        faults += [f"--engine ors needs a key in the variable {KEY}, or your own server's --url"]
    if faults:
        raise GoalError("; ".join(faults))
    return RoutedTravel(_engine(args), cache=args.cache) if args.engine else None


def _given(args: Namespace, name: str) -> bool:
    return getattr(args, name.removeprefix("--")) is not None


def _engine(args: Namespace) -> Engine:
    if args.engine == "osrm":
        return osrm(args.url, profile="car")
    if args.engine == "valhalla":
        return valhalla(args.url)
    own = {"base_url": args.url} if args.url else {}
    return openrouteservice(os.environ.get(KEY, ""), **own)
