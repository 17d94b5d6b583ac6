"""What it means: pure functions over text and headers that say what a record is, whose, from when and where.

Rules are data in resources/rules. May import records only (and small third-party libraries for text); intake and
the workers enter here.
"""
