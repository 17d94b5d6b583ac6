"""Asking whose records are that name somebody else: one card a person, the same wherever it stands."""
