"""Ending a membership, by whoever holds it."""
