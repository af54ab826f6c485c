"""The chance of being on time: a day is lived many times over, as its legs and visits stray from plan."""

from tourplanner.chance.punctuality import punctuality

__all__ = ["punctuality"]
