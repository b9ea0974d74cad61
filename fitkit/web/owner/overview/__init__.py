"""The overview: how the gym does, what is on today, what needs attention."""
