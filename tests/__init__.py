"""The tests: they mirror the package, file for file; stories/ walk through the whole program."""
