"""Measurements, from the project folder: ``python -m benchmarks.portfolio``, growth, main_job, plan, tours or fairness."""
