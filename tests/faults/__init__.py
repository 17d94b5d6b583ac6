"""Faults caused for real: the program killed, its calls refused, the power cut, at one write after the other."""
