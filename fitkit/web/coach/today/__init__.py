"""The day: one's own classes and the gym's."""
