"""The week, and places in it."""
