"""Bringing records in: the three ways to choose, the panel that shows how far it is, and the receipts."""
