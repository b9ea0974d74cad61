"""The tablet at a door."""
