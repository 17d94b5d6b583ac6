"""Choosing whose records to open."""
