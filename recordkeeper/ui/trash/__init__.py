"""The trash: what was moved out of sight, and the way back."""
