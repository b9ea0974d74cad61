"""One's classes in the calendar of a phone."""
