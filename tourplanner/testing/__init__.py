"""Regions and routes to test with: a small hand-made one, and a made-up one of any size."""

from tourplanner.testing.small import small_catalogue, small_portfolio
from tourplanner.testing.synthetic import synthetic_region

__all__ = ["small_catalogue", "small_portfolio", "synthetic_region"]
