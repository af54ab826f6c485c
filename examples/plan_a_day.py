"""One day for a French group: lacquer and embroidery for sure, the incense village if it fits."""

import tourplanner as tp

hanoi = tp.load("hanoi")
print(hanoi.find("ha thai")[0])

goal = tp.Goal(
    party=tp.Party(adults=16, children=2, languages=("fr", "en")),
    must=("ha-thai", "quat-dong"),
    wishes=("quang-phu-cau", "dong-ho"),
    budget=tp.Money(amount=900_000),
    drive_minutes=240,
)
day = tp.plan(hanoi, goal, on="2027-03-20")
print(day)

for wish in day.unvisited:
    print("left out:", wish.wish, "-", wish.reason.get("en"))
print("faults the judge finds:", len(tp.check(day)))
