"""Mutated files through the real workers: nothing may end the program, hang, be written or come back ill-formed."""
