"""What can be wrong with a programme: one function per rule, each with the fixes it proposes."""

from tourplanner.programme.faults import driving, facts, guests, hours, law, road, season
from tourplanner.programme.report import Rule

RULES: tuple[Rule, ...] = (
    hours.doors,
    road.late,
    road.short,
    road.at_once,
    road.walking,
    guests.capacity,
    guests.language,
    guests.lead,
    guests.seats,
    guests.environment,
    season.lunch,
    season.festival,
    season.holiday,
    law.coach_ban,
    law.access,
    driving.hours,
    driving.low_emission,
    law.unknown,
    facts.unrecorded,
    facts.unverified,
    facts.unpriced,
)
"""Every rule of a programme, each tested alone."""

CODES = {
    "E-CLOSED": "the host is closed that day",
    "E-EARLY": "guests come before it opens",
    "E-SHUT": "it closes before the visit is over",
    "E-START": "it begins at fixed times, and not then",
    "E-LATE": "the road takes longer than the programme gives it",
    "E-TWO": "two things at once",
    "E-CAP": "more guests than the host takes at a time",
    "E-FEW": "fewer guests than the host receives",
    "E-LEAD": "the host has to be asked earlier",
    "E-SEATS": "more guests than the vehicles carry",
    "E-ENV": "the village does not meet the environment rules",
    "E-BAN": "a vehicle of that size may not run there at that hour",
    "E-HOURS": "one driver drives longer than allowed",
    "E-LEZ": "the vehicle is restricted in a low-emission zone",
    "W-SHORT": "less time than the visit usually takes",
    "W-LUNCH": "no meal around noon",
    "W-FEST": "a festival in the village, that day or the next",
    "W-TET": "Tết or a public holiday",
    "W-LANG": "the host does not speak the guests' language",
    "W-WALK": "more metres on foot than allowed",
    "W-BAN": "the same as E-BAN, by a rule nobody has confirmed",
    "W-HOURS": "the same as E-HOURS, by a rule nobody has confirmed",
    "W-LEZ": "the same as E-LEZ, by a rule nobody has confirmed",
    "W-LAW": "nobody has looked up the law of so late a day",
    "W-ACCESS": "the vehicle does not reach the village",
    "N-VISIT": "nothing is on record to visit there",
    "N-FACT": "facts without a source",
    "N-PRICE": "prices nobody knows",
}
"""What each code means, in a few words."""
