"""Sending records out: plan, make in a staging folder, verify as a stranger would, rename, note in the ledger."""
