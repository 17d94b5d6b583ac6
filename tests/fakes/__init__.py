"""Stand-ins named after the trouble they make."""
