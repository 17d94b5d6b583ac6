"""Recordkeeper: takes the heap of records a patient has and hands on a marked, checked bundle. Offline."""

__version__ = "0.1.0"
