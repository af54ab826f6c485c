"""Ten routes for March 2027, with timetables, calendars, web maps and printed maps in the folder ``routes``."""

import tourplanner as tp

region = tp.load("hanoi")
routes = tp.portfolio(region, 10, month="2027-03")
print(routes)
print("open", tp.export(routes, "routes") / "index.html")
