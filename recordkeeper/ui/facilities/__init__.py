"""The places records come from, put right by a person, and the question how one of them prints dates."""
