"""Doing things later: progress, cancelling, lanes, and worker processes that outlive hostile files.

Standard library and records only. Every room may use it; it knows nothing of records or windows.
"""
