"""The command line: one file a command; the proof that nothing below needs a window."""
