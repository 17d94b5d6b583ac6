"""The three screens a newcomer meets."""
