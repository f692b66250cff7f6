"""Measurements: `make bench` runs every `bench_*.py` and prints one figure a line."""
