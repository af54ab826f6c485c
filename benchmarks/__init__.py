"""Measurements, from the project folder: ``python -m benchmarks.portfolio``; or growth, main_job, plan, publish, tours ..."""
