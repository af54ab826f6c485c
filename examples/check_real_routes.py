"""Routes that are really sold or planned: which fit into one Saturday, and what stands in the way of the rest."""

from datetime import time

import tourplanner as tp

DAY = (time(7, 30), time(18, 0))


def main() -> None:
    hanoi = tp.load("hanoi")
    fitting = 0
    for known in hanoi.routes:
        goal = tp.Goal(must=known.villages, day=DAY, villages=(1, max(4, len(known.villages))))
        try:
            tour = tp.plan(hanoi, goal, on="2027-03-20")
        except tp.TourplannerError as error:
            print(f"no   {known.id}: {error}")
            continue
        fitting += 1
        day = tour.days[0]
        added = [village.name.vi for village in tour.villages if village.id not in known.villages]
        room = f", with room for {', '.join(added)}" if added else ""
        print(f"yes  {known.id}: {day.depart:%H:%M} to {day.back:%H:%M}, {day.metres / 1000:.0f} km{room}")
    print(f"{fitting} of {len(hanoi.routes)} known routes fit into one day")


if __name__ == "__main__":
    main()
