"""The gym's check-in screens."""
