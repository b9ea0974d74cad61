"""Checking oneself in by the code at the door."""
