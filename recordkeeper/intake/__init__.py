"""Bringing records in: walk, copy and hash once, read in workers, judge, commit in batches, group, account."""
