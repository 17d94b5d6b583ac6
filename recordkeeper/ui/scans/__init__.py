"""The scans page: cards of studies, and the viewer of one study."""
