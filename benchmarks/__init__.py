"""Measurements, from the project folder: ``python -m benchmarks.portfolio``; or plan, publish, tours ..."""
