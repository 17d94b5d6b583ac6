"""The records: a list by year, the page in the middle, what was read of it and why at the side."""
