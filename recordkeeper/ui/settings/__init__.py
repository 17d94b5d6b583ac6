"""The options a person may change, and the check of the library."""
