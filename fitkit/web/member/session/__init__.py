"""One class, before and after it."""
