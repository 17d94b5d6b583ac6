"""The page a person comes home to."""
