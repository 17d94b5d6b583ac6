"""What we write: PDF, DICOMDIR and plain text made by us. Runs in workers only; writes only where it is told."""
