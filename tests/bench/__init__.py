"""Benchmarks, run on demand by `python3 dev.py bench`: each figure beside a floor of the same run.

A benchmark is a module here with `main(options)`, which yields Figures; see harness.py, and startup.py for the
shortest one.
"""
