"""A member's entry pass."""
