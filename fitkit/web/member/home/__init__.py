"""A member's first screen."""
