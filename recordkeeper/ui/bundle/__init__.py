"""Bundles: those made, making one in three steps, and seeing it as the doctor will."""
