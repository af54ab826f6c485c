"""A day with lacquer for sure: why it looks as it does, and what would bring the print village in."""

import tourplanner as tp

hanoi = tp.load("hanoi")
tour = tp.plan(hanoi, tp.Goal(party=tp.Party(adults=16), must=("ha-thai",), stops=(1, 4)), on="2027-03-20")
print(tour)

print(tour.why("ha thai"), "\n")
print(tour.why_not("dong ho"), "\n")
print(tour.slack(), "\n")

shorter = tour.what_if(day=("08:00", "15:00"))
print(tp.compare(tour, shorter), "\n")
print(shorter.why_not("phu vinh"))
