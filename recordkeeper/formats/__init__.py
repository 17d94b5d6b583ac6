"""What bytes say: one file a format. Runs in worker processes only; nothing here is imported by the window."""
