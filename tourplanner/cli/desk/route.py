"""The route that a command is about: one of a file."""

from __future__ import annotations

from argparse import Namespace
from difflib import get_close_matches

from tourplanner.catalogue import Catalogue
from tourplanner.errors import GoalError, UnknownIdError
from tourplanner.model import Itinerary
from tourplanner.programme.routes.read import tours_in


def route(args: Namespace, catalogue: Catalogue) -> Itinerary:
    """
    The one tour of the file, or that which ``--route`` names by its id or its number from 1.

    Raises
    ------
    GoalError
        If several are there and none is named; ``UnknownIdError`` if that which is named is not there.
    """
    tours = tours_in(args.source, catalogue)
    named = {tour.id: tour for tour in tours} | {str(number): tour for number, tour in enumerate(tours, 1)}
    if args.route is None:
        if len(tours) == 1:
            return tours[0]
        listed = "".join(f"\n  {number}  {tour.id}" for number, tour in enumerate(tours, 1))
        raise GoalError(f"which of {len(tours)} routes? Give --route with its id or number:{listed}")
    if args.route not in named:
        raise UnknownIdError("route", args.route, get_close_matches(args.route, [tour.id for tour in tours], 3, 0.4))
    return named[args.route]
