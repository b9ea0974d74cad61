"""The gym's payments by day and state, with their sums."""
