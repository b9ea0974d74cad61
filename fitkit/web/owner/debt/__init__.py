"""Who owes, and what is done about it."""
