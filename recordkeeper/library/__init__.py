"""Where it is kept: the folder of one patient, with originals, journal, catalogue, caches and backups."""
