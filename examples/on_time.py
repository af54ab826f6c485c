"""A day that is kept, and what that costs: the best tour, and the best that is kept nine days in ten."""

import tourplanner as tp

hanoi = tp.load("hanoi")
goal = tp.Goal(must=("bat-trang",), stops=(1, 5), day=("08:00", "16:00"))

best = tp.plan(hanoi, goal, on="2027-03-20")
print(tp.punctuality(best))

safe = tp.plan(hanoi, goal, on="2027-03-20", robust=0.9)
print(safe)
print(tp.punctuality(safe, seed=2))

kept = [tp.punctuality(tour, seed=2).kept for tour in (best, safe)]
print(f"all of it kept: {kept[0]} for {best.score} points, {kept[1]} for {safe.score} points")
